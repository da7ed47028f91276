"""How a run ended, and why, in numbers."""

import numpy as np

from gdviz.trajectory import Ending

from . import cycles, exits, rest, stalls
from .arrival import AT, Place, at_a_minimum, first_at, resting_place
from .best import best_verdict, deepest
from .flow import Basins
from .run import Run
from .words import Event, EventKind, Verdict, count_word, place, say

TIMID = 0.1  # rate × curvature below which a rate is far too small
Judgement = tuple[Verdict, str, Event | None]


def judge(run: Run, basins: Basins) -> Judgement:
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
    return held(run) or going_about(run) or climbing(run) or descending(run)


def going_about(run: Run) -> Judgement | None:
    """Neither at rest nor getting anywhere: moved by noise, or round and round."""
    if run.noise:
        moved = rest.noisy(run)
        return (Verdict.NOISY, rest.noise_sentence(run), None) if moved else None
    going_round = cycles.cycle(run)
    return (Verdict.CYCLING, cycles.cycle_event(run, going_round).sentence, None) if going_round else None


def climbing(run: Run) -> Judgement | None:
    """Higher at the end than where it began."""
    start, end = float(run.values[0]), float(run.values[-1])
    if run.noise or not end > start + 1e-9 * abs(start):
        return None
    text = f"After {count_word(run.count)} f is up from {say(start)} to {say(end)}, at {place(run.points[-1])}."
    return Verdict.CLIMBING, text, None


def arrived(run: Run, basins: Basins, found: Place) -> Judgement:
    """At a minimum: the global one, or a trap with the barrier in front of a deeper one."""
    best = deepest(run)
    if best is None or best[1] >= found.value - 1e-9 * max(1.0, abs(found.value)):
        text = f"It ends at {found.words}, f = {say(found.value)}; no deeper one is known."
        return best_verdict(run, found.value), text, None
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


def held(run: Run) -> Judgement | None:
    """Stalled, at a saddle or on a plateau, at the end of the run."""
    balance = rest.balanced(run)
    if balance:
        return Verdict.HELD, balance, None
    last = [stall for stall in stalls.stalls(run) if stall.last == run.count]
    if last and last[0].saddle is not None:
        text = stalls.saddle_sentence(run, last[0])
        if run.key == "newton":
            text += " Newton's step looks for a zero of the gradient, of whatever kind."
        return stalls.VERDICTS.get(last[0].kind, Verdict.SADDLE), text, None
    if last:
        return Verdict.PLATEAU, stalls.plateau_sentence(run, last[0]), None
    slope = float(np.hypot(*run.trajectory.gradients[-1]))
    near = stalls.stationary(run, run.points[-1])
    still = run.count == 0 or float(run.lengths[-1]) < 1e-6 * run.diagonal
    if still and near and np.hypot(*np.subtract(near[0], run.points[-1])) < AT * run.diagonal:
        text = f"It stays at the {near[1]} {place(near[0])}, where the slope is {say(slope)}: no way is down."
        return stalls.VERDICTS.get(near[1], Verdict.SADDLE), text, None
    if still and stalls.is_plateau(run, run.count):
        return Verdict.PLATEAU, f"It stays at {place(run.points[-1])}, where the slope is {say(slope)}.", None
    return None


def descending(run: Run) -> Judgement:
    """Not there yet: how fast it goes, and how fast it could."""
    slope = float(np.hypot(*run.trajectory.gradients[-1]))
    here = place(run.points[-1])
    text = f"After {count_word(run.count)} it is at {here}, f = {say(run.values[-1])}, "
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
