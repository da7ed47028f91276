"""How a run ended, and why, in numbers."""

from typing import NamedTuple

import numpy as np

from gdviz.analysis.diagnosis import cycles, divergence, stalls
from gdviz.analysis.diagnosis.arrivals import (
    AT,
    Place,
    at_a_minimum,
    balanced,
    first_at,
    hovering,
    noise_sentence,
    noisy,
    resting_place,
)
from gdviz.analysis.diagnosis.gradient_flow import FlowBasins
from gdviz.analysis.diagnosis.progress import border_sentence, climbing, descending, stuck
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.words import Event, EventKind, Verdict
from gdviz.analysis.landscape import is_global
from gdviz.numeral import coordinates, count_word, numeral
from gdviz.trajectory import Ending


class Judgement(NamedTuple):
    """The verdict, its sentence, the event of the trap if it is one, the minimum that the run stays at."""

    verdict: Verdict
    sentence: str
    trap: Event | None = None
    at: Place | None = None


def judge(run: DiagnosedRun, basins: FlowBasins) -> Judgement:
    """Verdict, its sentence, and what belongs to it."""
    ending = run.trajectory.ending
    if ending in (Ending.LEFT_DOMAIN, Ending.UNDEFINED_START):
        saturated = divergence.saturation(run)
        if saturated:
            return Judgement(Verdict.SATURATED, saturated)
        return Judgement(Verdict.LEFT_DOMAIN, divergence.domain_left(run).sentence)
    if divergence.falls_forever(run) and not at_a_minimum(run):
        return Judgement(Verdict.UNBOUNDED, divergence.unbounded_sentence(run))
    if divergence.runs_away(run):
        return Judgement(Verdict.DIVERGED, divergence.divergence(run).sentence)
    place = resting_place(run)
    if place:
        return minimum_verdict(run, basins, place)
    if border := border_sentence(run):
        return Judgement(Verdict.BORDER, border)
    return rest_verdict(run) or going_about(run, basins) or on_the_way(run)


def minimum_verdict(run: DiagnosedRun, basins: FlowBasins, place: Place) -> Judgement:
    """At a minimum: the global one, or a trap with the barrier in front of a deeper one."""
    best, text = run.deepest, ending_words(run, place)
    if best is None or not trapped(run, place):
        verdict = Verdict.HOVERING
        if place.hover is None:
            verdict = Verdict.REACHED if is_global(run.surface, run.survey, place.value) else Verdict.LOWEST_KNOWN
        return Judgement(verdict, f"{text}; no deeper one is known.", None, place)
    text += f"; the one at {coordinates(best[0])} is deeper, f = {numeral(best[1])}"
    way = basins.lowest_pass(place.number) if place.number is not None else None
    if way:
        target = basins.minima[way.target]
        aim = (
            "there" if np.allclose(target.point, best[0]) else f"towards the deeper one at {coordinates(target.point)}"
        )
        text += (
            f". The lowest pass {aim} is the saddle {coordinates(way.saddle.point)}, f = {numeral(way.saddle.value)}: "
            f"a climb of {numeral(way.saddle.value - place.value)}"
        )
    step = max(first_at(run, place) - 1, 0)
    phrase = f"trapped, f = {numeral(place.value, 3)}"
    trap = run.event(EventKind.TRAP, step, f"{text}.", phrase=phrase) if run.count else None
    return Judgement(Verdict.TRAPPED, f"{text}.", trap, place)


def trapped(run: DiagnosedRun, place: Place) -> bool:
    """Is a deeper minimum known?"""
    best = run.deepest
    return best is not None and best[1] < place.value - 1e-9 * max(1.0, abs(place.value))


def ending_words(run: DiagnosedRun, place: Place) -> str:
    """Where it ended and at what height, the run's own."""
    if place.hover is not None:
        quarter = run.count // 4
        last = run.values[-quarter - 1 :]
        return (
            f"It hovers within {numeral(place.hover)} of {place.words}, where f = {numeral(place.value)}: in its last "
            f"{count_word(quarter)} f is between {numeral(last.min())} and {numeral(last.max())}"
        )
    away = float(np.hypot(*np.subtract(place.point, run.points[-1])))
    where = f"at {place.words}" if away < AT * run.diagonal else f"{numeral(away)} from {place.words}"
    return f"It ends {where}, f = {numeral(run.values[-1])}"


def rest_verdict(run: DiagnosedRun) -> Judgement | None:
    """At rest where there is no minimum: by weight decay, at a saddle or top, on a plateau."""
    if balance := balanced(run):
        return Judgement(Verdict.HELD, balance)
    last = [stall for stall in stalls.stalls(run) if stall.last == run.count]
    if last and last[0].saddle is not None:
        text = stalls.saddle_sentence(run, last[0])
        if run.key == "newton":
            text += " Newton's step looks for a zero of the gradient, of whatever kind."
        return Judgement(stalls.VERDICTS[last[0].kind], text)
    if last:
        return Judgement(Verdict.PLATEAU, stalls.plateau_sentence(run, last[0]))
    near = stalls.stationary(run, run.points[-1])
    still = run.count == 0 or float(run.lengths[-1]) < 1e-6 * run.diagonal
    if still and near and np.hypot(*np.subtract(near[0], run.points[-1])) < AT * run.diagonal:
        (place, kind), slope = near, numeral(run.slopes[-1])
        text = f"It stays at the {kind} {coordinates(place)}, where the slope is {slope}: no way is down."
        return Judgement(stalls.VERDICTS[kind], text)
    if still and stalls.is_plateau(run, run.count):
        return Judgement(
            Verdict.PLATEAU,
            f"It stays at {coordinates(run.points[-1])}, where the slope is {stalls.slope_words(run.slopes[-1])}.",
        )
    return None


def going_about(run: DiagnosedRun, basins: FlowBasins) -> Judgement | None:
    """Neither at rest nor getting anywhere: moved by noise, round and round, or to and fro about a minimum."""
    if run.noise:
        return Judgement(Verdict.NOISY, noise_sentence(run)) if noisy(run) else None
    cycle, place = cycles.periodic(run), hovering(run)
    if place and (cycle is None or trapped(run, place)):
        return minimum_verdict(run, basins, place)
    cycle = cycle or cycles.wandering(run)
    return Judgement(Verdict.CYCLING, cycles.cycle_event(run, cycle).sentence) if cycle else None


def on_the_way(run: DiagnosedRun) -> Judgement:
    """No next step, higher than before, or still getting lower."""
    text = stuck(run)
    if text:
        return Judgement(Verdict.STUCK, text)
    text = climbing(run)
    return Judgement(Verdict.CLIMBING, text) if text else Judgement(Verdict.DESCENDING, descending(run))
