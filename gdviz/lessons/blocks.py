"""The text of a lesson cut into its head, its moments, and their blocks between tildes, each with its line."""

import tomllib
from typing import Any, NamedTuple

from gdviz.lessons.errors import LessonError, quoted

LONGEST, MOST_MOMENTS, LONGEST_HEAD = 100_000, 40, 20_000
"""Characters of a lesson, its moments, and characters of one TOML part."""
KINDS = ("scene", "other", "question", "reveal", "claim")
FENCE, HEAD, END = "~~~", "+++", "---"


class Block(NamedTuple):
    """kind: one of KINDS, or "prose". line: that of its first line of text."""

    kind: str
    text: str
    line: int


class Cut(NamedTuple):
    """A lesson cut up: the head, and the blocks of each moment."""

    head: Block
    moments: tuple[tuple[Block, ...], ...]


def cut(text: str) -> Cut:
    """The parts of a lesson; raises LessonError with the line."""
    if len(text) > LONGEST:
        raise LessonError(f"A lesson may have {LONGEST} characters, and this has {len(text)}.")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != HEAD:
        raise LessonError(f"A lesson begins with its head between two lines of {HEAD}.", first + 1)
    last = next((k for k in range(first + 1, len(lines)) if lines[k].rstrip() == HEAD), None)
    if last is None:
        raise LessonError(f"The head has no end: a second line of {HEAD} is missing.", first + 1)
    head = Block("head", "\n".join(lines[first + 1 : last]), first + 2)
    moments = _moments(lines, last + 1)
    if not moments:
        raise LessonError("A lesson has at least one moment after its head.", last + 1)
    if len(moments) > MOST_MOMENTS:
        raise LessonError(f"A lesson may have {MOST_MOMENTS} moments, and this has {len(moments)}.")
    return Cut(head, moments)


def _moments(lines: list[str], first: int) -> tuple[tuple[Block, ...], ...]:
    moments: list[list[Block]] = [[]]
    prose, kind, begins = [], "prose", first
    for place in range(first, len(lines)):
        line = lines[place].rstrip()
        ends = line == (FENCE if kind != "prose" else END)
        if not ends and not (kind == "prose" and line.startswith(FENCE)):
            prose.append(lines[place])
            continue
        moments[-1] += _block(kind, prose, begins)
        if kind == "prose" and line == END:
            moments.append([])
        kind = "prose" if ends else _named(line, place + 1)
        prose, begins = [], place + 1
    if kind != "prose":
        raise LessonError(f"The block {kind} has no end: a line of {FENCE} is missing.", begins)
    moments[-1] += _block(kind, prose, begins)
    return tuple(tuple(blocks) for blocks in moments if blocks)


def _named(line: str, number: int) -> str:
    kind = line.removeprefix(FENCE).strip()
    if kind not in KINDS:
        raise LessonError(f"{quoted(kind)} is no block: there are {', '.join(KINDS)}.", number)
    return kind


def _block(kind: str, lines: list[str], begins: int) -> list[Block]:
    text = "\n".join(lines).strip("\n")
    skipped = next((k for k, line in enumerate(lines) if line.strip()), 0)
    return [Block(kind, text, begins + skipped + 1)] if text.strip() or kind != "prose" else []


def toml(block: Block) -> dict[str, Any]:
    """The block read as TOML; raises LessonError with the line."""
    if len(block.text) > LONGEST_HEAD:
        raise LessonError(f"This part may have {LONGEST_HEAD} characters.", block.line)
    try:
        return tomllib.loads(block.text)
    except tomllib.TOMLDecodeError as error:
        message, within = _place(str(error))
        raise LessonError(f"This is no TOML: {message}.", block.line + within) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise LessonError("This is no TOML: brackets or numbers are too long.", block.line) from None


def _place(message: str) -> tuple[str, int]:
    """What tomllib says without its place, and the line of it from 0."""
    said, _, place = message.partition(" (at line ")
    line = place.split(",")[0]
    plain = quoted(said, 80)[1:-1]
    return plain[:1].lower() + plain[1:], int(line) - 1 if line.isdigit() else 0
