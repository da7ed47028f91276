"""The player as a widget of a notebook: a click or drag on the map works the runs out again in the kernel."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import anywidget
import traitlets

from gdviz import player
from gdviz.analysis.diagnosis.explained_run import Explained, descend
from gdviz.export.contents import of_runs
from gdviz.export.standalone import framed
from gdviz.figures import View
from gdviz.numeral import coordinates, rounded
from gdviz.optimizers import Method, Optimizer
from gdviz.surface import Surface
from gdviz.trajectory import Ending
from gdviz.web_files import LIBRARIES, library_text

FARTHEST = 1e12
DIGITS = 5
USUAL_STEPS = 200
LONGEST_NAMES = 50


class PlayerWidget(anywidget.AnyWidget):
    """What `gdviz.show` returns. start: {"x", "y"} as the visitor put it last; runs: label → the runs from there.

    refused: why there are no runs from the start that was asked for last, in a sentence; empty where there are.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    ground = traitlets.Dict().tag(sync=True)
    paths = traitlets.Dict().tag(sync=True)
    heard = traitlets.Int(None, allow_none=True).tag(sync=True)
    refused = traitlets.Unicode().tag(sync=True)
    movable = traitlets.Bool(True).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, surface: Surface, runs: Mapping[str, Explained]) -> None:
        self.surface, self.runs, self.steps = surface, dict(runs), planned(runs)
        self.shown_view = View()
        super().__init__(_esm=player.widget_module())
        self.movable = all(isinstance(run.optimizer, Optimizer | Method) for run in runs.values())
        self.draw()
        self.start = dict(zip("xy", self.paths["start"], strict=True))
        self.observe(self.take_start, "start")
        self.observe(self.take_view, "view")
        self.on_msg(self.take_message)

    def __repr__(self) -> str:
        """What stands in a notebook that is opened without its kernel."""
        names = ", ".join(run.optimizer.name for run in self.runs.values())
        named = names if len(names) <= LONGEST_NAMES else f"{len(self.runs)} runs"
        return f"<Player of {named}: run this cell to play, click and drag.>"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and the page in a frame for a saved notebook, which has no kernel."""
        data, about = super()._repr_mimebundle_(**options) or ({}, {})
        return {**data, "text/html": framed(of_runs(self.runs, surface=self.surface))}, about

    def draw(self, heard: int | None = None) -> None:
        """Send the runs as they are now; heard: the number of the start that they answer."""
        contents = replace(of_runs(self.runs, surface=self.surface), view=self.shown_view)
        data, inside = contents.payload(), self.shown_view.inside
        if inside in contents.optimizers:
            data |= {"inside": contents.insides().get(inside), "view": {**data["view"], "inside": inside}}
        ground = data.pop("surface")
        with self.hold_sync():
            if self.ground.get("key") != ground["key"]:
                self.ground = ground
            self.paths = data
            self.heard, self.refused = heard, ""

    def take_start(self, change: Mapping[str, Any]) -> None:
        """Work the runs out from where the visitor put the start; what a browser sends is checked."""
        place = [change["new"].get(name) for name in ("x", "y")]
        if not self.movable or not all(isinstance(one, int | float) and abs(one) <= FARTHEST for one in place):
            return
        start = (rounded(place[0], DIGITS), rounded(place[1], DIGITS))
        number, before = change["new"].get("n"), self.runs
        number = number if isinstance(number, int) else None
        try:
            self.runs = {label: again(run, start, self.steps[label]) for label, run in before.items()}
            self.draw(number)
        except Exception as failure:  # of a function of the visitor's own
            self.runs = before
            with self.hold_sync():
                self.refused, self.heard = f"No runs from {coordinates(start)}: {failure}", number

    def take_view(self, change: Mapping[str, Any]) -> None:
        """The visitor turned a switch; a run's inside is sent when it is looked into."""
        inside = change["new"].get("inside")
        if inside == self.shown_view.inside or not isinstance(inside, str):
            return
        view = {one.name: change["new"][one.name] for one in fields(View) if one.name in change["new"]}
        self.shown_view = View(**view)
        self.draw(self.heard)

    def take_message(self, _: object, content: Mapping[str, Any], __: object) -> None:
        """The page wants a library: Plotly.js for the view in space, or what writes films."""
        name = content.get("want")
        if not isinstance(name, str) or name not in LIBRARIES:
            return
        try:
            self.send({"library": name}, buffers=[library_text(name).encode()])
        except FileNotFoundError as missing:
            self.send({"library": name, "refused": str(missing)})


def planned(runs: Mapping[str, Explained]) -> dict[str, int]:
    """How many steps each run takes from another start: as many as the longest, where it ended early."""
    longest = max(run.steps for run in runs.values())
    if all(run.ending is not Ending.ALL_STEPS for run in runs.values()):
        longest = max(longest, USUAL_STEPS)
    return {label: run.steps if run.ending is Ending.ALL_STEPS else longest for label, run in runs.items()}


def again(run: Explained, start: tuple[float, float], steps: int) -> Explained:
    """The same run from another start."""
    return descend(run.surface, run.optimizer, start, steps, settings=run.settings, batches=run.batches)
