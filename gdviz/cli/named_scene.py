"""The scene that the arguments of a command name, or that a link of the app shows, and the page that shows it."""

from argparse import Namespace
from urllib.parse import parse_qs

from gdviz import argument
from gdviz.cli import typed
from gdviz.cli.streams import Failure, say
from gdviz.lessons import COURSE, PAGES, course_lesson, is_task, read_task
from gdviz.optimizers import Method
from gdviz.scene import MOST_RUNS, STEADY, TOLERANCES, TYPED, Parameter, Run, Scene, arrival, is_link, path_of, query_of

EXPLORE, DATA = PAGES
LEARN = "learn"
RATES, TRAPS = "learning_rate", "traps"


def scene_of(chosen: Namespace) -> tuple[Scene, str]:
    """The scene and its page. Raises ExpressionError, UnknownKey, ValueError and Failure for what cannot be meant."""
    text = chosen.surface.strip()
    if chosen.command == "open" or is_link(text):
        return scene_of_link(text)
    surface, key = typed.surface_of(chosen), typed.gallery_key(text)
    runs = [*map(_listed, chosen.optimizers), *(Run(TYPED, rule=rule) for rule in chosen.rules)]
    if not 1 <= len(runs) <= MOST_RUNS:
        raise ValueError(f"Name from one to {MOST_RUNS} optimizers, as {chosen.command} {text!r} sgd adam:0.1.")
    start, window = typed.start_of(chosen), typed.window_of(chosen)
    stop = typed.named_numbers(chosen.stop or "", TOLERANCES, "--stop")
    scene = Scene(
        surface=key or Scene().surface,
        text=None if key else text,
        parameters=tuple(Parameter(name, value) for name, value in surface.parameters.items()),
        window=window,
        start=start,
        steps=argument.count(chosen.steps, "--steps"),
        seed=argument.count(chosen.seed, "--seed"),
        stop=tuple(stop.items()),
        runs=tuple(_composed(chosen, run, style) for style, run in enumerate(runs)),
    )
    return scene, EXPLORE


def _listed(text: str) -> Run:
    key, _, knobs = typed.optimizer_and_knobs(text)
    return Run(key, tuple(knobs.items()))


def _composed(chosen: Namespace, run: Run, style: int) -> Run:
    """The run with the schedule and the options of the command; a method takes none, which is said."""
    options = typed.options(chosen)
    plan, knobs = typed.schedule(chosen.schedule) if chosen.schedule else (STEADY, {})
    if isinstance(run.chosen, Method):
        if options or chosen.schedule:
            say(f"{run.name} is a method: it takes no schedule, noise, clipping or weight decay.")
        return Run(run.optimizer, run.knobs, style=style)
    return Run(
        run.optimizer, run.knobs, True, style, run.rule, plan, tuple(knobs.items()), tuple(options.items())
    )  # fmt: skip


def scene_of_link(link: str) -> tuple[Scene, str]:
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
        return scene, task.page
    if page == LEARN:
        return _moment(query)
    if page not in (DATA, RATES, TRAPS):
        page = EXPLORE
    if page == EXPLORE and scene.data != Scene().data:
        say("These are the runs of Explore; those of the Data page are run for an address that ends in /data?….")
    return scene, page


def _moment(query: dict[str, list[str]]) -> tuple[Scene, str]:
    """The scene of a moment of a lesson."""
    key, number = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if not key:
        raise Failure("This link leads to the Learn page and to no lesson of it: it shows no runs.")
    key = argument.keyed({one: one for one in COURSE}, key, "lesson")
    moments = course_lesson(key).moments
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    if not 1 <= place <= len(moments):
        raise Failure(f"The lesson {key} has {len(moments)} moments; the link names the {place}th.")
    moment = moments[place - 1]
    if moment.scene is None:
        raise Failure("This moment of the lesson is text alone: it shows no runs.")
    return moment.scene, moment.page
