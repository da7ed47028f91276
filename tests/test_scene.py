"""A scene survives its link; a hostile link never raises and never leaves the bounds."""

import math
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import MOST_RUNS, SEED, STEPS, TOLERANCES, VIEW, Parameter, Run, Scene
from gdviz.scene.link import FIELDS, NUMBER, read_number, write_number


def numbers(low: float, high: float) -> some.SearchStrategy[float]:
    """Floats of at most nine significant digits: what a link can carry exactly."""
    return some.floats(low, high).map(lambda value: float(f"{value:.8g}") + 0.0).filter(lambda v: low <= v <= high)


def knob_values(knob):
    kept = numbers(knob.low, knob.high).map(lambda v: float(round(v)) if knob.integer else v)
    return kept.filter(lambda v: v != knob.default)


@some.composite
def runs(draw) -> tuple[Run, ...]:
    styles = draw(some.lists(some.integers(0, MOST_RUNS - 1), min_size=1, max_size=MOST_RUNS, unique=True))
    made = []
    for style in styles:
        key = draw(some.sampled_from(list(OPTIMIZERS)))
        knobs = OPTIMIZERS[key].knobs
        names = draw(some.sets(some.sampled_from(list(knobs)))) if knobs else set()
        turned = tuple((name, draw(knob_values(knobs[name]))) for name in knobs if name in names)
        made.append(Run(key, turned, draw(some.booleans()), style))
    return tuple(made)


@some.composite
def windows(draw):
    left, bottom = draw(numbers(-1e3, 1e3)), draw(numbers(-1e3, 1e3))
    return ((left, left + draw(some.integers(1, 50))), (bottom, bottom + draw(some.integers(1, 50))))


def parameters():
    names = some.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,5}", fullmatch=True)
    one = some.builds(
        lambda name, value, below, above: Parameter(name, value, value - below, value + above),
        names, some.integers(-9, 9).map(float), some.integers(0, 9), some.integers(1, 9),
    )  # fmt: skip
    return some.lists(one, max_size=6, unique_by=lambda p: p.name).map(tuple)


@some.composite
def scenes(draw) -> Scene:
    text = draw(some.none() | some.text(some.characters(exclude_categories=["Cs"]), max_size=60))
    stop = {name: draw(some.just(0.0) | numbers(1e-12, knob.high)) for name, knob in TOLERANCES.items()}
    view = {name: draw(some.sampled_from(choices)) for name, choices in VIEW.items()}
    scene = Scene(
        surface=draw(some.sampled_from(list(GALLERY))) if text is None else Scene().surface,
        text=text,
        parameters=draw(parameters()),
        window=draw(some.none() | windows()),
        start=draw(some.none() | some.tuples(numbers(-1e6, 1e6), numbers(-1e6, 1e6))),
        steps=draw(some.integers(int(STEPS.low), int(STEPS.high))),
        seed=draw(some.integers(int(SEED.low), int(SEED.high))),
        stop=tuple((name, value) for name, value in stop.items() if value),
        runs=draw(runs()),
        view=tuple((name, choice) for name, choice in view.items() if choice != VIEW[name][0]),
        frame=draw(some.none() | some.integers(0, int(STEPS.high))),
        projector=draw(some.booleans()),
    )
    window = scene.window and tuple(tuple(float(f"{edge:.9g}") for edge in side) for side in scene.window)
    return replace(scene, window=window)


@settings(max_examples=150, deadline=None)
@given(scenes())
def test_a_scene_survives_its_link(scene: Scene) -> None:
    address = urlencode(scene.to_query(), doseq=True)
    arrival = Scene.from_query(parse_qs(address, keep_blank_values=True))
    assert arrival.scene == scene
    assert arrival.notices == ()


def in_bounds(scene: Scene) -> bool:
    edges = [*(scene.start or ()), *(edge for side in scene.window or () for edge in side)]
    edges += [number for p in scene.parameters for number in p[1:]]
    knobs = [(OPTIMIZERS[run.optimizer].knobs[name], value) for run in scene.runs for name, value in run.knobs]
    knobs += [(TOLERANCES[name], value) for name, value in scene.stop] + [(STEPS, scene.steps), (SEED, scene.seed)]
    return (
        all(math.isfinite(edge) and abs(edge) <= 1e6 + 1 for edge in edges)
        and all(knob.low <= value <= knob.high for knob, value in knobs)
        and all(p.low <= p.value <= p.high and p.low < p.high for p in scene.parameters)
        and 1 <= len(scene.runs) <= MOST_RUNS
        and len({run.style for run in scene.runs}) == len(scene.runs)
        and scene.surface in GALLERY
    )


