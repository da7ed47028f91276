"""What the learning-rate page works out of a run: the sweep, the limit by theory, three rates, the heat map."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np

from gdviz.diagnosis import ARRIVED, Verdict
from gdviz.landscape import CriticalPoint, Survey
from gdviz.scene import RATE, Run, Scene
from gdviz.surface import Surface
from gdviz.sweep import Sweep, sweep
from gdviz.theory import LAWS, Quadratic, Threshold, quadratic, threshold
from gdviz.ui import session, why
from gdviz.ui.stage import start_of

RATES, FEW_RATES, MAP_RATES, MAP_ROWS = 281, 41, 57, 31
WIDEST = (1e-5, 1e2)
MOST_STEPS = 500
"""Steps of a swept run: the work is bounded by counting."""
MOST_KEPT = 12
SECOND = ("momentum", "beta1", "beta2", "rho")
"""Knobs that the heat map may vary beside the rate, the first that an optimizer has."""
BAD = (Verdict.DIVERGED, Verdict.CYCLING, Verdict.LEFT_DOMAIN, Verdict.UNBOUNDED)
SMALLER = 20.0
"""The rate that is too small is so much smaller than the right one."""
LOG = logging.getLogger(__name__)
Found = TypeVar("Found")


class Findings(NamedTuple):
    """Of one run: its sweep, where the best rate ends, the limit there, the lowest value known, three rates."""

    sweep: Sweep
    minimum: CriticalPoint | None
    limit: Threshold | None
    lowest: float
    rates: tuple[float, float, float]
    quadratic: Quadratic | None


def sweepable(run: Run) -> bool:
    """Has it a learning rate to turn?"""
    return "learning_rate" in run.chosen.knobs


def findings(surface: Surface, scene: Scene, run: Run) -> Findings:
    """All of it, worked out once and kept for the last few."""
    survey = why.surveyed(surface, why.window_of(scene, surface))
    found = swept(surface, scene, run, survey)
    minimum = reached(found, survey)
    known = [minimum.value] if minimum else []
    known += [survey.global_minimum.value] if survey and survey.global_minimum else []
    good = np.array([verdict not in BAD for verdict in found.verdicts])
    finite = found.final[np.isfinite(found.final) & good]
    lowest = min(
        [*known, *(m.value for m in surface.minima), *([float(finite.min())] if finite.size else [])], default=0.0
    )
    plain = laid_open(surface)
    return Findings(found, minimum, limit(surface, run, scene, minimum), lowest, three(found, run, plain), plain)


@lru_cache(maxsize=64)
def laid_open(surface: Surface) -> Quadratic | None:
    """The quadratic that the surface is, or None."""
    return quadratic(surface)


def kept(name: str, key: object, make: Callable[[], Found]) -> Found:
    """What was made for this key in this visit, while it is one of the last few."""
    made = session.memory(name)
    if key not in made:
        made[key] = make()
        while len(made) > MOST_KEPT:
            made.pop(next(iter(made)))
    found: Found = made[key]
    return found


def key_of(surface: Surface, scene: Scene, run: Run, *turned: str) -> tuple[Any, ...]:
    """What a sweep depends on: not on the knobs it turns itself."""
    knobs = tuple(pair for pair in run.knobs if pair[0] not in ("learning_rate", *turned))
    asked = replace(run, knobs=knobs, on=True, style=0)
    return (surface, why.window_of(scene, surface), asked, start_of(scene, surface), scene.steps, scene.seed)


def others(run: Run, seed: int, *turned: str) -> dict[str, Any]:
    """What the run is given besides the knobs that are swept, and a schedule: each of many rates is a steady one."""
    kept_out = ("learning_rate", "schedule", *turned)
    return {name: value for name, value in run.arguments(seed).items() if name not in kept_out}


def swept(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Sweep:
    """The run under many rates."""
    knob = run.chosen.knobs["learning_rate"]
    low, high = max(knob.low, WIDEST[0]), min(knob.high, WIDEST[1])
    rates = np.geomspace(low, high, RATES if run.composes else FEW_RATES)
    window, steps = why.window_of(scene, surface), min(scene.steps, MOST_STEPS)
    start, fixed = start_of(scene, surface), others(run, scene.seed)
    return kept(
        "sweeps",
        key_of(surface, scene, run),
        lambda: sweep(surface, run.chosen, start, steps, window=window, survey=survey, learning_rate=rates, **fixed),
    )


def mapped(surface: Surface, scene: Scene, run: Run, second: str) -> Sweep:
    """The run under many rates and many values of a second knob."""
    survey, knob = why.surveyed(surface, why.window_of(scene, surface)), run.chosen.knobs[second]
    rates = np.geomspace(*span(run), MAP_RATES)
    values = np.linspace(max(knob.low, 0.0), min(knob.high, 0.99), MAP_ROWS)
    window, steps = why.window_of(scene, surface), min(scene.steps, MOST_STEPS)
    axes: dict[str, Any] = {"learning_rate": rates, second: values}
    start, fixed = start_of(scene, surface), others(run, scene.seed, second)
    return kept(
        "heat maps",
        (second, *key_of(surface, scene, run, second)),
        lambda: sweep(surface, run.chosen, start, steps, window=window, survey=survey, **axes, **fixed),
    )


def span(run: Run) -> tuple[float, float]:
    """The rates of the heat map."""
    knob = run.chosen.knobs["learning_rate"]
    return max(knob.low, 1e-4), min(knob.high, 10.0)


def second_knob(run: Run) -> str | None:
    """The knob that the heat map varies beside the rate."""
    return next((name for name in SECOND if run.composes and name in run.chosen.knobs), None)


def reached(found: Sweep, survey: Survey | None) -> CriticalPoint | None:
    """The minimum at which the best rate ends; else the global one."""
    if survey is None or not survey.minima:
        return None
    if found.verdicts[found.best] not in ARRIVED:
        return survey.global_minimum if survey.global_minimum in survey.minima else None
    x, y = (float(axis[found.best]) for axis in found.points)
    return min(survey.minima, key=lambda m: (m.point[0] - x) ** 2 + (m.point[1] - y) ** 2)


def limit(surface: Surface, run: Run, scene: Scene, minimum: CriticalPoint | None) -> Threshold | None:
    """The largest rate that can stay at the minimum."""
    if minimum is None:
        return None
    try:
        return threshold(surface, run.chosen, minimum.point, **others(run, scene.seed))
    except Exception:  # a bug of ours: the chart does without the line
        LOG.exception("no limit of %s on %r", run.optimizer, surface.text[:200])
        return None


def limits(
    surface: Surface, run: Run, minimum: CriticalPoint | None, second: str, values: np.ndarray
) -> dict[float, float]:
    """Second knob → limit of the rate, where theory knows it."""
    if minimum is None or run.optimizer not in LAWS or run.options or second != "momentum":
        return {}
    knobs: dict[str, Any] = {name: value for name, value in run.knobs if name not in ("learning_rate", second)}
    found = {float(v): threshold(surface, run.chosen, minimum.point, **knobs, momentum=float(v)) for v in values}
    return {value: known.rate for value, known in found.items() if known and not known.measured}


def three(found: Sweep, run: Run, plain: Quadratic | None) -> tuple[float, float, float]:
    """Too small, right (the best swept, or on a quadratic the best there can be), and the first that fails above."""
    rates = found.axes["learning_rate"]
    best = found.best[0]
    right = plain.optimal_rate if plain and run.optimizer == "sgd" else float(rates[best])
    failing = [float(r) for r, verdict in zip(rates, found.verdicts, strict=True) if r > right and verdict in BAD]
    large = failing[0] if failing else float(rates[-1])
    return rounded(right / SMALLER), rounded(right), rounded(max(large, right))


def rounded(rate: float) -> float:
    """Three significant digits, within what a link can hold."""
    return float(f"{RATE.clamp(rate):.3g}")
