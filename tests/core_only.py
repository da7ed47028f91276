"""Everything that needs no extra, run where only the core is: python -m tests.core_only, or with a wheel's Python.

In the repository's own environment the extras are hidden first; `make wheel` runs this file with a fresh one.
"""

import contextlib
import io
import sys
import tempfile
from pathlib import Path

EXTRAS = (
    "streamlit",
    "plotly",
    "anywidget",
    "ipywidgets",
    "PIL",
    "pandas",
    "scipy",
    "sklearn",
    "orjson",
    "torch",
    "jax",
)
NEEDS = {
    "plot": "run.plot needs Plotly. Install it: pip install 'gdviz[plot]'.",
    "show": "pip install 'gdviz[notebook]'",
    "dataframe": "run.to_dataframe needs pandas. Install it: pip install pandas.",
}


def refusal(call) -> str:
    """The sentence of an ImportError."""
    try:
        call()
    except ImportError as error:
        return str(error)
    return "no refusal"


def library(folder: Path) -> None:
    """Runs, analyses, own functions, files."""
    import gdviz
    from gdviz.export import FORMS

    run = gdviz.descend("x^2 + 10y^2", "adam", start=(3, 2), steps=400, learning_rate=0.1)
    assert run.verdict is gdviz.Verdict.REACHED
    assert gdviz.survey("x^2 + y^2").certified
    assert gdviz.Surface.from_callable(lambda x, y: x**2 + y**2)(1, 2) == 5
    assert len(gdviz.watch("x^2", step=lambda p, g: p - 0.1 * g)) == 201
    assert "<iframe" in run._repr_html_()
    for suffix in sorted({"html", "csv", "json", "npz", "py", "ipynb", "tex", "svg"} & set(FORMS)):
        run.save(folder / f"run.{suffix}")
        assert (folder / f"run.{suffix}").stat().st_size > 0
    assert refusal(run.plot) == NEEDS["plot"]
    assert NEEDS["show"] in refusal(lambda: gdviz.show("x^2 + 10y^2", run))
    assert refusal(run.to_dataframe) == NEEDS["dataframe"]


def commands(folder: Path) -> None:
    """Every command that needs no extra ends well; the app says what it needs."""
    from gdviz.cli import main

    lines = (
        "run booth adam", "open ?surface=booth&run=adam", "survey booth", "basins booth sgd:0.01 --shape 9x9",
        "sweep x^2 sgd --steps 20", "list optimizers", f"render booth adam -o {folder}/page.html",
    )  # fmt: skip
    for line in lines:
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(line.split()) == 0, line
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert main(["app"]) == 1
    assert "pip install 'gdviz[app]'" in said.getvalue()


if __name__ == "__main__":
    sys.modules |= dict.fromkeys(EXTRAS)  # as if they were not installed
    with tempfile.TemporaryDirectory() as made:
        library(Path(made))
        commands(Path(made))
    import gdviz

    print(f"gdviz {gdviz.__version__} from {Path(gdviz.__file__).parent}: the core needs no extra")
