"""Runs as a Jupyter notebook: what is shown, the surface, the runs, how they ended, and the player."""

import json
from collections.abc import Sequence

from gdviz.export.contents import Contents
from gdviz.export.library_code import run_lines, surface_lines

INSTALL = "gdviz[notebook]"
ENDS = """\
for name, run in runs.items():
    print(f"{name}: {run.verdict.value}")
    for event in run.events:
        print("   ", event.sentence)"""


def notebook(contents: Contents) -> str:
    """A notebook in the format of Jupyter (nbformat 4.5), not yet executed; its code cells make the runs again.

    Raises NotExported, with a sentence, for what has no program.
    """
    about = [f"# {contents.title}", "", f"`{contents.formula.replace('`', '')}`"]
    about += ["", f"[The same runs in the app]({contents.link})"] if contents.link.startswith("http") else []
    about += ["", f"Written by gdviz. It needs the package: `pip install {INSTALL}`."]
    cells = [
        ("markdown", about),
        ("code", ["import gdviz", "", *surface_lines(contents)]),
        ("code", list(run_lines(contents))),
        ("code", ENDS.split("\n")),
        ("code", ["gdviz.show(surface, runs)  # click or drag on the map"]),
    ]
    written = [_cell(place, kind, lines) for place, (kind, lines) in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about_all = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps(
        {"cells": written, "metadata": about_all, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1
    )


def _cell(place: int, kind: str, lines: Sequence[str]) -> dict[str, object]:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": f"gdviz-{place}", "metadata": {}, **code, "source": source}
