"""Runs that go away: divergence, a floor that is not there, the domain's end, the window's edge."""

from itertools import pairwise

import numpy as np

from gdviz.analysis.diagnosis import cycles
from gdviz.analysis.diagnosis.run import DiagnosedRun, once
from gdviz.analysis.diagnosis.words import Event, EventKind
from gdviz.analysis.landscape import falls_ahead
from gdviz.expression import name_plain
from gdviz.numeral import apart, coordinates, count_word, numeral
from gdviz.trajectory import Ending


def runs_away(run: DiagnosedRun) -> bool:
    """Did it end beyond all bounds, or is it climbing by ever longer steps?"""
    if run.trajectory.ending in (Ending.OVERFLOW, Ending.BEYOND_BOUND) or climbs_away(run):
        return True
    tail, quarter = 8, run.count // 4
    if run.count < tail or run.noise or not run.values[-1] > run.values[0]:
        return False
    longer = (run.lengths[1 - tail :] >= 1.001 * run.lengths[-tail:-1]).all()
    higher = (np.diff(run.values[-tail:]) > 0).all()
    return bool(longer and higher) or (quarter >= 10 and (creeps_away(run, quarter) or swings_away(run, quarter)))


def creeps_away(run: DiagnosedRun, quarter: int) -> bool:
    """Does it rise steadily, however slowly, to and fro or straight on, by steps that never shrink?"""
    longer = (run.lengths[1 - quarter :] > run.lengths[-quarter:-1]).all()
    return bool(longer and (np.diff(run.values[-quarter:]) > 0).all() and cycles.drift(run, 2) > 0)


def swings_away(run: DiagnosedRun, quarter: int) -> bool:
    """Does it swing ever further: are steps and heights of each of the last three quarters far above the one before?"""
    spans = [slice(-(k + 1) * quarter, -k * quarter or None) for k in (2, 1, 0)]
    tops = [(float(run.values[span].max()), float(run.lengths[span].max())) for span in spans]
    return all(b[0] > 2 * abs(a[0]) and b[1] > 1.2 * a[1] for a, b in pairwise(tops))


@once
def climbs_away(run: DiagnosedRun) -> bool:
    """Does it end outside the window and higher than ever, having climbed straight on in the last quarter?"""
    quarter = run.count // 4
    if run.trajectory.ending is not Ending.ALL_STEPS:
        return False
    if quarter < 10 or run.noise or not run.outside[-1] or run.values[-1] < run.values[:-quarter].max():
        return False
    straight = np.hypot(*(run.points[-1] - run.points[-quarter - 1])) > 0.5 * run.lengths[-quarter:].sum()
    return bool(straight and run.values[-1] > run.values[-quarter - 1])


def onset(run: DiagnosedRun) -> int:
    """The step (from 0) from which every step is longer than the one before, or from which it climbs for good."""
    i = run.count - 1
    while i > 0 and run.lengths[i - 1] < run.lengths[i]:
        i -= 1
    if run.count - i > 2:
        return max(i, 0)
    return run.count - run.count // 4 if climbs_away(run) else int(run.values[:-1].argmin())


def falls_forever(run: DiagnosedRun) -> bool:
    """Has it left the window, and does f keep falling, without slowing, straight ahead as far as numbers go?"""
    if run.count < 2 or not run.outside[-1]:
        return False
    span = run.points[-1] - run.points[-min(run.count, 10) - 1]
    if not np.hypot(*span) or run.values[-1] > run.values.min():
        return False
    way = span / np.hypot(*span) * run.diagonal
    return bool(falls_ahead(run.surface, run.points[-1][:, None], way[:, None])[0])


def unbounded_sentence(run: DiagnosedRun) -> str:
    """Where the run is, and how far f has fallen a hundred windows or distances straight ahead."""
    reach = 100 * max(run.diagonal, float(np.hypot(*run.points[-1])))
    span = run.points[-1] - run.points[-min(run.count, 10) - 1]
    height = float(run.surface.value(*(run.points[-1] + span / np.hypot(*span) * reach)))
    ahead = f"to {numeral(height)} another {numeral(reach)} on" if np.isfinite(height) else "beyond what numbers hold"
    here = f"It is at {coordinates(run.points[-1])}, f = {numeral(run.values[-1])}"
    return f"{here}, and straight ahead f falls without end, {ahead}."


def divergence(run: DiagnosedRun) -> Event:
    """The divergence with its cause: rate × curvature against the stability threshold, where there is one."""
    if run.count == 0:
        start = coordinates(run.points[0])
        text, phrase = f"The start, {start}, lies beyond the bound of the run.", "starts beyond the bound"
        if run.trajectory.ending is not Ending.BEYOND_BOUND:
            text = f"The first step from {start} overflows{joined(rate_cause(run, 0))}."
            phrase = "first step overflows"
        return run.event(EventKind.DIVERGENCE, -1, text, phrase=phrase)
    i = onset(run)
    cause = rate_cause(run, i) or growth_cause(run, i)
    return run.event(EventKind.DIVERGENCE, i, f"From step {i + 1} on it diverges: {cause}.", run.count - 1)


