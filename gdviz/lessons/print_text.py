"""Markdown of lessons as HTML for paper: paragraphs, lists, emphasis, code and formulas; all else is escaped."""

import re
from html import escape

from gdviz.lessons.mathml import mathml
from gdviz.lessons.quantities import APART

_STRONG = re.compile(r"\*\*(?=\S)(.{1,2000}?)(?<=\S)\*\*", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=[^\s*_])([^*_]+?)(?<=\S)[*_](?![\w*])")
_LINK = re.compile(r"\[([^\[\]]{1,400})\]\([^()\s]{0,400}\)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+")
HELD = "\x00{}\x00"
"""Where a formula or code stands while the words around it are marked."""


def blocks(markdown: str) -> str:
    """Paragraphs, lists and headings of a text."""
    pieces = []
    for paragraph in re.split(r"\n\s*\n", markdown.strip()):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if _ITEM.match(lines[0]):
            pieces.append(_list(lines))
        elif _HEADING.match(lines[0]):
            pieces.append(f"<h3>{inline(_HEADING.sub('', ' '.join(lines), count=1))}</h3>")
        else:
            pieces.append(f"<p>{inline(' '.join(lines))}</p>")
    return "\n".join(pieces)


def _list(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return "<ul>" + "".join(f"<li>{inline(item)}</li>" for item in items) + "</ul>"


def inline(markdown: str) -> str:
    """A line of text: emphasis, code and formulas; a link is its words alone."""
    pieces = APART.split(markdown.replace("\x00", ""))
    held = [_set(piece) for piece in pieces[1::2]]
    text = "".join(HELD.format(place // 2) if place % 2 else escape(piece) for place, piece in enumerate(pieces))
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
    return re.sub("\x00(\\d+)\x00", lambda place: held[int(place[1])], text)


def _set(piece: str) -> str:
    """A formula or code."""
    if piece.startswith("`"):
        return f"<code>{escape(piece.strip('`'))}</code>"
    return mathml(piece.strip("$"), display=piece.startswith("$$"))
