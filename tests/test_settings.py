"""Options, schedule, noise and seed in every consumer of a run, held against `descend` run start by start."""

import inspect
import json
import pickle
import sys

import numpy as np
import pytest

import gdviz
from gdviz.analysis.basins import basins_progressively, escape
from gdviz.analysis.race import Entry, race
from gdviz.analysis.sweep import sweep
from gdviz.analysis.theory import measured_threshold, threshold
from gdviz.cli import main
from gdviz.descent import Batch, descend, descend_many
from gdviz.export import numpy_code
from gdviz.export.recipe import recipe_of
from gdviz.figures import played
from gdviz.learning.data import data_surface, listed_batches
from gdviz.optimizers import OPTIMIZERS
from gdviz.rule import autopsy, custom_optimizer, why
from gdviz.settings import Options, Settings
from gdviz.surface import Surface

# wells at every kink of the sine, so that another rate or option leads to another end
WELLS = Surface("x^4/4 - x^2/2 + 0.1x + y^2/2 + 0.3 sin(5x)", window=((-2, 2), (-2, 2)))
STEPS = 120
SETTINGS = {
    "plain": {},
    "clip_norm": {"clip_norm": 0.4},
    "clip_value": {"clip_value": 0.3},
    "weight_decay_l2": {"weight_decay_l2": 0.5},
    "weight_decay": {"weight_decay": 0.5},
    "noise": {"noise": 0.3, "seed": 5},
    "cosine": {"schedule": ("cosine", {"min_rate": 1e-3})},
    "warm-up": {"schedule": ("step", {"step_size": 30, "warm_up": 20})},
    "one cycle": {"schedule": "one_cycle"},
    "plateau": {"schedule": ("reduce_on_plateau", {"patience": 1})},
    "plateau warm": {"schedule": ("reduce_on_plateau", {"patience": 0, "factor": 0.5, "warm_up": 7, "cooldown": 2})},
    "rates": {"schedule": np.linspace(0.2, 0.01, STEPS)},
    "all": {"noise": 0.1, "seed": 3, "clip_norm": 0.7, "clip_value": 0.6, "weight_decay_l2": 0.1, "schedule": "cosine"},
}
EVERY = pytest.mark.parametrize("given", SETTINGS.values(), ids=SETTINGS)
RULES = pytest.mark.parametrize(
    ("key", "knobs"),
    [
        ("momentum", {"learning_rate": 0.1, "momentum": 0.8}),
        ("adamw", {"learning_rate": 0.1, "weight_decay": 0.05}),
        ("sign_sgd", {"learning_rate": 0.03}),
    ],
)
STARTS = np.random.default_rng(1).uniform(-2, 2, (9, 2))


def alone(key: str, starts: np.ndarray = STARTS, steps: int = STEPS, **given: object) -> np.ndarray:
    return np.array([descend(WELLS, key, start, steps, **given).points[-1] for start in starts])


def merged(knobs: dict, given: dict) -> dict:
    return {**knobs, **given}


@EVERY
@RULES
def test_many_runs_take_the_steps_of_single_runs(key, knobs, given):
    asked = merged(knobs, given)
    many = descend_many(WELLS, key, STARTS, STEPS, retire=False, **asked)
    np.testing.assert_allclose(many.points, alone(key, **asked), rtol=1e-7, atol=1e-7)
    settings = descend(WELLS, key, STARTS[0], 1, **{**asked, "schedule": None}).settings
    whole = Settings(settings.knobs, settings.options, asked.get("schedule"), settings.noise, settings.seed)
    same = descend_many(WELLS, key, STARTS, STEPS, retire=False, settings=whole)
    np.testing.assert_array_equal(same.points, many.points)


