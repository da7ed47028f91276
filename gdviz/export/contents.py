"""What every export is made of: the surface, its runs with their settings, the signs on the map and the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gdviz import figures
from gdviz.analysis.diagnosis.explained_run import Explained
from gdviz.analysis.landscape import survey
from gdviz.descent import Stop
from gdviz.expression import name_plain
from gdviz.figures import DrawnRun, Mark, Played, RowsPlayed, Sliced, View, inside_of
from gdviz.learning.data import RowLoss
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer
from gdviz.scene import Scene, first_weights, start_of, window_of
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending

BATCHED = "The steps of these runs looked at mini-batches of rows, which no program holds."
PLANE = "The map is a plane through a path of more weights than two, so no program in two weights makes these runs."


@dataclass(frozen=True)
class Contents:
    """Runs on one surface. optimizers, steps: id of a run → what made it, and how many steps it was to take at most.

    no_program: why none can be written for these runs, in a sentence; empty where one can. fit: rows beside the map.
    """

    surface: Surface
    window: Window
    start: tuple[float, float]
    runs: tuple[DrawnRun, ...]
    optimizers: Mapping[str, Optimizer | Method]
    steps: Mapping[str, int]
    stop: Stop | None = None
    marks: tuple[Mark, ...] = ()
    fates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    view: View = field(default_factory=View)
    frame: int | None = None
    link: str = ""
    no_program: str = ""
    fit: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        """What is shown, in a line: "Adam and Momentum on Himmelblau"."""
        names = list(dict.fromkeys(run.name for run in self.runs))
        listed = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
        place = self.surface.name
        return " on ".join(filter(None, [listed, place])) or self.formula

    @property
    def formula(self) -> str:
        """The surface as it was typed: "f(x, y) = x^2 + y^2"."""
        names = ", ".join(map(name_plain, self.surface.variables))
        values = ", ".join(f"{name_plain(name)} = {numeral(value)}" for name, value in self.surface.parameters.items())
        loss = self.surface.evaluator
        text = f"mean over {loss.rows} rows of {loss.typed}" if isinstance(loss, RowLoss) else self.surface.text
        return f"f({names}) = {text}" + (f", {values}" if values else "")

    def payload(self) -> dict[str, Any]:
        """Everything that is known, as `gdviz.player` takes it; nobody looks into a run yet."""
        drawn = figures.payload(
            self.surface, self.window, self.runs, start=self.start, view=replace(self.view, inside="off"),
            marks=self.marks, frame=self.frame, fates=self.fates,
        )  # fmt: skip
        return drawn if self.fit is None else drawn | {"fit": {**self.fit, "fixed": True}}

    def insides(self) -> dict[str, dict[str, Any]]:
        """Id of a run → what it remembers and decides, as the player draws it."""
        runs = [run for run in self.runs if run.trajectory.steps and run.id in self.optimizers]
        return {run.id: inside_of(run.id, self.surface, self.optimizers[run.id], run.trajectory) for run in runs}


def contents_of(shown: object, link: str = "") -> Contents:
    """The contents of a run of `gdviz.descend`, several of them by label, a `Scene`, or a scene worked out.

    Raises TypeError for anything else, ValueError for runs on different surfaces, ExpressionError for a scene whose
    text cannot be read.
    """
    if isinstance(shown, Contents):
        return replace(shown, link=link) if link else shown
    if isinstance(shown, Scene):
        return _of_scene(figures.played(shown), link)
    if isinstance(shown, Played):
        return _of_scene(shown, link)
    if isinstance(shown, RowsPlayed | Sliced):
        return _of_rows(shown, link)
    if named := named_runs(shown):
        return of_runs(named, link)
    raise TypeError("What is exported is a run of gdviz.descend, several of them, or a Scene.")


def _of_scene(shown: Played, link: str) -> Contents:
    """A scene on a surface."""
    scene, surface = shown.scene, shown.surface
    chosen = {str(run.style): run.chosen for run in scene.runs if run.on}
    return Contents(
        surface=surface,
        window=window_of(scene, surface),
        start=start_of(scene, surface),
        runs=tuple(shown.runs),
        optimizers=chosen,
        steps=dict.fromkeys(chosen, scene.steps),
        stop=Stop(**dict(scene.stop)) if scene.stop else None,
        marks=tuple(figures.marks_of(surface, shown.survey, shown.diagnoses)),
        fates=figures.fates(shown.diagnoses),
        view=figures.view_of(scene),
        frame=scene.frame,
        link=link,
    )


def _of_rows(shown: RowsPlayed | Sliced, link: str) -> Contents:
    """A scene of the Data page: the loss over its rows, the runs, and the rows beside them."""
    more: dict[str, Any]
    if isinstance(shown, Sliced):  # of more weights than two, on the plane that the runs are drawn on
        surface, start = shown.surface, shown.start
        more = {"optimizers": {}, "marks": tuple(shown.marks), "no_program": PLANE, "fit": shown.fit}
    else:
        on, learned = shown.on, shown.learned
        surface, start = on.surface, first_weights(on.data, on.surface)
        more = {
            "optimizers": {str(one.run.style): one.run.chosen for one in on.data.runs if one.run.on},
            "marks": tuple(figures.marks_of(surface, shown.survey)),
            "fates": figures.fates(shown.diagnoses),
            "no_program": BATCHED if any(made.plan is not None for made in learned.values()) else "",
            "fit": figures.picture_of_rows(on, {run: figures.fit_run(made, on) for run, made in learned.items()}),
        }
    return Contents(
        surface=surface,
        window=surface.window,
        start=start,
        runs=tuple(shown.runs),
        steps={run.id: run.trajectory.steps for run in shown.runs},
        view=figures.view_of(shown.scene),
        frame=shown.scene.frame,
        link=link,
        **more,
    )


def of_runs(runs: Mapping[str, Explained], link: str = "", surface: Surface | None = None) -> Contents:
    """Runs of `gdviz.descend` on one surface, by label; surface: the same, if in another window."""
    first = next(iter(runs.values()))
    surface = surface or first.surface
    if any(run.surface.key != surface.key for run in runs.values()):
        raise ValueError("These runs are on different surfaces; one picture shows runs on one.")
    looks = [figures.STYLES[place % len(figures.STYLES)] for place in range(len(runs))]
    drawn = tuple(
        DrawnRun(str(place), run.optimizer.name, name, look.color, look.dash, run)
        for place, ((name, run), look) in enumerate(zip(runs.items(), looks, strict=True))
    )
    diagnoses = {
        str(place): run.diagnosis for place, run in enumerate(runs.values()) if run.ending is not Ending.UNDEFINED_START
    }
    batched = any(run.batches is not None for run in runs.values())
    return Contents(
        surface=surface,
        window=surface.window,
        start=(float(first.points[0, 0]), float(first.points[0, 1])),
        runs=drawn,
        optimizers={str(place): run.optimizer for place, run in enumerate(runs.values())},
        steps={str(place): run.steps for place, run in enumerate(runs.values())},
        marks=tuple(figures.marks_of(surface, survey(surface, surface.window), diagnoses)),
        fates=figures.fates(diagnoses),
        link=link,
        no_program="The steps of this run looked at mini-batches of rows, which no program holds." if batched else "",
    )


def named_runs(shown: object) -> Mapping[str, Explained]:
    """Runs of `gdviz.descend` by label: one, several, or as they are labelled; empty for anything else.

    Of those that would be called alike the later ones are numbered from 2.
    """
    if isinstance(shown, Mapping):
        return shown if all(isinstance(run, Explained) for run in shown.values()) else {}
    runs = [shown] if isinstance(shown, Explained) else shown
    if not isinstance(runs, Sequence) or not all(isinstance(run, Explained) for run in runs):
        return {}
    named: dict[str, Explained] = {}
    for run in runs:
        name, count = label(run), 1
        while name in named:
            count += 1
            name = f"{label(run)} ({count})"
        named[name] = run
    return named


def label(run: Explained) -> str:
    """What a run is called where nobody gave it a name: "Adam · α 0.1"."""
    rate = run.settings.knobs.get("learning_rate")
    return run.optimizer.name if rate is None else f"{run.optimizer.name} · α {numeral(rate)}"
