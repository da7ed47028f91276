"""The parts of a diagnosis one by one: on runs whose steps are known in closed form."""

from types import SimpleNamespace

import numpy as np
import pytest

from gdviz.analysis.diagnosis import arrivals, climbs, cycles, divergence, moves, progress, stalls
from gdviz.analysis.diagnosis import run_of as diagnosed_run
from gdviz.analysis.diagnosis.climbs import groups_of
from gdviz.analysis.diagnosis.cycles import Cycle
from gdviz.analysis.diagnosis.gradient_flow import FlowBasins, funnels
from gdviz.analysis.diagnosis.next_step import next_point
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.landscape import survey
from gdviz.descent import descend
from gdviz.surface import Surface


def walked(text: str, optimizer: str, start: tuple[float, float], steps: int, **given: object) -> DiagnosedRun:
    surface = Surface(text)
    return diagnosed_run(surface, optimizer, descend(surface, optimizer, start, steps, **given), None)


@pytest.mark.parametrize("scale", [1e-6, 0.05, 3.0])
def test_a_step_straight_uphill_is_180_degrees_from_downhill_however_short(scale: float) -> None:
    run = walked("x^2 + y^2", "sgd", (0.6 * scale, 0.8 * scale), 1, learning_rate=-0.1)
    assert "so the step went 180° away from straight downhill" in climbs.climb_cause(run, 0)


@pytest.mark.parametrize(("optimizer", "cause"), [("sgd", "weight decay of 1 pulled"), ("momentum", "what Momentum")])
def test_a_step_that_decay_carries_uphill_has_that_cause_unless_the_rule_remembers(optimizer: str, cause: str) -> None:
    run = walked("0y - x", optimizer, (10, 0), 1, learning_rate=0.1, weight_decay_l2=1.0)
    assert run.points[1, 0] == pytest.approx(10 - 0.1 * (-1 + 10))
    assert climbs.climb_cause(run, 0).startswith(cause)


@pytest.mark.parametrize(("rates", "frame"), [([1.0] * 30, 0), ([1.0] * 10 + [0.01] * 10 + [1.0] * 20, 20)])
def test_the_last_rest_is_the_end_of_ten_short_steps(rates: list[float], frame: int) -> None:
    run = walked("x + 0y", "sgd", (0, 0), len(rates), schedule=np.array(rates))
    assert run.lengths == pytest.approx(rates)
    assert cycles.last_rest(run, 1.0) == frame


def test_each_step_undoes_the_last_only_where_the_product_is_at_its_threshold() -> None:
    """x ↦ (1 − α)x on x²/2: at α = 2 back and forth; so too at α = 3 and 3/2 in turn, where no product is 2."""
    steady = walked("(x^2 + y^2)/2", "sgd", (1, 0), 40, learning_rate=2.0)
    turns = walked("(x^2 + y^2)/2", "sgd", (1, 0), 40, schedule=np.array([3.0, 1.5] * 20))
    assert turns.points[:, 0] == pytest.approx([1, *[-2, 1] * 20])
    assert "so each step undoes the last" in cycles.pair_cause(steady)
    assert cycles.pair_cause(turns) == ""


def test_a_negative_rate_is_not_said_to_be_above_a_threshold() -> None:
    run = walked("-2x^2 - 2y^2", "sgd", (1, 0), 12, learning_rate=-0.8)  # α·λ = 3.2
    assert cycles.rate_cause(run, Cycle(0, 2, 1.0)) == ""


@pytest.mark.parametrize(("given", "said"), [({"learning_rate": 0.1}, True), ({"schedule": "cosine"}, False)])
def test_scaled_steps_of_a_constant_rate_do_not_shrink(given: dict, *, said: bool) -> None:
    run = walked("x^2 + y^2", "sign_sgd", (0.33, 0.71), 40, **given)
    assert cycles.rule_cause(run).startswith("its steps are scaled by the size of the gradients") == said


@pytest.mark.parametrize(("product", "rose"), [(1.5, False), (1.9, False), (2.5, True)])
def test_f_is_said_to_rise_where_an_overshoot_ends_higher(product: float, *, rose: bool) -> None:
    run = walked("x^2 + y^2", "sgd", (4, 0), 1, learning_rate=product / 2)
    text = moves.overshoot_event(run, 0, 0, 1, 1 / product).sentence
    low, high = 16.0, 16 * (1 - product) ** 2
    assert (", and f rose from 16 to" in text) == rose == (high > low)


