"""The learning-rate page: three rates as three maps in step, their curves below, every rate under More."""

import html
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import streamlit as st

from gdviz.analysis.sweep import Outcomes, outcomes_of, roles
from gdviz.figures import STYLES, DrawnRun, Mark, Panel, fates, ground, marks_of, row
from gdviz.figures.three import remark, sentence, titles
from gdviz.numeral import numeral, rounded
from gdviz.scene import Run, Scene, start_of, window_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.panels import Pick, panels
from gdviz.ui.learning_rate import studied_run
from gdviz.ui.learning_rate.charts import charts
from gdviz.ui.learning_rate.controls import controls, turn
from gdviz.ui.learning_rate.next_step import next_step as next_rates
from gdviz.ui.learning_rate.rate_study import RateStudy, others, study_rates
from gdviz.ui.stage import explaining, stage, surveys, takeaway
from gdviz.ui.widgets import next_step

STYLES_OF = (5, 2, 1)
"""The three rates look like these runs: sky, green, vermillion."""
MOST_MARKS = 40
GROUND = (420, 420)
"""Pixels of the ground of a map."""


class Shown(NamedTuple):
    """The three runs that are shown: as a scene, as drawn, with what is known of them."""

    trio: Scene
    runs: list[DrawnRun]
    reasons: explaining.Reasons
    outcomes: Outcomes | None


def show(surface: Surface, scene: Scene) -> None:
    """The whole page below the formula bar."""
    subject = studied_run.subject(scene)
    run = studied_run.attempt(subject, scene)
    if not stage.begins(surface, scene):
        controls(surface, scene, subject, run)
        stage.undefined_start(surface, scene)
        maps([blank(surface, scene)])
        return
    study = study_rates(surface, scene, run)
    rates = tuple(sorted(scene.rates)) or study.rates
    shown = looked_at(surface, laid_out(scene, run, rates), run, scene)
    controls(surface, scene, subject, run)
    turn(run, rates)
    panels_shown = panels_of(surface, shown, study)
    if words := remark(study.outcomes, study.choice, study.bounded, scene.steps):
        st.html(f'<p class="gdviz-verdict">{html.escape(words)}</p>')
    maps(panels_shown)
    with st.container(key="rates-curves"):
        stage.picture(
            surface, shown.trio, shown.runs, session.memory("rates").get(studied_run.PLAY, ""), parts="curves"
        )
    with st.container(key="rates-below"):
        takeaway.menu(takeaway.contents_of_page(surface, shown.trio, shown.runs, shown.reasons), "rates")
        explaining.show(surface, shown.trio, shown.reasons, own_colours=True)
    next_step.show("rates", next_rates(study, run, tuple(sorted(rates))))
    charts(surface, scene, run, study, shown.trio, panels_shown)
    stage.explain(surface, shown.trio, shown.runs, shown.reasons)


def laid_out(scene: Scene, run: Run, rates: tuple[float, ...]) -> Scene:
    """The scene with one run at three rates in place of its runs."""
    runs = [
        replace(run.turned("learning_rate", rate), style=style, on=True)
        for rate, style in zip(rates, STYLES_OF, strict=True)
    ]
    return replace(scene, runs=tuple(runs))


def looked_at(surface: Surface, trio: Scene, run: Run, scene: Scene) -> Shown:
    """The three runs, and their outcomes as soon as their diagnoses are there."""
    looks = [(one, STYLES[int(one.id)]) for one in stage.drawn(surface, trio)]  # those of the charts below
    runs = [replace(one, color=style.color, dash=style.dash) for one, style in looks]
    reasons = explaining.reasons_of(surface, trio, runs)
    diagnoses = [reasons.diagnoses.get(drawn.id) for drawn in runs]
    ended = [diagnosis.verdict for diagnosis in diagnoses if diagnosis]
    if len(ended) < len(runs):
        return Shown(trio, runs, reasons, None)
    rates = [other.setting()["learning_rate"] for other in trio.runs]
    paths, fixed = [drawn.trajectory for drawn in runs], others(run, scene.seed)
    return Shown(trio, runs, reasons, outcomes_of(surface, run.chosen, rates, paths, ended, reasons.survey, **fixed))


def panels_of(surface: Surface, shown: Shown, study: RateStudy) -> list[Panel]:
    """Each of the three with its name, verdict and sentence; without a name where no rate can be right."""
    outcomes, ends = shown.outcomes, fates(shown.reasons.diagnoses)
    named = [""] * len(shown.runs)
    sentences = [""] * len(shown.runs)
    if outcomes:
        parts = roles(outcomes, falling=study.bounded)
        named = titles(parts) if study.bounded or study.choice.right is not None else named
        least = next((int(outcomes.steps[k]) for k, name in enumerate(named) if name in ("Right", "Best")), -1)
        diagnoses, limit = shown.reasons.diagnoses, study.limit.rate if study.limit else np.inf
        sentences = [
            sentence(outcomes, k, parts[k], run.trajectory, diagnoses[run.id], least, study.lowest, limit)
            for k, run in enumerate(shown.runs)
        ]
    plain = blank(surface, shown.trio)
    return [
        replace(
            plain,
            title=f"{name}  α {numeral(rate)}" if name else f"α {numeral(rate)}",
            words=ends.get(run.id, {}).get("word", ""),
            tone=ends.get(run.id, {}).get("tone", "plain"),
            sentence=text,
            runs=[run],
            color=run.color,
        )
        for name, text, run, rate in zip(named, sentences, shown.runs, rates_of(shown.trio), strict=True)
    ]


def rates_of(trio: Scene) -> list[float]:
    """The three rates."""
    return [run.setting()["learning_rate"] for run in trio.runs]


def blank(surface: Surface, scene: Scene) -> Panel:
    """A map without a run: the ground, the minima, the start."""
    window = window_of(scene, surface)
    start = start_of(scene, surface)
    return Panel(
        "", "", window, surface.variables, (), start, "plain", signs(surface, scene), ground(surface, window, GROUND)
    )


def signs(surface: Surface, scene: Scene) -> list[Mark]:
    """The isolated critical points, if they are few enough not to hide the map; else the deepest minima."""
    study = surveys.surveyed(surface, window_of(scene, surface))
    marks = marks_of(surface, study)
    points = [mark for mark in marks if mark.kind != "floor"]
    return points if len(points) <= MOST_MARKS else [mark for mark in points if mark.kind == "global"]


def maps(shown: list[Panel]) -> None:
    """The maps in a row, in step with the player; a click on one is where all of them start."""
    panels(row(shown, layout="stage", follow=True), "rates-panels", _started)


def _started(pick: Pick) -> None:
    session.keep(start=(rounded(pick.x), rounded(pick.y)))
