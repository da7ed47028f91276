"""The library's contract: runs as sequences of frames, tables, checked arguments, types that a strict check accepts."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import gdviz

ROOT = Path(__file__).parent.parent
RUN = gdviz.descend("x^2 + 10y^2", "momentum", (3, 2), 20, learning_rate=0.01, momentum=0.5)


def test_a_run_is_one_line_that_says_what_happened() -> None:
    run = gdviz.descend(gdviz.GALLERY["booth"], "newton", (0, 0), 5)
    assert repr(run).endswith(" on Booth: 5 steps from (0, 0) to (1, 3), f = 0. All steps were taken.>")
    assert run.verdict is gdviz.Verdict.REACHED
    assert repr(run).endswith("f = 0. Reached the global minimum.>")
    assert "\n" not in repr(run)


def test_what_is_known_of_many_is_one_line_too() -> None:
    bowl = gdviz.Surface("x^2 + 10y^2")
    race = gdviz.race(bowl, ["newton", gdviz.Entry("sgd", {"learning_rate": 0.05})], (3, 2), 40)
    # 40 gradients make x 3·0.9⁴⁰, and y 0 in the first step; Newton needs one step
    first = race.table[0].optimizer
    assert repr(race) == f"<Race of 40 gradients from (3, 2): {first} 0, Gradient descent {9 * 0.9**80:.4g}>"
    assert race.table[0].value == 0
    assert race.table[1][:3] == ("x^2 + 10y^2", (3, 2), "Gradient descent")
    assert race.table[1][3:] == (pytest.approx(9 * 0.9**80), race.results[1].to_tolerance)
    assert repr(gdviz.survey("x^4 - 2x^2 + y^2")) == "<Survey: 2 minima and 1 saddle, certified>"


def test_a_frame_of_a_run() -> None:
    # one step of heavy ball by hand: v = g = (6, 40), theta = (3, 2) - 0.01 v
    frame = RUN[1]
    assert isinstance(frame, gdviz.TrajectoryFrame)
    np.testing.assert_allclose(frame.point, (2.94, 1.6), rtol=1e-15)
    assert frame.value == pytest.approx(2.94**2 + 10 * 1.6**2, rel=1e-15)
    np.testing.assert_allclose(frame.gradient, (5.88, 32), rtol=1e-15)
    assert frame.rate == 0.01
    (memory,) = frame.states.values()
    np.testing.assert_allclose(memory, (6, 40), rtol=1e-15)
    assert RUN[0].rate is None
    assert RUN[-1].t == RUN[np.int64(20)].t == 20
    assert [frame.t for frame in RUN] == list(range(21))
    assert len(RUN) == 21


def test_a_part_of_a_run_is_a_run() -> None:
    part = RUN[5:12]
    assert len(part) == 7
    assert part.steps == 6
    np.testing.assert_array_equal(part.points, RUN.points[5:12])
    np.testing.assert_array_equal(part.rates, RUN.rates[5:11])
    for name, memory in RUN.states.items():
        np.testing.assert_array_equal(part.states[name], memory[5:12])
    assert part.ending is gdviz.Ending.ALL_STEPS
    away = gdviz.descend("x^2", "sgd", (1, 0), 100, learning_rate=2)
    assert away[:5].ending is gdviz.Ending.ALL_STEPS
    assert away[-5:].ending is away.ending is gdviz.Ending.BEYOND_BOUND
    assert RUN[:1].verdict is not None
    assert repr(part).startswith("<Momentum")


@pytest.mark.parametrize(
    ("key", "error", "sentence"),
    [
        (21, IndexError, "There is no frame 21: this run has frames 0 to 20."),
        (-22, IndexError, "There is no frame -22"),
        (slice(4, 4), ValueError, "A part of a run is one frame or more"),
        (slice(0, 9, 2), ValueError, "without leaving out any"),
        ("f", TypeError, "A run is indexed by a frame or a slice of frames, not str."),
        (1.0, TypeError, "not float."),
    ],
)
def test_what_is_no_frame_is_a_sentence(key: object, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        RUN[key]
    assert sentence in str(refusal.value)


def test_runs_are_equal_if_they_are_the_same() -> None:
    again = gdviz.descend("x^2 + 10y^2", "momentum", (3, 2), 20, learning_rate=0.01, momentum=0.5)
    assert again != RUN
    assert RUN == RUN
    assert len({RUN, again}) == 2


def test_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = RUN.to_csv(tmp_path / "run.txt")
    assert (tmp_path / "run.txt").read_text(encoding="utf8") == text == RUN.to_csv()
    rows = np.genfromtxt(io.StringIO(text), delimiter=",", names=True)
    np.testing.assert_array_equal(rows["x"], RUN.points[:, 0])
    frame = RUN.to_dataframe()
    np.testing.assert_array_equal(frame[["x", "y"]].to_numpy(), RUN.points)
    np.testing.assert_array_equal(frame["f"], RUN.values)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"needs pandas. Install it: pip install pandas."):
        RUN.to_dataframe()


def test_every_method_is_written_as_latex(tmp_path: Path) -> None:
    for run in (gdviz.descend("x^2", "bfgs"), gdviz.watch("x^2", step=lambda p, g: p - 0.1 * g)):
        run.save(tmp_path / "run.tex")
        assert "x^{2}" in (tmp_path / "run.tex").read_text(encoding="utf8")
        if run.optimizer.key == "watched":
            with pytest.raises(ValueError, match="no program can name it"):
                run.save(tmp_path / "run.py")


def test_a_rule_of_ones_own() -> None:
    rule = gdviz.custom_optimizer("v = beta*v + g\ntheta = theta - alpha*v")
    run = gdviz.descend("x^2 + 10y^2", rule, (3, 2), 20, learning_rate=0.01, beta=0.5)
    np.testing.assert_allclose(run.points, RUN.points, rtol=1e-13)
    with pytest.raises(gdviz.ExpressionError):
        gdviz.custom_optimizer("v = ")
    with pytest.raises(TypeError, match="A rule is text"):
        gdviz.custom_optimizer(3)


def test_a_link_is_opened() -> None:
    scene = gdviz.Scene(text="x^2 + 3y^2", start=(1.5, -2.0), steps=40)
    query = "&".join(f"{key}={value}" for key, values in scene.to_query().items() for value in values)
    query = query.replace("+", "%2B").replace(" ", "%20").replace("^", "%5E")
    assert gdviz.open_link(f"https://gdviz.example/app?{query}") == scene
    assert gdviz.open_link(f"?{query}") == gdviz.open_link(query) == scene
    assert gdviz.open_link("https://gdviz.example") == gdviz.Scene()
    with pytest.raises(ValueError, match="no link"):
        gdviz.open_link("x^2")
    with pytest.raises(TypeError, match="link is the text of an address, not int"):
        gdviz.open_link(3)


SURFACE = gdviz.Surface("x^2 + y^2")
BAD_CALLS = {
    "a negative clip": (lambda: gdviz.descend(SURFACE, "sgd", clip_norm=-1), ValueError, "clip_norm is at least 0"),
    "a text for a number": (lambda: gdviz.descend(SURFACE, "sgd", learning_rate="1"), TypeError, "learning_rate is a"),
    "a wrong shape": (lambda: gdviz.descend_many(SURFACE, "sgd", np.zeros((2, 5))), ValueError, "Transpose"),
    "a wrong key": (lambda: gdviz.descend(SURFACE, "adm"), KeyError, "Did you mean adam"),
    "a wrong knob": (lambda: gdviz.descend(SURFACE, "adam", beta=1), TypeError, "Did you mean beta"),
    "no surface": (
        lambda: gdviz.descend(3, "adam"),
        TypeError,
        "surface is a Surface or its formula as text, not int.",
    ),
    "no optimizer": (lambda: gdviz.descend(SURFACE, 3), TypeError, "optimizer is an optimizer or its key"),
    "a start of three": (lambda: gdviz.descend(SURFACE, "sgd", (1, 2, 3)), ValueError, "start is a point of two"),
    "no start": (
        lambda: gdviz.descend(SURFACE, "sgd", "here"),
        TypeError,
        "start is made of numbers, not the text 'here'.",
    ),
    "steps below 0": (lambda: gdviz.descend(SURFACE, "sgd", steps=-1), ValueError, "steps is at least 0"),
    "half a step": (lambda: gdviz.descend(SURFACE, "sgd", steps=1.5), ValueError, "steps is a whole number"),
    "a wrong schedule": (lambda: gdviz.descend(SURFACE, "sgd", schedule="cosin"), KeyError, "Did you mean cosine?"),
    "no noise": (lambda: gdviz.descend(SURFACE, "sgd", noise=float("nan")), ValueError, "noise is a"),
    "text of no type": (lambda: gdviz.Surface(3), TypeError, "text is a formula, as"),
    "a wrong parameter": (
        lambda: gdviz.Surface("a x^2", parameters={"b": 1}),
        ValueError,
        "The formula has no parameter 'b'. There are a.",
    ),
    "a parameter of text": (
        lambda: gdviz.Surface("a x^2", parameters={"a": "2"}),
        TypeError,
        "The parameter a is a number",
    ),
    "an empty window": (lambda: gdviz.Surface("x^2", window=((1, 0), (0, 1))), ValueError, "each low below its high"),
    "a window of text": (lambda: gdviz.Surface("x^2", window="all"), TypeError, "window"),
    "a window for a survey": (lambda: gdviz.survey(SURFACE, 3), ValueError, "window is ((x low"),
    "a formula for a survey": (lambda: gdviz.survey("x^2 +"), ValueError, "ends"),
    "a survey of nothing": (lambda: gdviz.survey(3), TypeError, "surface is a Surface"),
    "no sweep": (lambda: gdviz.sweep(SURFACE, "sgd"), ValueError, "Give at least one knob an array"),
    "a race for nothing": (lambda: gdviz.race(SURFACE, []), ValueError, "A race needs entries"),
    "a budget of text": (lambda: gdviz.race(SURFACE, ["sgd"], budget="much"), TypeError, "budget is a number"),
    "a shape of text": (lambda: gdviz.basins(SURFACE, "sgd", shape="big"), ValueError, "shape is two whole numbers"),
    "a tolerance below 0": (lambda: gdviz.Stop(gradient=-1), ValueError, "gradient is at least 0"),
    "an unknown name": (lambda: gdviz.desend, AttributeError, "There is no gdviz.desend. Did you mean descend?"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_every_argument_is_checked_with_a_sentence(name: str) -> None:
    call, error, sentence = BAD_CALLS[name]
    with pytest.raises(error) as refusal:
        call()
    assert sentence in str(refusal.value)


def test_every_type_that_is_handed_back_can_be_imported() -> None:
    surface = gdviz.GALLERY["booth"]
    run = gdviz.descend(surface, "adam", steps=5)
    survey, race = gdviz.survey(surface), gdviz.race(surface, ["sgd"], budget=10)
    handed = [
        surface, run, run.ending, run.evaluations, run.verdict, run.diagnosis, run.settings, run.settings.options,
        *run.events, *run.diagnosis.marks, run[0], run.optimizer, gdviz.OPTIMIZERS["bfgs"], surface.minima[0], survey,
        survey.critical_points[0], survey.certificate, survey.critical_points[0].kind, race, race.results[0],
        race.results[0].entry, gdviz.basins(surface, "sgd", shape=(3, 3), steps=5), gdviz.SCHEDULES["cosine"],
        gdviz.sweep(surface, "sgd", steps=5, learning_rate=np.array([0.1, 0.2])), gdviz.Scene(),
        gdviz.descend_many(surface, "sgd", [(1, 2)], 3), gdviz.Scene.from_query({}), run.optimizer.knobs["beta1"],
    ]  # fmt: skip
    for value in handed:
        assert getattr(gdviz, type(value).__name__) is type(value)


SCRIPT = """
import numpy as np
import gdviz

