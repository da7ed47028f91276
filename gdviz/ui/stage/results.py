"""What is worked out of a scene, each once: trajectories, the survey of its window, and why the runs ended so."""

import html
import logging
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.figures import DrawnRun, Mark, critical_table, deepest_known, event_list, hues, labels, marks_of, shown_of
from gdviz.recent import Recent
from gdviz.scene import Run, Scene, start_of, trajectory_of, window_of
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui import work
from gdviz.ui.cache import ABSENT, Absent, cached, of_visit
from gdviz.ui.widgets import note, section

MOST_RUNS, MOST_SURVEYS, MOST_DIAGNOSES = 64, 64, 64
LONGEST_SURVEY = 1.5
"""Seconds of CPU; thousands of rows under a long loss may take more, and are shown without."""
MOST_TRIES = 3
"""Surveys of one window that may run out of time, each on a visit of its own; after these it goes without for all."""
OUT_OF_TIME, DIAGNOSES = "surveys that ran out of time", "diagnoses"
AT_ONCE = 2000
"""Steps of all runs together that are explained before the picture is drawn."""
MOST_MARKS = 40
"""Critical points of a window that do not hide a map."""
LOG = logging.getLogger(__name__)
_surveys: Recent[tuple[Surface, Window], Survey | None] = Recent(MOST_SURVEYS)
_tries: Recent[tuple[Surface, Window], int] = Recent(MOST_SURVEYS)


class Reasons(NamedTuple):
    """What is known at the moment: the survey, and id → diagnosis of the runs shown."""

    survey: Survey | None
    diagnoses: dict[str, Diagnosis]
    complete: bool


def trajectory(surface: Surface, run: Run, scene: Scene) -> Trajectory:
    """The run on the surface, from the start of the scene."""
    start = start_of(scene, surface)
    alike = replace(run, on=True, style=0)
    key = (surface.key, alike, start, scene.steps, scene.stop, scene.seed if dict(run.options).get("noise") else 0)
    return cached("runs", key, lambda: trajectory_of(surface, run, start, scene), MOST_RUNS)


def survey_so_far(surface: Surface, window: Window) -> Survey | Absent | None:
    """The survey if it has been made; None for a surface that defeats it, or on this visit ran out of time."""
    key = (surface, window)
    so_far = _surveys.get(key, ABSENT)
    return None if isinstance(so_far, Absent) and key in of_visit(OUT_OF_TIME, MOST_SURVEYS) else so_far


def surveyed(surface: Surface, window: Window) -> Survey | None:
    """The survey of a window, made if it is missing; None as for `survey_so_far`."""
    so_far, key = survey_so_far(surface, window), (surface, window)
    if not isinstance(so_far, Absent):
        return so_far
    longest = min(LONGEST_SURVEY, work.left())
    try:
        with work.bounded(longest):
            return _surveys.put(key, survey(surface, window))
    except work.TooMuchError:
        LOG.warning("survey given up after %.2g s: %r", longest, surface.text[:200])
        of_visit(OUT_OF_TIME, MOST_SURVEYS).put(key, None)
        if _tries.put(key, _tries.get(key, 0) + 1) < MOST_TRIES:
            return None
    except Exception:  # a bug of ours: the page does without
        LOG.exception("no survey of %r", surface.text[:200])
    return _surveys.put(key, None)


def signs(surface: Surface, scene: Scene) -> list[Mark]:
    """The isolated critical points, if they are few enough not to hide a map; else the deepest minima."""
    marks = marks_of(surface, surveyed(surface, window_of(scene, surface)))
    points = [mark for mark in marks if mark.kind != "floor"]
    return points if len(points) <= MOST_MARKS else [mark for mark in points if mark.kind == "global"]


def reasons_of(surface: Surface, scene: Scene, runs: list[DrawnRun]) -> Reasons:
    """What has been worked out already, and what takes no time once the survey is there: no second run of the page."""
    window = window_of(scene, surface)
    survey = survey_so_far(surface, window)
    ready = not isinstance(survey, Absent)
    if ready and surface.symbolic and sum(run.trajectory.steps for run in runs) <= AT_ONCE:
        work_out(surface, scene, runs)
    cache = of_visit(DIAGNOSES, MOST_DIAGNOSES)
    known = {run.id: cache.get(_key(run, window, survey is None), (None, None)) for run in runs if run.on}
    # A start without a value is said once, above the picture: no run of it has a story.
    begun = {run.id for run in runs if run.trajectory.ending is not Ending.UNDEFINED_START}
    diagnoses = {run: diagnosis for run, (_, diagnosis) in known.items() if diagnosis is not None and run in begun}
    complete = ready and all(trajectory is not None for trajectory, _ in known.values())
    return Reasons(None if isinstance(survey, Absent) else survey, diagnoses, complete)


def work_out(surface: Surface, scene: Scene, runs: list[DrawnRun]) -> None:
    """The survey and every diagnosis that is missing; a newer request of the visitor ends it at a checkpoint."""
    window = window_of(scene, surface)
    survey, cache = surveyed(surface, window), of_visit(DIAGNOSES, MOST_DIAGNOSES)
    for run, settings in zip(runs, scene.runs, strict=True):
        key = _key(run, window, survey is None)
        if run.on and key not in cache:
            cache.put(key, (run.trajectory, _diagnosed(surface, run, settings, survey)))


def _key(run: DrawnRun, window: Window, without_survey: bool) -> tuple[int, Window, bool]:
    # The cache holds the trajectory beside its diagnosis, so that no other takes its id. What has no diagnosis for want
    # of a survey has one when a later try makes it.
    return (id(run.trajectory), window, without_survey)


def _diagnosed(surface: Surface, run: DrawnRun, settings: Run, survey: Survey | None) -> Diagnosis | None:
    try:
        return diagnose(surface, settings.chosen, run.trajectory, survey) if survey else None
    except Exception:  # a bug of ours: the run is shown without
        LOG.exception("no diagnosis of %s on %r", settings.optimizer, surface.text[:200])
        return None


def show(surface: Surface, scene: Scene, reasons: Reasons, own_colours: bool = False) -> None:
    """Below the picture: how each run ended and why, what happened on the way, and every critical point.

    own_colours: runs that differ in the rate only do not share a colour on this page.
    """
    lines = [
        f'<li style="--gdviz-run: var(--gdviz-run-{style})"><b>{html.escape(label)}.</b> '
        f"{html.escape(diagnosis.sentence)}</li>"
        for label, style, diagnosis in named(scene, reasons, own_colours)
    ]
    survey = reasons.survey
    if lines:
        section("How the runs ended")
        st.html(f'<ul class="gdviz-endings">{"".join(lines)}</ul>')
    if survey is None:
        return
    note(f"{survey.sentence} {shown_of(survey)}".rstrip())
    with st.expander("Critical points and events in numbers", key="why-more", on_change="rerun") as folded:
        if folded.open:
            with st.container(horizontal=True, key="why-tables", gap="medium"):
                st.html(critical_table(survey, surface.variables, deepest_known(surface)), width="content")
                happened = [(label, diagnosis) for label, _, diagnosis in named(scene, reasons)]
                st.html(event_list(happened), width="stretch")


def named(scene: Scene, reasons: Reasons, own_colours: bool = False) -> list[tuple[str, int, Diagnosis]]:
    """Label, style of the colour and diagnosis of each run shown."""
    shown = [run for run in scene.runs if str(run.style) in reasons.diagnoses]
    names, hue = labels(scene.runs), {} if own_colours else hues(scene.runs)
    return [(names[run.style], hue.get(run.style, run.style), reasons.diagnoses[str(run.style)]) for run in shown]
