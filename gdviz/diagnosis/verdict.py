"""How a run ended, and why, in numbers."""

import numpy as np

from gdviz.trajectory import Ending

from . import cycles, exits, stalls
from .arrival import AT, Place, at_a_minimum, first_at, resting_place
from .flow import Basins
from .run import Run
from .words import Event, EventKind, Verdict, place, say

TIMID = 0.1  # rate × curvature below which a rate is far too small


def judge(run: Run, basins: Basins) -> tuple[Verdict, str, Event | None]:
    """Verdict, its sentence, and the event of the trap if it is one."""
    ending = run.trajectory.ending
    if ending in (Ending.LEFT_DOMAIN, Ending.UNDEFINED_START):
        return Verdict.LEFT_DOMAIN, exits.domain_left(run).sentence, None
    if exits.falls_forever(run) and not at_a_minimum(run):
        return Verdict.UNBOUNDED, exits.unbounded_sentence(run), None
    if exits.runs_away(run):
        return Verdict.DIVERGED, exits.divergence(run).sentence, None
    found = resting_place(run)
    if found:
        return arrived(run, basins, found)
    stalled = held(run)
    if stalled:
        return stalled
    going_round = cycles.cycle(run)
    if going_round:
        return Verdict.CYCLING, cycles.cycle_event(run, going_round).sentence, None
    return descending(run)


def deepest(run: Run) -> tuple[tuple[float, float], float] | None:
    """The global minimum as far as known: the survey's, or the surface's own if that is deeper."""
    best = run.survey.global_minimum
    known = [*run.minima, *([(best.point, best.value)] if best else [])]
    return min(known, key=lambda m: m[1], default=None)


def arrived(run: Run, basins: Basins, found: Place) -> tuple[Verdict, str, Event | None]:
    """At a minimum: the global one, or a trap with the barrier in front of a deeper one."""
    best = deepest(run)
    if best is None or best[1] >= found.value - 1e-9 * max(1.0, abs(found.value)):
        text = f"It ends at {found.words}, f = {say(found.value)}; no deeper one is known."
        return Verdict.REACHED, text, None
    text = (
        f"It ends in {found.words}, f = {say(found.value)}; the one at {place(best[0])} is deeper, f = {say(best[1])}"
    )
    way = basins.lowest_pass(found.number) if found.number is not None else None
    if way:
        target = basins.minima[way.target]
        aim = "there" if np.allclose(target.point, best[0]) else f"towards the deeper one at {place(target.point)}"
        text += (
            f". The lowest pass {aim} is the saddle {place(way.saddle.point)}, f = {say(way.saddle.value)}: "
            f"a climb of {say(way.saddle.value - found.value)}"
        )
    arrival = first_at(run, found)
    return (
        Verdict.TRAPPED,
        f"{text}.",
        run.event(EventKind.TRAP, max(arrival - 1, 0), f"{text}.") if run.count else None,
    )


def held(run: Run) -> tuple[Verdict, str, Event | None] | None:
    """Stalled, at a saddle or on a plateau, at the end of the run."""
    last = [stall for stall in stalls.stalls(run) if stall.last == run.count]
    if last and last[0].saddle is not None:
        text = stalls.saddle_sentence(run, last[0])
        if run.key == "newton":
            text += " Newton's step looks for a zero of the gradient, of whatever kind."
        return Verdict.SADDLE, text, None
    if last:
        return Verdict.PLATEAU, stalls.plateau_sentence(run, last[0]), None
    slope = float(np.hypot(*run.trajectory.gradients[-1]))
    near = stalls.stationary(run, run.points[-1])
    still = run.count == 0 or float(run.lengths[-1]) < 1e-6 * run.diagonal
    if still and near and np.hypot(*np.subtract(near[0], run.points[-1])) < AT * run.diagonal:
        text = f"It stays at the {near[1]} {place(near[0])}, where the slope is {say(slope)}: no way is down."
        return Verdict.SADDLE, text, None
    if still and stalls.is_plateau(run, run.count):
        return Verdict.PLATEAU, f"It stays at {place(run.points[-1])}, where the slope is {say(slope)}.", None
    return None


def descending(run: Run) -> tuple[Verdict, str, Event | None]:
    """Not there yet: how fast it goes, and how fast it could."""
    slope = float(np.hypot(*run.trajectory.gradients[-1]))
    here = place(run.points[-1])
    text = f"After {run.count} steps it is at {here}, f = {say(run.values[-1])}, "
    text += f"with a slope of {say(slope)} left" if np.isfinite(slope) else "where there is no gradient"
    return Verdict.DESCENDING, f"{text}{faster(run)}.", None


def faster(run: Run) -> str:
    """How much faster plain gradient descent could go at the rate that suits the curvature where it ends."""
    low, high = run.eigenvalues(run.count)
    if run.count and run.is_plain(run.count - 1) and low > 0:
        rate = float(run.trajectory.rates[-1])
        best = 2 / (low + high)
        now, then = max(abs(1 - rate * low), abs(1 - rate * high)), (high - low) / (high + low)
        if 0 < now < 1 and np.log(now) > 0.8 * np.log(max(then, 1e-300)):
            times = np.log(max(then, 1e-12)) / np.log(now)
            return (
                f". Here λ₁ = {say(high)} and λ₂ = {say(low)}: at α = {say(rate)} each step shortens the way by "
                f"{say(100 * (1 - now))} %, and α = 2/(λ₁ + λ₂) = {say(best)} would be {say(times)} times as fast"
            )
    steepest = float(np.abs([low, high]).max())
    if run.count and run.is_plain(run.count - 1) and 0 < run.trajectory.rates[-1] * steepest < TIMID:
        product, right = say(float(run.trajectory.rates[-1]) * steepest), say(1 / steepest)
        return f". Here |λ| is at most {say(steepest)} and α·|λ| = {product}: the rate is far below 1/|λ| = {right}"
    return ""