def test_an_overshoot_that_carries_on_up_says_how_high() -> None:
    """Heavy ball on x², by hand: past the minimum at a low point, then up."""
    x, v, path = 4.0, 0.0, [4.0]
    for _ in range(30):
        v = 0.9 * v + 2 * x
        x -= 0.02 * v
        path.append(x)
    run = walked("x^2 + y^2", "momentum", (4, 0), 30, learning_rate=0.02, momentum=0.9)
    assert run.points[:, 0] == pytest.approx(path)
    first = next(k for k in range(30) if path[k + 1] < 0)
    last = next(k for k in range(first, 30) if path[k + 1] < path[k] and path[k + 2] > path[k + 1])
    assert path[first + 1] ** 2 < path[first] ** 2
    text = moves.overshoot_event(run, first, last, 1, 0.5).sentence
    assert f"the next steps carried on up to f = {path[last + 1] ** 2:.4g}" in text
    assert "carried on" not in moves.overshoot_event(run, first, first, 1, 0.5).sentence


def test_where_f_falls_for_ever_the_look_ahead_is_a_hundred_times_as_far_as_the_run_has_come() -> None:
    run = walked("y^2 - x", "sgd", (0, 0), 400, learning_rate=1.0)
    assert divergence.unbounded_sentence(run).endswith("f falls without end, to −40400 another 40000 on.")


@pytest.mark.parametrize(("rate", "far_too_small"), [(0.01, True), (0.03, True), (0.3, False)])
def test_a_rate_is_far_too_small_below_a_tenth_over_the_curvature(rate: float, *, far_too_small: bool) -> None:
    """f = x⁴/12 + x²/2 + y²/2 is curved by 1 + x² along x."""
    run = walked("x^4/12 + x^2/2 + y^2/2", "sgd", (1, 0), 1, learning_rate=rate)
    bend = 1 + (1 - rate * (1 + 1 / 3)) ** 2
    assert (rate * bend < 0.1) == far_too_small
    said = f"α·|λ| = {rate * bend:.4g}: the rate is far below 1/|λ| = {1 / bend:.4g}"
    assert (said in progress.faster(run)) == bool(progress.faster(run)) == far_too_small


def test_decay_apart_holds_a_run_only_where_it_takes_off_what_the_steps_add() -> None:
    moving = walked("x + y", "adamw", (1, 1), 40, learning_rate=1e-3, weight_decay=0.1)
    resting = walked("x + y", "adamw", (-10, -10), 40, learning_rate=1e-3, weight_decay=0.1)  # 1 a step both ways
    assert np.hypot(*moving.moves.mean(axis=0)) > 1e-3
    assert not arrivals.cancelled(moving, 10)
    assert np.hypot(*resting.moves[-10:].mean(axis=0)) < 1e-5
    assert arrivals.cancelled(resting, 10)


@pytest.mark.parametrize(
    ("text", "kind"), [("0x - y^2", "maximum"), ("0x + y^2", None), ("0x + y^3", "degenerate point")]
)
def test_a_line_of_critical_points_holds_a_run_where_it_is_no_minimum(text: str, kind: str | None) -> None:
    run = walked(text, "sgd", (1.5, 0.01), 1, learning_rate=1e-3)
    assert stalls.stationary(run, np.array([1.5, 0.0])) == (((1.5, 0.0), kind) if kind else None)


def test_a_run_is_at_a_place_from_where_it_stays_half_as_far_again_as_in_its_last_quarter() -> None:
    away = np.array([1.0] * 71 + [0.3] * 8 + [0.1] * 22)  # frames 75 to 100 are the last quarter
    run = SimpleNamespace(points=np.stack([away, 0 * away], axis=1), count=100, diagonal=1e-9)
    assert arrivals.first_at(run, SimpleNamespace(point=(0.0, 0.0))) == 71


@pytest.mark.parametrize("steps", [1, 5])
def test_the_step_after_the_last_is_that_of_a_longer_run(steps: int) -> None:
    surface = Surface("x^2 + 3y^2")

    def batch(step: int) -> Surface:
        return Surface(f"(x - {step})^2 + 3y^2")

    for batches in (None, batch):
        for key in ("sgd", "adam", "sam"):  # the last looks at a second point
            run, longer = (
                descend(surface, key, (2, 1), n, batches=batches, learning_rate=0.1) for n in (steps, steps + 1)
            )
            assert next_point(diagnosed_run(surface, key, run, None)) == pytest.approx(longer.points[-1], rel=1e-12)


