"""The runs of a scene worked out, as the page that shows them does."""

from argparse import Namespace
from dataclasses import replace
from typing import Any, NamedTuple

from gdviz.analysis.diagnosis import Diagnosis
from gdviz.cli import output, rates_page, traps_page, validation
from gdviz.cli.named_scene import DATA, EXPLORE, RATES, TRAPS, scene_of
from gdviz.cli.streams import say
from gdviz.export import Contents, contents_of
from gdviz.figures import TWO_WEIGHTS, Played, RowsPlayed, Sliced, on_rows, played, rows_played, within_budget
from gdviz.scene import Scene, basin_steps

More = rates_page.RatesPage | traps_page.TrapsPage | validation.ManyWeights | None


class Shown(NamedTuple):
    """A scene worked out, whichever page it is of. contents: what an export of it is made of. steps: how many its runs
    could take. more: what the page shows besides its runs."""

    scene: Scene
    page: str
    played: Played | RowsPlayed | Sliced
    contents: Contents
    steps: int
    more: More

    @property
    def diagnoses(self) -> dict[str, Diagnosis]:
        """Id of a run → why it ended as it did; empty for runs of many weights."""
        return {} if isinstance(self.played, Sliced) else self.played.diagnoses

    def validation(self, run: str) -> dict[str, Any]:
        """What the rows set apart say of the run with this id, and its weights if they are more than two."""
        return {} if isinstance(self.played, Played) else validation.of_run(self.played, run)


def worked_out(chosen: Namespace) -> Shown:
    """Run and explain every shown run of the scene of a command, with as many steps as its page gives them.

    Raises ExpressionError for text, TableError for rows that cannot be used, Failure where no run can be shown, and
    what `scene_of` raises.
    """
    scene, page = scene_of(chosen)
    with output.working("running"):
        if page == EXPLORE:
            return _shown(scene, page, played(scene), scene.steps)
        if page == RATES:
            shown, rates = rates_page.worked_out(scene)
            return _shown(scene, page, shown, shown.scene.steps, rates)
        if page == TRAPS:
            return _traps(scene)
        return _rows(scene)


def _shown(scene: Scene, page: str, runs: Played | RowsPlayed | Sliced, steps: int, more: More = None) -> Shown:
    return Shown(scene, page, runs, contents_of(runs), steps, more)


def _traps(scene: Scene) -> Shown:
    traps = traps_page.worked_out(scene)
    runs = traps.shown
    steps = max((basin_steps(runs.scene, run) for run in runs.scene.runs), default=0)
    shown = _shown(scene, TRAPS, runs, steps, traps)
    taken = {run.id: run.trajectory.steps for run in runs.runs}  # each run is as long as those of its map
    return shown._replace(contents=replace(shown.contents, steps=taken, stop=None))


def _rows(scene: Scene) -> Shown:
    if scene.data.part not in TWO_WEIGHTS:
        weights = validation.worked_out(scene)
        return _shown(scene, DATA, weights.shown, weights.shown.scene.data.steps, weights)
    on = on_rows(scene.data)
    shorter, reason = within_budget(scene.data, on.surface, on.count)
    if reason:
        say(reason)
    rows = rows_played(replace(scene, data=shorter))
    return _shown(rows.scene, DATA, rows, shorter.steps)
