"""The player's payload: what arrives is what was sent, to the digits that are shown, and small."""

import base64
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.figures import DrawnRun, Mark, View, payload
from gdviz.figures.packing import BLANK, TOP, pack_blank, pack_floats, pack_map
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from tests.trials import trials
from tests.unpacking import unpack

WINDOW = ((-5.0, 5.0), (-2.0, 3.0))


PARABOLOID = Surface.from_callable(lambda x, y: x**2 + 4 * y**2, name="bowl")


def wander(steps: int, seed: int = 0, ending: Ending = Ending.ALL_STEPS) -> Trajectory:
    random = np.random.default_rng(seed)
    points = random.normal(size=(steps + 1, 2)) * 10.0 ** random.uniform(-40, 3, (steps + 1, 1))
    gradients = points * [2, 8]
    return Trajectory(points, (points**2).sum(1), gradients, np.full(steps, 0.1), ending=ending)


def drawn(trajectory: Trajectory, **changes: object) -> DrawnRun:
    return replace(DrawnRun("a", "Adam", "Adam · α 0.1", "#0072B2", "solid", trajectory), **changes)


@trials(100)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1), st.sampled_from([3, 4, 5, 6, 7, 8]))
def test_packed_floats_keep_the_promised_digits(values: list[float], width: int) -> None:
    sent = np.array(values)
    received = unpack(pack_floats(sent, width), width)
    normal = np.isfinite(sent) & (np.abs(sent) >= 1e-300)
    np.testing.assert_array_equal(np.isnan(received), np.isnan(sent))
    np.testing.assert_array_equal(np.isinf(received), np.isinf(sent))
    half_unit = 2.0 ** -(8 * width - 12 + 1)
    edge = np.abs(sent) > 1.79e308
    np.testing.assert_allclose(received[normal & ~edge], sent[normal & ~edge], rtol=half_unit, atol=0)
    np.testing.assert_array_equal(np.signbit(received[normal]), np.signbit(sent[normal]))


def test_eight_bytes_are_the_number_itself_and_widths_have_bounds() -> None:
    values = np.array([np.pi, -1e-310, 0.1])
    np.testing.assert_array_equal(unpack(pack_floats(values, 8), 8), values)
    with pytest.raises(ValueError, match="2 bytes"):
        pack_floats(values, 2)


def heights(z: np.ndarray) -> np.ndarray:
    packed = pack_map(z)
    codes = np.frombuffer(base64.b64decode(packed.z), "<u2").reshape(z.shape).astype(float)
    return np.where(codes == BLANK, np.nan, packed.low + packed.scale * np.expm1(codes / TOP * packed.top))


def test_the_map_keeps_heights_to_a_ten_thousandth_of_their_own_size_above_the_lowest() -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 80), np.linspace(-1, 3, 60))
    rosenbrock = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    received = heights(rosenbrock)
    scale = pack_map(rosenbrock).scale
    assert np.all(np.abs(received - rosenbrock) <= 1e-4 * (rosenbrock - rosenbrock.min() + scale))


def test_places_without_a_value_stay_blank() -> None:
    x, _ = np.meshgrid(np.linspace(-1, 1, 21), np.linspace(-1, 1, 11))
    with np.errstate(all="ignore"):
        logarithm = np.log(x)
    received = heights(logarithm)
    np.testing.assert_array_equal(np.isnan(received), ~np.isfinite(logarithm))
    packed = pack_map(logarithm)
    assert packed.blank == pytest.approx(11 / 21)
    assert not packed.constant
    nothing = pack_map(np.full((3, 3), np.nan))
    assert nothing.blank == 1.0
    assert not nothing.constant


def test_the_edges_of_the_blanks_are_told_row_by_row() -> None:
    finite = np.array([[1, 1, 1, 1], [0, 0, 1, 1], [1, 0, 0, 1], [1, 0, 1, 0], [0, 0, 0, 0]], dtype=bool)
    codes = iter(np.frombuffer(base64.b64decode(pack_blank(finite)), "<u2"))
    received = np.ones_like(finite)
    for row in received:
        for _ in range(next(codes)):
            row[next(codes) :] ^= True
    np.testing.assert_array_equal(received, finite)
    assert next(codes, None) is None


@pytest.mark.parametrize("value", [0.0, 7.0, -1e200])
def test_a_constant_surface_is_called_constant(value: float) -> None:
    assert pack_map(np.full((4, 5), value)).constant
    assert not pack_map(np.array([[value, value + max(1.0, abs(value) * 1e-6)]])).constant


def test_a_plateau_with_a_narrow_hole_still_has_a_scale() -> None:
    z = np.full((100, 100), 1.0)
    z[3, 4] = -1.0
    assert np.nanmin(heights(z)) == pytest.approx(-1.0)
    assert np.nanmax(heights(z)) == pytest.approx(1.0)


def test_points_values_gradients_and_rates_arrive() -> None:
    run = wander(50)
    sent = payload(PARABOLOID, WINDOW, [drawn(run)], start=(1, 2))["runs"][0]
    np.testing.assert_allclose(unpack(sent["points"], 5).reshape(2, -1).T, run.points, rtol=2e-9)
    np.testing.assert_allclose(unpack(sent["values"], 5), run.values, rtol=2e-9)
    np.testing.assert_allclose(unpack(sent["gradients"], 4).reshape(2, -1).T, run.gradients, rtol=5e-7)
    assert (sent["steps"], sent["rate"], sent["rates"]) == (50, 0.1, None)


