"""Texts of a lesson checked before anybody sees them: Markdown with formulas, without HTML, pictures and scripts."""

import re

from gdviz.lessons.errors import LessonError, quoted
from gdviz.lessons.quantities import APART

LONGEST_LINE = 400
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_HTML = re.compile(r"<[A-Za-z/!?]")
_PICTURE = re.compile(r"!\[")
_TARGET = re.compile(r"\]\(\s*<?\s*([^)\s>]*)|^\s{0,3}\[[^\]]*\]:\s*<?\s*(\S*)", re.MULTILINE)
_SAFE = re.compile(r"https://|[#?/](?!/)|[\w.-]+(?:[/?#]|$)", re.ASCII)
_LATEX = re.compile(
    r"\\(?:href|url|includegraphics|html\w*|[gex]?def|(?:re)?newcommand|providecommand|let|futurelet|char|write|input)"
    r"(?![A-Za-z])"
)


def checked(text: str, line: int) -> str:
    """The Markdown text itself. Raises LessonError, with the line, for what is not let through."""
    _refuse(_CONTROL, text, text, line, "There is an invisible control sign in this text.")
    pieces = APART.split(text)
    seen = 0
    for place, piece in enumerate(pieces):
        here = line + text.count("\n", 0, seen)
        if place % 2 == 0:
            _refuse(_HTML, piece, piece, here, "HTML is not let through: write Markdown, and $a < b$ as a formula.")
            _refuse(_PICTURE, piece, piece, here, "Pictures are not let through: a lesson draws its scenes itself.")
        elif piece.startswith("$"):
            _refuse(_LATEX, piece, piece, here, "This formula has a command that is not let through.")
        seen += len(piece)
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


def _refuse(pattern: re.Pattern[str], piece: str, text: str, line: int, sentence: str) -> None:
    match = pattern.search(piece)
    if match:
        raise LessonError(sentence, line + text.count("\n", 0, match.start()))
