"""Diagnosis of a run: its events and its verdict, each with its cause in numbers."""

from collections.abc import Mapping
from functools import lru_cache

from gdviz.analysis.diagnosis import arrivals, climbs, cycles, divergence, moves, stalls
from gdviz.analysis.diagnosis.arrivals import in_balance
from gdviz.analysis.diagnosis.gradient_flow import FlowBasins
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.verdicts import judge
from gdviz.analysis.diagnosis.words import ARRIVED, LOWEST, Diagnosis, Event, EventKind, Verdict
from gdviz.analysis.landscape import Survey, surveyed
from gdviz.optimizers import Method, Optimizer, optimizer_of
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

CROSSINGS = (EventKind.BASIN_LEFT, EventKind.BASIN_ENTERED)
SETTLING = 3  # steps before a cycle that belong to it
basins_of = lru_cache(maxsize=32)(FlowBasins)
"""The basins of a survey, kept with the passes between them for the next run on the surface."""


def diagnose(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    trajectory: Trajectory,
    survey: Survey | None = None,
    knobs: Mapping[str, float] | None = None,
    *,
    sampled: bool = False,
) -> Diagnosis:
    """Events and verdict of one run.

    survey: the surface's critical points (of its own window if None). knobs: those the run was given, `noise` too,
    where the trajectory's settings do not say; the optimizer's defaults stand for the others. sampled: each step saw
    the gradient of a mini-batch of the rows that make the surface; such a run, as one with noise, that gets no lower
    any more is NOISY. Every number in a sentence is exact: taken from the trajectory, the gradient and Hessian at its
    points, and the survey.
    """
    for name, value, kind in (
        ("surface", surface, Surface), ("trajectory", trajectory, Trajectory), ("survey", survey, Survey | None),
        ("knobs", knobs, Mapping | None),
    ):  # fmt: skip
        if not isinstance(value, kind):
            form = "numbers by name" if name == "knobs" else f"a gdviz.{name.capitalize()}"
            raise TypeError(f"{name} is {form}, not {type(value).__name__}.")
    run = run_of(surface, optimizer, trajectory, survey, knobs, sampled)
    basins = basins_of(surface, run.survey)
    verdict, sentence, trap, at = judge(run, basins)
    events = [*departures(run, verdict), *([trap] if trap else [])]
    if run.count:
        events += disturbances(run, verdict)
        events += [arrivals.noise_event(run)] if verdict is Verdict.NOISY else []
        events += climbs.crossings(run, basins) if verdict is not Verdict.DIVERGED else []
        events = outside_of_cycles(events)
    events.sort(key=lambda event: event.step)
    mark = arrivals.arrival(run, at) if at and not trap else None
    return Diagnosis(tuple(events), verdict, f"{verdict.value} {sentence}", mark)


def verdict(
    surface: Surface, optimizer: Optimizer | Method | str, trajectory: Trajectory, survey: Survey | None = None
) -> Verdict:
    """The verdict of `diagnose` alone, which takes a small part of the time."""
    run = run_of(surface, optimizer, trajectory, survey)
    return judge(run, basins_of(surface, run.survey))[0]


def run_of(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    trajectory: Trajectory,
    survey: Survey | None,
    knobs: Mapping[str, float] | None = None,
    sampled: bool = False,
) -> DiagnosedRun:
    """The run with what is needed to judge it; arguments as of `diagnose`."""
    optimizer, survey = optimizer_of(optimizer), survey or surveyed(surface, surface.window)
    defaults = {name: knob.default for name, knob in optimizer.knobs.items()}
    numbers = {**defaults, **trajectory.settings.numbers, **(knobs or {})}
    return DiagnosedRun(surface, trajectory, survey, optimizer, numbers, sampled or trajectory.batches is not None)


def outside_of_cycles(events: list[Event]) -> list[Event]:
    """Without the basins crossed in the course of a cycle."""
    start = min((e.step for e in events if e.kind is EventKind.CYCLE), default=None)
    return [e for e in events if start is None or e.kind not in CROSSINGS or e.step < start]


def departures(run: DiagnosedRun, verdict: Verdict) -> list[Event]:
    """Going away: out of the domain, beyond all bounds, out of the window."""
    events = divergence.window_left(run)
    if verdict is Verdict.DIVERGED:
        events.append(divergence.divergence(run))
    if verdict is Verdict.LEFT_DOMAIN:
        events.append(divergence.domain_left(run))
    return events


def disturbances(run: DiagnosedRun, verdict: Verdict) -> list[Event]:
    """Steps too far and up, and stalls; a divergence or cycle stands for all within it, a zigzag for its overshoots."""
    cycle = (cycles.periodic(run) or cycles.wandering(run)) if verdict is Verdict.CYCLING else None
    end = (
        divergence.onset(run) if verdict is Verdict.DIVERGED else max(cycle.first - SETTLING, 0) if cycle else run.count
    )
    events = [cycles.cycle_event(run, cycle)] if cycle else []
    zigzags = moves.zigzags(run, end)
    inside = [(e.step, e.until + 1) for e in zigzags]
    for event in [*moves.overshoots(run, end), *climbs.climbs(run, end)]:
        if not any(a <= event.step <= b for a, b in inside):
            events.append(event)
    events += climbs.bursts(run, end)
    return [*events, *zigzags, *(e for e in stalls.stall_events(run) if not cycle or e.step <= end)]