TOKENS = some.sampled_from(
    ["adam", "sgd", "learning_rate", "style", "off", "nan", "inf", "1e999", "-1e9", "1_0", "٣", "0", "5", "7", "", "a",
     "levels", "log", "gradient", "himmelblau", "on", "-0", "1e-9", "9999999999", "\x00", "__class__", "x" * 30]
)  # fmt: skip
GARBAGE = some.lists(TOKENS, max_size=9).map("~".join) | some.text(max_size=30)


@settings(max_examples=300, deadline=None)
@given(some.dictionaries(
    some.sampled_from([field.key for field in FIELDS]) | some.text(max_size=5),
    GARBAGE | some.lists(GARBAGE | some.none(), max_size=12),
))  # fmt: skip
def test_garbage_never_raises_and_stays_in_bounds(query) -> None:
    scene, notices = Scene.from_query(query)
    assert in_bounds(scene)
    assert scene.settled() == scene
    assert all("~" not in notice and len(notice) < 100 for notice in notices)


def test_the_default_scene_has_an_empty_link() -> None:
    assert Scene().to_query() == {}
    assert Scene.from_query({}) == (Scene(), ())
    assert Scene().settled() == Scene()
    assert 3 <= len(Scene().runs) <= 5


def test_unknown_keys_are_ignored_without_a_word() -> None:
    assert Scene.from_query({"utm_source": "x", "embed": "true"}) == (Scene(), ())


def test_an_unread_text_travels_too() -> None:
    typed = "x^2 + ]<script>alert(1)</script> & f=1 # ~ % + ü"
    scene, notices = Scene.from_query({"f": typed})
    assert scene.text == typed
    assert not notices
    assert Scene.from_query(parse_qs(urlencode(scene.to_query(), doseq=True))).scene.text == typed


def test_a_text_that_no_parser_would_read_is_refused_with_a_notice() -> None:
    for text in ("x" * 10_000_000, "x\ud800"):
        scene, notices = Scene.from_query({"f": text})
        assert scene.text is None
        assert len(notices) == 1


def test_numbers_are_clamped() -> None:
    scene, notices = Scene.from_query({"steps": "999999", "start": "1e9~-1e9", "run": "adam~beta1~7"})
    assert scene.steps == STEPS.high
    assert scene.start == (1e6, -1e6)
    assert scene.runs[0].setting()["beta1"] == OPTIMIZERS["adam"].knobs["beta1"].high
    assert notices == ()


@pytest.mark.parametrize("text", ["nan", "inf", "1_0", "١٢", " 1", "1 ", "0x1", "1e5000", "+1", "", ".", "1.", "1\n"])
def test_only_plain_numbers_are_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_number(text)


@given(some.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_every_number_we_write_we_read(value: float) -> None:
    text = write_number(value)
    assert NUMBER.fullmatch(text)
    assert float(text) == pytest.approx(value, rel=1e-8, abs=0)


def test_two_runs_of_one_style_are_told_apart() -> None:
    scene = Scene.from_query({"run": ["adam~style~2", "sgd~style~2", "adam"]}).scene
    assert len({run.style for run in scene.runs}) == 3


def test_the_same_optimizer_may_run_twice_with_two_rates() -> None:
    scene = Scene.from_query({"run": ["sgd~learning_rate~0.01", "sgd~learning_rate~0.1"]}).scene
    assert [run.setting()["learning_rate"] for run in scene.runs] == [0.01, 0.1]


def test_runs_come_go_and_change() -> None:
    scene = Scene(runs=(Run("sgd", style=0), Run("adam", style=2)))
    assert scene.with_another(Run("adam")).runs[-1].style == 1
    assert scene.without_run(0).runs == (Run("adam", style=2),)
    assert scene.without_run(0).without_run(2).runs == (Run("adam", style=2),), "the last run stays"
    assert scene.with_run(scene.run(2).turned("beta1", 0.5)).run(2).setting()["beta1"] == 0.5
    full = Scene(runs=tuple(Run("sgd", style=style) for style in range(MOST_RUNS)))
    with pytest.raises(ValueError, match="empty"):
        full.with_another(Run("sgd"))
