"""Three of many rates: by hand-made outcomes, and over the gallery, where each choice is run again by itself."""

import numpy as np
import pytest

from gdviz.analysis.diagnosis import Verdict
from gdviz.analysis.landscape import survey
from gdviz.analysis.sweep import Outcomes, Role, choose, outcomes, roles, sweep, tried_rates
from gdviz.analysis.sweep.choice import rounded_down
from gdviz.analysis.sweep.run_outcomes import limits, nearest, outcomes_of
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.surface import Surface

pytestmark = pytest.mark.long

STEPS, RATES = 60, 41
D, R, T, C, X, P = (
    Verdict.DESCENDING,
    Verdict.REACHED,
    Verdict.TRAPPED,
    Verdict.CYCLING,
    Verdict.DIVERGED,
    Verdict.PLATEAU,
)


def ended(verdicts: list[Verdict], final: list[float], steps: list[int], limit: float = np.inf) -> Outcomes:
    """Outcomes at the rates 0.001, 0.01, … from f = 10."""
    rates = 10.0 ** (np.arange(len(verdicts)) - 3)
    said = np.array(verdicts, dtype=object)
    return Outcomes(rates, said, np.array(final, dtype=float), np.array(steps), np.full(len(verdicts), limit), 10.0)


def test_right_is_the_soonest_that_arrived_not_the_plateau_that_met_the_tolerance_first() -> None:
    found = ended([D, R, R, P, X], [5, 0, 0, 1, np.inf], [-1, 40, 12, 1, -1])
    assert choose(found) == (0, 2, 4)
    assert roles(found) == (Role.TOO_SMALL, Role.SLOWER, Role.RIGHT, Role.TOO_LARGE, Role.TOO_LARGE)


def test_a_lucky_one_among_failures_is_not_right_while_a_steady_one_is_there() -> None:
    found = ended([D, R, R, R, C, R, C], [5, 0, 0, 0, 3, 0, 3], [-1, 40, 20, 12, -1, 2, -1])
    assert choose(found).right == 2


def test_without_arrival_the_deepest_trap_is_right_and_without_a_trap_the_lowest_that_falls() -> None:
    assert choose(ended([D, T, T, X], [5, 4, 3, np.inf], [-1, 9, 20, -1])).right == 2
    assert choose(ended([D, D, C, X], [5, 2, 1, np.inf], [-1, -1, -1, -1])).right == 1
    assert choose(ended([P, P, C], [10, 10, 12], [0, 0, -1])) == (None, None, None)
    assert choose(ended([D, D, D], [5, 4, 3], [-1] * 3), falling=False).right is None


def test_where_no_rate_is_right_those_that_diverge_or_go_about_are_too_large_and_others_nothing() -> None:
    assert roles(ended([P, C, X], [10, 12, np.inf], [0, -1, -1])) == (Role.NONE, Role.TOO_LARGE, Role.TOO_LARGE)


def test_right_is_never_at_or_above_the_limit_and_too_large_is_clear_of_it() -> None:
    found = ended([D, R, R, R, X, X], [5, 0, 0, 0, np.inf, np.inf], [-1, 40, 30, 2, -1, -1], limit=1.0)
    assert choose(found).right == 2
    assert choose(ended([D, R, C, X], [5, 0, 3, np.inf], [-1, 40, -1, -1], limit=0.9)).large == 3


def test_too_large_diverges_where_anything_does_and_too_small_does_not_arrive_where_any_does_not() -> None:
    assert choose(ended([D, R, C, C, X], [5, 0, 3, 3, np.inf], [-1, 9, -1, -1, -1])).large == 4
    assert choose(ended([D, R, C, C], [5, 0, 3, 3], [-1, 9, -1, -1])).large == 2
    assert choose(ended([R, R, R], [0, 0, 0], [90, 40, 9])) == (0, 1, None)


