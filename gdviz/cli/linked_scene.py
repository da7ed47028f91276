"""What a link of the app leads to: the page, its scene, and the runs of that page worked out."""

from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from gdviz import argument
from gdviz.analysis.diagnosis import Diagnosis
from gdviz.cli import rates_page, traps_page, validated
from gdviz.cli.failures import Failure
from gdviz.cli.rates_page import RatesPage
from gdviz.cli.streams import say
from gdviz.cli.traps_page import TrapsPage
from gdviz.cli.validated import ManyWeights
from gdviz.export import Contents, contents_of
from gdviz.figures import TWO_WEIGHTS, DrawnRun, Played, RowsPlayed, on_rows, played, rows_played, step_budget
from gdviz.figures.sliced_runs import Sliced
from gdviz.lessons import COURSE, PAGES, is_task, read_task
from gdviz.lessons.course import lesson
from gdviz.scene import Scene, arrival, basin_steps, first_weights, path_of, query_of, start_of, window_of
from gdviz.surface import Surface, Window

EXPLORE, DATA = PAGES
LEARN = "learn"
RATES, TRAPS = "learning_rate", "traps"


class Reached(NamedTuple):
    """A scene, and the page that shows it: of PAGES, or with rates of its own."""

    scene: Scene
    page: str = EXPLORE


class Shown(NamedTuple):
    """A scene worked out, whichever page it is of. steps: how many its runs could take. more: what the page shows
    besides its runs."""

    scene: Scene
    page: str
    played: Played | RowsPlayed | Sliced
    surface: Surface
    window: Window
    start: tuple[float, float]
    steps: int
    more: RatesPage | TrapsPage | ManyWeights | None = None

    @property
    def runs(self) -> list[DrawnRun]:
        """The runs, as drawn."""
        return self.played.runs

    @property
    def diagnoses(self) -> dict[str, Diagnosis]:
        """Id of a run → why it ended as it did; empty for runs of many weights."""
        return {} if isinstance(self.played, Sliced) else self.played.diagnoses

    def known(self, run: str) -> dict[str, Any]:
        """What is known of the run with this id besides its path."""
        return {} if isinstance(self.played, Played) else validated.known(self.played, run)

    @property
    def contents(self) -> Contents:
        """What an export of it is made of."""
        made = contents_of(self.played)
        if isinstance(self.more, TrapsPage):  # each run is as long as those of its map
            return replace(made, steps={run.id: run.trajectory.steps for run in self.runs}, stop=None)
        return made


def reached(link: str) -> Reached:
    """The scene of a link; what could not be read of it is said on stderr.

    Raises Failure for a link that shows no runs, LessonError for a lesson that cannot be read, ValueError for what is
    no link.
    """
    page, arrived = path_of(link), arrival(link)
    query = parse_qs(query_of(link), keep_blank_values=True)
    for notice in arrived.notices:
        say(notice)
    scene = arrived.scene
    if is_task(query):
        task, reasons = read_task(query, scene)
        if task is None:
            raise Failure(" ".join(reasons))
        return Reached(scene, task.page)
    if page == LEARN:
        return _moment(query)
    if page not in (DATA, RATES, TRAPS):
        page = EXPLORE
    if page == EXPLORE and scene.data != Scene().data:
        say("These are the runs of Explore; those of the Data page are run for an address that ends in /data?….")
    return Reached(scene, page)


def _moment(query: dict[str, list[str]]) -> Reached:
    """The scene of a moment of a lesson."""
    key, number = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if not key:
        raise Failure("This link leads to the Learn page and to no lesson of it: it shows no runs.")
    key = argument.keyed({one: one for one in COURSE}, key, "lesson")
    moments = lesson(key).moments
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    if not 1 <= place <= len(moments):
        raise Failure(f"The lesson {key} has {len(moments)} moments; the link names the {place}th.")
    moment = moments[place - 1]
    if moment.scene is None:
        raise Failure("This moment of the lesson is text alone: it shows no runs.")
    return Reached(moment.scene, moment.page)


def worked_out(reached: Reached) -> Shown:
    """Run and explain every shown run, with as many steps as the page gives them.

    Raises ExpressionError for text, TableError for rows that cannot be used, Failure where no run can be shown.
    """
    scene = reached.scene
    if reached.page == RATES:
        return _on_plane(reached, *rates_page.worked_out(scene))
    if reached.page == TRAPS:
        page = traps_page.worked_out(scene)
        return _on_plane(reached, page.shown, page)
    if reached.page == EXPLORE:
        return _on_plane(reached, played(scene))
    return _on_rows(reached)


def _on_plane(reached: Reached, shown: Played, more: RatesPage | TrapsPage | None = None) -> Shown:
    scene, surface = shown.scene, shown.surface
    steps = max((basin_steps(scene, run) for run in scene.runs), default=0) if reached.page == TRAPS else scene.steps
    return Shown(
        reached.scene, reached.page, shown, surface, window_of(scene, surface), start_of(scene, surface), steps, more
    )


def _on_rows(reached: Reached) -> Shown:
    scene = reached.scene
    if scene.data.part not in TWO_WEIGHTS:
        more = validated.worked_out(scene)
        cut, surface = more.shown, more.shown.surface
        steps = cut.scene.data.steps
        return Shown(scene, reached.page, cut, surface, surface.window, cut.start, steps, more)
    on = on_rows(scene.data)
    shorter, reason = step_budget.within(scene.data, on.surface, on.count)
    if reason:
        say(reason)
    rows = rows_played(replace(scene, data=shorter))
    surface = rows.on.surface
    start = first_weights(shorter, surface)
    return Shown(rows.scene, reached.page, rows, surface, surface.window, start, shorter.steps)
