"""The study of the Traps page: the basins of a run over the window, and trials of each way out of a trap."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gdviz.analysis.basins import Basins, Escape, basins_progressively, escape
from gdviz.analysis.landscape import Survey
from gdviz.scene.bounds import ESCAPES
from gdviz.scene.compared_runs import steps_of
from gdviz.scene.run import Run
from gdviz.scene.running import window_of
from gdviz.scene.scene import Scene
from gdviz.surface import Surface

SHAPE = (256, 256)
BUDGET = 1000
"""Gradients that each trial may take."""


def basin_stages(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Iterator[Basins]:
    """The map of a run, ever more of it known; the last is exact."""
    steps, knobs = steps_of(scene, run), run.arguments(scene.seed)
    return basins_progressively(
        surface, run.chosen, window_of(scene, surface), SHAPE, steps, survey=survey, **knobs
    )  # fmt: skip


def strengths(scene: Scene) -> dict[str, float]:
    """How strong each way out is, how far the trials scatter, and how many there are."""
    return {name: knob.default for name, knob in ESCAPES.items()} | dict(scene.escapes)


def trials(
    surface: Surface, scene: Scene, run: Run, way: str, start: tuple[float, float], setting: Mapping[str, float],
    survey: Survey | None,
) -> Escape:  # fmt: skip
    """The trials of one way out. Raises TypeError and ValueError, with a sentence, where the run cannot take it."""
    window = window_of(scene, surface)
    spread = setting["spread"] / 100 * math.hypot(*(high - low for low, high in window))
    arguments: dict[str, Any] = {n: v for n, v in run.arguments(scene.seed).items() if n not in ("noise", "seed")}
    strength = setting.get("noise" if way == "annealed_noise" else way) or None
    return escape(
        surface, run.chosen, way, start, window, seeds=int(setting["trials"]), budget=BUDGET, strength=strength,
        spread=spread, seed=scene.seed, survey=survey, **arguments,
    )  # fmt: skip