def test_the_rates_tried_have_three_digits_and_reach_below_the_steepest_minimum() -> None:
    steep = Surface("1e8x^2 + y^2", window=((-1, 1), (-1, 1)))
    rates = tried_rates(steep, OPTIMIZERS["sgd"].knobs["learning_rate"], survey(steep, steep.window), 281)
    assert rates[0] < 1e-9 * 2
    assert all(float(f"{rate:.3g}") == rate for rate in rates)
    assert rates.max() == 100
    assert [rounded_down(r) for r in (0.1, 0.09999, 0.18181818, 2 / 3)] == [0.1, 0.0999, 0.181, 0.666]


def test_a_limit_on_a_quadratic_is_two_over_lambda_with_decay_and_momentum() -> None:
    bowl, origin = Surface("x^2 + 10y^2"), np.zeros((2, 1))
    assert limits(bowl, "sgd", origin) == pytest.approx([2 / 20])
    assert limits(bowl, "momentum", origin, momentum=0.5) == pytest.approx([2 * 1.5 / 20])
    assert limits(bowl, "sgd", origin, weight_decay_l2=5.0) == pytest.approx([2 / 25])
    assert limits(bowl, "adam", origin) == pytest.approx([np.inf])
    assert limits(bowl, "sgd", origin, schedule="cosine") == pytest.approx([np.inf])


def test_the_first_rate_too_large_on_a_quadratic_diverges_and_the_right_one_does_not() -> None:
    for text, limit in (("x^2 + 10y^2", 0.1), ("1e8x^2 + y^2", 1e-8), ("x^2 + y^2", 1.0)):
        surface = Surface(text, window=((-1, 1), (-1, 1)))
        known = survey(surface, surface.window)
        rates = tried_rates(surface, OPTIMIZERS["sgd"].knobs["learning_rate"], known, 281)
        found = sweep(surface, "sgd", (0.7, 0.4), 150, survey=known, learning_rate=rates)
        choice = choose(outcomes(surface, "sgd", found, known))
        assert choice.right is not None
        assert choice.large is not None
        assert rates[choice.right] < limit
        assert 1.1 * limit <= rates[choice.large] < 1.3 * limit
        assert choice.small is not None
        shrunk = (
            np.array([0.7, 0.4]) * (1 - rates[choice.small] * np.linalg.eigvalsh(surface_hessian(text))[::-1]) ** 150
        )
        assert np.abs(shrunk).max() > 1e-3, "gradient descent in closed form has not arrived"


def surface_hessian(text: str) -> np.ndarray:
    """Of a x^2 + b y^2, read by hand."""
    first, second = text.split(" + ")
    return np.diag([2 * float(first[:-3] or 1), 2 * float(second[:-3] or 1)])


def lowest_known(surface: Surface) -> float:
    return min(minimum.value for minimum in surface.minima)


def away(surface: Surface, point: np.ndarray, deepest: bool) -> float:
    """How far from the nearest minimum of the gallery's own answers, in diagonals of the window."""
    low = lowest_known(surface)
    known = [m.point for m in surface.minima if not deepest or m.value <= low + 1e-6 * max(1, abs(low))]
    diagonal = np.hypot(*(high - low for low, high in surface.window))
    return min((float(np.hypot(*np.subtract(place, point))) for place in known), default=np.inf) / diagonal


@pytest.mark.parametrize("key", [key for key, surface in GALLERY.items() if surface.minima])
def test_over_the_gallery_each_choice_ends_as_it_says(key: str) -> None:
    surface = GALLERY[key]
    known = survey(surface, surface.window)
    for name in ("sgd", "momentum", "adam", "rmsprop", "newton"):
        rates = tried_rates(surface, OPTIMIZERS[name].knobs["learning_rate"], known, RATES)
        found = sweep(surface, name, None, STEPS, survey=known, learning_rate=rates)
        choice = choose(outcomes(surface, name, found, known))
        if choice.right is None:
            continue
        best = descend(surface, name, steps=STEPS, learning_rate=float(rates[choice.right]))
        verdict = found.verdicts[choice.right]
        assert best.values[-1] < best.values[0]
        if verdict is Verdict.REACHED:
            gap = best.values[-1] - lowest_known(surface)
            assert away(surface, best.points[-1], deepest=True) < 0.05 or gap < 1e-3 * (best.values[0] - gap), name
        elif verdict is Verdict.DESCENDING:
            assert away(surface, best.points[-1], deepest=True) > 1e-6, name
        if name == "sgd" and verdict in (Verdict.REACHED, Verdict.TRAPPED):
            steepest = np.linalg.eigvalsh(numeric_hessian(surface, best.points[-1]))[-1]
            assert rates[choice.right] < 2.02 / steepest or not surface.smooth
        if choice.large is not None and found.verdicts[choice.large] is Verdict.DIVERGED:
            wild = descend(surface, name, steps=STEPS, learning_rate=float(rates[choice.large]))
            spans = [high - low for low, high in surface.window]
            reach = np.abs(wild.points).max()
            assert wild.steps < STEPS or reach > max(spans) or wild.values[-1] > wild.values[0], name
        if choice.small is not None and found.verdicts[choice.small] is Verdict.DESCENDING:
            slow = descend(surface, name, steps=STEPS, learning_rate=float(rates[choice.small]))
            assert slow.values[-1] < slow.values[0]
            assert np.hypot(*slow.gradients[-1]) > 0, name


