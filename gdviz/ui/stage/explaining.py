"""Why the runs ended so: the survey of the window and a diagnosis of each run, computed after the first picture."""

import html
import logging
from collections.abc import Callable, Collection
from typing import NamedTuple

import streamlit as st

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey
from gdviz.figures import DrawnRun, deepest_known, hues, labels, shown_of
from gdviz.figures.diagnosis_tables import critical_table, event_list
from gdviz.scene import Run, Scene, window_of
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending
from gdviz.ui.cache import of_visit
from gdviz.ui.stage.surveys import Missing, survey_so_far, surveyed
from gdviz.ui.widgets.sentences import note, section

DIAGNOSES = "diagnoses"
MOST_DIAGNOSES = 64
AT_ONCE = 2000
"""Steps of all runs together that are explained before the picture is drawn."""
LOG = logging.getLogger(__name__)


class Reasons(NamedTuple):
    """What is known at the moment: the survey, and id → diagnosis of the runs shown."""

    survey: Survey | None
    diagnoses: dict[str, Diagnosis]
    complete: bool


def reasons_of(surface: Surface, scene: Scene, runs: list[DrawnRun], sampled: Collection[str] = ()) -> Reasons:
    """What has been worked out already, and what takes no time once the survey is there: no second run of the page.

    sampled: ids of the runs whose steps saw mini-batches.
    """
    window = window_of(scene, surface)
    survey = survey_so_far(surface, window)
    ready = not isinstance(survey, Missing)
    if ready and surface.symbolic and sum(run.trajectory.steps for run in runs) <= AT_ONCE:
        diagnose_missing(surface, scene, runs, sampled)
    cache = of_visit(DIAGNOSES, MOST_DIAGNOSES)
    cached = {run.id: cache.get(_key(run, window, survey is None), (None, None)) for run in runs if run.on}
    # A start without a value is said once, above the picture: no run of it has a story.
    begun = {run.id for run in runs if run.trajectory.ending is not Ending.UNDEFINED_START}
    diagnoses = {run: diagnosis for run, (_, diagnosis) in cached.items() if diagnosis is not None and run in begun}
    complete = ready and all(trajectory is not None for trajectory, _ in cached.values())
    return Reasons(None if isinstance(survey, Missing) else survey, diagnoses, complete)


def work_out(surface: Surface, scene: Scene, runs: list[DrawnRun], sampled: Collection[str] = ()) -> None:
    """The survey and every diagnosis that is missing."""
    surveyed(surface, window_of(scene, surface))
    # In each pause a newer request of the visitor's is heard, and this is given up.
    diagnose_missing(surface, scene, runs, sampled, st.empty().empty)


def diagnose_missing(
    surface: Surface,
    scene: Scene,
    runs: list[DrawnRun],
    sampled: Collection[str] = (),
    pause: Callable[[], object] = lambda: None,
) -> None:
    """Every diagnosis that is missing, with a pause before each."""
    window = window_of(scene, surface)
    survey, cache = surveyed(surface, window), of_visit(DIAGNOSES, MOST_DIAGNOSES)
    for run, settings in zip(runs, scene.runs, strict=True):
        key = _key(run, window, survey is None)
        if run.on and key not in cache:
            pause()
            cache.put(key, (run.trajectory, _diagnosed(surface, run, settings, survey, run.id in sampled)))


def _key(run: DrawnRun, window: Window, without_survey: bool) -> tuple[int, Window, bool]:
    # The cache holds the trajectory beside its diagnosis, so that no other takes its id. What has no diagnosis for want
    # of a survey has one when a later try makes it.
    return (id(run.trajectory), window, without_survey)


def _diagnosed(
    surface: Surface, run: DrawnRun, settings: Run, survey: Survey | None, sampled: bool
) -> Diagnosis | None:
    try:
        knobs = settings.setting() | dict(settings.options)
        return diagnose(surface, settings.chosen, run.trajectory, survey, knobs, sampled=sampled) if survey else None
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
