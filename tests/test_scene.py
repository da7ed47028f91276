"""A scene survives its link; a hostile link never raises and never leaves the bounds."""

import math
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.knob import Knob
from gdviz.optimizers import OPTIMIZERS, RULES
from gdviz.scene import (
    ESCAPES,
    MOST_RUNS,
    RATE,
    SEED,
    STEPS,
    TOLERANCES,
    TYPED,
    VIEW,
    Parameter,
    Run,
    Scene,
)
from gdviz.scene.bounds import OPTION_KNOBS, TRIED
from gdviz.scene.codec import FIELDS
from gdviz.scene.run_codec import known_knobs
from gdviz.scene.texts import LONGEST_RULE, NUMBER_TEXT, read_lines, read_number, write_lines, write_number
from gdviz.schedule import SCHEDULES
from tests.trials import trials


def numbers(low: float, high: float) -> some.SearchStrategy[float]:
    """Floats of at most nine significant digits: what a link can carry exactly."""
    return some.floats(low, high).map(lambda value: float(f"{value:.8g}") + 0.0).filter(lambda v: low <= v <= high)


def knob_values(knob):
    kept = numbers(knob.low, knob.high).map(lambda v: float(round(v)) if knob.integer else v)
    return kept.filter(lambda v: v != knob.default)


RULE_TEXTS = (
    "theta = theta - alpha*g",
    "m = beta1*m + (1 - beta1)*g  # mean; of all ~ one!\ntheta = theta - alpha*m/(q + eps)",
    "θ = θ − α·g",
    "off",
    "",
    "theta = theta - beta*",
    "m = k*m +",
)
LETTERS = some.characters(exclude_categories=["Cs"])


@some.composite
def turned(draw, knobs):
    names = draw(some.sets(some.sampled_from(list(knobs)))) if knobs else set()
    return tuple((name, draw(knob_values(knobs[name]))) for name in knobs if name in names)


@some.composite
def runs(draw) -> tuple[Run, ...]:
    styles = draw(some.lists(some.integers(0, MOST_RUNS - 1), min_size=1, max_size=MOST_RUNS, unique=True))
    made = []
    for style in styles:
        run = Run(draw(some.sampled_from([*OPTIMIZERS, TYPED])), on=draw(some.booleans()), style=style)
        if run.optimizer == TYPED:
            run = replace(run, rule=draw(some.sampled_from(RULE_TEXTS) | some.text(LETTERS, max_size=60)))
        if run.composes:
            run = replace(run, schedule=draw(some.sampled_from(list(SCHEDULES))), options=draw(turned(OPTION_KNOBS)))
            run = replace(run, schedule_knobs=draw(turned(SCHEDULES[run.schedule].knobs)))
        knobs = known_knobs(run)
        made.append(
            replace(run, knobs=draw(turned(knobs)) if knobs else (("beta1", 0.5), ("q", -3.0)) * (knobs is None))
        )
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
        study=tuple(draw(some.lists(some.integers(0, MOST_RUNS - 1), max_size=2))),
        escapes=draw(turned(ESCAPES)),
        tried=draw(turned(TRIED)),
        rates=draw(some.just(()) | some.tuples(*[numbers(RATE.low, RATE.high)] * 3)),
        snapshots=draw(
            some.sampled_from([(), ("", "surface=booth&frame=12"), ("f=x%5E2+%2B+y%5E2&run=adam~style~2",)])
        ),
    )
    window = scene.window and tuple(tuple(float(f"{edge:.9g}") for edge in side) for side in scene.window)
    return replace(scene, window=window)


@trials(50)
@given(scenes())
def test_a_scene_survives_its_link(scene: Scene) -> None:
    address = urlencode(scene.to_query(), doseq=True)
    arrival = Scene.from_query(parse_qs(address, keep_blank_values=True))
    assert arrival.scene == scene
    assert arrival.notices == ()


def in_bounds(scene: Scene) -> bool:
    edges = [*(scene.start or ()), *(edge for side in scene.window or () for edge in side)]
    edges += [number for p in scene.parameters for number in p[1:]]
    waiting = Knob(0, -1e6, 1e6, "", "")
    knobs = [((known_knobs(run) or {}).get(name, waiting), value) for run in scene.runs for name, value in run.knobs]
    knobs += [(OPTION_KNOBS[name], value) for run in scene.runs for name, value in run.options]
    plans = [(SCHEDULES[run.schedule].knobs, run.schedule_knobs) for run in scene.runs]
    knobs += [(known[name], value) for known, numbers in plans for name, value in numbers]
    knobs += [(RATE, rate) for rate in scene.rates] + [(ESCAPES[name], value) for name, value in scene.escapes]
    knobs += [(TOLERANCES[name], value) for name, value in scene.stop] + [(STEPS, scene.steps), (SEED, scene.seed)]
    return (
        all(math.isfinite(edge) and abs(edge) <= 1e6 + 1 for edge in edges)
        and all(knob.low <= value <= knob.high for knob, value in knobs)
        and all(p.low <= p.value <= p.high and p.low < p.high for p in scene.parameters)
        and 1 <= len(scene.runs) <= MOST_RUNS
        and len({run.style for run in scene.runs}) == len(scene.runs)
        and all(len(run.rule) <= LONGEST_RULE and (run.optimizer == TYPED or not run.rule) for run in scene.runs)
        and scene.surface in GALLERY
    )


