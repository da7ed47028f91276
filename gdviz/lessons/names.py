"""What a term may name in a scene, and the check of a term against it before anything is run."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from gdviz.lessons.case import run_names, shown_runs
from gdviz.lessons.errors import LessonError, nearest, quoted
from gdviz.lessons.lesson import PAGES
from gdviz.lessons.row_quantities import ON_ROWS, ROW_FRAME_NAMES, RUN_ON_ROWS
from gdviz.lessons.run_quantities import FRAME_NAMES, RUN_QUANTITIES
from gdviz.lessons.surface_quantities import SURFACE_QUANTITIES
from gdviz.lessons.terms import Apply, Quantity, Term
from gdviz.lessons.values import FUNCTIONS, NAMES, POINT_PARTS
from gdviz.scene import Scene

OTHER = "other"
"""The name before the quantities of a moment's second scene."""


class RunNames(NamedTuple):
    """The knobs of a run's optimizer, and the names of its memory."""

    knobs: Collection[str]
    memory: Collection[str] = ()


class Names(NamedTuple):
    """runs: name → what is its own; letters: of the surface; words: `answer`, `truth`, or the rows of a run.

    rows: is the scene one of the Data page?
    """

    runs: Mapping[str, RunNames]
    letters: Collection[str] = ()
    other: "Names | None" = None
    words: Collection[str] = ()
    scene: bool = True
    rows: bool = False


NO_SCENE = Names({}, scene=False)


def names_of(scene: Scene, letters: Collection[str], page: str = PAGES[0], other: "Names | None" = None) -> Names:
    """What a term may name beside this scene; letters: of its formula."""
    shown = shown_runs(scene, page)
    runs = {
        name: RunNames(tuple(run.chosen.knobs), tuple(run.chosen.remembers))
        for name, run in zip(run_names(shown), shown, strict=True)
    }
    return Names(runs, tuple(letters), other, rows=page != PAGES[0])


def chain(term: Quantity) -> tuple[Term, ...]:
    """`a.b(1).x` as (a, b(1), x): what stands first, and the names behind it."""
    links: list[Term] = []
    link: Term | None = term
    while isinstance(link, Quantity):
        links.append(link)
        link = link.of
    return (*((link,) if link else ()), *reversed(links))


def is_name(term: Term, name: str) -> bool:
    """Is it this name alone?"""
    return isinstance(term, Quantity) and term.name == name and term.of is None and term.arguments is None


def check(term: Term, names: Names) -> None:
    """Raise LessonError, with a suggestion, where the term names what is not there or gives it too many arguments."""
    if isinstance(term, Apply):
        for part in term.parts:
            check(part, names)
    elif isinstance(term, Quantity):
        _check_chain(chain(term), names)


def _check_chain(links: tuple[Term, ...], names: Names) -> None:
    first, *rest = links
    whole = names
    if is_name(first, OTHER) and names.other and rest:
        first, *rest = rest
        assert isinstance(first, Quantity)
        first, names = Quantity(first.name, None, first.arguments), names.other
    if isinstance(first, Quantity) and is_name(first, first.name) and first.name in names.runs:
        if not rest:
            raise LessonError(f"Say what of the run {first.name}: {first.name}.end, for one.")
        second, *rest = rest
        assert isinstance(second, Quantity)
        _check_run(second, first.name, names)
    elif isinstance(first, Quantity):
        for part in first.arguments or ():  # those of the moment, also where its second scene is named
            check(part, whole)
        _check_name(first, names, bool(rest))
    else:
        check(first, names)
    for link in rest:
        assert isinstance(link, Quantity)
        if link.name not in POINT_PARTS or link.arguments is not None:
            raise LessonError(f"A point has .x, .y and .length, and no {quoted(link.name)}.")


def _check_name(term: Quantity, names: Names, run_meant: bool) -> None:
    if term.arguments is None and term.name in {*names.words, *NAMES, *names.letters}:
        return
    if term.name in FUNCTIONS and term.arguments is not None:
        _count(term, FUNCTIONS[term.name][0], FUNCTIONS[term.name][0])
    elif term.name in ON_ROWS and names.rows:
        _count(term, ON_ROWS[term.name].fewest, ON_ROWS[term.name].most)
    elif term.name in ON_ROWS and names.scene:
        raise LessonError(f"{term.name} is worked out from rows: it needs a scene of the Data page.")
    elif term.name in SURFACE_QUANTITIES and names.scene:
        _count(term, SURFACE_QUANTITIES[term.name].fewest, SURFACE_QUANTITIES[term.name].most)
    elif not names.scene:
        raise LessonError(f"{quoted(term.name)} is worked out from a scene, and this moment has none.")
    elif run_meant:
        raise LessonError(f"There is no run {quoted(term.name)} here; the scene has {', '.join(names.runs) or 'none'}.")
    else:
        own = {*names.runs, *names.letters, *names.words, *(ON_ROWS if names.rows else ())}
        near = nearest(term.name, {*SURFACE_QUANTITIES, *FUNCTIONS, *own})
        raise LessonError(f"There is no quantity {quoted(term.name)} here.{near}")


def _check_run(term: Quantity, run: str, names: Names) -> None:
    own = names.runs[run]
    quantities = {**RUN_QUANTITIES, **(RUN_ON_ROWS if names.rows else {})}
    if term.name not in {*quantities, *own.knobs, *own.memory}:
        if term.name in RUN_ON_ROWS:
            raise LessonError(f"{run}.{term.name} is worked out from rows: it needs a scene of the Data page.")
        near = nearest(term.name, {*quantities, *own.knobs, *own.memory})
        raise LessonError(f"A run has no {quoted(term.name)}.{near}")
    usual = "" if term.name in own.knobs else "k?"
    takes = quantities[term.name].arguments if term.name in quantities else usual
    optional = takes.endswith("?")
    _count(term, int(bool(takes) and not optional), int(bool(takes)))
    rows = ROW_FRAME_NAMES if names.rows else ()
    inside = names._replace(words=(*names.words, *FRAME_NAMES, *rows)) if takes == "series" else names
    for part in term.arguments or ():
        check(part, inside)


def _count(term: Quantity, fewest: int, most: int) -> None:
    count = len(term.arguments or ())
    if not fewest <= count <= most:
        number = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        raise LessonError(f"{term.name} takes {number} arguments in brackets, and {count} stand there.")
