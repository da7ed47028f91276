"""The closed table of what can be named of a run: `sgd.end`, `sgd.first(f < 1e-6)`, `momentum.rises`."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdviz.analysis.diagnosis import LOWEST, Verdict
from gdviz.analysis.theory import rate_limit, sharpness
from gdviz.lessons.case import CaseRun
from gdviz.lessons.lesson import LessonError
from gdviz.lessons.surface_quantities import basin_share
from gdviz.lessons.values import Pair, Value

ROUNDING = 1e-10
"""Share of the first distance below which rounding spoils a factor."""


class RunQuantity(NamedTuple):
    """help: one phrase for the documentation; take: (run, argument) → value.

    arguments: "" for none, "k" for a frame ("k?": may be left out), "number", or "series" for a term over its frames.
    """

    help: str
    take: Callable[..., Value]
    arguments: str = ""


def lowest(run: CaseRun) -> float:
    """The value of the deepest minimum known in the window; 0 where there is none."""
    minima = run.case.minima
    return minima[0][2] if minima else 0.0


def first_frame(row: ArrayLike) -> float:
    """The first frame where the row is true (not 0); ∞ if there is none."""
    places = np.flatnonzero(np.nan_to_num(np.asarray(row)))
    return float(places[0]) if places.size else math.inf


def steps_below(run: CaseRun, tolerance: float) -> float:
    """The first frame whose value is less than so much above the deepest minimum known; ∞ if there is none."""
    return first_frame(run.trajectory.values - lowest(run) < tolerance)


def distances(run: CaseRun) -> np.ndarray:
    """Distance (n+1,) of every frame from the minimum that is nearest to the last one."""
    points, minima = run.trajectory.points, run.case.minima
    if not minima:
        raise LessonError("No minimum of this surface is known, so there is no distance from it.")
    places = np.array([minimum[:2] for minimum in minima])
    nearest = places[np.hypot(*(places - points[-1]).T).argmin()]
    return np.asarray(np.hypot(*(points - nearest).T))


def factor(run: CaseRun) -> float:
    """By what the distance from the minimum is multiplied a step, late in the run: exp of the slope of its logarithm.

    The slope is fitted to the later half of the frames before the distance is down to rounding.
    """
    away = distances(run)
    usable = np.flatnonzero((away <= ROUNDING * max(away[0], 1e-300)) | ~np.isfinite(away))
    frames = np.arange(usable[0] if usable.size else len(away))
    frames = frames[len(frames) // 2 :]
    if len(frames) < 3:
        return math.nan
    return float(np.exp(np.polyfit(frames, np.log(away[frames]), 1)[0]))


def step(run: CaseRun, k: int) -> Pair:
    """Step k, from 1: the arrow from frame k − 1 to frame k."""
    place = step_of(run, k)
    return Pair(*(run.trajectory.points[place + 1] - run.trajectory.points[place]).tolist())


def step_of(run: CaseRun, k: int) -> int:
    """Step k, from 1, as a place in a row."""
    if not 1 <= k <= run.trajectory.steps:
        raise LessonError(f"The run {run.name} has steps 1 to {run.trajectory.steps}, and no step {k}.")
    return k - 1


def at(run: CaseRun, k: int) -> Pair:
    """The point of frame k, from 0."""
    return Pair(*run.trajectory.points[frame(run, k)].tolist())


def frame(run: CaseRun, k: int) -> int:
    """The frame, checked: 0 to the number of steps, or −1 for the last."""
    last = run.trajectory.steps
    if not -1 <= k <= last:
        raise LessonError(f"The run {run.name} has frames 0 to {last}, and no frame {k}.")
    return last if k == -1 else k


def ripple(run: CaseRun) -> float:
    """Steps from one local minimum of f along the run to the next, on average; NaN with fewer than two."""
    values = run.trajectory.values
    lows = np.flatnonzero((values[1:-1] < values[:-2]) & (values[1:-1] < values[2:]))
    return float(np.diff(lows).mean()) if len(lows) > 1 else math.nan


def limit(run: CaseRun) -> float:
    """The rate above which this optimizer cannot stay at the deepest minimum, by theory; NaN where there is no law."""
    minima = run.case.minima
    if not minima:
        return math.nan
    steepest = float(sharpness(run.case.surface, minima[0][:2])[0])
    rate = rate_limit(run.run.optimizer, run.trajectory.settings, steepest)
    return math.nan if rate is None else rate


def rate(run: CaseRun) -> float:
    """The rate of the first step."""
    rates = run.trajectory.rates
    return float(rates[0]) if len(rates) else run.run.setting().get("learning_rate", math.nan)


def ended(run: CaseRun, *verdicts: Verdict) -> float:
    """1 if the verdict is one of these, else 0."""
    return float(run.diagnosis is not None and run.diagnosis.verdict in verdicts)


def verdict(run: CaseRun) -> str:
    """The verdict in words, without the stop."""
    return run.diagnosis.verdict.value.rstrip(".") if run.diagnosis else run.trajectory.ending.value.rstrip(".")


def memory_of(name: str) -> RunQuantity:
    """What the optimizer remembers under this name after step k: per coordinate, or one number."""

    def take(run: CaseRun, k: int = -1) -> Value:
        row = run.trajectory.states[name][frame(run, k)]
        return Pair(*row.tolist()) if np.ndim(row) else float(row)

    return RunQuantity("", take, "k?")


def frames(run: CaseRun) -> dict[str, np.ndarray]:
    """The rows that a condition on frames may name."""
    path = run.trajectory
    (x, y), n = path.points.T, len(path)
    moved = np.append(np.hypot(*np.diff(path.points, axis=0).T), math.nan) if n > 1 else np.full(1, math.nan)
    slope = np.hypot(*path.gradients.T)
    return {"x": x, "y": y, "f": path.values, "k": np.arange(n, dtype=np.float64), "slope": slope, "length": moved}


SETTINGS = ("rate", "start", "limit", "batch")
"""What is known of a run before it is run, besides its knobs."""
FRAME_NAMES = ("x", "y", "f", "k", "slope", "length")

RUN_QUANTITIES: Mapping[str, RunQuantity] = {
    "start": RunQuantity("the point where it begins", lambda run: at(run, 0)),
    "end": RunQuantity("the point where it ends", lambda run: at(run, -1)),
    "point": RunQuantity("the point of frame k (0: the start, −1: the end)", at, "k"),
    "x": RunQuantity("x of frame k", lambda run, k: at(run, k).x, "k"),
    "y": RunQuantity("y of frame k", lambda run, k: at(run, k).y, "k"),
    "value": RunQuantity("f at the end", lambda run: float(run.trajectory.values[-1])),
    "values": RunQuantity("f at frame k", lambda run, k: float(run.trajectory.values[frame(run, k)]), "k"),
    "slope": RunQuantity("the length of the gradient at frame k",
                         lambda run, k: float(np.hypot(*run.trajectory.gradients[frame(run, k)])), "k"),
    "gradient": RunQuantity("the gradient at frame k",
                            lambda run, k: Pair(*run.trajectory.gradients[frame(run, k)].tolist()), "k"),
    "steps": RunQuantity("completed steps", lambda run: float(run.trajectory.steps)),
    "step": RunQuantity("step k (from 1) as an arrow", step, "k"),
    "first_step": RunQuantity("the first step as an arrow", lambda run: step(run, 1)),
    "rate": RunQuantity("the learning rate of the first step", rate),
    "steps_below": RunQuantity("steps until f is less than so much above the deepest minimum known (0 if none is)",
                               steps_below, "number"),
    "rises": RunQuantity("how often f rises from a frame to the next",
                         lambda run: float((np.diff(run.trajectory.values) > 0).sum())),
    "error": RunQuantity("the distance at frame k from the minimum it ends nearest to",
                         lambda run, k: float(distances(run)[frame(run, k)]), "k"),
    "factor": RunQuantity("what a late step multiplies the distance from the minimum by", factor),
    "ripple": RunQuantity("steps between local minima of f along the run", ripple),
    "first": RunQuantity("the first frame where a condition holds", lambda run, row: first_frame(row), "series"),
    "count": RunQuantity("in how many frames a condition holds",
                         lambda run, row: float(np.count_nonzero(np.nan_to_num(row))), "series"),
    "largest": RunQuantity("the largest of a row of numbers", lambda run, row: float(np.nanmax(row)), "series"),
    "smallest": RunQuantity("the smallest of a row of numbers", lambda run, row: float(np.nanmin(row)), "series"),
    "best": RunQuantity("the first frame where a row of numbers is smallest",
                        lambda run, row: float(np.nanargmin(row)), "series"),
    "mean": RunQuantity("the mean of a row of numbers", lambda run, row: float(np.nanmean(row)), "series"),
    "late": RunQuantity("the mean over the later half of the frames",
                        lambda run, row: float(np.nanmean(row[len(row) // 2 :])), "series"),
    "sharpness": RunQuantity("the largest curvature at frame k, at the end without one",
                             lambda run, k=-1: float(sharpness(run.case.surface, at(run, k))[0]), "k?"),
    "limit": RunQuantity("the rate above which it cannot stay at the deepest minimum, by theory", limit),
    "basin": RunQuantity("the share of the window's starts that it leads into the k-th deepest minimum", basin_share,
                         "number"),
    "verdict": RunQuantity("the verdict in words", verdict),
    "arrived": RunQuantity("1 if it came to rest at the lowest minimum, else 0", lambda run: ended(run, *LOWEST)),
    "trapped": RunQuantity("1 if it came to rest in a minimum that is not the lowest",
                           lambda run: ended(run, Verdict.TRAPPED)),
    "diverged": RunQuantity("1 if it flew away, else 0", lambda run: ended(run, Verdict.DIVERGED)),
}  # fmt: skip