@EVERY
def test_many_rates_take_the_steps_of_single_runs(given):
    rates = np.geomspace(0.01, 0.2, 6)
    many = descend_many(WELLS, "momentum", (1.7, 0.4), STEPS, retire=False, learning_rate=rates, **given)
    ends = [descend(WELLS, "momentum", (1.7, 0.4), STEPS, learning_rate=r, **given).points[-1] for r in rates]
    np.testing.assert_allclose(many.points, ends, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", ["clip_norm", "clip_value", "weight_decay_l2", "weight_decay", "noise"])
def test_many_values_of_an_option_take_the_steps_of_single_runs(name):
    values = np.array([0.05, 0.2, 0.9])
    many = descend_many(WELLS, "sgd", (1.7, 0.4), STEPS, retire=False, learning_rate=0.05, **{name: values})
    ends = [descend(WELLS, "sgd", (1.7, 0.4), STEPS, learning_rate=0.05, **{name: v}).points[-1] for v in values]
    np.testing.assert_allclose(many.points, ends, rtol=1e-9, atol=1e-12)


@EVERY
def test_a_map_of_basins_shows_where_single_runs_end(given):
    asked = {"learning_rate": 0.1, "momentum": 0.8, **given}
    found = gdviz.basins(WELLS, "momentum", shape=(5, 9), steps=STEPS, **asked)
    places = np.array([m.point for m in found.minima])
    for row, y in enumerate(found.ys):
        for column, x in enumerate(found.xs):
            end = descend(WELLS, "momentum", (x, y), STEPS, **asked).points[-1]
            away = np.hypot(*(places - end).T)
            label = found.labels[row, column]
            if label >= 0:
                assert away[label] < found.near
            else:
                assert away.min() >= found.near


@EVERY
@pytest.mark.parametrize("cells", [8, 60])  # run by run; and, where there are many steps in all, together
def test_a_sweep_shows_where_single_runs_end(given, cells, monkeypatch):
    if cells > 8:
        monkeypatch.setattr(sys.modules["gdviz.analysis.sweep.rate_sweep"], "EXACT", 5000)
    rates = np.geomspace(0.005, 0.2, cells)
    found = sweep(WELLS, "momentum", (1.7, 0.4), STEPS, learning_rate=rates, momentum=0.5, **given)
    assert found.resolution == (1 if cells == 8 else 25)
    for i in range(0, len(rates), 7):
        run = descend(WELLS, "momentum", (1.7, 0.4), STEPS, **found.settings(i))
        assert run.settings.knobs["learning_rate"] == rates[i]
        assert found.final[i] == pytest.approx(run.values[-1], rel=1e-5, abs=1e-6)


@EVERY
def test_escaping_as_it_is_ends_where_single_runs_end(given):
    if given.get("noise"):
        with pytest.raises(TypeError, match="noise is one of the strategies"):
            escape(WELLS, "momentum", "none", **given)
        return
    asked = {"learning_rate": 0.1, "momentum": 0.8, **given}
    found = escape(WELLS, "momentum", "none", seeds=7, budget=STEPS, **asked)
    ends = alone("momentum", found.starts.T, **asked)
    np.testing.assert_allclose(found.ends.T, ends, atol=2e-3)


@EVERY
def test_a_race_is_run_with_all_that_is_asked(given):
    entry = Entry("momentum", {"learning_rate": 0.1, "momentum": 0.8, **given})
    found = race(WELLS, [entry], (1.7, 0.4), STEPS, seed=given.get("seed", 0))
    run = descend(WELLS, "momentum", (1.7, 0.4), STEPS, **entry.knobs)
    np.testing.assert_array_equal(found.results[0].trajectory.points, run.points)


@EVERY
def test_a_program_takes_the_same_steps(given):
    run = descend(WELLS, "momentum", (1.7, 0.4), STEPS, learning_rate=0.1, **given)
    scope: dict = {}
    exec(numpy_code(recipe_of(WELLS, "momentum", (1.7, 0.4), STEPS, settings=run.settings)), scope)  # our own program
    np.testing.assert_allclose(np.array(scope["path"])[-1], run.points[-1], rtol=1e-7, atol=1e-7)


@EVERY
@RULES
def test_the_last_line_of_every_autopsy_is_the_next_point(key, knobs, given):
    rule, asked = OPTIMIZERS[key], merged(knobs, given)
    run = descend(WELLS, rule, (1.7, 0.4), STEPS, **asked)
    for t in (1, 2, 9, STEPS):
        np.testing.assert_allclose(autopsy(WELLS, rule, run, t)[-1].values, run.points[t], rtol=1e-12, atol=1e-14)
        assert why(rule, run, t).endswith(".")


@EVERY
def test_a_run_says_what_it_was_given(given):
    run = gdviz.descend(WELLS, "momentum", (1.7, 0.4), STEPS, learning_rate=0.1, **given)
    again = gdviz.descend(WELLS, "momentum", (1.7, 0.4), STEPS, settings=run.settings)
    np.testing.assert_array_equal(run.points, again.points)
    assert run.settings.noise == given.get("noise", 0.0)
    assert run.settings.options.clip_norm == given.get("clip_norm")
    assert run.settings.options.weight_decay_l2 == given.get("weight_decay_l2", given.get("weight_decay", 0.0))
    copy = pickle.loads(pickle.dumps(descend(WELLS, "momentum", (1.7, 0.4), 3, **{**given, "schedule": None})))
    assert copy.settings.noise == run.settings.noise


def test_plateau_over_many_starts_ends_as_one_by_one() -> None:
    """A schedule that listens to the losses: 144 starts, 300 steps."""
    axis = np.linspace(-2, 2, 12)
    starts = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    asked = {"learning_rate": 0.1, "schedule": ("reduce_on_plateau", {"patience": 1})}
    many = descend_many(WELLS, "momentum", starts, 300, retire=False, **asked)
    np.testing.assert_allclose(many.points, alone("momentum", starts, 300, **asked), atol=1e-7)


def test_what_cannot_be_honoured_is_refused_in_a_sentence() -> None:
    for run_many in (gdviz.basins, escape, sweep):
        arguments = ("none",) if run_many is escape else ()
        with pytest.raises(TypeError, match="batches is for a single run"):
            run_many(WELLS, "sgd", *arguments, batches=[[0]])
    for name, value in (("schedule", "cosine"), ("noise", 0.1), ("clip_norm", 1.0), ("weight_decay_l2", 0.1)):
        with pytest.raises(TypeError, match="is a method: it takes no schedule, batches or changes"):
            descend(WELLS, "bfgs", (1, 1), 3, **{name: value})
        with pytest.raises(TypeError, match="is a method: it takes no schedule, batches or changes"):
            gdviz.basins(WELLS, "newton", shape=(2, 2), steps=3, **{name: value})
    with pytest.raises(TypeError, match="leave the schedule out"):
        threshold(WELLS, "sgd", (1, 0), schedule="cosine")
    settings = Settings({"learning_rate": 0.1}, Options(clip_norm=1.0))
    with pytest.raises(TypeError, match="settings or keywords, not both"):
        descend(WELLS, "sgd", (1, 1), 3, settings=settings, noise=0.1)
    with pytest.raises(TypeError, match="has no knob learning_rate"):
        descend(WELLS, OPTIMIZERS["trust_region"], (1, 1), 3, settings=Settings({"learning_rate": 0.1}))


def test_annealing_fades_the_noise_and_nothing_else() -> None:
    """With noise too small to matter the run is the one without."""
    slope = Surface("x^4/4 - x^2/2 + 0.1x + y^2/2", window=((-2, 2), (-2, 2)))
    for given in ({"weight_decay_l2": 1.0}, {"clip_norm": 0.05}, {"clip_value": 0.04}, {"schedule": "cosine"}):
        plain = descend(slope, "sgd", (1.2, 0.5), 1000, learning_rate=0.1, **given).points[-1]
        found = escape(
            slope, "sgd", "annealed_noise", (1.2, 0.5), strength=1e-12, seeds=1, budget=1000, learning_rate=0.1, **given
        )
        np.testing.assert_allclose(found.ends[:, 0], plain, atol=1e-3)


@pytest.mark.parametrize("strategy", ["none", "noise", "annealed_noise", "momentum", "restarts", "larger_rate"])
@pytest.mark.parametrize("name", ["clip_norm", "weight_decay_l2", "cosine", "plateau", "rates"])
def test_every_strategy_takes_every_option(strategy, name):
    given = dict(SETTINGS[name])
    if name == "rates":
        given["schedule"] = np.linspace(0.2, 0.01, 400)
    found = escape(WELLS, "sgd", strategy, (1.7, 0.4), seeds=4, budget=400, learning_rate=0.05, **given)
    assert np.isfinite(found.ends).all()
    if strategy == "momentum":
        run = descend(WELLS, "momentum", (1.7, 0.4), 400, learning_rate=0.05, momentum=0.9, **given)
        np.testing.assert_allclose(found.ends[:, 0], run.points[-1], atol=2e-3)
        assert "Schedule, clipping and decay are the same." in found.note
    if strategy == "larger_rate":
        more = {"schedule": 3 * given["schedule"]} if name == "rates" else {}
        run = descend(WELLS, "sgd", (1.7, 0.4), 400, learning_rate=3 * 0.05, **{**given, **more})
        np.testing.assert_allclose(found.ends[:, 0], run.points[-1], atol=2e-3)


LINE = data_surface("(w*x + b - y)^2", ("w", "b"), {"x": [0.0, 1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0, 9.0]})


def test_batches_may_be_lists_of_rows() -> None:
    rows = [[0, 1], [2], [3, 1], [0, 1, 2, 3], [2, 2]]
    run = descend(LINE, "sgd", (0.5, -0.5), 5, learning_rate=0.1, batches=rows)
    x, y, point = np.array([0.0, 1, 2, 3]), np.array([1.0, 2, 4, 9]), np.array([0.5, -0.5])
    for t, batch in enumerate(rows):
        left = point[0] * x[batch] + point[1] - y[batch]
        point = point - 0.1 * 2 * np.array([np.mean(left * x[batch]), np.mean(left)])
        np.testing.assert_allclose(run.points[t + 1], point, rtol=1e-12)
    planned = descend(LINE, "sgd", (0.5, -0.5), 5, learning_rate=0.1, batches=listed_batches(rows, 4))
    np.testing.assert_array_equal(planned.points, run.points)
    assert gdviz.descend(LINE, "sgd", (0.5, -0.5), 5, learning_rate=0.1, batches=rows).batches is not None


def test_batches_that_do_not_fit_are_refused() -> None:
    for batches, words in (([[0, 4]], "from 0 to 3"), ([[0]] * 2, "2 steps on 4 rows"), ([[]] * 3, "at least one row")):
        with pytest.raises(ValueError, match=words):
            descend(LINE, "sgd", (0, 0), 3, batches=batches)
    with pytest.raises(TypeError, match="made of rows"):
        descend("x^2 + y^2", "sgd", (0, 0), 3, batches=[[0]] * 3)


@pytest.mark.parametrize("key", ["sgd", "momentum", "adam", "polyak_sgd", "sam"])
def test_the_autopsy_of_a_run_on_batches_ends_at_the_next_point(key):
    rows = [[t % 4, (t + 1) % 4] for t in range(20)]
    given = {"clip_norm": 3.0, "noise": 0.1, "seed": 2}
    run = descend(LINE, key, (0.5, -0.5), 20, learning_rate=0.05, batches=rows, **given)
    rule = OPTIMIZERS[key]
    for t in range(1, 21):
        np.testing.assert_allclose(autopsy(LINE, rule, run, t)[-1].values, run.points[t], rtol=1e-12, atol=1e-14)


def test_why_names_what_turned_the_gradient() -> None:
    bowl, part = Surface("x^2 + 3y^2"), Surface("3x^2 + y^2")
    run = descend(bowl, "sgd", (1, 1), 3, learning_rate=0.1, batches=lambda t: part)
    np.testing.assert_allclose(run.points[1], (0.4, 0.8), rtol=1e-12)
    # −g of the whole is (−2, −6), of the batch (−6, −2)
    turn = np.degrees(np.arctan2(6, 2) - np.arctan2(2, 6))
    expected = f"The mini-batch turned the gradient by {turn:.0f}°. The gradient decided: the step goes along −g."
    assert why(OPTIMIZERS["sgd"], run, 1) == expected
    noisy = descend(bowl, "sgd", (-0.01, -0.01), 3, learning_rate=0.1, noise=5.0, seed=1)
    assert why(OPTIMIZERS["sgd"], noisy, 1).startswith("Noise turned the gradient by ")
    pulled = descend("-x^2 - y^2", "sgd", (1, 1), 3, learning_rate=0.1, weight_decay_l2=5.0)
    assert why(OPTIMIZERS["sgd"], pulled, 1).startswith("Weight decay turned the gradient by 180°.")
    apart = descend("-x - y", "adamw", (9, 9), 3, learning_rate=0.1, weight_decay=1.0)
    assert why(OPTIMIZERS["adamw"], apart, 1).startswith("Weight decay won")
    upward = descend(bowl, "sgd", (1, 1), 3, learning_rate=-0.1)
    assert why(OPTIMIZERS["sgd"], upward, 1) == "The rate is negative: the step goes uphill."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"clip_norm": -1}, "clip_norm is at least 0, not −1"),
        ({"clip_value": -0.5}, "clip_value is at least 0"),
        ({"weight_decay_l2": -1}, "weight_decay_l2 is at least 0"),
        ({"noise": -1}, "noise is at least 0"),
        ({"noise": np.inf}, "noise is a finite number"),
        ({"learning_rate": "0.1"}, "learning_rate is a number, not the text '0.1'"),
        ({"learning_rate": None}, "learning_rate is a number, not None"),
        ({"learning_rate": True}, "learning_rate is a number"),
        ({"learning_rate": np.nan}, "learning_rate is a number, not nan"),
        ({"momentun": 0.9}, "has no knob momentun. Did you mean momentum?"),
        ({"seed": 1.5}, "seed is a whole number"),
        ({"seed": -1}, "seed is at least 0"),
        ({"steps": -3}, "steps is at least 0"),
        ({"steps": 2.5}, "steps is a whole number"),
        ({"steps": "10"}, "steps is a number, not the text"),
        ({"start": (1, 2, 3)}, "start is a point of two numbers"),
        ({"start": ((1, 2),)}, "start is a point of two numbers"),
        ({"start": (1, np.nan)}, "start is made of finite numbers"),
        ({"start": "origin"}, "start is made of numbers"),
        ({"bound": 0 - 1}, "bound is at least 0"),
        ({"stop": 1e-3}, "stop is a gdviz.Stop"),
        ({"schedule": [0.1, 0.2]}, "schedule lists 2 rates for 3 steps"),
    ],
)
def test_every_argument_is_checked(arguments, words):
    asked = {"start": (1, 1), "steps": 3, **arguments}
    for run in (gdviz.descend, descend):
        with pytest.raises((TypeError, ValueError)) as refusal:
            run("x^2 + 3y^2", "momentum", **asked)
        assert words in str(refusal.value)


