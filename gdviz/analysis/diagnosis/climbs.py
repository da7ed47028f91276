"""Steps over higher ground: climbs, bursts out of a minimum, and crossings from one basin into another."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.gradient_flow import FlowBasins
from gdviz.analysis.diagnosis.moves import VISIBLE, together
from gdviz.analysis.diagnosis.run import DiagnosedRun, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind, steps_word
from gdviz.numeral import coordinates, count_word, numeral

CLIMB = 0.05  # share of the heights the run passes through
FADED = 1e-6  # share of the run's heights below which it stands at the lowest point, for a burst out of it
TIMES = 1e3  # by which the height above the lowest point grows in a burst
BEFORE = 6  # frames it has stood there


def climbs(run: DiagnosedRun, end: int) -> list[Event]:
    """Stretches before step `end` in which f rises by more than overshooting: carried up, or over a ridge."""
    rise = np.diff(run.values)
    crossing = (run.slope_before < 0) & (run.slope_after > 0)
    height = float(np.ptp(run.values[: end + 1]))
    share = 4 * CLIMB if run.noise else CLIMB
    pieces = [
        (a, b)
        for a, b in stretches((rise > 0) & ~crossing & (np.arange(run.count) < end))
        if run.values[b + 1] - run.values[a] > share * height and run.lengths[a : b + 1].sum() > VISIBLE * run.diagonal
    ]
    return [climb_event(run, *group) for group in together(pieces, run.count)]


def climb_event(run: DiagnosedRun, first: int, top: int, last: int, times: int) -> Event:
    """The event of a climb from step `first` to `top` (from 0), with its cause, and how many there are until `last`."""
    text = (
        f"{steps_word(first + 1, top + 1)} climbed from f = {numeral(run.values[first])} to "
        f"{numeral(run.values[top + 1])}: {climb_cause(run, first)}"
    )
    text += f"; {count_word(times, 'such climb')} until step {last + 1}." if times > 1 else "."
    return run.event(EventKind.ASCENT, first, text, last, f"climbs to f = {numeral(run.values[top + 1], 3)}")


def climb_cause(run: DiagnosedRun, i: int) -> str:
    """What carried step i (from 0) up."""
    slope, step = run.trajectory.gradients[i], run.moves[i]
    size = float(run.lengths[i] * np.hypot(*slope))
    angle = float(np.degrees(np.arccos(np.clip(-run.slope_before[i] / max(size, 1e-300), -1, 1))))
    way = f"{numeral(angle)}° away from straight downhill at {coordinates(run.points[i])}"
    if run.sampled:
        return "the mini-batches of these steps have slopes of their own"
    if run.noise:
        return f"the noise in the gradient (σ = {numeral(run.knobs['noise'])}) outweighed the slope"
    if run.slope_before[i] < 0:
        return f"a step of length {numeral(run.lengths[i])} went downhill at first and passed over higher ground"
    if run.trajectory.rates[i] < 0:
        return f"the rate is negative, α = {numeral(run.trajectory.rates[i])}, so the step went {way}"
    low = float(run.eigenvalues(i)[0])
    if run.key == "newton" and low < 0:
        return f"f bends down there (λ = {numeral(low)}), where Newton's step leads uphill: it went {way}"
    if run.decay and not run.decay_apart and step @ run.points[i] < 0 and not run.remembers:
        return f"weight decay of {numeral(run.decay)} pulled towards the origin, and the step went {way}"
    if run.remembers:
        return f"what {run.name} remembers carried it {way}"
    return f"the step went {way}"


def bursts(run: DiagnosedRun, end: int) -> list[Event]:
    """Leaps of f, before step `end`, out of a place where it had all but come down to the lowest it reaches."""
    if run.noise:
        return []
    above = run.values - float(run.values.min())
    calm = FADED * max(float(above.max()), 1e-300)
    pieces = []
    for a, b in stretches((np.diff(run.values) > 0) & (np.arange(run.count) < end)):
        if above[b + 1] <= calm:
            continue
        first = a + int(np.flatnonzero(above[a : b + 1] <= calm)[-1:].sum())  # the last frame down there
        before = above[max(first + 1 - BEFORE, 0) : first + 1]
        if first + 1 >= BEFORE and before.max() <= calm < above[b + 1] > TIMES * above[first]:
            pieces.append((first, b))
    return [burst_event(run, *group) for group in together(pieces, run.count)]


def burst_event(run: DiagnosedRun, first: int, top: int, last: int, times: int) -> Event:
    """The event of a burst from step `first` to `top` (from 0): how high, from what slope, and how many follow."""
    text = (
        f"{steps_word(first + 1, top + 1)} burst away, from f = {numeral(run.values[first])} to "
        f"{numeral(run.values[top + 1])}: where the slope was {numeral(run.slopes[first])}, the step was "
        f"{numeral(run.lengths[first])} long"
    )
    text += f"; {count_word(times, 'such burst')} until step {last + 1}." if times > 1 else "."
    return run.event(EventKind.BURST, first, text, last, f"bursts to f = {numeral(run.values[top + 1], 3)}")


SAMPLES = 257
REACH = 0.03  # share of the window's diagonal
GAP, FEW, MANY = 10, 3, 6  # crossings nearer than so many steps are one event, if more than a few; if many, all are
HELD = 1e-3  # share of the diagonal within which a run is at a saddle or top
STAYS = 3  # frames on both sides that must agree

Crossing = tuple[int, int, int]  # from basin, to basin (-1: none), by step


def labels(run: DiagnosedRun, basins: FlowBasins) -> np.ndarray:
    """The basin of each frame (n+1,): looked at in a sample, and wherever two neighbours of it differ, in between."""
    labels = np.full(run.count + 1, -2)
    frames = np.unique(np.linspace(0, run.count, min(SAMPLES, run.count + 1)).astype(int))
    while frames.size:
        labels[frames] = np.where(at_rest(run, run.points[frames]), -1, basins.labels(run.points[frames]))
        done = np.flatnonzero(labels > -2)
        differ = np.flatnonzero((labels[done[1:]] != labels[done[:-1]]) & (np.diff(done) > 1))
        frames = (done[differ] + done[differ + 1]) // 2
    done = np.flatnonzero(labels > -2)
    return labels[done[np.searchsorted(done, np.arange(run.count + 1), side="right") - 1]]


def at_rest(run: DiagnosedRun, points: np.ndarray) -> NDArray[np.bool_]:
    """Which points (n, 2) are at a saddle or top, from which downhill leads nowhere?"""
    places = np.array([p.point for p in run.survey.critical_points if not p.is_minimum]).reshape(-1, 2)
    gaps = np.hypot(*(points[:, None] - places).transpose(2, 0, 1))
    return np.asarray((gaps < HELD * run.diagonal).any(axis=1))


def crossings(run: DiagnosedRun, basins: FlowBasins) -> list[Event]:
    """Each change of basin that lasts: left by the step that crossed the ridge, entered where there was none before."""
    if len(basins.minima) < 2 or run.noise:
        return []
    at = labels(run, basins)
    changes = np.flatnonzero(at[1:] != at[:-1])
    bounds = [0, *(changes + 1), run.count + 1]
    lasting = [(a, b) for a, b in pairwise(bounds) if b - a >= STAYS or a == 0 or b > run.count]
    steps = [
        c - 1 if at[c] >= 0 else b - 1
        for (a, b), (c, d) in pairwise(lasting)
        if at[a] != at[c] and apart(run, (a, b), (c, d))
    ]
    single = [(int(at[step]), int(at[step + 1]), step) for step in steps]
    return [crossing_event(run, basins, group) for group in groups_of(single, run.count)]


def groups_of(crossings: list[Crossing], count: int) -> list[list[Crossing]]:
    """Crossings in groups that follow each other closely; more than a few of them are one event."""
    groups: list[list[Crossing]] = []
    for crossing in crossings:
        near = bool(groups) and crossing[2] - groups[-1][-1][2] < max(GAP, count // 20)
        if (near and len(crossings) > FEW) or (groups and len(crossings) > MANY):
            groups[-1].append(crossing)
        else:
            groups.append([crossing])
    return groups


def apart(run: DiagnosedRun, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Do both stays, frames from first to before last, reach visibly away from where one goes over into the other?"""
    before, after = run.points[old[0] : old[1]], run.points[new[0] : new[1]]
    reach = min(np.hypot(*(before - after[0]).T).max(), np.hypot(*(after - before[-1]).T).max())
    return bool(reach > REACH * run.diagonal)


def crossing_event(run: DiagnosedRun, basins: FlowBasins, group: list[Crossing]) -> Event:
    """The event of the step (from 0) that leads into a basin, or out of one into none; and of those close after."""
    old, new, step = group[0]
    last = group[-1][2]
    more = f"; {len(group)} such crossings until step {last + 1}" if len(group) > 1 else ""
    if old < 0:
        name, height = coordinates(basins.minima[new].point), numeral(basins.minima[new].value)
        text = (
            f"Step {step + 1} enters the basin of the minimum {name}, f = {height}: straight downhill now leads there"
        )
        return run.event(EventKind.BASIN_ENTERED, step, f"{text}{more}.", last)
    text = f"Step {step + 1} leaves the basin of the minimum {coordinates(basins.minima[old].point)}"
    text += f" for that of {coordinates(basins.minima[new].point)}" if new >= 0 else ""
    length, value = numeral(run.lengths[step]), numeral(run.values[step])
    text += f": with a step of length {length} from f = {value} it crossed the ridge between them{more}."
    phrase = "crosses into another basin" if new >= 0 else ""
    return run.event(EventKind.BASIN_LEFT, step, text, last, phrase)
