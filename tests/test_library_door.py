"""The library as a stranger tries it: every argument checked with a sentence, results as values, types complete."""

import copy
import inspect
import pickle
import threading
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pandas
import pytest

import gdviz

ROOT = Path(__file__).parent.parent
BOWL = "x^2 + 10y^2"
ROWS = {"x": [0.0, 1, 2], "y": [1.0, 3, 5]}
LINE = gdviz.data_surface("(w*x + b - y)^2", parameters=("w", "b"), data=ROWS)


RAGGED, ODD = [[1, 2], [3]], object()
WRONG = {
    "ragged numbers": (lambda: gdviz.Surface(BOWL).value(RAGGED, 1), "x is made of rows of different lengths"),
    "ragged rates": (
        lambda: gdviz.sweep(BOWL, "sgd", (1, 1), 5, learning_rate=RAGGED),
        "learning_rate is made of rows",
    ),
    "ragged noise": (lambda: gdviz.descend_many(BOWL, "sgd", [(1, 1)], 5, noise=RAGGED), "noise is made of rows"),
    "ragged shape": (lambda: gdviz.basins(BOWL, "sgd", shape=RAGGED, steps=5), "shape is a number"),
    "minima": (lambda: gdviz.Surface(BOWL, minima="abc"), "minima are listed, each a gdviz.Minimum"),
    "minima, none": (lambda: gdviz.Surface(BOWL, minima=None), "minima are listed, each a gdviz.Minimum"),
    "window of a grid": (lambda: gdviz.Surface(BOWL).grid(window=3), "window is"),
    "shape of a grid": (lambda: gdviz.Surface(BOWL).grid(shape=7), "shape is two whole numbers"),
    "huge steps": (lambda: gdviz.basins(BOWL, "sgd", shape=(3, 3), steps=10**400), "∞"),
    "huge points": (lambda: gdviz.watch(BOWL, points=[(10**400, 1)]), "points are numbers"),
    "row loss": (lambda: gdviz.data_surface(["w"], parameters=("w", "b"), data=ROWS), "row_loss is a text, not list"),
    "diagnosed surface": (lambda: gdviz.diagnose([], "sgd", None), "surface is a gdviz.Surface, not list"),
    "diagnosed run": (lambda: gdviz.diagnose(gdviz.Surface(BOWL), "sgd", ODD), "trajectory is a gdviz.Trajectory"),
    "runs shown": (lambda: gdviz.show(BOWL, ["adam"]), "gdviz.show takes runs of gdviz.descend"),
    "knobs of an entry": (lambda: gdviz.Entry("sgd", "abc"), "knobs are keywords of gdviz.descend"),
    "knobs of a run": (lambda: gdviz.Run("sgd", {"learning_rate": 1}), "knobs is a tuple of pairs"),
    "optimizer of a run": (lambda: gdviz.Run([]), "optimizer is a text, not list"),
    "view of a scene": (lambda: gdviz.Scene(view=3), "view is a tuple of pairs"),
    "stop of a scene": (lambda: gdviz.Scene(stop=((1, 2),)), "stop is a tuple of pairs"),
    "rates of a scene": (lambda: gdviz.Scene(rates=[0.1]), "rates is a tuple of numbers"),
    "letters of a scene": (lambda: gdviz.Scene(parameters=("a",)), "parameters is a tuple of gdviz.Parameter"),
    "data of a scene": (lambda: gdviz.Scene(data="iris"), "data is a gdviz.DataScene, not str"),
    "frame of a scene": (lambda: gdviz.Scene(frame="last"), "frame is a number, not the text"),
    "huge seed of a scene": (lambda: gdviz.Scene(seed=10**400), "seed is"),
    "file": (lambda: RESULTS["run"]().save(3), "path is the name of a file, as 'run.html', not int"),
    "table": (lambda: RESULTS["run"]().to_csv(ODD), "path is the name of a file"),
    "report": (lambda: RESULTS["race"]().save(None), "path is the name of a file"),
    "picture": (lambda: RESULTS["run"]().save("run.png", what=[]), "what is one of map, curves"),
    "frame": (lambda: RESULTS["run"]()[np.zeros(3)], "A run is indexed by a frame or a slice of frames, not ndarray"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_a_sentence_of_ours(name: str) -> None:
    call, sentence = WRONG[name]
    with pytest.raises((TypeError, ValueError)) as refused:
        call()
    assert sentence in str(refused.value)
    assert "gdviz" in Path(refused.traceback[-1].path).parts


def half_way(point: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    return point - 0.05 * gradient


def ring(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (np.hypot(x, y) - 1) ** 2


RESULTS = {
    "run": lambda: gdviz.descend(BOWL, "adam", (3, 2), 20),
    "noisy": lambda: gdviz.descend(BOWL, "adam", (3, 2), 20, noise=1.0, schedule="cosine", clip_norm=1),
    "part": lambda: gdviz.descend(BOWL, "adam", (3, 2), 20)[3:9],
    "method": lambda: gdviz.descend(BOWL, "bfgs", (3, 2), 20),
    "rows": lambda: gdviz.descend(LINE, "sgd", (0, 0), 3, batches=[[0], [1], [2]]),
    "watched": lambda: gdviz.watch(BOWL, step=half_way, start=(3, 2), steps=20),
    "callable": lambda: gdviz.descend(gdviz.Surface.from_callable(ring), "sgd", (3, 2), 20),
    "survey": lambda: gdviz.survey("x^4 - 2x^2 + y^2"),
    "basins": lambda: gdviz.basins(BOWL, "sgd", shape=(5, 6), steps=50, learning_rate=0.01),
    "sweep": lambda: gdviz.sweep(BOWL, "sgd", (3, 2), 20, learning_rate=[0.01, 0.05]),
    "many": lambda: gdviz.descend_many(BOWL, "adam", [(3, 2), (1, 1)], 20),
    "race": lambda: gdviz.race(BOWL, ["sgd", "adam"], starts=(3, 2), budget=20, tune=True),
    "scene": lambda: gdviz.open_link("?surface=booth&run=adam~learning_rate~0.3&data=line"),
    "rule": lambda: gdviz.custom_optimizer("v = beta*v + g\ntheta = theta - alpha*v"),
    "records": lambda: (gdviz.OPTIMIZERS["adam"], gdviz.OPTIMIZERS["bfgs"], gdviz.SCHEDULES["cosine"]),
    "surface": lambda: gdviz.GALLERY["himmelblau"],
}
INNER = ("_", "evaluator", "walk", "program", "symbolic", "method")
"""Attributes that are machinery: what computes a surface, a method's generator, the compiled rule."""


def types_within(value: object, seen: set[int], depth: int = 0) -> set[type]:
    """The types of gdviz that a user who looks at every public attribute comes across."""
    if id(value) in seen or depth > 6 or isinstance(value, str | np.ndarray):
        return set()
    seen.add(id(value))
    kinds = {type(value)} if type(value).__module__.startswith("gdviz.") and not inspect.isroutine(value) else set()
    parts: list[object] = []
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, tuple | list):
        parts = list(value)[:20]
    if is_dataclass(value):
        parts += [getattr(value, part.name) for part in fields(value) if not part.name.startswith(INNER)]
    if type(value).__module__.startswith("gdviz."):
        shown = (n for n, member in vars(type(value)).items() if hasattr(member, "__get__") and not callable(member))
        parts += [getattr(value, name) for name in shown if not name.startswith(INNER)]
    return kinds.union(*(types_within(part, seen, depth + 1) for part in parts))


def test_every_type_that_is_handed_back_can_be_imported() -> None:
    public = {value for value in map(gdviz.__getattr__, dir(gdviz)) if isinstance(value, type)}
    found = types_within([make() for make in RESULTS.values()], set())
    assert {kind.__name__ for kind in found - public} <= {
        "Memories",
        "BatchSurfaces",
    }  # a Mapping and a function, documented as such
    assert {gdviz.Run, gdviz.Scheduled, gdviz.Event, gdviz.Tuning} <= found


@pytest.mark.parametrize("name", RESULTS)
def test_what_is_handed_back_is_a_value_of_one_line(name: str) -> None:
    result = RESULTS[name]()
    assert "\n" not in repr(result)
    for other in (pickle.loads(pickle.dumps(result)), copy.copy(result), copy.deepcopy(result)):
        assert type(other) is type(result)
        if hasattr(result, "points"):
            np.testing.assert_array_equal(other.points, result.points)
    assert result == result
    if isinstance(result, gdviz.Trajectory | gdviz.Basins | gdviz.Sweep | gdviz.Batch | gdviz.Race | gdviz.Survey):
        assert result != copy.copy(result)  # equal is what is the same run
        assert len({result, result}) == 1
        assert repr(result).startswith("<")


def test_a_run_cannot_be_changed() -> None:
    run = gdviz.descend(BOWL, "adam", (3, 2), 20)
    for array in (run.points, run.values, run.gradients, run.rates, run.states["m"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        run.points = run.values


def test_tables_take_any_case_and_name_the_nearest() -> None:
    assert gdviz.OPTIMIZERS["Nelder-Mead"] is gdviz.OPTIMIZERS["nelder_mead"]
    assert gdviz.GALLERY["Himmelblau"].name == "Himmelblau"
    with pytest.raises(gdviz.UnknownKey, match=r"There is no surface 'himelblau'. Did you mean himmelblau\?"):
        gdviz.GALLERY["himelblau"]
    with pytest.raises(KeyError, match="There is no schedule 'cosin'"):
        gdviz.SCHEDULES["cosin"]
    assert "adma" not in gdviz.OPTIMIZERS
    assert repr(gdviz.SCHEDULES).startswith("<12 schedules: constant, step")


@pytest.mark.parametrize(
    ("text", "key"),
    [("himmelblau", "himmelblau"), ("Himmelblau", "himmelblau"), (" three-hump camel ", "three_hump_camel"),
     ("Rosenbrock's function", "rosenbrock"), ("Beale function", "beale"), ("Hölder table", "holder_table"),
     ("bowl_10", "bowl_10"), ("egg holder", "eggholder"), ("rastrign", "rastrigin"), ("himelblau", "himmelblau"),
     ("booth(x, y)", "booth"),
     ("Styblinski–Tang", "styblinski_tang"), ("Goldstein Price", "goldstein_price")],
)  # fmt: skip
def test_a_name_of_the_gallery_in_place_of_a_formula_is_pointed_to(text: str, key: str) -> None:
    for call in (
        lambda: gdviz.descend(text, "sgd", (1, 1), 2),
        lambda: gdviz.survey(text),
        lambda: gdviz.sweep(text, "sgd", learning_rate=[0.1]),
        lambda: gdviz.basins(text, "sgd"),
    ):
        with pytest.raises(gdviz.ExpressionError) as caught:
            call()
        assert f'gdviz.GALLERY["{key}"]' in caught.value.hint
        assert caught.value.text[slice(*caught.value.span)] == text.strip()


@pytest.mark.parametrize("text", ["sinus", "gdviz", "for x in y", "plot", "sin x +", "x^2 + foo"])
def test_what_is_no_name_of_the_gallery_keeps_its_own_sentence(text: str) -> None:
    with pytest.raises(gdviz.ExpressionError) as caught:
        gdviz.descend(text, "sgd", (1, 1), 2)
    assert "GALLERY" not in caught.value.hint


@pytest.mark.parametrize(
    "start",
    [[3, 2], np.float32([3, 2]), np.int8([3, 2]), range(3, 1, -1), pandas.Series([3, 2], index=["a", "b"]),
     np.array([3, 2], object), np.broadcast_to(np.array([3.0, 2.0]), (2,)), (np.float64(3), 2)],
)  # fmt: skip
def test_points_of_every_kind(start: object) -> None:
    run = gdviz.descend(BOWL, "sgd", start, np.int64(2), learning_rate=np.float32(0.25))
    np.testing.assert_array_equal(run.points, [(3, 2), (1.5, -8), (0.75, 32)])
    np.testing.assert_array_equal(gdviz.descend_many(BOWL, "sgd", [start], 2, learning_rate=0.25).points, [(0.75, 32)])


def test_rows_of_every_kind() -> None:
    for data in (ROWS, pandas.DataFrame(ROWS), {name: np.array(column, object) for name, column in ROWS.items()}):
        assert gdviz.data_surface("(w*x + b - y)^2", data=data).value(0, 0) == pytest.approx(35 / 3)


HUGE = 10**400
CALLS = {
    "descend": lambda **more: gdviz.descend(**{"surface": BOWL, "optimizer": "adam", "steps": 5} | more),
    "bfgs": lambda **more: gdviz.descend(BOWL, "bfgs", **more),
    "many": lambda **more: gdviz.descend_many(**{"surface": BOWL, "optimizer": "adam", "starts": [(1, 1)]} | more),
    "rows": lambda **more: gdviz.descend(LINE, "sgd", (0, 0), 3, **more),
    "basins": lambda **more: gdviz.basins(**{"surface": BOWL, "optimizer": "sgd", "shape": (5, 5)} | more),
    "sweep": lambda **more: gdviz.sweep(**{"surface": BOWL, "optimizer": "sgd"} | more),
    "survey": gdviz.survey,
    "value": lambda x, y=1.0: gdviz.Surface(BOWL).value(x, y),
    "Surface": gdviz.Surface,
    "data": lambda **more: gdviz.data_surface(**{"row_loss": "(w*x + b - y)^2", "data": ROWS} | more),
    "callable": lambda f, **more: gdviz.Surface.from_callable(f, **more),
    "Settings": gdviz.Settings,
    "Stop": gdviz.Stop,
    "Scene": gdviz.Scene,
    "query": gdviz.Scene.from_query,
    "show": lambda runs: gdviz.show(BOWL, runs),
}


@pytest.mark.parametrize(
    ("call", "given", "error", "sentence"),
    [
        ("descend", {"surface": 3}, TypeError, "surface is a Surface or its formula as text, not int."),
        ("descend", {"optimizer": "adma"}, KeyError, "There is no optimizer 'adma'. Did you mean adam"),
        ("descend", {"start": ("a", 0)}, TypeError, "start is made of numbers, not the text 'a'."),
        ("descend", {"start": (1, None)}, TypeError, "start is made of numbers, not None."),
        ("descend", {"start": (HUGE, 0)}, ValueError, "start is made of finite numbers."),
        ("descend", {"start": np.ma.array([1.0, 2.0], mask=[0, 1])}, ValueError, "start is made of finite numbers."),
        ("descend", {"start": (np.nan, 0)}, ValueError, "start is made of finite numbers."),
        ("descend", {"start": [(1, 2)]}, ValueError, "not an array of shape (1, 2)."),
        ("descend", {"steps": 10**12}, ValueError, "steps is at most 10⁷."),
        ("descend", {"steps": HUGE}, ValueError, "steps is at most 10⁷."),
        ("descend", {"steps": True}, TypeError, "steps is a number, not bool."),
        ("descend", {"learning_rate": "0.1"}, TypeError, "learning_rate is a number, not the text '0.1'."),
        ("descend", {"learningrate": 0.1}, TypeError, "Adam has no knob learningrate. Did you mean learning_rate?"),
        ("descend", {"clip_norm": -1}, ValueError, "clip_norm is at least 0, not −1."),
        ("descend", {"schedule": lambda t: 0.1}, TypeError, "schedule is no function: give the rates of all steps"),
        ("descend", {"schedule": ["a"] * 5}, TypeError, "schedule is made of numbers, not the text 'a'."),
        ("descend", {"settings": {"beta1": 0.9}}, TypeError, "settings is a gdviz.Settings, or None, not dict."),
        ("bfgs", {"noise": 1}, TypeError, "BFGS is a method: it takes no schedule"),
        ("many", {"starts": np.zeros((2, 5))}, ValueError, "not (2, 5). Transpose it."),
        ("many", {"bound": -1}, ValueError, "bound is at least 0, not −1."),
        ("many", {"steps": 10**12}, ValueError, "steps is at most 10⁷."),
        ("many", {"retire": 3}, TypeError, "retire is True or False, not int."),
        ("many", {"settings": 3}, TypeError, "settings is a gdviz.Settings"),
        ("rows", {"batches": 3}, TypeError, "batches are the row indices of each step, as [[0, 1], [2]], not int."),
        ("rows", {"batches": lambda t: [0]}, TypeError, "batches gives the surface of step 1, not list"),
        ("basins", {"survey": 3}, TypeError, "survey is a gdviz.Survey, or None, not int."),
        ("sweep", {"learning_rate": [0.1], "settings": 3}, TypeError, "settings is a gdviz.Settings"),
        ("sweep", {}, ValueError, "Give at least one knob an array of values to sweep."),
        ("survey", {"surface": BOWL, "window": (0, 1)}, ValueError, "window is ((x low, x high), (y low, y high))"),
        ("value", {"x": "1"}, TypeError, "x is a number or an array of numbers, not the text '1'."),
        ("value", {"x": [1, None]}, TypeError, "x is a number or an array of numbers, not None."),
        ("value", {"x": 1j}, TypeError, "x is a number or an array of numbers, not complex."),
        ("value", {"x": [1, 2], "y": [1, 2, 3]}, ValueError, "x and y have shapes (2,) and (3,)"),
        ("Surface", {"text": BOWL, "name": 3}, TypeError, "name is a text, not int."),
        ("Surface", {"text": "a x", "parameters": [2]}, TypeError, "parameters are given by name, as {'a': 2}, not"),
        ("Surface", {"text": "a x", "parameters": {"a": "2"}}, TypeError, "The parameter a is a number, not the"),
        ("data", {"data": [[0, 1]]}, TypeError, "data are columns by name, as {'x': [1, 2], 'y': [3, 4]}, not list."),
        ("data", {"data": {"x": ["a"], "y": [1]}}, TypeError, "The column x is a number or an array of numbers"),
        ("data", {"data": {"x": [1, 2], "y": [1]}}, ValueError, "Data are columns of one length, not x 2, y 1."),
        ("data", {"data": {"x": [1, np.nan], "y": [1, 2]}}, ValueError, "that of x in row 1 is not."),
        ("data", {"data": {1: [1]}}, TypeError, "The name of a column is a text, not 1."),
        ("data", {"parameters": "wb"}, TypeError, "parameters are the names of the two weights, as ('w', 'b')."),
        ("callable", {"f": lambda x, y: None}, ValueError, "it returns None"),
        ("callable", {"f": lambda x, y: x + 1j * y}, ValueError, "it returns complex numbers"),
        ("callable", {"f": lambda x, y: 1 / 0}, ValueError, "f has no real value at any of the"),
        ("callable", {"f": ring, "gradient": lambda x, y: x}, ValueError, "where 2 are expected."),
        ("Settings", {"knobs": 3}, TypeError, "knobs are given by name, as {'beta1': 0.9}, not int."),
        ("Settings", {"options": {"clip_norm": 1}}, TypeError, "options is a gdviz.Options, not dict."),
        ("Stop", {"gradient": -1}, ValueError, "gradient is at least 0, not −1."),
        ("Scene", {"surface": "boot"}, KeyError, "There is no surface 'boot'. Did you mean booth?"),
        ("Scene", {"steps": "a"}, TypeError, "steps is a number, not the text 'a'."),
        ("Scene", {"start": (1,)}, ValueError, "start is a point of two numbers"),
        ("Scene", {"runs": ("adam",)}, TypeError, "runs is a tuple of gdviz.Run, as (gdviz.Run('adam'),)."),
        ("query", {"query": None}, TypeError, "A query is a mapping of keys to texts"),
        ("show", {"runs": 3}, TypeError, "gdviz.show takes runs of gdviz.descend"),
    ],
)  # fmt: skip
def test_an_argument_that_cannot_be_meant_is_a_sentence(
    call: str, given: dict, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as refusal:
        CALLS[call](**given)
    assert sentence in str(refusal.value)


def test_names_with_help() -> None:
    for name in dir(gdviz):
        value = getattr(gdviz, name)
        assert inspect.getdoc(value), name
        if inspect.isfunction(value):
            assert inspect.signature(value).return_annotation is not inspect.Signature.empty, name
    with pytest.raises(AttributeError, match=r"There is no gdviz.decsend. Did you mean descend\?"):
        gdviz.decsend  # noqa: B018


def test_no_function_hides_a_module_of_its_name() -> None:
    """`from package import name` is one thing: no package of ours exports a function named as a module beside it."""
    for init in (ROOT / "gdviz").rglob("__init__.py"):
        package = ".".join(init.parent.relative_to(ROOT).parts)
        beside = {
            path.stem for path in init.parent.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
        }
        if package.startswith("gdviz.ui"):
            continue  # Streamlit's; no part of the library
        module = __import__(package, fromlist=["*"])
        hidden = {name for name in beside & vars(module).keys() if not inspect.ismodule(vars(module)[name])}
        assert not hidden, f"{package}: {hidden}"


def test_runs_in_threads_are_the_same_runs() -> None:
    texts = [f"x^2 + {k}y^2 + sin({k} x)" for k in range(1, 9)]  # formulas that nobody has compiled yet
    alone = [gdviz.descend(text.replace("sin", "cos"), "adam", (3, 2), 50).values[-1] for text in texts]
    found: dict[int, float] = {}

    def work(place: int) -> None:
        for _ in range(5):
            found[place] = gdviz.descend(texts[place % 8].replace("sin", "cos"), "adam", (3, 2), 50).values[-1]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[place] for place in range(16)] == alone * 2