TOKENS = some.sampled_from(
    ["adam", "sgd", "learning_rate", "style", "off", "nan", "inf", "1e999", "-1e9", "1_0", "٣", "0", "5", "7", "", "a",
     "levels", "log", "gradient",
     "typed", "rule", "schedule", "cosine", "schedule.total", "noise", "m = m;theta = theta*q", "!", "!t",
     "theta = theta - alpha*g", "himmelblau", "on", "-0", "1e-9", "9999999999", "\x00", "__class__", "x" * 30]
)  # fmt: skip
GARBAGE = some.lists(TOKENS, max_size=9).map("~".join) | some.text(max_size=30)


@trials(120)
@given(some.dictionaries(
    some.sampled_from([field.key for field in FIELDS]) | some.text(max_size=5),
    GARBAGE | some.lists(GARBAGE | some.none(), max_size=12),
))  # fmt: skip
def test_garbage_never_raises_and_stays_in_bounds(query) -> None:
    scene, notices = Scene.from_query(query)
    assert in_bounds(scene)
    assert scene.settled() == scene
    assert Scene.from_query(scene.to_query()).notices == (), "a link of the app's own asks for nothing beyond bounds"
    assert len(notices) <= 1, "one text names them all"
    assert all("~" not in notice and len(notice) < 700 for notice in notices)


def test_the_default_scene_has_an_empty_link() -> None:
    assert Scene().to_query() == {}
    assert Scene.from_query({}) == (Scene(), ())
    assert Scene().settled() == Scene()
    assert 3 <= len(Scene().runs) <= 5


def test_the_runs_looked_into_are_those_asked_for_else_the_next_ones() -> None:
    scene = Scene()
    assert [scene.studied(0).style, scene.studied(1).style] == [0, 1]
    assert [replace(scene, study=(3,)).studied(place).style for place in (0, 1)] == [3, 0]
    assert [replace(scene, study=(2, 1)).studied(place).style for place in (0, 1)] == [2, 1]
    assert [replace(scene, study=(2, 2)).studied(place).style for place in (0, 1)] == [2, 2]
    assert [replace(scene, study=(7, 7)).studied(place).style for place in (0, 1)] == [0, 1]
    alone = replace(scene, runs=scene.runs[:1])
    assert alone.studied(0) == alone.studied(1) == scene.runs[0]


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
    assert notices == (
        "The link asks for 10⁹ as a coordinate of the start; 1000000 is the most. "
        "The link asks for −10⁹ as a coordinate of the start; −1000000 is the least. "
        "The link asks for 999999 steps; 2000 is the most. One more number is brought within bounds.",
    )


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("steps=999999", "The link asks for 999999 steps; 2000 is the most."),
        ("steps=0", "The link asks for 0 steps; 1 is the least."),
        ("steps=10.7", "The link asks for 10.7 steps; 11 is the nearest whole number."),
        ("seed=-3", "The link asks for −3 as seed; 0 is the least."),
        ("frame=2001", "The link asks for 2001 as frame; 2000 is the most."),
        ("run=sgd~learning_rate~1000", "The link asks for 1000 as learning rate; 100 is the most."),
        ("run=sgd~learning_rate~0.1~noise~-1", "The link asks for −1 as noise; 0 is the least."),
        ("run=sgd~schedule~exponential~schedule.gamma~2", "The link asks for 2 as gamma; 1 is the most."),
        ("run=typed~rule~theta = theta - q*g~q~1e9", "The link asks for 10⁹ as q; 10 is the most."),
        ("f=a*x^2&p=a~2e6", "The link asks for 2·10⁶ as a; 1000000 is the most."),
        ("window=-1e7~1~-1~1", "The link asks for −10⁷ as an edge of the window; −1000000 is the least."),
        ("stop=gradient~5000", "The link asks for 5000 as gradient; 1000 is the most."),
        ("rates=1e-300~1~2", "The link asks for 10⁻³⁰⁰ as learning rate; 10⁻⁹ is the least."),
        ("tried=momentum~3", "The link asks for 3 as momentum; 1 is the most."),
        ("escape=trials~501", "The link asks for 501 trials; 500 is the most."),
        ("study=9", "The link asks for 9 as style; 7 is the most."),
        ("data.rows=5000", "The link asks for 5000 rows; 1000 is the most."),
        ("data.share=0.95", "The link asks for 0.95 as training share; 0.9 is the most."),
        ("data.run=3000~sgd", "The link asks for 3000 rows in a batch; 2000 is the most."),
        ("data.start=0~1e8", "The link asks for 10⁸ as a first weight; 1000000 is the most."),
        ("snapshot=steps%3D5000", "The link asks for 5000 steps; 2000 is the most."),
        ("snapshot=steps%3D5001&snapshot=steps%3D5001", "The link asks for 5001 steps; 2000 is the most."),
        ("steps=2000&seed=999999&run=adam~learning_rate~100", None),
        ("steps=2000.0&start=1000000~-0", None),
    ],
)
def test_a_number_beyond_its_bounds_is_named(link: str, sentence: str | None) -> None:
    for _ in range(2):  # a snapshot that was read before says it again
        assert Scene.from_query(parse_qs(link)).notices == (() if sentence is None else (sentence,))