def test_keys_are_found_in_any_case_and_missed_with_the_nearest() -> None:
    for key in ("Adam", "ADAM", " adam "):
        assert gdviz.descend("x^2", key, (1, 1), 3).optimizer is OPTIMIZERS["adam"]
    assert gdviz.descend("x^2", "Schedule-free SGD", (1, 1), 3).optimizer is OPTIMIZERS["schedule_free_sgd"]
    for consumer in (gdviz.descend, gdviz.basins, sweep):
        with pytest.raises(KeyError) as refusal:
            consumer("x^2", "admm", learning_rate=[0.1])
        assert str(refusal.value).startswith("There is no optimizer 'admm'. Did you mean adam")
    with pytest.raises(KeyError, match="Did you mean restarts"):
        escape("x^2 + y^2", "sgd", "restart")
    with pytest.raises(TypeError, match="optimizer is an optimizer or its key"):
        gdviz.descend("x^2", 3)
    with pytest.raises(TypeError, match="surface is a Surface or its formula"):
        gdviz.descend(3, "sgd")


@pytest.mark.parametrize("starts", [[(1.0, 2.0)], (1.0, 2.0), [[1.0, 2.0], [3.0, 4.0]], np.zeros((5, 2))])
def test_starts_are_points_row_by_row(starts):
    found = descend_many("x^2 + 3y^2", "sgd", starts, 10, learning_rate=0.1, retire=False)
    expected = np.atleast_2d(starts) * [0.8**10, 0.4**10]
    np.testing.assert_allclose(found.points, expected, rtol=1e-12)
    assert isinstance(found, Batch)
    assert len(found) == len(expected)


