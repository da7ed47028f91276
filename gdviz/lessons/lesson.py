"""A lesson as one frozen value, the terms in it, and the error of a text of it that cannot be read."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from gdviz.scene import Scene

KINDS = ("point", "number", "choice", "order", "arrow")
"""What an answer can be: a point of the map, a number, one option, the options in order, an arrow from the start."""
PAGES = ("explore", "data")
"""Where a scene is at home: the map of a formula, or the loss over the rows of the Data page."""
HIDEABLE = ("minima", "map", "formula")
"""What a question can withhold besides the runs, which it always withholds until the answer is in."""
MOST_MOMENTS, MOST_OPTIONS = 40, 8
"""Of a lesson, and of a question."""


class LessonError(ValueError):
    """A text of a lesson or a task that cannot be read or worked out.

    message: one sentence for people; what it repeats of the text is shortened and holds no markup.
    line: the line in the file, counted from 1; 0 where there is none.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.message = message
        self.line = line

    def at(self, line: int) -> "LessonError":
        """The same with a line, if it has none."""
        return self if self.line else LessonError(self.message, line)


def quoted(text: str, longest: int = 40) -> str:
    """The text between quotation marks, harmless and short enough to be repeated in a sentence."""
    plain = "".join(sign if sign.isalnum() or sign in " .,_+-*/^()=!~" else "·" for sign in text[: longest + 1])
    return f"“{plain if len(plain) <= longest else plain[:longest] + '…'}”"


def nearest(name: str, names: Iterable[str]) -> str:
    """ " Did you mean …?" with the most similar name, or nothing."""
    near = difflib.get_close_matches(name[:40], sorted(names), n=1, cutoff=0.5)
    return f" Did you mean {near[0]}?" if near else ""


@dataclass(frozen=True)
class Number:
    """A number as typed."""

    value: float


@dataclass(frozen=True)
class Apply:
    """An operation on parts: + - * / ^ neg, a comparison, and, or, not."""

    operation: str
    parts: tuple["Term", ...]


@dataclass(frozen=True)
class Quantity:
    """A name, that of a thing (`of`) or of the whole, with what stands in brackets (None: no brackets)."""

    name: str
    of: "Term | None" = None
    arguments: "tuple[Term, ...] | None" = None


Term = Number | Apply | Quantity


@dataclass(frozen=True)
class Belief:
    """Which answers show a known misconception, and the sentence that says so.

    when: a condition on `answer` and `truth`; choice: the place of an option (from 0); order: places, first to last.
    """

    says: str
    when: Term | None = None
    choice: int | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Option:
    """An option of a choice or an order. value: what it is worth; when: the condition under which it is right."""

    says: str
    value: Term | None = None
    when: Term | None = None


@dataclass(frozen=True)
class Question:
    """What is asked before the runs are shown; its right answer is worked out from them.

    answer: the quantity that is right (a point, a number, an arrow as its two parts); None for a choice with its right
    option known (right, from 0) or told by the options. options: of a choice or an order (lowest value first unless
    highest_first). low, high, log, unit: the range of a number. within: how far from the truth counts as right: for
    points a distance, for numbers a distance, or with `relative` a share of the truth, for arrows degrees.
    hides: what of HIDEABLE the page withholds too. vary: what another question like it changes: `start`, `rate`, a
    letter of the formula; on rows also `rows` (the seed of made ones) and `batches`. keyless: a choice whose right
    option is not known here, and which nobody judges: a poll, or the students' link of a task.
    """

    kind: str
    ask: str
    answer: Term | None = None
    options: tuple[Option, ...] = ()
    right: int | None = None
    highest_first: bool = False
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False
    unit: str = ""
    within: float = 0.0
    relative: bool = False
    hides: tuple[str, ...] = ()
    vary: tuple[str, ...] = ("start",)
    hint: str = ""
    keyless: bool = False
    beliefs: tuple[Belief, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What theory predicts, as a term, beside what is measured in the run.

    within: how far apart the two may be: a share of the prediction, or a difference where 0 is predicted.
    """

    says: str
    theory: Term
    measured: Term
    within: float


@dataclass(frozen=True)
class Moment:
    """One thing to see: prose, a scene (None: prose alone), what is asked, what is read afterwards, and claims.

    other: a second scene whose quantities are named `other.…`, for what two surfaces tell together; it is not drawn.
    page: of PAGES, that of the scene and of the other one.
    """

    prose: str
    scene: Scene | None = None
    question: Question | None = None
    reveal: str = ""
    claims: tuple[Claim, ...] = ()
    other: Scene | None = None
    page: str = PAGES[0]


@dataclass(frozen=True)
class Lesson:
    """A lesson of the course or of a teacher's own.

    needs: keys of lessons that come before it; about: what it asks, before it is read; idea: what it shows.
    """

    key: str
    title: str
    minutes: int
    needs: tuple[str, ...]
    about: str
    idea: str
    source: str
    notes: str
    moments: tuple[Moment, ...]

    @property
    def questions(self) -> tuple[tuple[int, Question], ...]:
        """The questions with the places (from 0) of their moments."""
        return tuple((place, m.question) for place, m in enumerate(self.moments) if m.question)