@pytest.mark.parametrize("text", ["nan", "inf", "1_0", "١٢", " 1", "1 ", "0x1", "1e5000", "+1", "", ".", "1.", "1\n"])
def test_only_plain_numbers_are_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_number(text)


@trials(100)
@given(some.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_every_number_we_write_we_read(value: float) -> None:
    text = write_number(value)
    assert NUMBER_TEXT.fullmatch(text)
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


@trials(100)
@given(some.text(LETTERS) | some.text("~!;\nts", max_size=12))
def test_lines_are_written_as_one_part_and_read_back(text: str) -> None:
    written = write_lines(text)
    assert "~" not in written
    assert "\n" not in written
    assert read_lines(written) == text


@pytest.mark.parametrize("text", ["!", "a!", "!x", "!!!", "\ud800"])
def test_what_we_never_write_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"escaped|surrogates"):
        read_lines(text)


def test_a_typed_rule_travels_with_its_knobs_schedule_and_options() -> None:
    run = Run(
        TYPED, (("beta1", 0.5), ("learning_rate", 0.3)), rule="m = beta1*m + g\ntheta = theta - alpha*m",
        schedule="cosine", schedule_knobs=(("total", 90.0), ("warm_up", 5.0)),
        options=(("noise", 0.1), ("clip_norm", 2.0)),
    )  # fmt: skip
    (text,) = Scene(runs=(run,)).to_query()["run"]
    assert text == (
        "typed~rule~m = beta1*m + g;theta = theta - alpha*m~beta1~0.5~learning_rate~0.3~"
        "schedule~cosine~schedule.total~90~schedule.warm_up~5~noise~0.1~clip_norm~2"
    )
    (back,) = Scene.from_query({"run": text}).scene.runs
    assert set(back.knobs) == set(run.knobs)
    assert replace(back, knobs=run.knobs) == run


def test_a_rule_that_cannot_be_read_keeps_its_numbers_and_travels() -> None:
    broken = Run(TYPED, (("beta1", 0.5),), rule="m = beta1*m +\ntheta = theta - alpha*m")
    (back,) = Scene(runs=(broken,)).settled().runs
    assert back == broken
    assert dict(replace(back, rule=broken.rule.replace("+", "+ g")).setting())["beta1"] == 0.5


def test_a_rule_too_long_for_any_parser_is_refused_with_a_notice() -> None:
    for text in ("typed~rule~" + "x" * 10_000, "typed", "typed~rule", "typed~rule~!x", "sgd~schedule~never"):
        arrival = Scene.from_query({"run": text})
        assert arrival.scene == Scene()
        assert len(arrival.notices) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_copy_to_edit_takes_the_same_steps(rule) -> None:
    run = Run(rule.key, (("learning_rate", 0.003),), schedule="step", options=(("noise", 0.1),))
    run = run if "learning_rate" in rule.knobs else replace(run, knobs=())
    copy = run.with_optimizer(TYPED)
    banana = "(1 - x)^2 + 100(y - x^2)^2"
    one = descend(banana, run.chosen, (-1.0, 1.0), 60, **run.arguments(7))
    other = descend(banana, copy.chosen, (-1.0, 1.0), 60, **copy.arguments(7))
    np.testing.assert_array_equal(other.points, one.points)
    assert Scene(runs=(copy,)).settled().runs[0].rule == copy.rule


def test_methods_take_neither_schedule_nor_options_and_are_copied_as_momentum() -> None:
    planned = Run("adam", schedule="cosine", options=(("noise", 1.0),))
    searched = planned.with_optimizer("bfgs")
    assert (searched.schedule, searched.options, searched.arguments(0)) == ("constant", (), {})
    assert planned.with_optimizer("sgd").schedule == "cosine"
    assert searched.with_optimizer(TYPED).rule.splitlines()[-1] == "theta = theta - alpha*m"