@pytest.mark.parametrize("starts", [np.zeros((2, 3)), np.zeros((3, 3)), np.zeros(3), np.zeros((2, 2, 2)), 1.0])
def test_starts_of_another_shape_are_refused(starts):
    with pytest.raises(ValueError, match=r"starts are points of shape \(n, 2\)"):
        descend_many("x^2 + 3y^2", "sgd", starts)


def test_values_beside_starts_are_as_many() -> None:
    with pytest.raises(ValueError, match="starts are 3, learning_rate 2: as many of each, or one"):
        descend_many("x^2", "sgd", np.zeros((3, 2)), learning_rate=[0.1, 0.2])
    with pytest.raises(ValueError, match="one dimension"):
        descend_many("x^2", "sgd", np.zeros((3, 2)), learning_rate=[[0.1, 0.2]])


def test_runs_are_compared_by_identity_and_print_in_one_line() -> None:
    run, again = (gdviz.descend("x^2 + 3y^2", "sgd", (1, 1), 20) for _ in range(2))
    many = descend_many("x^2 + 3y^2", "sgd", [(1, 1)], 20)
    maps = gdviz.basins(WELLS, "sgd", shape=(2, 3), steps=10)
    out = escape(WELLS, "sgd", "none", (1, 1))
    swept = sweep(WELLS, "sgd", learning_rate=[0.1, 0.2], steps=5)
    for value in (run, many, maps, out, swept, descend("x^2", "bfgs", (1, 1))):
        assert "\n" not in repr(value)
        assert len(repr(value)) < 250
        assert value == value
        assert hash(value) == hash(value)
    assert run != again
    assert len(run) == 21 == len(run.points)
    assert "Gradient descent on x^2 + 3y^2" in repr(run)


