"""The sweeps of the learning-rate page, computed once per visit while they are among the last few."""

from dataclasses import replace
from typing import Any

from gdviz.analysis.sweep import Sweep
from gdviz.scene import RateStudy, Run, Scene, start_of, study_of_rates, sweep_of_rate_pairs, sweep_of_rates, window_of
from gdviz.surface import Surface
from gdviz.ui.cache import cached
from gdviz.ui.stage import surveys

MOST_SWEEPS = 12


def study_rates(surface: Surface, scene: Scene, run: Run) -> RateStudy:
    """The study of a run on a surface."""
    survey = surveys.surveyed(surface, window_of(scene, surface))
    swept = cached(
        "sweeps", key_of(surface, scene, run),
        lambda: sweep_of_rates(surface, scene, run, survey), MOST_SWEEPS,
    )  # fmt: skip
    return study_of_rates(surface, scene, run, survey, swept)


def sweep_of_pairs(surface: Surface, scene: Scene, run: Run, second: str) -> Sweep:
    """The run under many rates and many values of a second knob."""
    survey = surveys.surveyed(surface, window_of(scene, surface))
    return cached(
        "heat maps", (second, *key_of(surface, scene, run, second)),
        lambda: sweep_of_rate_pairs(surface, scene, run, second, survey), MOST_SWEEPS,
    )  # fmt: skip


def key_of(surface: Surface, scene: Scene, run: Run, *turned: str) -> tuple[Any, ...]:
    """What a sweep depends on: not on the knobs it turns itself."""
    knobs = tuple(pair for pair in run.knobs if pair[0] not in ("learning_rate", *turned))
    alike = replace(run, knobs=knobs, on=True, style=0)
    return (surface, window_of(scene, surface), alike, start_of(scene, surface), scene.steps, scene.seed)
