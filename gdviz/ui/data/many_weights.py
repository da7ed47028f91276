"""Models of many weights, a polynomial or a small network: trained in full dimension, drawn on a plane through them."""

import time
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.figures import (
    STYLES,
    AtEnd,
    degree_chart,
    degree_errors,
    fits_with_a_step,
    least_squares,
    no_run_shown,
    sliced,
    training_within_budget,
)
from gdviz.learning.data import NUMBER, SIGN, TableError
from gdviz.learning.training import DegreeErrors, Fit
from gdviz.scene import CHOICES, NUMBERS, DataRun, DataScene, Material, Scene, Task, task_of, trainable
from gdviz.scene import trained as trained_run
from gdviz.ui import session
from gdviz.ui.cache import cached
from gdviz.ui.components.pictures import Click, chart
from gdviz.ui.data import picture, run_cards, settings
from gdviz.ui.data.learning import material
from gdviz.ui.widgets import alert, note

NOTICED = 0.4
"""Seconds after which a wait is shown."""
SHOWS = {
    "polynomial": "A high degree follows its own rows and misses the others.",
    "network": "The wash and the line are what the network says everywhere; the map is a slice through all its "
    "weights.",
}
SETTINGS = {
    "polynomial": ("degree", "share", "decay", "steps", "order"),
    "network": ("hidden", "share", "decay", "steps", "order"),
}
PLANES = {"principal": "Plane of the path", "random": "Random plane"}


def show(scene: Scene) -> tuple[tuple[str, ...], None]:
    """Draw this part; returns the remarks for the head of the page; its runs, on a plane, are not explained."""
    data, is_network = scene.data, scene.data.part == "network"
    try:
        rows = material(data, None, SIGN if is_network else NUMBER)
    except TableError as refused:
        alert(str(refused))
        return (), None
    task = task_of(data, rows)
    errors = None if is_network else degree_errors(task, data, rows)
    short, fewer = training_within_budget(task, scene)
    left, right = picture.halves()
    with left:
        _draw(short, task, rows, fewer, least_squares(errors, data.degree) if errors else "")
    with right:
        if is_network:
            _choices(data)
        settings.parts(data, SETTINGS[data.part])
        if errors:
            _chart(short.data, task, errors)
        run_cards.cards(data, task.training.rows, methods=False)
    return (SHOWS[data.part],), None


def trained(task: Task, data: DataScene) -> list[tuple[DataRun, Fit]]:
    """Every run shown, computed once per visit, with a progress bar where it takes longer than is noticed."""
    place, began = st.empty(), time.monotonic()
    runs, fits = trainable(data), []
    for number, one in enumerate(runs):

        def progress(done: int, steps: int, number: int = number) -> None:
            if time.monotonic() - began > NOTICED:
                place.progress((number + done / steps) / len(runs), "Training …")

        key = (task.key, replace(one.run, style=0), one.batch, data.steps, data.replacement, data.order)
        fits.append((one, cached("data fits", key, partial(trained_run, task, one, data, progress))))
    place.empty()
    return fits


def _draw(scene: Scene, task: Task, rows: Material, fewer: str, remark: str) -> None:
    """The player: rows and models, the slice with the projected paths, and the curves; below it how the runs ended.

    fewer: why the runs are short; remark: one more sentence.
    """
    fits, still = fits_with_a_step(trained(task, scene.data))
    if not fits:
        alert(still or no_run_shown(fewer))
        return
    shown = sliced(scene, task, rows, fits)
    picture.show(scene, shown.surface, shown.runs, shown.fit, shown.start, marks=shown.marks, movable=False)
    picture.endings([(run, shown.endings[run.id]) for run in shown.runs])
    note(remark)
    note(f"{fewer} {still}".strip())


def _chart(data: DataScene, task: Task, errors: DegreeErrors) -> None:
    """Error against degree; a click or an arrow key chooses the degree."""
    ends = [
        AtEnd(one.run.name, STYLES[one.run.style].color, float(task.validation.values(made.points[-1:])[0]))
        for one, made in trained(task, data)
    ]
    figure = degree_chart(errors, data.degree, ends)
    chart(figure, "data-degrees", _choose, label="Error of least squares against the degree, both kinds of rows")


def _choose(click: Click) -> None:
    now, knob = session.recall().data.degree, NUMBERS["degree"]
    degree = now + click.nudge[0] if any(click.nudge) else click.x
    session.keep_data(degree=round(knob.clamp(degree)))


def _choices(data: DataScene) -> None:
    """Activation and plane of a network."""
    with st.container(horizontal=True, key="data-network", gap="xsmall"):
        for name in ("activation", "plane"):
            st.segmented_control(
                name.capitalize(), list(CHOICES[name]), format_func=lambda choice: PLANES.get(choice, choice),
                key=session.seed(f"data-{name}", getattr(data, name)), label_visibility="collapsed",
                on_change=_take, args=(name,), width="content",
            )  # fmt: skip


def _take(name: str) -> None:
    if st.session_state[f"data-{name}"] in CHOICES[name]:
        session.keep_data(**{name: st.session_state[f"data-{name}"]})
