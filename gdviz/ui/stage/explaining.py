"""Why the runs ended so: the survey of the window and a diagnosis of each run, computed after the first picture."""

import html
import logging
from collections.abc import Callable, Collection
from typing import NamedTuple

import streamlit as st

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.figures import DrawnRun, Mark
from gdviz.figures.diagnosis_marks import (
    critical_table,
    event_list,
    event_marks,
    fate,
    landscape_marks,
    shown_of,
)
from gdviz.figures.gallery_marks import deepest_known, gallery_marks
from gdviz.figures.run_labels import labels
from gdviz.figures.run_styles import hues
from gdviz.recent import Recent
from gdviz.scene import Run, Scene
from gdviz.scene.running import window_of
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending
from gdviz.ui import work
from gdviz.ui.cache import of_visit
from gdviz.ui.widgets.sentences import note, section

DIAGNOSES = "diagnoses"
MOST_SURVEYS, MOST_DIAGNOSES = 64, 64
AT_ONCE = 2000
"""Steps of all runs together that are explained before the picture is drawn."""
LONGEST_SURVEY = 1.5
"""Seconds of CPU; thousands of rows under a long loss may take more, and are shown without."""
LOG = logging.getLogger(__name__)
_surveys: Recent[tuple[Surface, Window], Survey | None] = Recent(MOST_SURVEYS)


class Missing:
    """That a survey has not been made; None is that there is none."""


MISSING = Missing()


class Reasons(NamedTuple):
    """What is known at the moment: the survey, and id → diagnosis of the runs shown."""

    survey: Survey | None
    diagnoses: dict[str, Diagnosis]
    complete: bool


def surveyed(surface: Surface, window: Window) -> Survey | None:
    """The survey of a window, kept for every visitor; None for a surface that defeats it."""
    key = (surface, window)
    found = _surveys.get(key, MISSING)
    return _surveys.put(key, _survey(surface, window)) if isinstance(found, Missing) else found


def _survey(surface: Surface, window: Window) -> Survey | None:
    longest = min(LONGEST_SURVEY, work.left())
    try:
        with work.bounded(longest):
            return survey(surface, window)
    except work.TooMuchError:
        LOG.warning("survey given up after %.2g s: %r", longest, surface.text[:200])
    except Exception:  # a bug of ours: the page does without
        LOG.exception("no survey of %r", surface.text[:200])
    return None


def known(surface: Surface, scene: Scene, runs: list[DrawnRun], sampled: Collection[str] = ()) -> Reasons:
    """What has been worked out already, and what takes no time once the survey is there: no second run of the page.

    sampled: ids of the runs whose steps saw mini-batches.
    """
    window = window_of(scene, surface)
    if (surface, window) in _surveys and surface.symbolic and sum(run.trajectory.steps for run in runs) <= AT_ONCE:
        diagnose_missing(surface, scene, runs, sampled)
    cache = of_visit(DIAGNOSES, MOST_DIAGNOSES)
    found = {run.id: cache.get(_key(run, window), (None, None)) for run in runs if run.on}
    # A start without a value is said once, above the picture: no run of it has a story.
    begun = {run.id for run in runs if run.trajectory.ending is not Ending.UNDEFINED_START}
    diagnoses = {run: diagnosis for run, (_, diagnosis) in found.items() if diagnosis is not None and run in begun}
    ground = _surveys.get((surface, window), MISSING)
    complete = not isinstance(ground, Missing) and all(trajectory is not None for trajectory, _ in found.values())
    return Reasons(None if isinstance(ground, Missing) else ground, diagnoses, complete)


def work_out(surface: Surface, scene: Scene, runs: list[DrawnRun], sampled: Collection[str] = ()) -> None:
    """The survey and every diagnosis that is missing."""
    surveyed(surface, window_of(scene, surface))
    # Where a newer wish of the visitor's is heard and this is given up.
    diagnose_missing(surface, scene, runs, sampled, st.empty().empty)


def diagnose_missing(
    surface: Surface,
    scene: Scene,
    runs: list[DrawnRun],
    sampled: Collection[str] = (),
    breath: Callable[[], object] = lambda: None,
) -> None:
    """Every diagnosis that is missing, with a breath before each."""
    window = window_of(scene, surface)
    found, cache = surveyed(surface, window), of_visit(DIAGNOSES, MOST_DIAGNOSES)
    for run, asked in zip(runs, scene.runs, strict=True):
        key = _key(run, window)
        if run.on and key not in cache:
            breath()
            cache.put(key, (run.trajectory, _diagnosed(surface, run, asked, found, run.id in sampled)))


def _key(run: DrawnRun, window: Window) -> tuple[int, Window]:
    # The cache holds the trajectory beside its diagnosis, so that no other takes its id.
    return (id(run.trajectory), window)


def _diagnosed(surface: Surface, run: DrawnRun, asked: Run, found: Survey | None, sampled: bool) -> Diagnosis | None:
    try:
        knobs = asked.setting() | dict(asked.options)
        return diagnose(surface, asked.chosen, run.trajectory, found, knobs, sampled=sampled) if found else None
    except Exception:  # a bug of ours: the run is shown without
        LOG.exception("no diagnosis of %s on %r", asked.optimizer, surface.text[:200])
        return None


def marks(surface: Surface, reasons: Reasons) -> list[Mark]:
    """Critical points and events as signs; the minima that the gallery knows, until the survey is there."""
    if reasons.survey is None:
        return gallery_marks(surface)
    return [*landscape_marks(reasons.survey, deepest_known(surface)), *event_marks(reasons.diagnoses)]


def fates(reasons: Reasons) -> dict[str, dict[str, str]]:
    """Verdicts as the readout shows them."""
    return {run: fate(diagnosis)._asdict() for run, diagnosis in reasons.diagnoses.items()}


def show(surface: Surface, scene: Scene, reasons: Reasons, own_colours: bool = False) -> None:
    """Below the picture: how each run ended and why, what happened on the way, and every critical point.

    own_colours: runs that differ in the rate only do not share a colour on this page.
    """
    lines = [
        f'<li style="--gdviz-run: var(--gdviz-run-{style})"><b>{html.escape(label)}.</b> '
        f"{html.escape(diagnosis.sentence)}</li>"
        for label, style, diagnosis in named(scene, reasons, own_colours)
    ]
    found = reasons.survey
    if lines:
        section("How the runs ended")
        st.html(f'<ul class="gdviz-endings">{"".join(lines)}</ul>')
    if found is None:
        return
    note(f"{found.sentence} {shown_of(found)}".rstrip())
    with st.expander("Critical points and events in numbers", key="why-more", on_change="rerun") as folded:
        if folded.open:
            with st.container(horizontal=True, key="why-tables", gap="medium"):
                st.html(critical_table(found, surface.variables, deepest_known(surface)), width="content")
                happened = [(label, diagnosis) for label, _, diagnosis in named(scene, reasons)]
                st.html(event_list(happened), width="stretch")


def named(scene: Scene, reasons: Reasons, own_colours: bool = False) -> list[tuple[str, int, Diagnosis]]:
    """Label, style of the colour and diagnosis of each run shown."""
    shown = [run for run in scene.runs if str(run.style) in reasons.diagnoses]
    names, hue = labels(scene.runs), {} if own_colours else hues(scene.runs)
    return [(names[run.style], hue.get(run.style, run.style), reasons.diagnoses[str(run.style)]) for run in shown]
