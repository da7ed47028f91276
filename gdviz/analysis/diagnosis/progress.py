"""Runs that have not arrived: without a next step, higher than before, or on their way down."""

import numpy as np

from gdviz.analysis.diagnosis import divergence
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.words import count_word
from gdviz.numeral import coordinates, numeral
from gdviz.optimizers.methods.method import STAYS
from gdviz.trajectory import Ending

TIMID = 0.1  # rate × curvature below which a rate is far too small


def quarter_of(run: DiagnosedRun) -> int:
    """A quarter of the steps, at least one."""
    return max(run.count // 4, 1)


def slope_words(run: DiagnosedRun) -> str:
    """ "with a slope of 0.2 left"."""
    slope = float(np.hypot(*run.trajectory.gradients[-1]))
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
