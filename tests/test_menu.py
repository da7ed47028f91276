"""Every item of the menu "Take away" for every kind of page: it is what the page shows, or it says why not."""

import ast
import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import gdviz
from gdviz.export import Contents, NotExported, contents_of, written
from gdviz.figures import rows_played
from gdviz.lessons.course import course_lesson
from gdviz.scene import OPENINGS, DataRun, Run, Scene, at_rates
from gdviz.ui.stage.takeaway import MENU, Choice, name_of
from tests.test_saving import run_of
from tests.test_standalone import data_of
from tests.unpacking import unpack

LINK = "https://gdviz.example/?run=sgd&f=%3C/script%3E"
SMALL = {"webp": {"size": 200, "frames": 4}, "png": {"width": 240, "height": 200}}
"""Smaller than in the menu: the same is drawn."""
BATCHES = OPENINGS["batches"]
SGD = Run("sgd", (("learning_rate", 0.05),))
HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"quotes\" and 'more'",
    "two\nlines\r\u2028",
    "🚀 𝒳",
    "\u202eאבג",
    "x" * 10_000,
)
HEADS = '</script>,"a,b"\n1,2\n2,3.5\n3,5\n4,7.5'


def on_rows(**changes: Any) -> Contents:
    return contents_of(rows_played(Scene(data=replace(BATCHES, steps=6, **changes))), LINK)


def of_scene(**changes: Any) -> Contents:
    return contents_of(Scene(**{"steps": 6, **changes}), LINK)


def three_rates() -> Contents:
    scene = Scene(surface="booth", steps=6)
    return contents_of(at_rates(scene, Run("momentum"), (0.001, 0.01, 0.1)), LINK)


def mine(model: str, data: str, **changes: Any) -> Callable[[], Contents]:
    return lambda: on_rows(model=model, set=data, runs=(DataRun(SGD),), **changes)


KINDS: dict[str, Callable[[], Contents]] = {
    "Explore, eight runs": lambda: of_scene(
        surface="booth",
        runs=tuple(
            Run(k, style=n) for n, k in enumerate("sgd momentum adam newton line_search bfgs nelder_mead sam".split())
        ),
    ),
    "one variable": lambda: of_scene(text="x^4/4 - x^2 + x/5", runs=(SGD,)),
    "own rule, schedule, noise": lambda: of_scene(
        text="a x^2 + 3y^2",
        seed=4,
        runs=(
            Run("typed", (("beta", 0.5),), rule="v = beta*v + g\ntheta = theta - alpha*v", schedule="cosine"),
            Run("adam", style=1, options=(("noise", 0.2), ("clip_norm", 1.0), ("weight_decay_l2", 0.1))),
        ),
    ),
    "divergent": lambda: of_scene(text="x^2 + y^4", runs=(Run("sgd", (("learning_rate", 3.0),)),), steps=60),
    "leaves its domain": lambda: of_scene(
        text="sqrt(x) + y^2", start=(0.5, 1.0), runs=(Run("sgd", (("learning_rate", 0.5),)),)
    ),
    "undefined start": lambda: of_scene(text="log(x) + y", start=(-1.0, -1.0), runs=(SGD,)),
    "Learning rate": three_rates,
    "Traps": lambda: of_scene(surface="three_hump_camel", runs=(SGD, Run("momentum", style=1)), steps=40),
    "mini-batches": lambda: on_rows(),
    "least squares": mine("linear", "noisy_line"),
    "logistic": mine("logistic_weights", "blobs", rows=24),
    "support vectors": mine("svm", "two_classes"),
    "neuron": mine("tanh_neuron", "two_classes"),
    "bandit": mine("bandit", "bandit"),
    "registration": mine("registration", "picture"),
    "sentiment": mine("sentiment", "reviews"),
    "own rows": mine("linear", "own", table=HEADS),
    "overfitting": lambda: contents_of(rows_played(Scene(data=replace(OPENINGS["overfitting"], steps=6))), LINK),
    "lesson": lambda: contents_of(course_lesson("rate").moments[0].scene, LINK),
    "hostile titles": lambda: replace(
        contents_of({text: gdviz.descend("x^2 + y^2", "adam", steps=4) for text in HOSTILE}), link=LINK + HOSTILE[2]
    ),
}
CHOICES = {f"{form}, {word}": one for form, words in MENU.items() for word, one in words.items()}


@lru_cache(maxsize=1)
def contents_of_kind(kind: str) -> Contents:
    return KINDS[kind]()


def sent(payload: dict[str, Any], contents: Contents) -> None:
    """The player's payload holds the runs."""
    assert [run["label"] for run in payload["runs"]] == [run.label for run in contents.runs]
    for run, one in zip(payload["runs"], contents.runs, strict=True):
        points = unpack(run["points"], 5).reshape(2, -1).T
        np.testing.assert_allclose(points, one.trajectory.points, rtol=1e-7, atol=1e-300)


def page(content: bytes, contents: Contents) -> None:
    text = content.decode()
    assert text.startswith("<!doctype html>")
    sent(data_of(text)["payload"], contents)
    assert "<script>alert" not in text


def table(content: bytes, contents: Contents) -> None:
    text = content.decode()
    rows = list(csv.reader(io.StringIO(text[re.search(r"^(run,)?step,", text, re.M).start() :], newline="")))
    place = rows[0].index(contents.surface.variables[0])
    points = np.concatenate([run.trajectory.points for run in contents.runs])
    np.testing.assert_array_equal(np.array([row[place : place + 2] for row in rows[1:]], dtype=float), points)


