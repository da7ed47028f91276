"""What one key of a link is, and the bounds that several keys share."""

from collections.abc import Callable
from typing import NamedTuple

from gdviz.knob import Knob
from gdviz.scene.values import MOST_RUNS, Scene

LONGEST_TEXT = 2000
"""Far above the parser's limit, so that the parser refuses and nothing is cut silently."""
STYLE = Knob(0, 0, MOST_RUNS - 1, "", "Which colour and line.", integer=True)


class Field(NamedTuple):
    """One key of a link: its name in a sentence, how it is written, and how it is read into a scene."""

    key: str
    name: str
    write: Callable[[Scene], list[str]]
    read: Callable[[Scene, list[str]], Scene]
