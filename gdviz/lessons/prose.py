"""Texts of a lesson checked before anybody sees them: Markdown with formulas, without HTML, pictures and scripts."""

import re

from gdviz.lessons.errors import LessonError, quoted

LONGEST_LINE = 400
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