def json_numbers(content: bytes, contents: Contents) -> None:
    for run, one in zip(json.loads(content)["runs"], contents.runs, strict=True):
        points = np.array(run["points"], dtype=float)
        np.testing.assert_array_equal(
            points, np.where(np.isfinite(one.trajectory.points), one.trajectory.points, np.nan)
        )
        assert run["label"] == one.label


def arrays(content: bytes, contents: Contents) -> None:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        for place, one in enumerate(contents.runs):
            name = "points" if len(contents.runs) == 1 else f"run{place}_points"
            np.testing.assert_array_equal(held[name], one.trajectory.points)


def making(program: str) -> str:
    """The lines of a program that make its runs; how they ended is worked out and printed after them."""
    return program[program.index("import gdviz") : program.index("\nfor name, run in")]


def program(content: bytes, contents: Contents) -> None:
    runs = run_of(making(content.decode()))["runs"]
    for one, again in zip(contents.runs, runs.values(), strict=True):
        np.testing.assert_array_equal(again.points, one.trajectory.points)


def numpy_program(content: bytes, contents: Contents) -> None:
    points = contents.runs[0].trajectory.points
    if not np.isfinite(contents.runs[0].trajectory.values[0]):
        with pytest.raises(SystemExit, match=r"no real value or gradient at the start\.$"):
            run_of(content.decode())
        return
    path = np.array(run_of(content.decode())["path"])
    np.testing.assert_allclose(path[: len(points)], points, rtol=1e-9, atol=1e-12)


def torch_program(content: bytes, contents: Contents) -> None:
    assert "torch" in content.decode()
    ast.parse(content)  # what it computes: tests/compare_frameworks.py and the recorded runs


def notebook(content: bytes, contents: Contents) -> None:
    """Its cells hold the program, which is run as an item of its own; tests/test_saving.py runs notebooks."""
    cells = ["".join(c["source"]) for c in json.loads(content)["cells"] if c["cell_type"] == "code"]
    assert "\n\n".join(cells[:2]) == making(written(contents, "py").decode()).strip()
    for cell in cells:
        ast.parse(cell)


def formulas(content: bytes, contents: Contents) -> None:
    text = content.decode()
    assert text.count("\\begin{") == text.count("\\end{") > 0
    plain = re.sub(r"\\[{}]", "", "\n".join(re.sub(r"(?<!\\)%.*", "", line) for line in text.split("\n")))
    assert plain.count("{") == plain.count("}")


def picture(content: bytes, contents: Contents) -> None:
    image = Image.open(io.BytesIO(content))
    image.load()
    assert len(np.unique(np.asarray(image.convert("RGB")).reshape(-1, 3), axis=0)) > 10


def vectors(content: bytes, contents: Contents) -> None:
    root = ElementTree.fromstring(content)
    assert root.tag.endswith("svg")
    assert not [one for one in root.iter() if one.tag.endswith("script")]


def film(content: bytes, contents: Contents) -> None:
    steps = max([0, *(run.trajectory.steps for run in contents.runs)])
    assert getattr(Image.open(io.BytesIO(content)), "n_frames", 1) == min(4, steps + 1)


READERS = {
    "html": page, "csv": table, "json": json_numbers, "npz": arrays, "ipynb": notebook, "tex": formulas,
    "png": picture, "svg": vectors, "webp": film,
}  # fmt: skip
LANGUAGES = {"": program, "numpy": numpy_program, "pytorch": torch_program}


def taken(contents: Contents, choice: Choice) -> None:
    """The item is made and read back; NotExported where it is refused."""
    if choice.is_film:  # by the browser, of this
        sent(json.loads(json.dumps(contents.payload(), allow_nan=False)), contents)
        return
    language = choice.options.get("language", "")
    if language:
        contents = replace(contents, runs=contents.runs[:1])
    content = written(contents, choice.suffix, **{**choice.options, **SMALL.get(choice.suffix, {})})
    read = LANGUAGES[language] if choice.suffix == "py" else READERS[choice.suffix]
    read(content, contents)
    assert re.fullmatch(r"gdviz[a-z0-9-]*\.[a-z0-9]+", name_of(contents, choice))


pytestmark = pytest.mark.long
PROGRAMS = {"py", "ipynb"}
ROWS = frozenset(
    (
        *("mini-batches", "least squares", "logistic", "support vectors", "neuron", "bandit", "registration"),
        *("sentiment", "own rows", "overfitting"),
    )
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_item_is_what_the_page_shows_or_says_why_not(kind: str) -> None:
    contents = contents_of_kind(kind)
    refused = {}
    for name, choice in CHOICES.items():
        try:
            taken(contents, choice)
        except NotExported as reason:
            refused[name] = (choice, str(reason))
    for name, (choice, sentence) in refused.items():
        assert choice.suffix in PROGRAMS, (name, sentence)
        assert re.match(r"[A-Z].{15,}\.$", sentence), (name, sentence)
    programs = {name for name in refused if name in ("Code, gdviz", "Notebook, Jupyter")}
    assert len(programs) == (2 if kind == "mini-batches" else 0)
    assert ("Code, NumPy" in refused) == (kind in ROWS)
