"""Steps that go up: climbs with what carried the run, and bursts out of a minimum."""

import numpy as np

from gdviz.analysis.diagnosis.moves import VISIBLE, together
from gdviz.analysis.diagnosis.run import DiagnosedRun, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind, count_word, steps_word
from gdviz.numeral import coordinates, numeral

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
    ends = dict(pieces)
    return [climb_event(run, first, ends[first], last, times) for first, last, times in together(pieces, run.count)]


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
    ends = dict(pieces)
    return [burst_event(run, first, ends[first], last, times) for first, last, times in together(pieces, run.count)]


def burst_event(run: DiagnosedRun, first: int, top: int, last: int, times: int) -> Event:
    """The event of a burst from step `first` to `top` (from 0): how high, from what slope, and how many follow."""
    slope = float(np.hypot(*run.trajectory.gradients[first]))
    text = (
        f"{steps_word(first + 1, top + 1)} burst away, from f = {numeral(run.values[first])} to "
        f"{numeral(run.values[top + 1])}: where the slope was {numeral(slope)}, the step was "
        f"{numeral(run.lengths[first])} long"
    )
    text += f"; {count_word(times, 'such burst')} until step {last + 1}." if times > 1 else "."
    return run.event(EventKind.BURST, first, text, last, f"bursts to f = {numeral(run.values[top + 1], 3)}")
