"""A whole scene as the player's payload, reasons included: what a file, a lesson or a command draws without a page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.figures.diagnosis_marks import fates, marks_of
from gdviz.figures.player_payload import DrawnRun, View, payload
from gdviz.figures.run_styles import labels, looks
from gdviz.scene import VIEW, Run, Scene, start_of, surface_of, trajectory_of, window_of
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory


class Played(NamedTuple):
    """A scene worked out: surface, the shown runs as they are drawn, the survey if it is known, id → diagnosis."""

    scene: Scene
    surface: Surface
    runs: list[DrawnRun]
    survey: Survey | None
    diagnoses: dict[str, Diagnosis]


def played(scene: Scene) -> Played:
    """Run and explain every shown run of the scene; raises ExpressionError for text that cannot be read."""
    surface = surface_of(scene)
    start, shown = start_of(scene, surface), [run for run in scene.runs if run.on]
    trajectories = [trajectory_of(surface, run, start, scene) for run in shown]
    return explained(scene, surface, trajectories, survey(surface, window_of(scene, surface)))


def explained(scene: Scene, surface: Surface, trajectories: Sequence[Trajectory], landscape: Survey | None) -> Played:
    """Explain every shown run of the scene; trajectories: of those runs, in their order."""
    shown = [run for run in scene.runs if run.on]
    diagnoses = {
        str(run.style): diagnose(surface, run.chosen, trajectory, landscape)
        for run, trajectory in zip(shown, trajectories, strict=True)
        if trajectory.ending is not Ending.UNDEFINED_START
    }
    return Played(replace(scene, runs=tuple(shown)), surface, drawn_runs(shown, trajectories), landscape, diagnoses)


def drawn_runs(runs: Sequence[Run], trajectories: Sequence[Trajectory]) -> list[DrawnRun]:
    """Runs of a scene as the player draws them: label, colour and dash."""
    names, look = labels(runs), looks(runs)
    return [
        DrawnRun(
            id=str(run.style),
            name=run.name,
            label=names[run.style],
            color=look[run.style].color,
            dash=look[run.style].dash,
            trajectory=trajectory,
            on=run.on,
        )
        for run, trajectory in zip(runs, trajectories, strict=True)
    ]


def view_of(scene: Scene) -> View:
    """The switches of the player as the scene has them."""
    words = {name: choices[0] for name, choices in VIEW.items()} | dict(scene.view)
    switches = {name: words[name] == "on" for name in ("arrows", "loss_log", "space", "loop", "pause")}
    size = "projector" if scene.projector else ""
    levels, loss, inside, step = (words[name] for name in ("levels", "loss", "inside", "step"))
    return View(levels=levels, loss=loss, speed=float(words["speed"]), size=size, inside=inside, step=step, **switches)


def scene_payload(shown: Played) -> dict[str, Any]:
    """Everything that is known of the scene, as `gdviz.player` takes it."""
    scene, surface = shown.scene, shown.surface
    return payload(
        surface,
        window_of(scene, surface),
        shown.runs,
        start=start_of(scene, surface),
        view=replace(view_of(scene), inside="off"),
        marks=marks_of(surface, shown.survey, shown.diagnoses),
        frame=scene.frame,
        fates=fates(shown.diagnoses),
        points_in_view=True,
    )


def ground_payload(scene: Scene, *, minima: bool = True) -> dict[str, Any]:
    """The map and the start of a scene alone: no path, value or verdict of its runs is in it.

    minima: with the minima that are listed with it.
    """
    surface = surface_of(scene)
    marks = marks_of(surface, None) if minima else []
    view = replace(view_of(scene), inside="off")
    return payload(surface, window_of(scene, surface), [], start=start_of(scene, surface), view=view, marks=marks)