def numeric_hessian(surface: Surface, point: np.ndarray) -> np.ndarray:
    """By central differences of the gradient."""
    reach = 1e-6 * max(high - low for low, high in surface.window)
    columns = []
    for axis in np.eye(2) * reach:
        ahead, behind = (np.array(surface.gradient(*(point + s * axis)), dtype=float) for s in (1, -1))
        columns.append((ahead - behind) / (2 * reach))
    return np.array(columns + np.transpose(columns)) / 2


def test_every_rate_of_a_sweep_of_rosenbrock_has_a_verdict() -> None:
    """Momentum above its limit comes to rest at the last step, after which there is no cycle to measure."""
    found = sweep(GALLERY["rosenbrock"], "momentum", None, STEPS, learning_rate=np.geomspace(1e-4, 1, RATES))
    assert all(isinstance(verdict, Verdict) for verdict in found.verdicts)


@pytest.mark.parametrize(
    ("text", "start", "rate", "verdict", "final"),
    [
        ("x^2 + y^2", (1.0, 0.0), 1.5, Verdict.DIVERGED, np.inf),  # x doubles each step, with the other sign
        ("y^2/2 - x^2/2", (1.0, 0.0), 1.0, Verdict.UNBOUNDED, -(2.0**18) / 2),  # x doubles each step
        ("x^2 + y^2", (1.0, 0.0), 1.0, Verdict.STUCK, 1.0),  # x = ±1
    ],
)
def test_a_lost_run_that_rose_has_no_final_height_and_any_other_has_its_own(
    text: str, start: tuple[float, float], rate: float, verdict: Verdict, final: float
) -> None:
    run = descend(text, "sgd", start, 9, learning_rate=rate)
    found = outcomes_of(Surface(text), "sgd", [rate], [run], [verdict], None)
    assert found.final == pytest.approx([final])
    assert found.steps.tolist() == [-1]
    assert found.begins == Surface(text).value(*start)


@pytest.mark.parametrize("point", [(2.0, 2.5), (-2.9, 3.2), (-3.3, -3.0), (3.4, -1.0), (0.1, -3.0), (-3.0, 0.1)])
def test_the_nearest_minimum_is_that_of_a_plain_loop(point: tuple[float, float]) -> None:
    himmelblau = survey(GALLERY["himmelblau"])
    distances = {minimum.point: np.hypot(*(np.array(minimum.point) - point)) for minimum in himmelblau.minima}
    assert nearest(himmelblau, np.array(point)).point == min(distances, key=distances.get)


@pytest.mark.parametrize("curvature", [1.0, 1e4, 1e6, 1e10])
def test_the_rates_tried_are_those_a_link_holds_whatever_the_curvature(curvature: float) -> None:
    bowl = Surface(f"{curvature}*(x^2 + y^2)/2")
    rates = tried_rates(bowl, OPTIMIZERS["sgd"].knobs["learning_rate"], survey(bowl), 41)
    assert rates.min() >= 1e-9
    assert (np.diff(rates) > 0).all()
    assert (1 / curvature in rates) == (curvature <= 1e6)
