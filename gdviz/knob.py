"""A number that a person may turn: one record is the slider, the clamp of a link, and the documentation."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gdviz import argument


@dataclass(frozen=True)
class Knob:
    """A knob: default, inclusive bounds, scale, LaTeX symbol and one sentence of help.

    `log` asks for a logarithmic slider (a low bound of 0 stays reachable as its leftmost position);
    `integer` knobs are rounded.
    """

    default: float
    low: float
    high: float
    symbol: str
    help: str
    log: bool = False
    integer: bool = False

    def clamp(self, value: float) -> float:
        """The nearest value this knob can take; the default for a value that is not a number."""
        if math.isnan(value):
            return self.default
        value = min(max(value, self.low), self.high)
        return float(round(value)) if self.integer else float(value)

    def checked(self, value: object, name: str) -> float:
        """The value as a float. Raises TypeError or ValueError with a sentence if this knob cannot take it."""
        result = argument.number(value, name, self.low, self.high)
        return float(argument.count(result, name)) if self.integer else result


def rate(default: float, symbol: str = r"\alpha", help: str = "How far one step goes.") -> Knob:
    """A learning rate: logarithmic, from a millionth to a hundred."""
    return Knob(default, 1e-6, 100.0, symbol, help, log=True)


def named_defaults(name: str, knobs: Mapping[str, Knob]) -> str:
    """The line that stands for an optimizer or a schedule: its name, its knobs and their defaults."""
    defaults = ", ".join(f"{knob} {knobs[knob].default}" for knob in knobs)
    return f"<{name}{f': {defaults}' if defaults else ''}>"


def with_defaults(owner: str, knobs: Mapping[str, Knob], values: Mapping[str, Any]) -> dict[str, Any]:
    """All knobs with their values, defaults where none is given; TypeError for a knob that the owner lacks."""
    for name in values:
        if name not in knobs:
            raise TypeError(f"{owner} has no knob {name}.{argument.nearest(name, knobs)}")
    return {name: values.get(name, knob.default) for name, knob in knobs.items()}
