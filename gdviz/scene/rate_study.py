"""The study of one run's learning rate: its sweep, the limit by theory, three rates and a heat map."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.diagnosis import ARRIVED, Verdict
from gdviz.analysis.landscape import CriticalPoint, Survey
from gdviz.analysis.sweep import Choice, Outcomes, Sweep, choose, outcomes, outcomes_of, sweep, tried_rates
from gdviz.analysis.sweep.run_outcomes import LOST, RESTLESS, nearest
from gdviz.analysis.theory import LAWS, Quadratic, Threshold, quadratic, threshold
from gdviz.numeral import rounded
from gdviz.scene.bounds import RATE
from gdviz.scene.run import STEADY, Run
from gdviz.scene.running import start_of, window_of
from gdviz.scene.scene import Scene
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

RATES, FEW_RATES = 281, 41
LONG, LONG_RATES = 500, 141
"""Steps of a long run, of which fewer rates are tried: the work is bounded by counting."""
MAP_SHAPE, LONG_MAP_SHAPE = (57, 31), (33, 17)
APART = 10.0
"""The three rates where none is right are so far apart."""


class RateStudy(NamedTuple):
    """Of one run: its sweep and its outcomes, the three rates, and what is drawn beside them.

    choice: indices of the sweep. minimum: where the right rate ends, and limit: the largest rate there, by theory.
    lowest: the lowest value known. bounded: is a minimum known, so that a rate may be right?
    """

    sweep: Sweep
    outcomes: Outcomes
    choice: Choice
    bounded: bool
    minimum: CriticalPoint | None
    limit: Threshold | None
    lowest: float
    rates: tuple[float, float, float]
    quadratic: Quadratic | None


def study_of_rates(surface: Surface, scene: Scene, run: Run, survey: Survey | None, result: Sweep) -> RateStudy:
    """The study of a run on a surface, from the survey of the window and the sweep of its rates."""
    plain, ends = quadratic(surface), outcomes(surface, run.chosen, result, survey)
    bounded = survey is None or bool(survey.minima or any(v.is_minimum for v in survey.valleys) or surface.minima)
    best = fastest(result, run, plain)
    choice = choose(ends, falling=bounded, best=best)
    minimum = minimum_reached(result, choice, survey)
    minima = [m.value for m in (minimum, survey.global_minimum if survey else None, *surface.minima) if m]
    finite = result.final[np.isfinite(result.final) & ~ends.ended((*LOST, *RESTLESS))]
    lowest = min([*minima, *([float(finite.min())] if finite.size else [])], default=0.0)
    rates, law = three(result, choice, window_of(scene, surface)), rate_limit(surface, run, scene.seed, minimum)
    return RateStudy(result, ends, choice, bounded, minimum, law, lowest, rates, plain)


def fastest(result: Sweep, run: Run, plain: Quadratic | None) -> float | None:
    """The rate of the sweep that theory calls the fastest for gradient descent on a quadratic."""
    if plain is None or run.optimizer != "sgd" or run.options:
        return None
    below = result.axes["learning_rate"][result.axes["learning_rate"] <= plain.optimal_rate]
    return float(below[-1]) if below.size else None


def other_arguments(run: Run, seed: int, *turned: str) -> dict[str, Any]:
    """What the run is given besides the knobs that are swept."""
    kept_out = ("learning_rate", *turned)
    return {name: value for name, value in run.arguments(seed).items() if name not in kept_out}


def sweep_of_rates(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Sweep:
    """The run under many rates, each for as many steps as the scene has."""
    count = FEW_RATES if not run.composes else LONG_RATES if scene.steps > LONG else RATES
    rates = tried_rates(surface, run.chosen.knobs["learning_rate"], survey, count)
    return _swept(surface, scene, run, survey, {"learning_rate": rates})


def sweep_of_rate_pairs(surface: Surface, scene: Scene, run: Run, second: str, survey: Survey | None) -> Sweep:
    """The run under many rates and many values of a second knob."""
    knob = run.chosen.knobs[second]
    across, up = LONG_MAP_SHAPE if scene.steps > LONG else MAP_SHAPE
    rates, values = np.geomspace(*span(run), across), np.linspace(max(knob.low, 0.0), min(knob.high, 0.99), up)
    return _swept(surface, scene, run, survey, {"learning_rate": rates, second: values})


def _swept(surface: Surface, scene: Scene, run: Run, survey: Survey | None, axes: Mapping[str, np.ndarray]) -> Sweep:
    settings: dict[str, Any] = {**axes, **other_arguments(run, scene.seed, *axes)}
    start, window = start_of(scene, surface), window_of(scene, surface)
    return sweep(surface, run.chosen, start, scene.steps, window=window, survey=survey, **settings)


def span(run: Run) -> tuple[float, float]:
    """The rates of the heat map."""
    knob = run.chosen.knobs["learning_rate"]
    return max(knob.low, 1e-4), min(knob.high, 10.0)


def minimum_reached(result: Sweep, choice: Choice, survey: Survey | None) -> CriticalPoint | None:
    """The minimum at which the right rate ends; else the global one."""
    if survey is None or not survey.minima:
        return None
    if choice.right is None or result.verdicts[choice.right] not in ARRIVED:
        return survey.global_minimum if survey.global_minimum in survey.minima else None
    return nearest(survey, result.points[:, choice.right])


def rate_limit(
    surface: Surface, run: Run, seed: int, minimum: CriticalPoint | None, **second: float
) -> Threshold | None:
    """The largest rate that can stay at the minimum, where theory gives it; second: a knob varied beside it."""
    if minimum is None or minimum.kink or run.optimizer not in LAWS or run.schedule != STEADY:
        return None
    law = threshold(surface, run.chosen, minimum.point, **(other_arguments(run, seed, *second) | second))
    return None if law is None or law.measured else law


def rate_limits(
    surface: Surface, run: Run, seed: int, minimum: CriticalPoint | None, second: str, values: np.ndarray
) -> dict[float, float]:
    """Second knob → limit of the rate, where theory gives it."""
    if second != "momentum":
        return {}
    laws = {float(value): rate_limit(surface, run, seed, minimum, momentum=float(value)) for value in values}
    return {value: law.rate for value, law in laws.items() if law}


def three(
    result: Sweep, choice: Choice, window: tuple[tuple[float, float], tuple[float, float]]
) -> tuple[float, float, float]:
    """The rates of the choice; where none is right, the largest that stays in the window, and its neighbours."""
    rates = result.axes["learning_rate"]
    if choice.right is None:
        x, y = result.points
        (left, right), (bottom, top) = window
        here = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
        inside = np.flatnonzero(here & [verdict not in LOST for verdict in result.verdicts])
        middle = float(rates[inside[-1] if inside.size else 0])
        return short_rate(middle / APART), short_rate(middle), short_rate(middle * APART)
    small = choice.right if choice.small is None else choice.small
    large = len(rates) - 1 if choice.large is None else choice.large
    return (short_rate(float(rates[small])), short_rate(float(rates[choice.right])), short_rate(float(rates[large])))


def rates_of(trio: Scene) -> list[float]:
    """The rates of the runs of a scene, in their order."""
    return [run.setting()["learning_rate"] for run in trio.runs]


def outcomes_at(
    surface: Surface,
    run: Run,
    trio: Scene,
    paths: Sequence[Trajectory],
    verdicts: Sequence[Verdict],
    survey: Survey | None,
) -> Outcomes:
    """The outcomes of a run at the rates of a scene, from the paths there and their verdicts."""
    return outcomes_of(surface, run.chosen, rates_of(trio), paths, verdicts, survey, **other_arguments(run, trio.seed))


def short_rate(rate: float) -> float:
    """Three significant digits, within what a link can hold."""
    return rounded(RATE.clamp(rate), 3)
