"""Ways out of a trap compared: how often each reaches the lowest minimum from about the start, on one budget."""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from gdviz.basins import STRATEGIES, Escape, escape
from gdviz.figures.basin_map import Compared, escape_chart
from gdviz.scene import ESCAPES, Run, Scene
from gdviz.surface import Surface
from gdviz.ui import session, why
from gdviz.ui.chart import chart
from gdviz.ui.findings import kept
from gdviz.ui.knobs import Row, knobs
from gdviz.ui.styles import STYLES

BUDGET = 1000
LABELS = {
    "trials": "trials",
    "spread": "scatter, % of the window",
    "noise": "σ of the noise (0: suits the surface)",
    "momentum": "β of momentum",
    "restarts": "starts of a restart",
    "larger_rate": "rate times",
}
LOG = logging.getLogger(__name__)


def show(surface: Surface, scene: Scene, runs: Sequence[Run], names: Sequence[str], start: tuple[float, float]) -> None:
    """The chart, and the strengths to turn."""
    setting = {name: knob.default for name, knob in ESCAPES.items()} | dict(scene.escapes)
    x, y = start
    why.heading("Getting out", f"trials from about ({x:.4g}, {y:.4g}), each of {BUDGET} gradients")
    compared = [
        Compared(name, f"@{STYLES[run.style].color}", outcomes(surface, scene, run, start, setting))
        for run, name in zip(runs, names, strict=True)
    ]
    if all(not one.escapes for one in compared):
        why.said("Nothing can be compared here: no start in this place or nothing to reach.")
        return
    chart(escape_chart(compared), "traps-escape-chart", label="Success rate of each way of escape")
    rows = [Row(name, label, label, setting[name], ESCAPES[name]) for name, label in LABELS.items()]
    with st.popover("Strengths and number of trials", key="traps-strengths"):
        knobs("traps-escapes", rows, _turned, layout="list")


def _turned(values: Mapping[str, float]) -> None:
    session.keep(escapes=tuple({**dict(session.recall().escapes), **values}.items()))


def outcomes(
    surface: Surface, scene: Scene, run: Run, start: tuple[float, float], setting: Mapping[str, float]
) -> dict[str, Escape]:
    """Strategy → what came of it, for those that the optimizer can take."""
    asked = tuple(sorted((name, str(value)) for name, value in run.arguments(scene.seed).items()))
    window = why.window_of(scene, surface)
    key = (surface, window, run.optimizer, run.rule, asked, start, tuple(setting.items()), scene.seed)
    return kept("escapes", key, lambda: compare(surface, scene, run, start, setting))


def compare(
    surface: Surface, scene: Scene, run: Run, start: tuple[float, float], setting: Mapping[str, float]
) -> dict[str, Escape]:
    """The trials themselves."""
    window = why.window_of(scene, surface)
    (left, right), (bottom, top) = window
    spread = setting["spread"] / 100 * math.hypot(right - left, top - bottom)
    knobs: dict[str, Any] = {n: v for n, v in run.arguments(scene.seed).items() if n not in ("noise", "seed")}
    found = {}
    for key in STRATEGIES:
        strength = setting.get("noise" if key == "annealed_noise" else key) or None
        try:
            found[key] = escape(
                surface, run.chosen, key, start, window, seeds=int(setting["trials"]), budget=BUDGET,
                strength=strength, spread=spread, seed=scene.seed, survey=why.surveyed(surface, window), **knobs,
            )  # fmt: skip
        except TypeError:  # a method takes no noise, or has no rate
            continue
        except Exception:  # a bug of ours: the chart does without this line
            LOG.exception("no %s of %s on %r", key, run.optimizer, surface.text[:200])
    return found
