"""The player of the Data page: the rows and the model beside the map, and what a visitor does there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gdviz.export import BATCHED, PLANE, Contents
from gdviz.figures import DrawnRun, Mark, payload, view_of
from gdviz.numeral import rounded
from gdviz.scene import CHOICES, Scene
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.player import chosen, player
from gdviz.ui.stage import stage, takeaway

PLAYER = "data-player"


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
    signs = {"marks": tuple(marks), "fates": dict(fates or {})}
    takeaway.menu(contents(scene, surface, shown, start, movable, view=view, fit=dict(fit), **signs), "data")


def contents(
    scene: Scene, surface: Surface, runs: tuple[DrawnRun, ...], start: tuple[float, float], is_plane: bool, **more: Any
) -> Contents:
    """What is taken away; is_plane: the model has two weights, so that the runs are those of the surface."""
    chosen = {str(one.run.style): one.run.chosen for one in scene.data.runs if one.run.on} if is_plane else {}
    batched = any(run.trajectory.batches is not None for run in runs)
    return Contents(
        surface=surface,
        window=surface.window,
        start=start,
        runs=runs,
        optimizers=chosen,
        steps={run.id: run.trajectory.steps for run in runs},
        link=takeaway.address(scene),
        no_program=BATCHED if batched else "" if is_plane else PLANE,
        **more,
    )


def _take_start() -> None:
    start = chosen(PLAYER).start
    if start is not None:
        with session.part_of("the start", held=stage.is_dragging()):
            session.keep_data(start=(rounded(start[0], 5), rounded(start[1], 5)))


def _take_view() -> None:
    """The visitor turned a switch of the player."""
    view = chosen(PLAYER).view or {}
    turned = stage.switches({name: choice for name, choice in view.items() if name != "inside"})
    scene = session.recall()
    axis = view.get("axis")
    data = replace(scene.data, axis=axis) if axis in CHOICES["axis"] else scene.data
    session.keep(view=turned, data=data)
