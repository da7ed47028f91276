"""The entries of a TOML table read one by one, each checked, each refusal a sentence with the line."""

import math
from collections.abc import Collection
from typing import Any

from gdviz.lessons.blocks import checked, checked_line
from gdviz.lessons.lesson import LessonError, Term, nearest, quoted
from gdviz.lessons.names import Names, read_term

MOST = 12
"""Entries of a list: options, beliefs."""


class Fields:
    """A table of a lesson: entries are taken out of it, and what is left at the end has no meaning."""

    def __init__(self, table: dict[str, Any], line: int, what: str) -> None:
        self.table, self.line, self.what = dict(table), line, what
        self.names: set[str] = set()

    def error(self, sentence: str) -> LessonError:
        return LessonError(f"{self.what}: {sentence}", self.line)

    def take(self, name: str) -> Any:
        """The entry as TOML has it, None if it is not there."""
        self.names.add(name)
        return self.table.pop(name, None)

    def line_of(self, name: str, otherwise: str | None = None, longest: int = 400) -> str:
        """A text of one line; without `otherwise` it has to be there."""
        value = self.take(name)
        if value is None and otherwise is not None:
            return otherwise
        if not isinstance(value, str) or not value.strip():
            raise self.error(f'a text is missing: {name} = "…".')
        return checked_line(value, self.line, longest)

    def text(self, name: str) -> str:
        """A Markdown text, "" if it is not there."""
        value = self.take(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(f"{name} is a text.")
        return checked(value.strip(), self.line)

    def number(self, name: str, otherwise: float) -> float:
        """A finite number."""
        value = self.take(name)
        if value is None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300 or math.isnan(value):
            raise self.error(f"{name} is a finite number.")
        return float(value)

    def whole(self, name: str, low: int, high: int) -> int | None:
        """A whole number between bounds, None if it is not there."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(f"{name} is a whole number from {low} to {high}.")
        return value

    def switch(self, name: str) -> bool:
        """true or false, false if it is not there."""
        value = self.take(name)
        if value is not None and not isinstance(value, bool):
            raise self.error(f"{name} is true or false.")
        return bool(value)

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of these words."""
        value = self.take(name)
        if not isinstance(value, str) or value not in choices:
            near = nearest(value, choices) if isinstance(value, str) else ""
            raise self.error(f"{name} is one of {', '.join(choices)}.{near}")
        return value

    def words(self, name: str, choices: Collection[str] | None = None) -> tuple[str, ...] | None:
        """A list of short texts, of these words if any are given; None if it is not there."""
        value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) > MOST or not all(isinstance(word, str) for word in value):
            raise self.error(f"{name} is a list of at most {MOST} texts.")
        for word in value:
            if choices is not None and word not in choices:
                raise self.error(f"{quoted(word)} is none of {', '.join(choices)}.")
        return tuple(checked_line(word, self.line) for word in value)

    def tables(self, name: str) -> list[dict[str, Any]]:
        """A list of tables, also where texts stand in it, each for a table with that `says`."""
        value = self.take(name) or []
        if not isinstance(value, list) or len(value) > MOST:
            raise self.error(f"{name} is a list of at most {MOST}.")
        if not all(isinstance(entry, str | dict) for entry in value):
            raise self.error(f'{name} is a list of texts or of tables like {{says = "…"}}.')
        return [{"says": entry} if isinstance(entry, str) else entry for entry in value]

    def term(self, name: str, names: Names) -> Term | None:
        """A quantity, checked against what it may name; None if it is not there."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = repr(value)
        if not isinstance(value, str):
            raise self.error(f"{name} is a quantity in quotation marks.")
        return read_term(value, names, self.line)

    def done(self) -> None:
        """Raise LessonError if something is left."""
        for name in self.table:
            near = nearest(name, self.names)
            suggestion = near or f" There are {', '.join(sorted(self.names))}."
            raise self.error(f"{quoted(name)} has no meaning here.{suggestion}")
