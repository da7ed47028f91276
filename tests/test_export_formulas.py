"""What else is taken away: every gallery surface as functions, methods through SciPy, tables, LaTeX."""

import csv as reader
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit
from hypothesis import assume, given

from gdviz.descent import descend
from gdviz.export.formula import latex, numpy_functions
from gdviz.export.numbers import csv, csv_of_runs, dataframe
from gdviz.expression import ExpressionError
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.rule import custom_optimizer
from gdviz.surface import Surface
from tests.export_runs import LETTERS, WELLS, numpy_code
from tests.test_rule_invented import SURFACES, rules
from tests.trials import trials

VALLEY = Surface("(1 - x)^2 + 100(y - x^2)^2", start=(-1.2, 1.0))
BOWL = Surface("(x + 2y - 7)^2 + (2x + y - 5)^2", start=(9.0, -4.0))


def space_of(program: str) -> dict[str, Any]:
    """The names of one of our own programs after it ran."""
    space: dict[str, Any] = {}
    exec(compile(program, "<exported>", "exec"), space)
    return space


@pytest.mark.parametrize("key", GALLERY)
def test_every_gallery_surface_is_written_out_exactly(key: str) -> None:
    surface = GALLERY[key]
    space = space_of("\n".join(["import numpy as np", *numpy_functions(surface, 2)]))
    (x_low, x_high), (y_low, y_high) = surface.window
    points = np.random.default_rng(1).uniform((x_low, y_low), (x_high, y_high), (40, 2))
    with np.errstate(all="ignore"):
        for point in points:
            xx, xy, yy = surface.hessian(*point)
            for name, expected in (
                ("loss", surface.value(*point)),
                ("gradient", surface.gradient(*point)),
                ("hessian", [[xx, xy], [xy, yy]]),
            ):
                scale = 1e-12 * max(1.0, float(np.abs(expected).max()))
                np.testing.assert_allclose(space[name](point), expected, rtol=1e-9, atol=scale)


