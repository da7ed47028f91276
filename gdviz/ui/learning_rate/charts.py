"""The sweeps of the learning-rate page, worked out once per visit, and its charts; a click plays the path of a rate."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.analysis.theory import largest_product, sharpness, swing_sentence
from gdviz.descent import settings_of
from gdviz.figures import STYLES, Line, Panel, quadratic_sentence, row, threshold_line
from gdviz.figures.rates import heat_map, sweep_chart
from gdviz.figures.sharpness_chart import sharpness_chart, split_chart
from gdviz.numeral import rounded
from gdviz.scene import (
    STEADY,
    RateStudy,
    Run,
    Scene,
    other_arguments,
    rate_limits,
    second_knob,
    start_of,
    study_of_rates,
    sweep_of_rate_pairs,
    sweep_of_rates,
    window_of,
    with_second_knob,
)
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.cache import cached
from gdviz.ui.components.pictures import Click, chart, panels
from gdviz.ui.learning_rate.controls import PLAY, moved, play
from gdviz.ui.stage import results
from gdviz.ui.widgets import heading, note

MOST_SWEEPS = 12
TOLERANCE = "Steps to tolerance: after so many the slope stays below a thousandth of the start's."


def study_of(surface: Surface, scene: Scene, run: Run) -> RateStudy:
    """The study of a run on a surface."""
    survey = results.surveyed(surface, window_of(scene, surface))
    swept = cached(
        "sweeps", key_of(surface, scene, run),
        lambda: sweep_of_rates(surface, scene, run, survey), MOST_SWEEPS,
    )  # fmt: skip
    return study_of_rates(surface, scene, run, survey, swept)


def key_of(surface: Surface, scene: Scene, run: Run, *turned: str) -> tuple[Any, ...]:
    """What a sweep depends on: not on the knobs it turns itself."""
    knobs = tuple(pair for pair in run.knobs if pair[0] not in ("learning_rate", *turned))
    alike = replace(run, knobs=knobs, on=True, style=0)
    return (surface, window_of(scene, surface), alike, start_of(scene, surface), scene.steps, scene.seed)


def charts(surface: Surface, scene: Scene, run: Run, study: RateStudy, trio: Scene, shown: list[Panel]) -> None:
    """Below: the sweep and the path that is picked, rate and a second knob, sharpness, a quadratic laid open."""
    with st.expander("More: every rate, rate and momentum, sharpness", key="rates-more", on_change="rerun") as more:
        if not more.open:
            return
        lines = [
            Line(other.setting()["learning_rate"], "", f"@{STYLES[other.style].color}", STYLES[other.style].dash)
            for other in trio.runs
        ]
        varied = with_second_knob(run)
        with st.container(horizontal=True, key="rates-charts", gap="medium"):
            with st.container(key="rates-sweep"):
                every_rate(study, lines)
            with st.container(key="rates-picked"):
                picked(shown)
            place = st.container(key="rates-map") if varied else None
            with st.container(key="rates-sharp"):
                bending(surface, scene, run, shown, lines)
            if study.quadratic:
                with st.container(key="rates-quadratic"):
                    quadratic_of(run, study, shown[1].runs[0].trajectory.points)
        if place and varied:
            with place:
                rate_and(surface, scene, varied, study, [line.rate for line in lines])


def picked(shown: list[Panel]) -> None:
    """The rate last moved, played on a small map beside the chart that was clicked."""
    place = min(session.memory("rates").get("place", 1), len(shown) - 1)
    heading("The path of the rate picked", "as on the maps above")
    panels(row([shown[place]], layout="row", play=session.memory("rates").get(PLAY, "")), "rates-picked-map")


def bending(surface: Surface, scene: Scene, run: Run, shown: list[Panel], lines: list[Line]) -> None:
    """Sharpness along the three paths, against the limit of the rule at each rate where it has one."""
    settings = settings_of(run.chosen, other_arguments(run, scene.seed))
    product = largest_product(run.optimizer, settings) if run.schedule == STEADY else None
    words = "λmax of the Hessian where each run stands"
    heading(
        "Sharpness along the path", f"{words}, against the sharpest it can stand (dotted)." if product else f"{words}."
    )
    points = [panel.runs[0].trajectory.points for panel in shown]
    bent = [(line, sharpness(surface, path)) for line, path in zip(lines, points, strict=True)]
    chart(sharpness_chart(bent, product), "rates-sharp-chart", label="Sharpness against step")
    if swings := swing_sentence(run.chosen, settings):
        note(swings, "Cohen et al. 2022, arXiv:2207.14484")


def every_rate(study: RateStudy, lines: list[Line]) -> None:
    """The sweep, with the limit and the three rates drawn in."""
    heading(
        f"{len(study.sweep.final)} rates from the same start", "Click a rate: the nearest of the three moves there."
    )
    rates = [line.rate for line in lines]
    chart(
        sweep_chart(study.sweep, study.lowest, [*threshold_line(study.limit), *lines]), "rates-sweep-chart",
        partial(_picked, rates, study), label="Final value and steps against the rate",
    )  # fmt: skip
    note(TOLERANCE)
    if study.limit:
        note(study.limit.sentence, study.limit.source)


def _picked(rates: list[float], study: RateStudy, click: Click) -> None:
    """The nearest of the three moves to the rate under the click, or the one last moved to the next of the sweep."""
    axis = study.sweep.axes["learning_rate"]
    if any(click.nudge):
        place = min(session.memory("rates").get("place", 1), len(rates) - 1)
        index = nearest(axis, rates[place]) + click.nudge[0]
        _move(rates, float(axis[min(max(index, 0), len(axis) - 1)]), place)
    else:
        _move(rates, float(axis[nearest(axis, click.x)]))


def _move(rates: list[float], rate: float, place: int | None = None, **changes: object) -> None:
    changed = moved(tuple(rates), rate, place)
    session.memory("rates")["place"] = changed.index(rate)
    play(rates=changed, **changes)


def nearest(axis: np.ndarray, value: float) -> int:
    """The index of the nearest value of a logarithmic axis."""
    return int(np.abs(np.log(axis) - np.log(max(value, 1e-300))).argmin())


def rate_and(surface: Surface, scene: Scene, run: Run, study: RateStudy, rates: list[float]) -> None:
    """The heat map, the last to be worked out."""
    second = second_knob(run) or ""
    heading(f"Rate and {second.replace('_', ' ')}", "Light: far from the lowest value. Click a place to try it here.")
    survey = results.surveyed(surface, window_of(scene, surface))
    both = cached(
        "heat maps", (second, *key_of(surface, scene, run, second)),
        lambda: sweep_of_rate_pairs(surface, scene, run, second, survey), MOST_SWEEPS,
    )  # fmt: skip
    limits_at = rate_limits(surface, run, scene.seed, study.minimum, second, both.axes[second])
    figure = heat_map(both, study.lowest, second, (rates[1], run.setting()[second]), limits_at)
    chart(
        figure, "rates-map-chart", partial(_both, run, second, rates, both.axes[second]),
        label=f"Final value against rate and {second}",
    )  # fmt: skip


def _both(run: Run, second: str, rates: list[float], values: np.ndarray, click: Click) -> None:
    """The second knob under the click is tried, and the nearest of the three rates moves there."""
    line = int(np.abs(values - (run.setting()[second] if any(click.nudge) else click.y)).argmin()) + click.nudge[1]
    value = rounded(values[min(max(line, 0), len(values) - 1)])
    if any(click.nudge):
        _move(rates, rounded(rates[1] * 10 ** (click.nudge[0] / 10)), 1, tried=((second, value),))
    else:
        _move(rates, rounded(max(click.x, 1e-9)), tried=((second, value),))


def quadratic_of(run: Run, study: RateStudy, points: np.ndarray) -> None:
    """A quadratic: its loss split along the eigen-directions, its condition, and the best there can be."""
    plain = study.quadratic
    assert plain is not None
    heading("Split along the eigen-directions", "The middle run: the flat direction is the last to fall.")
    chart(
        split_chart(plain.split(points), plain.eigenvalues),
        "rates-split-chart",
        label="Loss along each eigen-direction",
    )
    note(quadratic_sentence(plain), "Polyak 1964; Nesterov 2018, §1.2.3")
    if run.optimizer in ("sgd", "momentum"):
        st.button("Set the best there can be", key="rates-best", on_click=_best, args=(run, study))


def _best(run: Run, study: RateStudy) -> None:
    """The fastest rate in the middle; for momentum also its β."""
    scene, plain = session.recall(), study.quadratic
    assert plain is not None
    rates = list(scene.rates or study.rates)
    if run.optimizer == "momentum":
        tried = (("momentum", rounded(plain.optimal_momentum, 6)),)
        _move(rates, rounded(plain.optimal_momentum_rate, 6), 1, tried=tried)
    else:
        _move(rates, rounded(plain.optimal_rate, 6), 1)
