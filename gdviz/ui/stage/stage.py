"""The player on a page: the scene's surface and runs drawn, and what a visitor does on the map."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from gdviz.figures import DrawnRun, drawn_runs, fates, inside_of, marks_of, payload, view_of
from gdviz.numeral import coordinates, rounded
from gdviz.scene import VIEW, Scene, start_of
from gdviz.surface import Surface
from gdviz.trajectory import Ending
from gdviz.ui import session, work
from gdviz.ui.components.component import news
from gdviz.ui.components.knobs import note_handled
from gdviz.ui.components.pictures import chosen, newest_start, player
from gdviz.ui.readable_runs import stands_in
from gdviz.ui.stage import results, step_card, takeaway

PLAYER = "player"
SUGGESTIONS = 41


def drawn(surface: Surface, scene: Scene) -> list[DrawnRun]:
    """Every run of the scene as the player draws it."""
    runs = scene.runs
    trajectories = [results.trajectory(surface, run, scene) for run in runs]
    last_good = [" · last good rule" if stands_in(run) else "" for run in runs]
    return [
        replace(one, label=one.label + words)
        for one, words in zip(drawn_runs(runs, trajectories), last_good, strict=True)
    ]


def is_dragging(key: str = PLAYER) -> bool:
    """Is the visitor still dragging the start in the player of this key?"""
    start = news(key, "start")
    return isinstance(start, Mapping) and start.get("held") is True


class Shown(NamedTuple):
    """Runs of a scene on a surface as the player draws them, and what is known of why they ended so."""

    surface: Surface
    scene: Scene
    runs: list[DrawnRun]
    reasons: results.Reasons


def show(surface: Surface, scene: Scene, play: str = "") -> Shown:
    """The player, played anew whenever `play` changes, what one step did, and why it went as it did."""
    runs = drawn(surface, scene)
    reasons = picture(surface, scene, runs, play)
    step_card.card(surface, scene, {int(run.id): run.trajectory for run in runs})
    takeaway.menu(takeaway.contents_of_page(surface, scene, runs, reasons), "explore")
    results.show(surface, scene, reasons)
    return Shown(surface, scene, runs, reasons)


def picture(surface: Surface, scene: Scene, runs: list[DrawnRun], play: str = "", parts: str = "") -> results.Reasons:
    """The player, played anew whenever `play` changes; parts "curves": without its map, where the page has its own."""
    with st.container(key="stage-above"):  # always there, so that the player is never taken off the page
        if any(run.trajectory.ending is Ending.UNDEFINED_START for run in runs):
            undefined_start(surface, scene)
    window = scene.window or surface.window
    start, view = start_of(scene, surface), view_of(scene)
    reasons = results.reasons_of(surface, scene, runs)
    opened = looked_into(surface, scene, runs)
    data = payload(
        surface,
        window,
        runs,
        start=start,
        view=view,
        marks=marks_of(surface, reasons.survey, reasons.diagnoses),
        frame=scene.frame,
        fates=fates(reasons.diagnoses),
        inside=opened,
        points_in_view=True,
    )
    player(
        {**data, "play": play, "parts": parts, "frame_order": session.frame_order()},
        key=PLAYER,
        on_start=_take_start,
        on_view=_take_view,
    )
    return reasons


def looked_into(surface: Surface, scene: Scene, runs: list[DrawnRun]) -> dict[str, Any] | None:
    """What the run that the visitor looks into remembers and decides, if it is shown."""
    for run, of_scene in zip(runs, scene.runs, strict=True):
        if run.on and run.id == dict(scene.view).get("inside"):
            return inside_of(run.id, surface, of_scene.chosen, run.trajectory)
    return None


def explain(surface: Surface, scene: Scene, runs: list[DrawnRun], reasons: results.Reasons) -> None:
    """After the picture: compute the reasons that are missing, and run the page again with them."""
    if not is_dragging() and not reasons.complete:
        results.work_out(surface, scene, runs)
        work.rerun()


def start_was_moved() -> bool:
    """Has the visitor moved the start on the map in this visit?"""
    return "moved" in session.memory("start")


def _take_start() -> None:
    """The visitor clicked the map or dragged the start."""
    note_handled(newest_start(PLAYER))
    start = chosen(PLAYER).start
    if start is not None:
        move_start(start, held=is_dragging())


def move_start(start: tuple[float, float], *, held: bool) -> None:
    """The visitor moved the start on the map, and the hand may still hold it."""
    session.memory("start")["moved"] = True
    with session.part_of("the start", held=held):
        session.keep(start=(rounded(start[0], 5), rounded(start[1], 5)))


def _take_view() -> None:
    """The visitor turned a switch of the player."""
    session.keep(view=switches(chosen(PLAYER).view or {}))


def switches(view: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The switches of the player that are not as usual, as the scene writes them; what is no choice is left out."""
    words = {name: _word(view[name]) for name in VIEW if name in view}
    return tuple((name, word) for name, word in words.items() if word in VIEW[name] and word != VIEW[name][0])


def _word(choice: object) -> str:
    if isinstance(choice, bool):
        return "on" if choice else "off"
    return str(rounded(choice, 6)).removesuffix(".0") if isinstance(choice, int | float) else str(choice)


def begins(surface: Surface, scene: Scene) -> bool:
    """Has the function a real value and gradient at the start?"""
    start = start_of(scene, surface)
    return bool(np.isfinite([surface.value(*start), *surface.gradient(*start)]).all())


def undefined_start(surface: Surface, scene: Scene) -> None:
    """The sentence, and a start that would do."""
    start = start_of(scene, surface)
    place = nearest_defined(surface, scene.window or surface.window, start)
    sentence = f"The function has no real value or no gradient at the start {coordinates(start)}."
    with st.container(horizontal=True, key="stage-undefined", vertical_alignment="center"):
        st.html(f'<p class="gdviz-sentence" role="status">{sentence}</p>', width="content")
        if place is None:
            st.caption("Nor anywhere else in this window: try another window.")
        else:
            st.button(f"Start at {coordinates(place)}", on_click=session.keep, kwargs={"start": place})


def nearest_defined(
    surface: Surface, window: tuple[tuple[float, float], tuple[float, float]], start: tuple[float, float]
) -> tuple[float, float] | None:
    """The nearest of 41 × 41 places of the window with a finite value and gradient; None if there is none."""
    (left, right), (bottom, top) = window
    x, y = np.meshgrid(np.linspace(left, right, SUGGESTIONS), np.linspace(bottom, top, SUGGESTIONS))
    finite = np.isfinite(np.broadcast_arrays(surface.value(x, y), *surface.gradient(x, y))).all(axis=0)
    if not finite.any():
        return None
    distance = np.where(finite, np.hypot((x - start[0]) / (right - left), (y - start[1]) / (top - bottom)), np.inf)
    nearest = np.unravel_index(np.argmin(distance), distance.shape)
    return (rounded(x[nearest]), rounded(y[nearest]))