surface = gdviz.Surface("a x^2 + y^2", parameters={"a": 2})
run = gdviz.descend(surface, "adam", start=(3, 2), steps=50, learning_rate=0.1, schedule="cosine")
points: np.ndarray = run.points
end: tuple[float, float] = (float(run.points[-1, 0]), float(surface(1, 2)))
verdict: gdviz.Verdict = run.verdict
events: tuple[gdviz.Event, ...] = run.events
part: gdviz.Explained = run[3:9]
frame: gdviz.TrajectoryFrame = run[-1]
for frame in run:
    memory: np.ndarray = frame.states["m"]
knob: gdviz.Knob = gdviz.OPTIMIZERS["adam"].knobs["beta1"]
query: dict[str, list[str]] = gdviz.Scene(runs=(gdviz.Run("adam"),)).to_query()
many: gdviz.Batch = gdviz.descend_many(surface, "sgd", np.zeros((5, 2)), learning_rate=np.ones(5))
known: gdviz.Survey = gdviz.survey(surface, ((-5, 5), (-5, 5)))
ends: gdviz.Basins = gdviz.basins(surface, gdviz.OPTIMIZERS["sgd"], shape=(11, 11), learning_rate=0.01)
swept: gdviz.Sweep = gdviz.sweep(surface, "sgd", learning_rate=np.array([0.1, 0.2]))
own: gdviz.Optimizer = gdviz.custom_optimizer("theta = theta - alpha*g")
line: gdviz.Surface = gdviz.data_surface("(w*x + b - y)^2", data={"x": [0.0, 1], "y": [1.0, 3]})
bowl: gdviz.Surface = gdviz.Surface.from_callable(lambda x, y: x**2 + y**2, window=((-1, 1), (-1, 1)))
watched: gdviz.Explained = gdviz.watch(bowl, step=lambda point, gradient: point - 0.1 * gradient, start=(1, 1))
scene: gdviz.Scene = gdviz.open_link("?surface=booth")
race: gdviz.Race = gdviz.race(surface, [gdviz.Entry("sgd"), "adam"], budget=100)
text: str = run.to_csv()
"""
WRONG = """
import gdviz

gdviz.descend("x^2", "sgd", steps="many")
gdviz.no_such_name
"""


@pytest.mark.parametrize(("script", "errors"), [(SCRIPT, ""), (WRONG, "arg-type attr-defined")])
def test_a_strict_check_of_a_script(tmp_path: Path, script: str, errors: str) -> None:
    (tmp_path / "script.py").write_text(script, encoding="utf8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--follow-imports", "silent"]
    done = subprocess.run(
        [*command, "--ignore-missing-imports", "--cache-dir", str(ROOT / ".mypy_cache" / "scripts"), "script.py"],
        cwd=tmp_path, env={"MYPYPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == (1 if errors else 0), done.stdout
    for error in errors.split():
        assert f"[{error}]" in done.stdout
