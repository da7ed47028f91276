"""Caches of a visit: the last few values that were computed for it, by name and key."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from gdviz.recent import Recent
from gdviz.ui import session

Value = TypeVar("Value")


class Absent:
    """Stands for a value that has not been computed; None may be one that has."""


ABSENT = Absent()


def of_visit(name: str, most: int) -> Recent[Any, Any]:
    """This visit's cache of this name, of at most so many values."""
    caches: dict[str, Recent[Any, Any]] = session.memory("caches")
    if name not in caches:
        caches[name] = Recent(most)
    return caches[name]


def cached(name: str, key: Hashable, compute: Callable[[], Value], most: int = 24) -> Value:
    """The value of this key: from this visit's cache of this name, else computed and put there."""
    values = of_visit(name, most)
    value = values.get(key, ABSENT)
    return values.put(key, compute()) if isinstance(value, Absent) else value
