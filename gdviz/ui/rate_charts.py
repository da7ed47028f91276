"""The charts of the learning-rate page, and what a click on one does: the path plays."""

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from gdviz.figures.axes import Line, threshold_line
from gdviz.figures.bending import sharpness_chart, split_chart
from gdviz.figures.rates import heat_map, sweep_chart
from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.theory import sharpness
from gdviz.ui import session, stage
from gdviz.ui.chart import Click, chart
from gdviz.ui.findings import Findings, limits, mapped, second_knob
from gdviz.ui.styles import STYLES
from gdviz.ui.why import heading, said

NAMES = ("too small", "right", "too large")
STYLES_OF = (5, 2, 1)
"""The three rates look like these runs: sky, green, vermillion."""
PLAY = "play"


def charts(surface: Surface, scene: Scene, run: Run, found: Findings, trio: Scene) -> None:
    """Below: the sweep, rate and momentum, sharpness, and a quadratic laid open."""
    rates = [other.setting()["learning_rate"] for other in trio.runs]
    lines = [
        Line(rate, name, f"@{STYLES[style].color}", STYLES[style].dash)
        for rate, name, style in zip(rates, NAMES, STYLES_OF, strict=True)
    ]
    varied = with_second(run)
    with st.container(horizontal=True, key="rates-charts", gap="medium"):
        with st.container(key="rates-sweep"):
            every_rate(found, lines)
        place = st.container(key="rates-map") if varied else None
        with st.container(key="rates-sharp"):
            heading("Sharpness along the path", "λmax of the Hessian where each run stands, against its 2/α (dotted).")
            paths = [stage.trajectory(surface, other, trio) for other in trio.runs]
            bent = [(line, sharpness(surface, path.points)) for line, path in zip(lines, paths, strict=True)]
            chart(sharpness_chart(bent), "rates-sharp-chart", label="Sharpness against step")
        if found.quadratic:
            with st.container(key="rates-quadratic"):
                laid_open(run, found, paths[1].points)
    if place and varied:
        with place:
            rate_and(surface, scene, varied, found, rates)


def every_rate(found: Findings, lines: list[Line]) -> None:
    """The sweep, with the limit and the three rates drawn in."""
    heading(f"{len(found.sweep.final)} rates from the same start", "Click a rate and its path plays.")
    drawn = [*threshold_line(found.limit), *(unnamed(line) for line in lines)]
    rates = [line.rate for line in lines]
    label = "Final value and steps against the rate"
    chart(
        sweep_chart(found.sweep, found.lowest, drawn), "rates-sweep-chart", partial(_picked, rates, found), label=label
    )
    if found.limit:
        said(found.limit.sentence, found.limit.source)


def with_second(run: Run) -> Run | None:
    """The run that the heat map varies: gradient descent is heavy ball without momentum; None without a knob."""
    if run.optimizer == "sgd":
        kept = {name: value for name, value in run.knobs if name == "learning_rate"}
        return replace(run, optimizer="momentum", knobs=tuple({**kept, "momentum": 0.0}.items()))
    return run if second_knob(run) else None


def unnamed(line: Line) -> Line:
    """A line without its words: three of them would cover each other."""
    return line._replace(name="")


def _picked(rates: list[float], found: Findings, click: Click) -> None:
    """The rate under the click, or the next of the sweep, becomes the one in the middle and plays."""
    axis = found.sweep.axes["learning_rate"]
    across = click.nudge[0]
    index = nearest(axis, rates[1]) + across if any(click.nudge) else nearest(axis, click.x)
    _play((rates[0], float(f"{axis[min(max(index, 0), len(axis) - 1)]:.4g}"), rates[2]))


def _play(rates: tuple[float, ...]) -> None:
    session.keep(rates=rates)
    memory = session.memory("rates")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = f"{memory['count']} {rates[1]:.6g}"


def nearest(axis: np.ndarray, value: float) -> int:
    """The index of the nearest value of a logarithmic axis."""
    return int(np.abs(np.log(axis) - np.log(max(value, 1e-300))).argmin())


def rate_and(surface: Surface, scene: Scene, run: Run, found: Findings, rates: list[float]) -> None:
    """The heat map, the last to be worked out."""
    second = second_knob(run) or ""
    heading(
        f"Rate and {second.replace('_', ' ')}", "Light: far from the lowest value. Click a place and its path plays."
    )
    both = mapped(surface, scene, run, second)
    known = limits(surface, run, found.minimum, second, both.axes[second])
    figure = heat_map(both, found.lowest, second, (rates[1], run.setting()[second]), known)
    chart(
        figure, "rates-map-chart", partial(_both, run, second, rates, both.axes[second]),
        label=f"Final value against rate and {second}",
    )  # fmt: skip


def _both(run: Run, second: str, rates: list[float], values: np.ndarray, click: Click) -> None:
    """The rate and the second knob under the click become the run's."""
    row = int(np.abs(values - (run.setting()[second] if any(click.nudge) else click.y)).argmin()) + click.nudge[1]
    value = values[min(max(row, 0), len(values) - 1)]
    rate = rates[1] * 10 ** (click.nudge[0] / 10) if any(click.nudge) else click.x
    session.keep_scene(session.recall().with_run(run.turned(second, float(f"{value:.4g}"))))
    _play((rates[0], float(f"{rate:.4g}"), rates[2]))


def laid_open(run: Run, found: Findings, points: np.ndarray) -> None:
    """A quadratic: its loss split along the eigen-directions, its condition, and the best there can be."""
    plain = found.quadratic
    assert plain is not None
    heading("Split along the eigen-directions", "The middle run: the flat direction is the last to fall.")
    chart(
        split_chart(plain.split(points), plain.eigenvalues),
        "rates-split-chart",
        label="Loss along each eigen-direction",
    )
    words = (
        f"Condition number κ = {plain.condition:.4g}. Gradient descent is fastest at α = {plain.optimal_rate:.4g} "
        f"(each step leaves {plain.optimal_factor:.4g} of the way); heavy ball at "
        f"α = {plain.optimal_momentum_rate:.4g}, "
        f"β = {plain.optimal_momentum:.4g} ({plain.momentum_factor:.4g} a step)."
    )
    said(words, "Polyak 1964; Nesterov 2018, §1.2.3")
    if run.optimizer in ("sgd", "momentum"):
        st.button("Set the best there can be", key="rates-best", on_click=_best, args=(run, found))


def _best(run: Run, found: Findings) -> None:
    scene, plain = session.recall(), found.quadratic
    assert plain is not None
    rates = scene.rates or found.rates
    if run.optimizer == "momentum":
        session.keep_scene(scene.with_run(run.turned("momentum", float(f"{plain.optimal_momentum:.6g}"))))
    rate = plain.optimal_momentum_rate if run.optimizer == "momentum" else plain.optimal_rate
    _play((rates[0], float(f"{rate:.6g}"), rates[2]))
