"""How a run ended, and why, in numbers."""

from dataclasses import dataclass

import numpy as np

from gdviz.landscape import Kind
from gdviz.trajectory import Ending

from . import cycles, exits, stalls
from .flow import Basins
from .run import Run
from .words import Event, EventKind, Verdict, place, say

AT = 2e-3  # share of the diagonal: so near a minimum is at it
NEWTON_REACH = 0.02
TIMID = 0.1  # rate × curvature below which a rate is far too small


@dataclass(frozen=True)
class Place:
    """A minimum that a run ended at: where, how deep, number in the survey (None: not in it), words for it."""

    point: tuple[float, float]
    value: float
    number: int | None
    words: str


def known_minimum(run: Run) -> Place | None:
    """The isolated minimum or valley floor the last point lies at, else the minimum Newton's method finds beside it."""
    end = run.points[-1]
    for number, m in enumerate(run.survey.minima):
        away = float(np.hypot(*np.subtract(m.point, end)))
        gap = run.values[-1] - m.value
        settled = m.kind is Kind.DEGENERATE and away < NEWTON_REACH * run.diagonal and gap < 1e-4 * np.ptp(run.values)
        if away < AT * run.diagonal or settled:
            return Place(m.point, m.value, number, f"the minimum {place(m.point)}")
    for floor in run.survey.valleys:
        if floor.is_minimum and at_floor(run, floor.value, floor.distance(end)):
            x, y = (float(k) for k in end)
            return Place((x, y), floor.value, None, f"{place(end)}, one of the minima of {floor.shape}")
    return outside_minimum(run)


def at_floor(run: Run, value: float, away: float) -> bool:
    """Is the last point on a valley floor of this height?"""
    gap = float(run.values[-1]) - value
    return away < NEWTON_REACH * run.diagonal and gap <= 1e-6 * max(float(np.ptp(run.values)), 1e-300)


def outside_minimum(run: Run) -> Place | None:
    """A minimum that the survey does not list (outside its window, say), by Newton's method from the last point."""
    point = run.points[-1].copy()
    bounds = np.array(run.survey.window)
    outside = bool(((point < bounds[:, 0]) | (point > bounds[:, 1])).any())
    if run.survey.certified and not outside:
        return None
    for _ in range(20):
        hxx, hxy, hyy = (float(k) for k in run.surface.hessian(*point))
        h = np.array([[hxx, hxy], [hxy, hyy]])
        g = np.array([float(k) for k in run.surface.gradient(*point)])
        if not np.isfinite([*h.ravel(), *g]).all() or np.linalg.eigvalsh(h)[0] <= 1e-12 * np.abs(h).max():
            return None
        step = np.linalg.solve(h, g)
        point = point - step
        if np.hypot(*(point - run.points[-1])) > AT * run.diagonal:
            return None
    if np.hypot(*step) > 1e-12 * run.diagonal:
        return None
    x, y = (float(k) for k in point)
    words = f"the minimum {place((x, y))}{' outside the window' if outside else ''}"
    return Place((x, y), float(run.surface.value(x, y)), None, words)


def at_rest(run: Run) -> bool:
    """Are the last steps short?"""
    return run.count == 0 or float(run.lengths[-3:].max()) < 2 * AT * run.diagonal


def judge(run: Run, basins: Basins) -> tuple[Verdict, str, Event | None]:
    """Verdict, its sentence, and the event of the trap if it is one."""
    ending = run.trajectory.ending
    if ending in (Ending.LEFT_DOMAIN, Ending.UNDEFINED_START):
        return Verdict.LEFT_DOMAIN, exits.domain_left(run).sentence, None
    if exits.falls_forever(run) and not known_minimum(run):
        return Verdict.UNBOUNDED, exits.unbounded_sentence(run), None
    if exits.runs_away(run):
        return Verdict.DIVERGED, exits.divergence(run).sentence, None
    found = known_minimum(run) if at_rest(run) else None
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


def first_at(run: Run, found: Place) -> int:
    """The first frame from which the run stays at the minimum."""
    away = np.hypot(*(run.points - np.array(found.point)).T)
    far = np.flatnonzero(away > max(2 * AT * run.diagonal, 1.5 * float(away[-1])))
    return int(far[-1]) + 1 if far.size else 0


def arrival(run: Run) -> Event | None:
    """The mark where the run comes to stay at the minimum it ends at."""
    found = known_minimum(run) if at_rest(run) else None
    if found is None:
        return None
    frame = first_at(run, found)
    slope = float(np.hypot(*run.trajectory.gradients[frame]))
    text = f"From frame {frame} on it stays at {found.words}: f = {say(run.values[frame])}, slope {say(slope)}."
    x, y = (float(k) for k in run.points[frame])
    return Event(EventKind.CONVERGENCE, frame, (x, y), text, run.count)


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
