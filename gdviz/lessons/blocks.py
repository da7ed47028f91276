"""The Markdown of a lesson cut into its head and the blocks of its moments, and what is not let through in it."""

import re
import tomllib
from typing import Any, NamedTuple

from gdviz.lessons.lesson import MOST_MOMENTS, LessonError, quoted

LONGEST, LONGEST_HEAD, LONGEST_LINE = 100_000, 20_000, 400
"""Characters of a lesson, of one TOML part, and of a text of one line."""
KINDS = ("scene", "other", "question", "reveal", "claim")
FENCE, HEAD, END = "~~~", "+++", "---"
_TARGET = re.compile(r"\]\(\s*<?\s*([^)\s>]*)|^ {0,3}\[[^\]\n]{0,200}\]:\s*<?\s*(\S*)", re.MULTILINE)
_SAFE = re.compile(r"https://|[#?/](?!/)|[\w.-]+(?:[/?#]|$)", re.ASCII)
REFUSED = (
    (
        re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"),
        "There is an invisible control sign in this text.",
    ),
    (re.compile(r"<[A-Za-z/!?]"), "HTML is not let through: write Markdown, and $a < b$ with spaces."),
    (re.compile(r"!\["), "Pictures are not let through: a lesson draws its scenes itself."),
    (
        re.compile(
            r"\\(?:href|url|includegraphics|html\w*|[gex]?def|(?:re)?newcommand|providecommand|let|futurelet|char|input)"
            r"(?![A-Za-z])"
        ),
        "This formula has a command that is not let through.",
    ),
)
"""Whatever stands around it: code and formulas can be escaped, so they are no excuse."""


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


def checked(text: str, line: int) -> str:
    """The Markdown text itself. Raises LessonError, with the line, for what is not let through."""
    for pattern, sentence in REFUSED:
        match = pattern.search(text)
        if match:
            raise LessonError(sentence, line + text.count("\n", 0, match.start()))
    for match in _TARGET.finditer(text):
        target = match[1] or match[2] or ""
        if target and not _SAFE.match(target):
            where = line + text.count("\n", 0, match.start())
            raise LessonError(f"The link {quoted(target)} is not let through: links begin with https://.", where)
    return text


def checked_line(text: str, line: int, longest: int = LONGEST_LINE) -> str:
    """A text of one line, checked alike."""
    if len(text) > longest:
        raise LessonError(f"{quoted(text, 20)} may have {longest} characters, and has {len(text)}.", line)
    if "\n" in text:
        raise LessonError(f"{quoted(text.strip(), 20)} stands on one line.", line)
    return checked(text, line).strip()
