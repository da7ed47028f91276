"""What a term may name in a scene, and the check of terms and texts against it before anything is run."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from gdviz.expression import ExpressionError
from gdviz.figures import TWO_WEIGHTS
from gdviz.gallery import GALLERY
from gdviz.learning.data import TableError
from gdviz.lessons.case import run_names, shown_runs
from gdviz.lessons.lesson import PAGES, Apply, LessonError, Quantity, Term, nearest, quoted
from gdviz.lessons.quantities import read_slot, slots
from gdviz.lessons.row_quantities import ON_ROWS, ROW_FRAME_NAMES, RUN_ON_ROWS
from gdviz.lessons.run_quantities import FRAME_NAMES, RUN_QUANTITIES, SETTINGS
from gdviz.lessons.surface_quantities import SURFACE_QUANTITIES
from gdviz.lessons.terms import OTHER, chain, parse, parts
from gdviz.lessons.values import FUNCTIONS, NAMES, POINT_PARTS
from gdviz.scene import Scene, dataset_of, letters_of, model_of
from gdviz.surface import Surface

MOST_SLOTS = 60
"""Quantities of a text."""


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


def names_of(scene: Scene, page: str = PAGES[0]) -> Names:
    """What a term may name beside this scene. Raises LessonError for a scene that cannot be read."""
    shown = shown_runs(scene, page)
    try:
        runs = {
            name: RunNames(tuple(run.chosen.knobs), tuple(run.chosen.remembers))
            for name, run in zip(run_names(shown), shown, strict=True)
        }
        return Names(runs, _letters(scene, page), rows=page != PAGES[0])
    except (ExpressionError, TableError) as error:
        raise LessonError(f"The scene cannot be read: {error}") from None


def _letters(scene: Scene, page: str) -> Collection[str]:
    """The letters of its formula, or of the loss of a row."""
    if page == PAGES[0]:
        return tuple((GALLERY[scene.surface] if scene.text is None else Surface(scene.text)).parameters)
    data = scene.data
    if data.part not in TWO_WEIGHTS:
        raise TableError(f"A lesson draws the parts {' and '.join(TWO_WEIGHTS)} of the Data page.")
    model, rows = model_of(data), dataset_of(data)
    if reason := model.unfit(rows):
        raise TableError(f"{model.name} does not suit these rows: {reason}.")
    return tuple(letters_of(data, model))


def check(term: Term, names: Names) -> None:
    """Raise LessonError, with a suggestion, where the term names what is not there or gives it too many arguments."""
    if isinstance(term, Apply):
        for part in term.parts:
            check(part, names)
    elif isinstance(term, Quantity):
        _check_chain(*chain(term), names)


def _check_chain(first: Term, rest: list[Quantity], names: Names) -> None:
    whole = names
    if first == OTHER and names.other and rest:
        first, *rest = rest
        first, names = Quantity(first.name, None, first.arguments), names.other
    if isinstance(first, Quantity) and first.arguments is None and first.name in names.runs:
        if not rest:
            raise LessonError(f"Say what of the run {first.name}: {first.name}.end, for one.")
        second, *rest = rest
        _check_run(second, first.name, names)
    elif isinstance(first, Quantity):
        for part in first.arguments or ():  # those of the moment, also where its second scene is named
            check(part, whole)
        _check_name(first, names, bool(rest))
    else:
        check(first, names)
    for link in rest:
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


def read_term(text: str, names: Names, line: int) -> Term:
    """The term of a text, checked against what it may name; raises LessonError with the line."""
    try:
        term = parse(text)
        check(term, names)
    except LessonError as error:
        raise error.at(line) from None
    return term


def check_slots(text: str, names: Names, line: int, after: bool) -> None:
    """Raise LessonError for a `{quantity}` that is not there, or that gives away what is asked.

    after: the text is read after the answer, so that it may name what a run decides.
    """
    typed = slots(text)
    if len(typed) > MOST_SLOTS:
        raise LessonError(f"A text may have {MOST_SLOTS} quantities.", line)
    for slot in typed:
        here = line + text.count("\n", 0, text.find("{" + slot + "}"))
        try:
            term, _ = read_slot(slot)
            check(term, names)
        except LessonError as error:
            raise error.at(here) from None
        if not after:
            _given_away(term, names, here)


def _given_away(term: Term, names: Names, line: int) -> None:
    """Raise LessonError where the term tells how a run goes."""
    runs = {**(names.other.runs if names.other else {}), **names.runs}
    for part in parts(term):
        of = part.of if isinstance(part, Quantity) else None
        if not isinstance(part, Quantity) or not isinstance(of, Quantity) or of.name not in runs:
            continue
        if part.name not in {*SETTINGS, *runs[of.name].knobs}:
            sentence = f"This is read before the answer, and {of.name}.{part.name} tells how the run goes"
            raise LessonError(f"{sentence}: put it into the block reveal.", line)
