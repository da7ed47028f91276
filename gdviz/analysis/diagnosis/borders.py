"""Borders between pieces of f beside the end of a run: jumps, as of a condition, of floor and of sign, and bends."""

from typing import NamedTuple

import numpy as np

from gdviz.analysis.diagnosis.arrivals import AT
from gdviz.analysis.diagnosis.rest import still
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.stalls import FLAT
from gdviz.numeral import coordinates, numeral

DIRECTIONS = 32
HALVINGS = 70  # from the reach down to neighbouring floats
LEAST = 1e-6  # a difference of values at neighbouring floats, in shares of 1 + their size, that is no slope


class Jump(NamedTuple):
    """The value of f just before a jump, seen from the run, and just beyond."""

    here: float
    beyond: float


def border_sentence(run: DiagnosedRun) -> str:
    """The sentence of a run that came to rest where pieces of f meet, at no minimum; empty for another."""
    slope, reach = float(np.hypot(*run.trajectory.gradients[-1])), AT * run.diagonal
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