def test_a_methods_run_has_its_knobs_from_the_start() -> None:
    assert descend("x^2 + y^2", "bfgs", (1, 1)).settings.knobs == OPTIMIZERS["bfgs"].settings()
    assert gdviz.descend("x^2 + y^2", "trust_region", (1, 1), radius=0.5).settings.knobs["radius"] == 0.5


def test_a_run_that_rests_in_its_last_steps_has_a_verdict() -> None:
    """RMSProp between two bursts: its last ten steps are short, those before are not."""
    run = gdviz.descend("x^4 + y^2", "rmsprop", (1.3, 0.7), 400, learning_rate=3.0)
    lengths = np.hypot(*np.diff(run.points, axis=0).T)
    assert lengths[-10:].mean() < 0.1 * lengths[-100:].mean()
    assert run.diagnosis.sentence.endswith(".")


def test_a_letter_of_a_rule_is_never_an_argument_of_what_runs_it() -> None:
    doors = (gdviz.descend, descend_many, gdviz.basins, basins_progressively, escape, sweep, threshold)
    for door in (*doors, measured_threshold):
        for name, part in inspect.signature(door).parameters.items():
            if part.kind is not part.VAR_KEYWORD:
                with pytest.raises(gdviz.ExpressionError):
                    custom_optimizer(f"theta = theta - alpha*g*{name}")


