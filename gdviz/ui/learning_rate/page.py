"""The learning-rate page: three rates as three maps in step, their curves below, and what to try next."""

import html
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import streamlit as st

from gdviz.analysis.sweep import Outcomes
from gdviz.figures import STYLES, DrawnRun, Panel, fates, ground, remark, row, titled
from gdviz.numeral import numeral, rounded
from gdviz.scene import (
    GRADIENT_DESCENT,
    RateStudy,
    Run,
    Scene,
    at_rates,
    outcomes_at,
    rates_of,
    short_rate,
    start_of,
    swept_run,
    tried_run,
    window_of,
)
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.pictures import Pick, panels
from gdviz.ui.learning_rate.charts import charts, study_of
from gdviz.ui.learning_rate.controls import PLAY, controls, play, turn
from gdviz.ui.stage import results, stage, takeaway
from gdviz.ui.widgets import NextStep, show_next_step

BELOW = 0.98
"""Share of the limit that is proposed next."""
MOMENTUM = 0.9
GROUND = (420, 420)
"""Pixels of the ground of a map."""


class Shown(NamedTuple):
    """The three runs that are shown: as a scene, as drawn, with what is known of them."""

    trio: Scene
    runs: list[DrawnRun]
    reasons: results.Reasons
    outcomes: Outcomes | None


def show(surface: Surface, scene: Scene) -> None:
    """The whole page below the formula bar."""
    subject = swept_run(scene)
    run = tried_run(subject, scene)
    if not stage.begins(surface, scene):
        controls(surface, scene, subject, run)
        stage.undefined_start(surface, scene)
        maps([blank(surface, scene)])
        return
    study = study_of(surface, scene, run)
    rates = tuple(sorted(scene.rates)) or study.rates
    shown = looked_at(surface, at_rates(scene, run, rates), run, scene)
    controls(surface, scene, subject, run)
    turn(run, rates)
    panels_shown = panels_of(surface, shown, study)
    if words := remark(study.outcomes, study.choice, study.bounded, scene.steps):
        st.html(f'<p class="gdviz-verdict">{html.escape(words)}</p>')
    maps(panels_shown)
    with st.container(key="rates-curves"):
        stage.picture(surface, shown.trio, shown.runs, session.memory("rates").get(PLAY, ""), parts="curves")
    with st.container(key="rates-below"):
        takeaway.menu(takeaway.contents_of_page(surface, shown.trio, shown.runs, shown.reasons), "rates")
        results.show(surface, shown.trio, shown.reasons, own_colours=True)
    show_next_step("rates", next_step(study, run, tuple(sorted(rates))))
    charts(surface, scene, run, study, shown.trio, panels_shown)
    stage.explain(surface, shown.trio, shown.runs, shown.reasons)


def looked_at(surface: Surface, trio: Scene, run: Run, scene: Scene) -> Shown:
    """The three runs, and their outcomes as soon as their diagnoses are there."""
    looks = [(one, STYLES[int(one.id)]) for one in stage.drawn(surface, trio)]  # those of the charts below
    runs = [replace(one, color=style.color, dash=style.dash) for one, style in looks]
    reasons = results.reasons_of(surface, trio, runs)
    diagnoses = [reasons.diagnoses.get(drawn.id) for drawn in runs]
    ended = [diagnosis.verdict for diagnosis in diagnoses if diagnosis]
    if len(ended) < len(runs):
        return Shown(trio, runs, reasons, None)
    paths = [drawn.trajectory for drawn in runs]
    return Shown(trio, runs, reasons, outcomes_at(surface, run, trio, paths, ended, reasons.survey))


def panels_of(surface: Surface, shown: Shown, study: RateStudy) -> list[Panel]:
    """Each of the three with its name, verdict and sentence; without a name where no rate can be right."""
    ends, plain = fates(shown.reasons.diagnoses), blank(surface, shown.trio)
    words = [("", "")] * len(shown.runs)
    if shown.outcomes:
        words = titled(study, shown.outcomes, shown.runs, shown.reasons.diagnoses)
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
        for (name, text), run, rate in zip(words, shown.runs, rates_of(shown.trio), strict=True)
    ]


def blank(surface: Surface, scene: Scene) -> Panel:
    """A map without a run: the ground, the minima, the start."""
    window = window_of(scene, surface)
    start = start_of(scene, surface)
    marks, drawn = results.signs(surface, scene), ground(surface, window, GROUND)
    return Panel("", "", window, surface.variables, (), start, "plain", marks, drawn)


def maps(shown: list[Panel]) -> None:
    """The maps in a row, in step with the player; a click on one is where all of them start."""
    panels(row(shown, layout="stage", follow=True), "rates-panels", _started)


def _started(pick: Pick) -> None:
    session.keep(start=(rounded(pick.x), rounded(pick.y)))


def next_step(study: RateStudy, run: Run, rates: tuple[float, ...]) -> NextStep:
    """run: with the second knob that is tried; rates: the three that are shown, ascending."""
    limit = study.limit.rate if study.limit else np.inf
    near = short_rate(BELOW * limit) if np.isfinite(limit) else np.inf
    if rates[-1] > limit > near > rates[1]:
        question = f"Above α = {numeral(limit)} {run.name} cannot stay at this minimum. What does it do just below?"
        return NextStep(question, f"Set the largest α to {numeral(near)}", partial(_set_rates, (*rates[:-1], near)))
    if run.optimizer == GRADIENT_DESCENT:
        question = "Which rates are right with momentum?"
        return NextStep(question, f"Try momentum {numeral(MOMENTUM)}", _with_momentum)
    return NextStep("Click another start on a map: is the same rate right there?")


def _set_rates(rates: tuple[float, ...]) -> None:
    play(rates=rates)


def _with_momentum() -> None:
    session.keep(tried=(("momentum", MOMENTUM),), rates=())