def test_a_schedule_is_sent_whole_and_a_run_without_steps_has_no_rate() -> None:
    run = replace(wander(3), rates=np.array([0.3, 0.2, 0.1]))
    sent = payload(PARABOLOID, WINDOW, [drawn(run)], start=(1, 2))["runs"][0]
    np.testing.assert_allclose(unpack(sent["rates"], 4), [0.3, 0.2, 0.1], rtol=5e-7)
    still = payload(PARABOLOID, WINDOW, [drawn(wander(0))], start=(1, 2))["runs"][0]
    assert (still["steps"], still["rate"], still["rates"]) == (0, None, None)


def test_six_runs_of_a_thousand_steps_fit_into_250_kilobytes() -> None:
    runs = [drawn(wander(1000, seed), id=str(seed)) for seed in range(6)]
    assert len(json.dumps(payload(PARABOLOID, WINDOW, runs, start=(1, 2)))) <= 250_000


def test_keys_change_with_what_must_be_drawn_again_and_with_nothing_else() -> None:
    one = payload(PARABOLOID, WINDOW, [drawn(wander(5))], start=(1, 2))
    same = payload(PARABOLOID, WINDOW, [drawn(wander(5))], start=(1, 2), view=View(levels="linear"))
    assert (one["surface"]["key"], one["run_key"]) == (same["surface"]["key"], same["run_key"])
    assert same["view"]["levels"] == "linear"
    moved = payload(PARABOLOID, ((-4.0, 4.0), WINDOW[1]), [drawn(wander(5, seed=1))], start=(1, 2))
    assert moved["surface"]["key"] != one["surface"]["key"]
    assert moved["run_key"] != one["run_key"]
    recoloured = payload(PARABOLOID, WINDOW, [drawn(wander(5), color="#D55E00")], start=(1, 2))
    assert recoloured["run_key"] != one["run_key"]


def test_a_run_switched_off_is_not_sent() -> None:
    sent = payload(PARABOLOID, WINDOW, [drawn(wander(5), on=False), drawn(wander(5), id="b")], start=(1, 2))
    assert [run["id"] for run in sent["runs"]] == ["b"]


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (Ending.ALL_STEPS, "done"),
        (Ending.GRADIENT_SMALL, "done"),
        (Ending.OVERFLOW, "diverged"),
        (Ending.BEYOND_BOUND, "diverged"),
        (Ending.LEFT_DOMAIN, "stray"),
        (Ending.DIVISION_BY_ZERO, "stray"),
        (Ending.UNDEFINED_START, "stray"),
    ],
)
def test_each_ending_says_its_sentence(ending: Ending, kind: str) -> None:
    sent = payload(PARABOLOID, WINDOW, [drawn(wander(2, ending=ending))], start=(0, 0))["runs"][0]["ending"]
    assert sent == {"kind": kind, "name": ending.name, "sentence": ending.value}


def test_marks_and_frame_pass_through_as_plain_values() -> None:
    mark = Mark("event", (1.0, 2.0), "overshoot", frame=7, run="a", phrase="overshoots ×2")
    sent = json.loads(json.dumps(payload(PARABOLOID, WINDOW, [], start=(0, 0), marks=[mark], frame=7)))
    assert sent["marks"] == [
        {
            "kind": "event",
            "point": [1.0, 2.0],
            "text": "overshoot",
            "value": None,
            "frame": 7,
            "run": "a",
            "phrase": "overshoots ×2",
        }
    ]
    assert sent["frame"] == 7


def test_the_scale_follows_the_valley_below_a_rim_that_is_steep_beyond_measure() -> None:
    x, y = np.meshgrid(np.linspace(-5, 5, 60), np.linspace(-5, 5, 60))
    rim = np.exp(100 * x) + y**2
    packed = pack_map(rim)
    codes = np.frombuffer(base64.b64decode(packed.z), "<u2").reshape(rim.shape)
    valley = packed.low + packed.scale * np.expm1(codes / TOP * packed.top)
    assert np.allclose(valley[:, 0], rim[:, 0], rtol=0.02, atol=0.02), "y² is told apart beside exp(500)"


@pytest.mark.parametrize("text", ["x^2 + 3sin(4x y)", "a x^2 + floor(y)", "log(x) + |y|", "x", "5"])
def test_the_formula_goes_along_as_a_program_of_the_variables(text: str) -> None:
    surface = Surface(text)
    program = json.loads(json.dumps(payload(surface, WINDOW, [], start=(0, 0))["surface"]["program"]))
    assert program["inputs"] == list(surface.variables)
    letters = {"x": 1.3, "y": -0.7}
    values = [letters[name] for name in program["inputs"]]
    plain = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "abs": np.abs, "neg": np.negative, "pow": np.power}
    for op, *places in program["steps"]:
        act = plain.get(op) or getattr(np, op, None)
        values.append(places[0] if op == "constant" else act(*(values[place] for place in places)))
    expected = {
        "x^2 + 3sin(4x y)": 1.3**2 + 3 * math.sin(4 * 1.3 * -0.7),
        "a x^2 + floor(y)": 1.3**2 - 1,
        "log(x) + |y|": math.log(1.3) + 0.7,
        "x": 1.3,
        "5": 5,
    }
    assert values[-1] == pytest.approx(expected[text], rel=1e-14)


def test_what_has_no_formula_has_no_program() -> None:
    assert payload(PARABOLOID, WINDOW, [], start=(0, 0))["surface"]["program"] is None
