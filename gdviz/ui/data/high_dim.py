"""Models of many weights: trained in full dimension, drawn on a plane through their weights."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.figures.sliced_runs import moved, no_run, sliced
from gdviz.learning.training import Fit
from gdviz.scene import DataRun, DataScene, Scene, Task, trainable
from gdviz.scene import trained as trained_run
from gdviz.ui.cache import cached
from gdviz.ui.data import endings, run_cards, settings, stage
from gdviz.ui.data.rows import Material
from gdviz.ui.widgets import sentences

NOTICED = 0.4
"""Seconds after which a wait is shown."""


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


def picture(scene: Scene, task: Task, rows: Material, fewer: str, note: str = "") -> None:
    """The player: rows and models, the slice with the projected paths, and the curves; below it how the runs ended.

    note: one more sentence; fewer: why the runs are short.
    """
    fits = trained(task, scene.data)
    moving, still = moved(fits)
    if not moving:
        sentences.alert(still or no_run(fewer))
        return
    shown = sliced(scene, task, rows, moving)
    stage.show(scene, shown.surface, shown.runs, shown.fit, shown.start, marks=shown.marks, movable=False)
    endings.show([(run, shown.endings[run.id]) for run in shown.runs])
    sentences.note(note)
    sentences.note(f"{fewer} {still}".strip())


def layout(
    scene: Scene,
    count: int,
    draw: Callable[[], None],
    names: tuple[str, ...],
    more: Callable[[], None] = lambda: None,
    under: Callable[[], None] = lambda: None,
) -> None:
    """Picture and rail; count: rows learned from; names: settings of this part; more, under: draw what stands above and
    below them.
    """
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            draw()
        with st.container(key="explore-rail", gap="xsmall", width=320):
            more()
            settings.parts(scene.data, names)
            under()
            run_cards.cards(scene.data, count, methods=False)