def test_basins_reach_no_further_than_a_third_of_the_way_between_minima() -> None:
    surface = Surface("(x^2 - 0.0009)^2 + y^2", window=((-1, 1), (-1, 1)))
    assert FlowBasins(surface, survey(surface)).near == pytest.approx(0.06 / 3)
    wide = Surface("(x^2 - 1)^2 + y^2", window=((-2, 2), (-2, 2)))
    assert FlowBasins(wide, survey(wide)).near == pytest.approx(0.01 * np.hypot(4, 4))


def test_a_funnel_is_the_largest_circle_within_which_f_rises_outward() -> None:
    """f = r² − r⁴/2 rises up to r = 1; circles shrink by a fifth each, and the one inside the last is taken."""
    hill, bowl = Surface("x^2 + y^2 - (x^2 + y^2)^2/2"), Surface("x^2 + 3y^2")
    for room in (1.5, 5.0, 20.0):
        radii = room * 0.8 ** np.arange(1, 24)
        below = radii[radii < 0.8].max()
        assert funnels(hill, np.zeros((2, 1)), np.array([room])) == pytest.approx([below])
        assert funnels(bowl, np.zeros((2, 1)), np.array([room])) == pytest.approx([0.8 * room])
    assert funnels(Surface("-x^2 + y^2"), np.zeros((2, 1)), np.array([1.0])) == [0.0]


def test_the_steepest_place_of_a_cycle_is_not_one_where_no_curvature_is_known() -> None:
    run = walked("x + 0y", "sgd", (0, 0), 12, learning_rate=1.0)
    bends = np.array([[1.0, 10.0 + k] for k in range(13)])
    bends[5] = np.nan
    vars(run)["eigenvalues"] = bends.__getitem__
    assert cycles.rate_cause(run, Cycle(0, 2, 1.0)).startswith("at (−12, 0) α·λ₁ = 1 × 22 = 22, above")


@pytest.mark.parametrize(("product", "share"), [(1.2, "20"), (1.5, "50"), (1.95, "95")])
def test_a_zigzag_on_a_quadratic_lands_so_much_of_the_way_on_the_other_side(product: float, share: str) -> None:
    run = walked("x^2/2 + 10y^2", "sgd", (4, 1), 4, learning_rate=product / 20)
    assert run.points[1, 1] == pytest.approx(1 - product)
    assert f"so each step lands on the other side, {share} % as far out" in moves.zigzag_cause(run, 0)


def test_several_overshoots_are_counted_up_to_the_last_of_them() -> None:
    run = walked("x^2 + y^2", "sgd", (4, 0), 6, learning_rate=0.75)
    assert moves.overshoot_event(run, 0, 4, 3, 0.5).sentence.endswith("; 3 such steps until step 5.")


@pytest.mark.parametrize(("steps", "groups"), [((5, 8, 11), 3), ((5, 8, 11, 14), 1), ((5, 50), 2), ((5, 8, 50, 53), 2)])
def test_more_than_three_crossings_that_follow_closely_are_one_event(steps: tuple[int, ...], groups: int) -> None:
    found = [(k % 2, 1 - k % 2, step) for k, step in enumerate(steps)]
    assert len(groups_of(found, 100)) == groups
    assert [crossing for group in groups_of(found, 100) for crossing in group] == found


@pytest.mark.parametrize(("steps", "hovers"), [(39, False), (40, True)])
def test_a_run_hovers_when_its_last_quarter_has_ten_steps(steps: int, *, hovers: bool) -> None:
    run = walked("x^2 + y^2", "sign_sgd", (0.025, 0.025), steps, learning_rate=0.05)  # to −0.025 and back
    place = arrivals.hovering(run)
    assert (place is not None) == hovers
    if place:
        assert place.hover == pytest.approx(np.hypot(0.025, 0.025))


@pytest.mark.parametrize(("steps", "falls"), [(1, False), (2, True), (5, True)])
def test_f_falls_for_ever_from_the_second_step_out_of_the_window_on(steps: int, *, falls: bool) -> None:
    assert divergence.falls_forever(walked("y^2 - x", "sgd", (0, 0), steps, learning_rate=10.0)) == falls


def test_a_plateau_is_flat_against_the_way_that_is_left() -> None:
    run = walked("-exp(-x^2 - y^2)", "sgd", (4.5, 4), 20, learning_rate=0.1)
    said = stalls.plateau_sentence(run, stalls.Stall(0, 20, None))
    assert f"while the way down to f = −1 takes {1 / np.hypot(10, 10):.4g} on average, over the window's" in said
    level = walked("0x + 0y + 3", "sgd", (1, 1), 20, learning_rate=0.1)
    assert "the way down" not in stalls.plateau_sentence(level, stalls.Stall(0, 20, None))
