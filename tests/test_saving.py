"""Runs taken away in every form: read back or executed, they are the same iterates."""

import ast
import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.export import FORMS, NotExported, contents_of, save, written
from gdviz.export.library_code import library_code
from gdviz.figures import played
from gdviz.gallery import GALLERY
from gdviz.optimizers import METHODS, OPTIMIZERS
from gdviz.rule import custom_optimizer
from gdviz.scene import Run, Scene
from gdviz.schedule import SCHEDULES
from tests.test_export_hostile import HOSTILE

pytestmark = pytest.mark.long

VALLEY = gdviz.Surface("(1 - x)^2 + a (y - x^2)^2", parameters={"a": 10}, start=(-1.2, 1.0), window=((-2, 2), (-1, 3)))
LINK = "https://example.org/?f=x"
RULE = "v = beta*v + (1 - beta)*g\ntheta = theta - alpha*v"


def run_of(text: str) -> dict[str, Any]:
    """The names that one of our own programs leaves."""
    space: dict[str, Any] = {}
    exec(compile(text, "<saved>", "exec"), space)
    return space


def same(run: gdviz.Trajectory, other: gdviz.Trajectory) -> None:
    np.testing.assert_array_equal(run.points, other.points)
    np.testing.assert_array_equal(run.values, other.values)
    assert set(run.states) == set(other.states)
    for name, memory in run.states.items():
        np.testing.assert_array_equal(memory, other.states[name])


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer_makes_the_same_run_again(key: str) -> None:
    run = gdviz.descend(VALLEY, key, steps=25)
    [again] = run_of(library_code(contents_of(run)))["runs"].values()
    same(run, again)
    assert again.surface == run.surface.__class__(
        VALLEY.text, parameters={"a": 10}, window=VALLEY.window, start=again.surface.start
    )


@pytest.mark.parametrize("key", SCHEDULES)
def test_every_schedule_makes_the_same_run_again(key: str) -> None:
    options = {"noise": 0.1, "seed": 5, "clip_norm": 2.0, "weight_decay_l2": 0.01}
    run = gdviz.descend(VALLEY, "momentum", steps=30, learning_rate=0.01, schedule=key, **options)
    same(run, run_of(library_code(contents_of(run)))["runs"]["Momentum · α 0.01"])


def test_typed_rules_and_listed_rates() -> None:
    for run in (
        gdviz.descend(VALLEY, custom_optimizer(RULE), steps=9, beta=0.3, learning_rate=0.01),
        gdviz.descend(VALLEY, "sgd", steps=3, schedule=[0.01, 0.02, 1 / 3]),
    ):
        [again] = run_of(library_code(contents_of(run)))["runs"].values()
        same(run, again)


@pytest.mark.parametrize("key", GALLERY)
def test_every_surface_of_the_gallery(key: str) -> None:
    run = gdviz.descend(GALLERY[key], "adam", steps=5)
    space = run_of(library_code(contents_of(run)))
    assert space["surface"] == GALLERY[key]
    same(run, next(iter(space["runs"].values())))


def test_a_surface_of_rows_is_written_with_its_rows() -> None:
    data = {"x": [0.0, 1, 2.5, 1 / 3], "y": [1.0, 3, 5, -2]}
    surface = gdviz.data_surface("(w*x + b - y)^2 + c*w^2", data=data, values={"c": 0.1}, window=((-1, 4), (-3, 3)))
    run = gdviz.descend(surface, "adam", start=(0, 0), steps=20)
    space = run_of(library_code(contents_of(run)))
    same(run, next(iter(space["runs"].values())))
    assert space["surface"].key == surface.key
    assert contents_of(run).formula == "f(w, b) = mean over 4 rows of (w*x + b - y)^2 + c*w^2, c = 0.1"
    with pytest.raises(NotExported, match="made of data"):
        written(run, "py", language="numpy")
    batched = gdviz.descend(surface, "sgd", start=(0, 0), steps=2, batches=[[0, 1], [2, 3]])
    with pytest.raises(NotExported, match="mini-batches"):
        written(batched, "py")


