"""Runs that end at no minimum: where pieces of f meet, without a next step, higher than before, or on the way down."""

from typing import NamedTuple

import numpy as np

from gdviz.analysis.diagnosis import divergence
from gdviz.analysis.diagnosis.arrivals import AT, still
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.stalls import FLAT
from gdviz.numeral import coordinates, count_word, numeral
from gdviz.optimizers.methods.method import STAYS
from gdviz.trajectory import Ending

TIMID = 0.1  # rate × curvature below which a rate is far too small


def quarter_of(run: DiagnosedRun) -> int:
    """A quarter of the steps, at least one."""
    return max(run.count // 4, 1)


def slope_words(run: DiagnosedRun) -> str:
    """ "with a slope of 0.2 left"."""
    slope = run.slopes[-1]
    return f"with a slope of {numeral(slope)} left" if np.isfinite(slope) else "where there is no gradient"


def stuck(run: DiagnosedRun) -> str:
    """The sentence of a run whose next step does not exist or does not move it; empty for others."""
    here = f"{coordinates(run.points[-1])}, f = {numeral(run.values[-1])}"
    if run.trajectory.ending is Ending.DIVISION_BY_ZERO:
        if run.key == "newton":
            low, high = run.eigenvalues(run.count)
            return (
                f"After {count_word(run.count)} it is at {here}, where the curvatures are {numeral(low)} "
                f"and {numeral(high)}: "
                f"the slope has a part along a direction without curvature, where Newton's step has no end."
            )
        return f"After {count_word(run.count)} it is at {here}, {slope_words(run)}: the next step divides by zero."
    if not run.count or run.lengths[-quarter_of(run) :].any() or not run.trajectory.gradients[-1].any():
        return ""
    if run.searches and run.trajectory.trials and run.trajectory.trials[-1] == STAYS:
        return f"It stays at {here}, {slope_words(run)}: {run.name} finds no lower point from there."
    return f"It stays at {here}, {slope_words(run)}: its steps are too short to change the numbers."


def climbing(run: DiagnosedRun) -> str:
    """The sentence of a run that ends higher than a quarter of its steps before; empty for others."""
    if not run.count:
        return ""
    quarter = quarter_of(run)
    before, after = float(run.values[-quarter - 1]), float(run.values[-1])
    if not after > before + 1e-9 * abs(before):
        return ""
    span = "step" if quarter == 1 else f"{quarter} steps"
    text = f"In the last {span} f rose from {numeral(before)} to {numeral(after)}, at {coordinates(run.points[-1])}"
    lowest = int(run.values.argmin())
    cause = None if run.noise else divergence.rate_cause(run, run.count - quarter)
    text += f": {cause}" if cause else ""
    return (
        f"{text}. It was lowest after {count_word(lowest)}, f = {numeral(run.values[lowest])}."
        if lowest
        else f"{text}."
    )


def descending(run: DiagnosedRun) -> str:
    """Not there yet: how fast it goes, and how fast it could."""
    here = coordinates(run.points[-1])
    text = f"After {count_word(run.count)} it is at {here}, f = {numeral(run.values[-1])}, {slope_words(run)}"
    return f"{text}{faster(run)}."


def faster(run: DiagnosedRun) -> str:
    """How fast plain gradient descent goes here, and on a quadratic how fast it could."""
    if not run.count or not run.is_plain(run.count - 1):
        return ""
    low, high = run.eigenvalues(run.count)
    rate = float(run.trajectory.rates[-1])
    if low > 0 and run.quadratic:
        return slower_than_best(rate, float(low), float(high))
    steepest = float(np.abs([low, high]).max())
    if 0 < rate * steepest < TIMID:
        product, right = numeral(rate * steepest), numeral(1 / steepest)
        return f". Here |λ| is at most {numeral(steepest)} and α·|λ| = {product}: the rate is far below 1/|λ| = {right}"
    return ""


def slower_than_best(rate: float, low: float, high: float) -> str:
    """On a quadratic, each step against that of the best constant rate (Nesterov 2018, §1.2.3)."""
    best = 2 / (low + high)
    now, then = max(abs(1 - rate * low), abs(1 - rate * high)), (high - low) / (high + low)
    if not (then < 0.99 * now and now < 1):
        return ""
    text = (
        f". Here λ₁ = {numeral(high)} and λ₂ = {numeral(low)}: at α = {numeral(rate)} each step takes "
        f"{numeral(100 * (1 - now))} % off"
    )
    if then < 1e-9:
        return f"{text} the way, and α = 1/λ = {numeral(best)} arrives in one step"
    return (
        f"{text} the way at worst, and at α = 2/(λ₁ + λ₂) = {numeral(best)} it would take {numeral(100 * (1 - then))} %"
    )


DIRECTIONS = 32
HALVINGS = 70  # from the reach down to neighbouring floats
LEAST = 1e-6  # a difference of values at neighbouring floats, in shares of 1 + their size, that is no slope


class Jump(NamedTuple):
    """The value of f just before a jump, seen from the run, and just beyond."""

    here: float
    beyond: float


def border_sentence(run: DiagnosedRun) -> str:
    """The sentence of a run that came to rest where pieces of f meet, at no minimum; empty for another."""
    slope, reach = run.slopes[-1], AT * run.diagonal
    if run.surface.smooth or run.noise or not run.count or not still(run) or not slope <= FLAT * run.steepness:
        return ""
    text = f"It stays at {coordinates(run.points[-1])}, f = {numeral(run.values[-1])}"
    if jump := jump_beside(run, reach):
        by = f"{'lower' if jump.beyond < jump.here else 'higher'} by {numeral(abs(jump.beyond - jump.here))}"
        text += f"; f jumps there, across the jump it is {numeral(jump.beyond)}, {by}. "
        if jump.beyond > jump.here:
            return f"{text}It is no minimum: f gets lower up to the very edge of its piece."
        return f"{text}A gradient tells of its own piece of f alone."
    lower = lower_piece(run, reach)
    if lower is None:
        return ""
    text += (
        f", with a slope of {numeral(slope)} left; {numeral(reach)} on, in another piece of f, f = {numeral(lower)} "
    )
    return f"{text}is lower. A gradient tells of its own piece of f alone."


def jump_beside(run: DiagnosedRun, reach: float) -> Jump | None:
    """The deepest drop of f across a jump within `reach` of the last point; the highest rise where there is no drop."""
    near, far = round_about(run, reach)
    before, after = run.surface.value(*near), run.surface.value(*far)
    with np.errstate(all="ignore"):
        for _ in range(HALVINGS):
            middle = (near + far) / 2
            value = run.surface.value(*middle)
            later = ~(np.abs(value - before) > np.abs(after - value))
            near, before = np.where(later, middle, near), np.where(later, value, before)
            far, after = np.where(later, far, middle), np.where(later, after, value)
        rise = after - before
        jumps = np.isfinite(rise) & (np.abs(rise) > LEAST * (1 + np.abs(before) + np.abs(after)))
    if not jumps.any():
        return None
    drop = int(np.where(jumps, rise, np.inf).argmin())
    place = drop if rise[drop] < 0 else int(np.where(jumps, rise, -np.inf).argmax())
    return Jump(float(before[place]), float(after[place]))


def lower_piece(run: DiagnosedRun, reach: float) -> float | None:
    """The lowest f at the distance `reach`, where it is far below what slope and curvature at the last point say."""
    near, far = round_about(run, reach)
    step, (xx, xy, yy) = far - near, run.surface.hessian(*run.points[-1])
    bent = xx * step[0] ** 2 + 2 * xy * step[0] * step[1] + yy * step[1] ** 2
    promised = run.values[-1] + run.trajectory.gradients[-1] @ step + bent / 2
    values = run.surface.value(*far)
    fallen = run.values[-1] - values
    other = (fallen > 0) & (promised - values > 0.5 * fallen) & (fallen > LEAST * (1 + np.abs(values)))
    return float(values[other].min()) if other.any() else None


def round_about(run: DiagnosedRun, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """The last point, repeated (2, n), and points (2, n) all round it at the distance `reach`."""
    turn = 2 * np.pi * (np.arange(DIRECTIONS) + 0.03) / DIRECTIONS
    near = np.repeat(run.points[-1][:, None], DIRECTIONS, axis=1)
    return near, near + reach * np.stack([np.cos(turn), np.sin(turn)])
