"""The picture of the Data page: the player with the rows beside the map, why the runs ended so, and sentences below."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdviz.export import BATCHED, PLANE, Contents
from gdviz.figures import DrawnRun, Mark, payload, view_of
from gdviz.learning.data import Indices, Model
from gdviz.numeral import numeral, rounded
from gdviz.scene import CHOICES, DataScene, Material, Scene
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.pictures import chosen, player
from gdviz.ui.stage import results, stage, takeaway

PLAYER = "data-player"
FOR_EVER = ", as its classes can be parted without a mistake: along such weights it falls for ever"


def halves() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The places of the picture and of what is set beside it."""
    with st.container(horizontal=True, key="explore", gap="small"):
        return (
            st.container(key="explore-stage", width="stretch"),
            st.container(key="explore-rail", gap="xsmall", width=320),
        )


def show(
    scene: Scene,
    surface: Surface,
    runs: Sequence[DrawnRun],
    fit: Mapping[str, Any],
    start: tuple[float, float],
    *,
    marks: Sequence[Mark] = (),
    fates: Mapping[str, Mapping[str, str]] | None = None,
    movable: bool = True,
) -> None:
    """The player with the rows beside the map; movable: whether a click sets the start."""
    view = replace(view_of(scene), inside="off")
    data = payload(surface, surface.window, runs, start=start, view=view, marks=marks, frame=scene.frame, fates=fates)
    data["view"]["axis"] = scene.data.axis
    player(
        {**data, "fit": dict(fit), "frame_order": session.frame_order()},
        key=PLAYER,
        on_start=_take_start if movable else None,
        on_view=_take_view,
    )
    shown = tuple(run for run in runs if run.on)
    more = {"marks": tuple(marks), "fates": dict(fates or {}), "view": view, "fit": dict(fit)}
    takeaway.menu(contents(scene, surface, shown, start, movable, **more), "data")


def contents(
    scene: Scene, surface: Surface, runs: tuple[DrawnRun, ...], start: tuple[float, float], is_plane: bool, **more: Any
) -> Contents:
    """What is taken away; is_plane: the model has two weights, so that the runs are those of the surface."""
    optimizers = {str(one.run.style): one.run.chosen for one in scene.data.runs if one.run.on} if is_plane else {}
    batched = any(run.trajectory.batches is not None for run in runs)
    return Contents(
        surface=surface,
        window=surface.window,
        start=start,
        runs=runs,
        optimizers=optimizers,
        steps={run.id: run.trajectory.steps for run in runs},
        link=takeaway.address(scene),
        no_program=BATCHED if batched else "" if is_plane else PLANE,
        **more,
    )


def _take_start() -> None:
    start = chosen(PLAYER).start
    if start is not None:
        with session.part_of("the start", held=stage.is_dragging(PLAYER)):
            session.keep_data(start=(rounded(start[0], 5), rounded(start[1], 5)))


def _take_view() -> None:
    """The visitor turned a switch of the player."""
    view = chosen(PLAYER).view or {}
    turned = stage.switches({name: choice for name, choice in view.items() if name != "inside"})
    scene = session.recall()
    axis = view.get("axis")
    data = replace(scene.data, axis=axis) if axis in CHOICES["axis"] else scene.data
    session.keep(view=turned, data=data)


def explained(surface: Surface, scene: Scene, data: DataScene, runs: list[DrawnRun]) -> stage.Shown:
    """The runs of this data with the reasons known so far; what is missing is computed at the end of the page."""
    scene = replace(scene, window=None, runs=tuple(one.run for one in data.runs))
    return stage.Shown(surface, scene, runs, results.reasons_of(surface, scene, runs))


def right(model: Model, run: DrawnRun, rows: Material, values: Mapping[str, float], part: Indices | None = None) -> str:
    """How many rows the weights at the end put into their class: "11 of 12 rows right"."""
    columns = {name: column if part is None else column[part] for name, column in rows.columns.items()}
    x, y = run.trajectory.points[-1]
    count = len(columns[rows.target])
    return f"{model.right((float(x), float(y)), columns, **values):,} of {count:,} rows right"


def in_own_units(model: Model, point: np.ndarray, rows: Material) -> str:
    """A linear model with weights (2,) as an equation in the units of the table; "" for other models, and where the
    weights themselves are in these units and the columns have no names of their own.
    """
    labels, prefix = rows.dataset.labels, "In the rows' own units: " if rows.scaling.by else ""
    named = any(label != name for name, label in labels.items())
    if not model.linear or not (prefix or named) or not np.isfinite(point).all():
        return ""
    inputs = rows.inputs
    slopes = [float(weight) for weight in (point if len(inputs) == 2 else point[:1])]
    height = 0.0 if len(inputs) == 2 else float(point[1])
    scales = {name: rows.scaling.by.get(name, (0.0, 1.0)) for name in rows.columns}
    mean, spread = scales[rows.target]
    own = [spread * slope / scales[name][1] for slope, name in zip(slopes, inputs, strict=True)]
    height = mean + spread * height - sum(w * scales[name][0] for w, name in zip(own, inputs, strict=True))
    terms = [(weight, f"·{labels.get(name, name)}") for weight, name in zip(own, inputs, strict=True)]
    return f"{prefix}{_said_of(model, rows)} = {_sum([*terms, (height, '')])}."


def _said_of(model: Model, rows: Material) -> str:
    """What the sum is: the target itself, or the score from which the class follows."""
    name = rows.dataset.labels.get(rows.target, rows.target)
    if not rows.classes:
        return name
    return f"{'log-odds' if model.logistic else 'score'}({name} = {rows.classes[1]})"


def _sum(terms: Sequence[tuple[float, str]]) -> str:
    """ "0.123·hours − 0.136"."""
    text = ""
    for number, name in terms:
        size = numeral(abs(number))
        sign = "−" if number < 0 else "+"
        text += f" {sign} {size}{name}" if text else f"{'−' if number < 0 else ''}{size}{name}"
    return text


def endings(lines: Sequence[tuple[DrawnRun, Sequence[str]]]) -> None:
    """One line of sentences a run, in its colour."""
    items = [
        f'<li style="--gdviz-run: var(--gdviz-run-{run.id})"><b>{html.escape(run.label)}:</b> '
        f"{html.escape(' '.join(filter(None, words)))}</li>"
        for run, words in lines
        if any(words)
    ]
    st.html(f'<ul class="gdviz-endings">{"".join(items)}</ul>')