def test_a_scene_in_every_program() -> None:
    runs = (Run("adam", (("learning_rate", 0.05),)), Run("typed", rule=RULE, style=1), Run("bfgs", style=2))
    scene = Scene(text="a x^2 + 3 y^2", start=(1.5, -2.0), steps=40, stop=(("gradient", 1e-3),), runs=runs)
    shown = played(scene)
    own = {run.label: run.trajectory for run in shown.runs}
    space = run_of(written(shown, "py", link=LINK).decode())
    assert list(space["runs"]) == list(own)
    for label, run in space["runs"].items():
        same(own[label], run)
    cells = json.loads(written(shown, "ipynb", link=LINK))
    assert (cells["nbformat"], cells["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in cells["cells"]}) == len(cells["cells"])
    code = ["".join(cell["source"]) for cell in cells["cells"] if cell["cell_type"] == "code"]
    notebook: dict[str, Any] = {}
    for cell in code:
        exec(compile(cell, "<cell>", "exec"), notebook)
    for label, run in notebook["runs"].items():
        same(own[label], run)
    assert LINK in "".join(cells["cells"][0]["source"])


def test_tables_and_numbers_read_back(tmp_path: Path) -> None:
    shown = played(Scene(steps=30))
    for suffix in ("csv", "json", "npz"):
        assert str(tmp_path / f"runs.{suffix}") in save(shown, tmp_path / f"runs.{suffix}", link=LINK)
    text = (tmp_path / "runs.csv").read_text(encoding="utf-8")
    assert text.startswith(f"# {LINK}\n")
    rows = list(csv.DictReader(io.StringIO(text.split("\n", 1)[1])))
    described = json.loads((tmp_path / "runs.json").read_text(encoding="utf-8"))
    assert described["link"] == LINK
    with np.load(tmp_path / "runs.npz") as held:
        assert held["labels"].tolist() == [run.label for run in shown.runs]
        for place, run in enumerate(shown.runs):
            own = run.trajectory
            mine = [row for row in rows if row["run"] == run.label]
            np.testing.assert_array_equal([[float(row["x"]), float(row["y"])] for row in mine], own.points)
            np.testing.assert_array_equal(held[f"run{place}_values"], own.values)
            np.testing.assert_array_equal(described["runs"][place]["gradients"], own.gradients)
            for name, memory in own.states.items():
                np.testing.assert_array_equal(held[f"run{place}_state_{name}"], memory)
                np.testing.assert_array_equal(described["runs"][place][f"state_{name}"], memory)
                column = f"state_{name}" if memory.ndim == 1 else f"state_{name}_x"
                np.testing.assert_array_equal([float(row[column]) for row in mine], memory.reshape(len(own), -1)[:, 0])
    assert [point["kind"] for point in described["critical_points"]].count("saddle") == 4


def test_a_run_saves_itself(tmp_path: Path) -> None:
    run = gdviz.descend("x^2 + 10y^2", "adam", start=(3, 2), steps=20)
    with np.load(io.BytesIO(written(run, "npz"))) as held:
        np.testing.assert_array_equal(held["points"], run.points)
        assert held["formula"] == "x^2 + 10y^2"
    sentence = run.save(tmp_path / "run.html")
    assert sentence == f"{tmp_path / 'run.html'}: {(tmp_path / 'run.html').stat().st_size / 1000:.0f} kB."
    assert run._repr_html_().startswith("<iframe srcdoc=")
    assert (tmp_path / "run.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_part_of_a_run_and_what_was_watched_have_no_program_but_all_else() -> None:
    run = gdviz.descend("x^2 + 10y^2", "momentum", start=(3, 2), steps=20, learning_rate=0.01)
    watched = gdviz.watch("x^2 + 10y^2", step=lambda point, gradient: point - 0.05 * gradient, start=(3, 2), steps=9)
    own = gdviz.Surface.from_callable(lambda x, y: x**2 + 3 * y**2)
    called = gdviz.descend(own, "adam", start=(1, 1), steps=9)
    for shown, reason in (
        (run[5:], "a part of another"),
        (watched, "not one of gdviz's"),
        (called, "functions of Python"),
    ):
        for suffix, options in (("py", {}), ("py", {"language": "numpy"}), ("ipynb", {})):
            if shown is called and options:
                continue  # a surface of data or functions: said by the NumPy form itself
            with pytest.raises(NotExported, match=reason):
                written(shown, suffix, **options)
        for suffix in ("html", "svg", "gif", "csv", "json", "npz"):
            assert written(shown, suffix, **({"size": 200, "frames": 4} if suffix == "gif" else {}))
    widget = gdviz.show("x^2 + 10y^2", watched)
    widget.start = {"x": 1.0, "y": 1.0}
    [again] = widget.runs.values()
    np.testing.assert_allclose(again.points[:, 0], 0.9 ** np.arange(10), rtol=1e-12)


def test_what_is_not_finite_is_null_in_json() -> None:
    run = gdviz.descend("x^2 + 10y^2", "lbfgs", start=(3, 2), steps=5)
    json.loads(written(run, "json"), parse_constant=lambda name: pytest.fail(name))


@pytest.mark.parametrize("suffix", ["py", "ipynb", "csv", "tex"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_visitor_becomes_code(suffix: str, text: str) -> None:
    run = gdviz.descend("x^2 + y^2", "sgd", steps=2)
    content = written({text: run}, suffix, link=text).decode()
    programs = [content] if suffix == "py" else []
    if suffix == "ipynb":
        programs = ["".join(c["source"]) for c in json.loads(content)["cells"] if c["cell_type"] == "code"]
    for program in programs:
        imported = [n.names[0].name for n in ast.walk(ast.parse(program)) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert set(imported) <= {"gdviz"}


def test_what_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    run = gdviz.descend("x^2 + y^2", "sgd", steps=2)
    with pytest.raises(ValueError, match=r"The ending of the file says its form: \.html, .* There is no \.doc\.$"):
        run.save(tmp_path / "run.doc")
    with pytest.raises(TypeError, match=r"A file \.csv has no option space; it takes none\.$"):
        run.save(tmp_path / "run.csv", space=True)
    with pytest.raises(TypeError, match=r"it takes language\.$"):
        run.save(tmp_path / "run.py", languages="numpy")
    with pytest.raises(ValueError, match="language is one of gdviz, numpy, pytorch, not 'julia'"):
        run.save(tmp_path / "run.py", language="julia")
    with pytest.raises(NotExported, match=r"makes one run; these are 2"):
        save([run, run], tmp_path / "run.py", language="numpy")
    with pytest.raises(FileNotFoundError):
        run.save(tmp_path / "nowhere" / "run.csv")
    own = gdviz.Surface.of_functions("mine", *(lambda p: p,) * 3)
    with pytest.raises(NotExported, match="functions of Python"):
        library_code(contents_of(gdviz.descend(gdviz.Surface("x^2 + y^2"), "sgd", steps=1)).__class__(
            own, own.window, (0, 0), (), {}, {}
        ))  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_program_in_numpy_is_that_of_the_page() -> None:
    run = gdviz.descend(VALLEY, "adam", steps=12, learning_rate=0.02)
    path = run_of(written(run, "py", language="numpy", link=LINK).decode())["path"]
    np.testing.assert_allclose(np.array(path), run.points, rtol=1e-12)
    assert set(FORMS) >= {"html", "csv", "json", "npz", "py", "ipynb", "tex"}
    assert METHODS