def joined(cause: str) -> str:
    """A cause behind a colon, if there is one."""
    return f": {cause}" if cause else ""


def rate_cause(run: DiagnosedRun, i: int) -> str:
    """The rate of step i (from 0) against the curvature there or along the step; empty where that is not the cause."""
    limit, high, rate = run.limit(), float(run.eigenvalues(i)[1]), run.rate(i)
    if rate < 0:
        return f"the rate is negative, α = {numeral(rate)}, so every step goes uphill"
    if limit is None or not rate > 0:
        return ""
    whole, words = run.product(rate, high, "λ₁")
    if whole > limit:
        decay = 0.0 if run.decay_apart else run.decay
        return (
            f"there λ₁ = {numeral(high)} and {words}, above the stability threshold {apart(limit, whole)[0]}; "
            f"a rate below {numeral(limit / (high + decay))} would hold"
        )
    if i >= run.count:
        return ""
    curvature = run.curvature_along(i)
    whole, words = run.product(rate, curvature)
    if whole > limit:
        return (
            f"along the step the mean curvature is {numeral(curvature)} and {words}, above the stability threshold "
            f"{apart(limit, whole)[0]}"
        )
    return ""


def growth_cause(run: DiagnosedRun, i: int) -> str:
    """How steps and heights grow from step i on, where no law explains it."""
    quarter, now = run.count // 4, numeral(run.values[-1])
    if climbs_away(run):
        return f"in the last {count_word(quarter)} f rose from {numeral(run.values[-quarter - 1])} to {now}"
    if run.count - i > 2 and (np.diff(run.lengths[i:]) > 0).all():
        sizes = ", ".join(numeral(k) for k in run.lengths[i : i + 4])
        return f"its steps grow, {sizes} long, while f goes from {numeral(run.values[i])} to {now}"
    if run.trajectory.ending is Ending.BEYOND_BOUND:
        return f"{coordinates(run.points[-1])} lies beyond the bound of the run"
    longest = numeral(run.lengths[i:].max())
    return f"f goes from {numeral(run.values[i])} to {now}, and its longest step is {longest}"


def saturation(run: DiagnosedRun) -> str:
    """The sentence of a next step to where f is real, but is not to be had in numbers of 16 digits; else empty."""
    from gdviz.analysis.diagnosis import next_step  # loads mpmath, which few runs need

    if run.trajectory.ending is not Ending.LEFT_DOMAIN:
        return ""
    point = next_step.next_point(run)
    value = next_step.exact_value(run.surface, point) if point is not None else None
    if point is None or value is None:
        return ""
    return (
        f"The step after frame {run.count} leads from {coordinates(run.points[-1])}, f = {numeral(run.values[-1])}, to "
        f"{coordinates(point)}, where f = {numeral(value)}, but a part of the formula is 0 or ∞ to the 16 digits that "
        f"numbers have{joined(rate_cause(run, run.count))}."
    )


def domain_left(run: DiagnosedRun) -> Event:
    """Where the last real value was."""
    here, phrase = coordinates(run.points[-1]), ""
    value = f", where f = {numeral(run.values[-1])}," if np.isfinite(run.values[-1]) else ""
    text = f"The step after frame {run.count} leaves the domain: from {here}{value} it leads to no real f."
    if run.trajectory.ending is Ending.UNDEFINED_START:
        phrase = "undefined at the start"
        text = f"f or its gradient has no real value at the start, {here}."
    return run.event(EventKind.DOMAIN_LEFT, run.count - 1, text, phrase=phrase)


def window_left(run: DiagnosedRun) -> list[Event]:
    """The first step out of the window, if it began inside."""
    (x_low, x_high), (y_low, y_high) = run.survey.window
    outside = run.outside
    if outside[0] or not outside.any():
        return []
    frame = int(outside.argmax())
    px, py = run.points[frame]
    sides = ((px < x_low, 0, x_low), (px > x_high, 0, x_high), (py < y_low, 1, y_low), (py > y_high, 1, y_high))
    axis, bound = next((axis, bound) for beyond, axis, bound in sides if beyond)
    name = name_plain(run.surface.variables[axis])
    back = np.flatnonzero(~outside[frame:])
    until = frame + int(back[0]) - 1 if back.size else run.count
    text = f"Step {frame} leaves the window past {name} = {numeral(bound)}, to {coordinates((px, py))}"
    text += f"; it comes back at step {until + 1}." if back.size else "."
    return [run.event(EventKind.WINDOW_LEFT, frame - 1, text, until - 1)]
