"""Ways out of a trap compared: how often each reaches the lowest minimum from about the start, on one budget."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdviz.analysis.basins import STRATEGIES, Escape, classify_together
from gdviz.figures import STYLES, ComparedEscapes, escape_chart
from gdviz.numeral import coordinates, count_word
from gdviz.scene import ESCAPES, TRIAL_BUDGET, Run, Scene, escape_strengths, escape_trials, window_of
from gdviz.surface import Surface
from gdviz.ui import session, widgets, work
from gdviz.ui.cache import cached
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.components.pictures import chart
from gdviz.ui.stage import results
from gdviz.ui.traps import basin_maps

LABELS = {
    "trials": "trials",
    "spread": "scatter, % of the window",
    "noise": "σ of the noise (0: suits the surface)",
    "momentum": "β of momentum",
    "restarts": "starts of a restart",
    "larger_rate": "rate times",
}
LONGEST = 1.5
"""Seconds of CPU for the trials of one way."""
MEMORY, HALTED = "ways of escape", "ways of escape that were stopped"
LOG = logging.getLogger(__name__)
Outcomes = dict[str, Escape | str]
"""Strategy → what came of it, or the sentence why it cannot be taken."""


def show(
    surface: Surface, scene: Scene, runs: Sequence[Run], names: Sequence[str], start: tuple[float, float], idle: str
) -> None:
    """The chart, and the strengths to turn; idle: a sentence where there is nothing to get out of."""
    setting = escape_strengths(scene)
    if idle:
        widgets.note(f"{idle} So there is nothing to get out of.")
        return
    keys = [basin_maps.key_of(surface, scene, run, start, tuple(setting.items()), scene.seed) for run in runs]
    done = [outcomes_of(key) for key in keys]
    chart_place, status = st.container(), st.empty()
    rows = [Row(name, label, label, setting[name], ESCAPES[name]) for name, label in LABELS.items()]
    with st.popover("Strengths and number of trials", key="traps-strengths"):
        knobs("traps-escapes", rows, _turned, layout="list")
    pairs = list(zip(runs, keys, strict=True))
    missing = [(run, key, way) for run, key in pairs for way in STRATEGIES if way not in outcomes_of(key)]
    goes_on = bool(missing) and make_trials(
        status, surface, scene, missing, start, setting, len(runs) * len(STRATEGIES)
    )
    with chart_place, work.counted():  # what is known is drawn before the page rests
        draw(surface, scene, runs, names, done)
    if goes_on and any(way not in outcomes_of(key) for _, key, way in missing):
        work.rest()


def outcomes_of(key: Any) -> Outcomes:
    """What came of the strategies so far, for this key."""
    return cached(MEMORY, key, dict)


def heading(start: tuple[float, float]) -> DeltaGenerator:
    """What the chart will show, and the place of the line that says when."""
    widgets.heading("Getting out", f"trials from about {coordinates(start)}, each of {TRIAL_BUDGET:,} gradients")
    place = st.empty()
    place.html('<p class="gdviz-survey">The trials begin when the maps are known.</p>')
    return place


def draw(surface: Surface, scene: Scene, runs: Sequence[Run], names: Sequence[str], done: list[Outcomes]) -> None:
    """The chart of all that is known, judged by one list of minima, and why a line is missing."""
    window = window_of(scene, surface)
    escapes_of_each = [{way: one for way, one in outcomes.items() if isinstance(one, Escape)} for outcomes in done]
    if any(escapes_of_each):
        together = classify_together(surface, window, results.surveyed(surface, window), escapes_of_each)
        lines = [
            ComparedEscapes(name, f"@{STYLES[run.style].color}", escapes)
            for run, name, escapes in zip(runs, names, together, strict=True)
        ]
        chart(escape_chart(lines), "traps-escape-chart", label="Success rate of each way of escape")
    why_not = [
        f"{STRATEGIES[way].name}: {one}" for outcomes in done for way, one in outcomes.items() if isinstance(one, str)
    ]
    if why_not:
        widgets.note("Left out. " + " ".join(dict.fromkeys(why_not)))


def make_trials(
    place: DeltaGenerator,
    surface: Surface,
    scene: Scene,
    missing: list[tuple[Run, Any, str]],
    start: tuple[float, float],
    setting: Mapping[str, float],
    ways: int,
) -> bool:
    """What is missing, one way of one optimizer after another; a click or the end of the allowance breaks it off.

    ways: of all optimizers, the known ones too. False where the visitor stopped it.
    """
    keys = list(dict.fromkeys(key for _, key, _ in missing))  # what is complete is not stopped
    so_far = f"Stopped after {count_word(ways - len(missing), 'way')}."
    shown = basin_maps.progress(place, "traps-escape", HALTED, keys, 0.0, "Trials are being made …", so_far)
    if shown is None:
        return False
    work.rest_in(place)
    for number, (run, key, way) in enumerate(missing):
        share = (ways - len(missing) + number) / ways
        words = f"{run.name}, {STRATEGIES[way].name.lower()}: trials are being made …"
        shown.progress(share, words)
        outcomes_of(key)[way] = outcome(surface, scene, run, way, start, setting)
        if work.is_spent():
            break
    place.empty()
    return True


def _turned(values: Mapping[str, float]) -> None:
    scene = basin_maps.opening(session.recall())
    session.keep_scene(replace(scene, escapes=tuple({**dict(scene.escapes), **values}.items())))


def outcome(
    surface: Surface, scene: Scene, run: Run, way: str, start: tuple[float, float], setting: Mapping[str, float],
) -> Escape | str:  # fmt: skip
    """The trials of one strategy, or the sentence why the optimizer cannot take it."""
    survey = results.surveyed(surface, window_of(scene, surface))
    try:
        with work.bounded(LONGEST):
            return escape_trials(surface, scene, run, way, start, setting, survey)
    except work.TooMuchError:
        return f"{int(setting['trials'])} trials of {run.name} are more work than this page does: choose fewer trials."
    except (TypeError, ValueError) as refused:
        return str(refused)
    except Exception:  # a bug of ours: the chart does without this line
        LOG.exception("no %s of %s on %r", way, run.optimizer, surface.text[:200])
        return f"{run.name} could not be worked out."