def test_long_numbers_are_written_in_full() -> None:
    text = "\n".join(numpy_functions(Surface("0.123456789012345 x^2 + y^2/3 - 1.0000000001 x y")))
    assert "0.24691357802469" in text
    assert "1.0000000001*y" in text
    assert "2*y/3" in text


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    "text",
    ["sqrt(x^2 + y^2 + (x - y)^2)", "x^y + atan2(y, x)", "(e^x - e^-x)/(e^x + e^-y)", "ln(cosh(x)) + ln(3e^y - 1)"],
)
def test_norms_and_exponentials_are_written_out_exactly(text: str) -> None:
    surface = Surface(text)
    space = space_of("\n".join(["import numpy as np", *numpy_functions(surface, 2)]))
    for point in ((0.7, 1.3), (1.9, 0.4)):
        xx, xy, yy = surface.hessian(*point)
        np.testing.assert_allclose(space["gradient"](np.array(point)), surface.gradient(*point), rtol=1e-12)
        np.testing.assert_allclose(space["hessian"](np.array(point)), [[xx, xy], [xy, yy]], rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("surface", [VALLEY, BOWL], ids=["valley", "bowl"])
@pytest.mark.parametrize("key", ["nelder_mead", "trust_region", "newton"])
def test_methods_with_the_same_steps(key: str, surface: Surface) -> None:
    path = np.array(space_of(numpy_code(surface, key, steps=25))["path"])
    points = descend(surface, key, steps=25).points
    if key == "trust_region":  # SciPy says nothing of steps that are not taken, and stops at the minimum
        points = points[np.r_[True, np.abs(np.diff(points, axis=0)).max(axis=1) > 0]]
        path = path[np.r_[True, np.abs(np.diff(path, axis=0)).max(axis=1) > 0]]
        shorter = min(len(points), len(path))
        assert shorter > 2
        points, path = points[:shorter], path[:shorter]
    assert path.shape == points.shape or key == "newton"  # gdviz stops Newton's method where the gradient is zero
    assert np.abs(path[: len(points)] - points).max() < 1e-7


SINGULAR = {  # the formula, the start, where plain Newton goes: by hand
    "x^3": ((2.0, 1.0), [(2 / 2**k, 1.0) for k in range(6)]),
    "(x-5)^2": ((2.0, 1.0), [(2.0, 1.0), (5.0, 1.0)]),
    "(x+y)^2": ((3.0, 1.0), [(3.0, 1.0), (1.0, -1.0)]),
    "x^3 + y": ((2.0, 1.0), [(2.0, 1.0)]),
}


@pytest.mark.parametrize("text", SINGULAR)
def test_newton_at_a_singular_hessian(text: str) -> None:
    start, points = SINGULAR[text]
    path = np.array(space_of(numpy_code(Surface(text), "newton", start, steps=max(len(points) - 1, 1)))["path"])
    np.testing.assert_allclose(path, points, atol=1e-12)


@pytest.mark.parametrize("key", ["bfgs", "lbfgs", "conjugate_gradient"])
@pytest.mark.parametrize("surface", [VALLEY, BOWL], ids=["valley", "bowl"])
def test_methods_with_the_same_end(key: str, surface: Surface) -> None:
    program = numpy_code(surface, key, steps=300)
    assert "another line search" in program
    result = space_of(program)["result"]
    assert np.abs(result.x - descend(surface, key, steps=300).points[-1]).max() < 1e-6


@trials(20, picky=True)
@given(rules())
def test_invented_rules_are_exported(text: str) -> None:
    try:
        rule = custom_optimizer(text)
    except ExpressionError:
        assume(False)
    knobs = {name: 0.0 if name == "zero" else 0.7 for name in rule.knobs}
    options = {"noise": 0.1, "clip_norm": 0.5, "weight_decay_l2": 0.01}
    for surface in SURFACES[:3]:
        run = descend(surface, rule, (0.4, 0.9), 4, **options, **knobs)
        with np.errstate(all="ignore"):
            path = np.array(space_of(numpy_code(surface, rule, (0.4, 0.9), 4, knobs, options))["path"])
        np.testing.assert_allclose(path, run.points, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("key", ["schedule_free_adamw", "prodigy", "bfgs", "nelder_mead", "sgd"])
def test_the_table_reads_back_exactly(key: str) -> None:
    run = descend(LETTERS, key, steps=12)
    text = csv(run, ("u", "v"), url="https://example.org/?run=sgd")
    first, rest = text.split("\n", 1)
    assert first == "# https://example.org/?run=sgd"
    rows = list(reader.DictReader(rest.splitlines()))
    assert len(rows) == run.steps + 1

    def column(name: str) -> np.ndarray:
        return np.array([float(row[name]) for row in rows])

    assert column("step").tolist() == list(range(run.steps + 1))
    found = np.stack([column("u"), column("v")], axis=1)
    assert np.array_equal(found, run.points)
    assert np.array_equal(column("f"), run.values)
    assert np.array_equal(np.stack([column("g_u"), column("g_v")], axis=1), run.gradients, equal_nan=True)
    assert np.array_equal(column("gradient_norm"), np.hypot(*run.gradients.T), equal_nan=True)
    assert rows[0]["rate"] == ""
    assert [float(row["rate"]) for row in rows[1:]] == run.rates.tolist()
    for name, memory in run.states.items():
        parts = [f"state_{name}"] if memory.ndim == 1 else [f"state_{name}_u", f"state_{name}_v"]
        kept = np.stack([column(part) for part in parts], axis=-1)
        assert np.array_equal(kept.reshape(memory.shape), memory, equal_nan=True)


def test_a_coordinate_called_as_another_column_keeps_a_column_of_its_own() -> None:
    run = descend("f(f, g) = f^2 + 2g^2", "sgd", (1.0, 2.0), 3, learning_rate=0.1)
    one = [*reader.DictReader(csv(run, ("f", "g")).splitlines())]
    both = [*reader.DictReader(csv_of_runs({"a": run, "b": run}, ("f", "g")).splitlines())]
    frame = dataframe(run, ("f", "g")).to_dict("records")
    for row in (one[1], both[1], both[5], frame[1]):  # (1, 2) − 0.1·(2, 8)
        assert [float(row[name]) for name in ("f_", "g", "f", "g_f")] == pytest.approx([0.8, 1.2, 3.52, 1.6])


KATEX = """
const katex = (await import(process.argv[1])).default;
let text = "";
for await (const part of process.stdin) text += part;
const strictly = {displayMode: true, throwOnError: true, strict: "error"};
for (const formula of JSON.parse(text)) katex.renderToString(formula, strictly);
"""


def test_the_latex_compiles() -> None:
    (katex,) = (Path(streamlit.__file__).parent / "static/static/js").glob("katex.*.js")
    documents = [latex(surface, one) for surface in (LETTERS, WELLS) for one in OPTIMIZERS.values()]
    documents += [latex(surface, OPTIMIZERS["adam"]) for surface in GALLERY.values()]
    blocks = []
    for text in documents:
        code = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
        blocks += [f"\\begin{{align*}}{part}" for part in code.split("\\begin{align*}")[1:]]
        assert code.count("\\begin{align*}") == code.count("\\end{align*}") == 2
    done = subprocess.run(
        ["node", "--input-type=module", "-e", KATEX, katex.as_uri()],
        input=json.dumps(blocks),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_latex_says_what_is_run() -> None:
    text = latex(LETTERS, OPTIMIZERS["momentum"], url="https://example.org/?s=1")
    assert text.startswith("% https://example.org/?s=1\n")
    assert r"\lambda = 0.7,\quad b = -1.25" in text
    assert all(line in text for line in OPTIMIZERS["momentum"].latex)
    assert LETTERS.latex in text
