"""What a link of the app leads to: the page, its scene, and the runs of that page worked out."""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qs

from gdviz import argument
from gdviz.analysis.diagnosis import Diagnosis
from gdviz.cli.failures import Failure
from gdviz.cli.streams import say
from gdviz.export import Contents, contents_of
from gdviz.export.rows_contents import of_rows
from gdviz.figures import TWO_WEIGHTS, DrawnRun, Played, RowsPlayed, on_rows, played, rows_played, step_budget
from gdviz.lessons import COURSE, PAGES, is_task, read_task
from gdviz.lessons.course import lesson
from gdviz.scene import Scene, first_weights, start_of, window_of
from gdviz.scene.link import arrival, path_of, query_of
from gdviz.surface import Surface, Window

EXPLORE, DATA = PAGES
LEARN = "learn"
OWN_RATES = {"learning_rate": "Learning rate", "traps": "Traps"}
"""Pages that try rates of their own."""


class Reached(NamedTuple):
    """A scene, and the page on which it is at home: of PAGES."""

    scene: Scene
    page: str = EXPLORE


class Shown(NamedTuple):
    """A scene worked out, whichever page it is of. steps: how many its runs could take."""

    played: Played | RowsPlayed
    surface: Surface
    window: Window
    start: tuple[float, float]
    steps: int

    @property
    def scene(self) -> Scene:
        """The scene itself."""
        return self.played.scene

    @property
    def runs(self) -> list[DrawnRun]:
        """The runs, as drawn."""
        return self.played.runs

    @property
    def diagnoses(self) -> dict[str, Diagnosis]:
        """Id of a run → why it ended as it did."""
        return self.played.diagnoses

    @property
    def contents(self) -> Contents:
        """What an export of it is made of."""
        return of_rows(self.played) if isinstance(self.played, RowsPlayed) else contents_of(self.played)


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
    if page in OWN_RATES:
        say(f"The {OWN_RATES[page]} page tries rates of its own; these are the runs of its scene, as Explore has them.")
    elif page != DATA and scene.data != Scene().data:
        say("These are the runs of Explore; those of the Data page are run for an address that ends in /data?….")
    return Reached(scene, DATA if page == DATA else EXPLORE)


def _moment(query: dict[str, list[str]]) -> Reached:
    """The scene of a moment of a lesson."""
    key, number = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if not key:
        raise Failure("This link leads to the Learn page and to no lesson of it: it shows no runs.")
    argument.keyed({entry.key: entry for entry in COURSE}, key, "lesson")
    moments = lesson(key).moments
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    if not 1 <= place <= len(moments):
        raise Failure(f"The lesson {key} has {len(moments)} moments; the link names the {place}th.")
    moment = moments[place - 1]
    if moment.scene is None:
        raise Failure("This moment of the lesson is text alone: it shows no runs.")
    return Reached(moment.scene, moment.page)


def worked_out(found: Reached) -> Shown:
    """Run and explain every shown run, with as many steps as the page gives them.

    Raises ExpressionError for text, TableError for rows that cannot be used, Failure for runs in more than two weights.
    """
    scene = found.scene
    if found.page == EXPLORE:
        shown = played(scene)
        surface = shown.surface
        return Shown(shown, surface, window_of(scene, surface), start_of(scene, surface), scene.steps)
    if scene.data.part not in TWO_WEIGHTS:
        raise Failure(f"The part “{scene.data.part}” of the Data page trains more weights than two: the app runs it.")
    on = on_rows(scene.data)
    shorter, reason = step_budget.within(scene.data, on.surface, on.count)
    if reason:
        say(reason)
    rows = rows_played(replace(scene, data=shorter))
    surface = rows.on.surface
    return Shown(rows, surface, surface.window, first_weights(shorter, surface), shorter.steps)
