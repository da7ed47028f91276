"""A scene worked out as the player draws it: names and looks of its runs, the reasons, and the map alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.figures.diagnosis_marks import marks_of
from gdviz.figures.player_payload import DrawnRun, View, payload
from gdviz.figures.style import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, YELLOW
from gdviz.numeral import numeral
from gdviz.scene import STEADY, VIEW, Run, Scene, start_of, surface_of, trajectory_of, window_of
from gdviz.schedule import SCHEDULES
from gdviz.settings import OPTIONS
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
        DrawnRun(str(run.style), run.name, names[run.style], style.color, style.dash, trajectory, run.on)
        for run, style, trajectory in zip(runs, (look[run.style] for run in runs), trajectories, strict=True)
    ]


def view_of(scene: Scene) -> View:
    """The switches of the player as the scene has them."""
    words = {name: choices[0] for name, choices in VIEW.items()} | dict(scene.view)
    switches = {name: words[name] == "on" for name in ("arrows", "loss_log", "space", "loop", "pause")}
    size = "projector" if scene.projector else ""
    levels, loss, inside, step = (words[name] for name in ("levels", "loss", "inside", "step"))
    return View(levels=levels, loss=loss, speed=float(words["speed"]), size=size, inside=inside, step=step, **switches)


def ground_payload(scene: Scene, *, minima: bool = True) -> dict[str, Any]:
    """The map and the start of a scene alone: no path, value or verdict of its runs is in it.

    minima: with the minima that are listed with it.
    """
    surface = surface_of(scene)
    marks = marks_of(surface, None) if minima else []
    view = replace(view_of(scene), inside="off")
    return payload(surface, window_of(scene, surface), [], start=start_of(scene, surface), view=view, marks=marks)


class Style(NamedTuple):
    """A colour and a Plotly dash."""

    color: str
    dash: str


STYLES = (
    Style(BLUE, "solid"),
    Style(VERMILLION, "dash"),
    Style(GREEN, "dot"),
    Style(PURPLE, "dashdot"),
    Style(ORANGE, "longdash"),
    Style(SKY, "longdashdot"),
    Style(YELLOW, "solid"),
    Style("#777777", "dash"),
)


def hues(runs: Sequence[Run]) -> dict[int, int]:
    """Style → the style whose colour it has: neighbours that differ in the rate only share that of the first."""
    chosen: dict[int, int] = {}
    for number, run in enumerate(runs):
        alike = number > 0 and _without_rate(run) == _without_rate(runs[number - 1])
        chosen[run.style] = chosen[runs[number - 1].style] if alike else run.style
    return chosen


def looks(runs: Sequence[Run]) -> dict[int, Style]:
    """Style → its look: its own dash, or a free one where another run of the same colour has that."""
    chosen: dict[int, Style] = {}
    for style, hue in hues(runs).items():
        own, color = STYLES[style], STYLES[hue].color
        taken = {look.dash for look in chosen.values() if look.color == color}
        dash = next((look.dash for look in (own, *STYLES) if look.dash not in taken), own.dash)
        chosen[style] = own._replace(color=color, dash=dash)
    return chosen


def _without_rate(run: Run) -> Run:
    return replace(run, on=True, style=0, knobs=tuple(sorted(pair for pair in run.knobs if pair[0] != "learning_rate")))


def label(run: Run, words: Sequence[str] | None = None) -> str:
    """The name of a run in the legend: its optimizer, its rate, and these words; None: what else is not as usual."""
    rate = run.setting().get("learning_rate")
    more = conditions(run) if words is None else words
    return " · ".join([run.name, *([f"α {numeral(rate)}"] if rate is not None else []), *more])


def labels(runs: Sequence[Run]) -> dict[int, str]:
    """Style → label; of runs that would be labelled alike the later ones are numbered from 2."""
    named: dict[int, str] = {}
    count: Counter[str] = Counter()
    for run in runs:
        name = label(run)
        count[name] += 1
        named[run.style] = f"{name} ({count[name]})" if count[name] > 1 else name
    return named


def conditions(run: Run) -> list[str]:
    """Schedule and options of a run, where they are not as usual, in words."""
    if not run.composes:
        return []
    plan = [SCHEDULES[run.schedule].name.lower()] if run.schedule != STEADY else []
    return plan + [OPTIONS[name].short for name, value in run.options if value]