@pytest.mark.parametrize("name", ["clip_norm", "clip_value"])
def test_a_bound_of_zero_is_no_bound_everywhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Library, many runs, command line, link: f = x^2 from 3 with a rate of 0.25 halves x at each step."""
    end, given = 3 / 2**4, {"learning_rate": 0.25}
    for zero in (0, 0.0, np.float64(0)):
        run = gdviz.descend("x^2", "sgd", (3, 0), 4, **given, **{name: zero})
        assert run.points[-1, 0] == end
        assert run.settings == gdviz.descend("x^2", "sgd", (3, 0), 4, **given).settings
    many = descend_many(gdviz.Surface("x^2"), "sgd", [(3, 0)], 4, **given, **{name: np.array([0.0, 1.0])})
    assert many.points[:, 0].tolist() == [end, pytest.approx(3 - 4 * 0.25, abs=1e-5)]
    swept = sweep("x^2", "sgd", (3, 0), 4, **given, **{name: np.array([0.0, 1.0])})
    assert swept.final[0] == end**2
    flag = f"--{name.replace('_', '-')}"
    assert main(["run", "x^2", "sgd:0.25", "--start", "3,0", "--steps", "4", flag, "0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["runs"][0]["point"][0] == end
    assert name not in json.dumps(said["query"])
    scene = gdviz.open_link(f"?f=x%5E2&start=3~0&steps=4&run=sgd~learning_rate~0.25~{name}~0")
    assert played(scene).runs[0].trajectory.points[-1, 0] == end
    assert scene.runs[0].options == ()
