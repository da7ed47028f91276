"""A number that a person may turn, one record for slider, link and documentation; and the knobs of many optimizers."""

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


def rate(default: float, help: str = "How far one step goes.") -> Knob:
    """A learning rate: logarithmic, from a millionth to a hundred."""
    return Knob(default, 1e-6, 100.0, r"\alpha", help, log=True)


def share(default: float, symbol: str, help: str) -> Knob:
    """How much of a memory is kept each step: from 0 to just under 1."""
    return Knob(default, 0.0, 0.9999, symbol, help)


def eps(default: float = 1e-8) -> Knob:
    """The small number in a denominator."""
    return Knob(default, 0.0, 1.0, r"\epsilon", "Keeps the division away from zero.", log=True)


def decay(default: float) -> Knob:
    """Weight decay apart from the gradient, as in AdamW."""
    return Knob(default, 0.0, 10.0, r"\lambda", "Shrinks the point itself, apart from the gradient.", log=True)


MOMENTUM = share(0.9, r"\mu", "How much of the velocity is kept each step.")
BETA1 = share(0.9, r"\beta_1", "How much of the mean gradient is kept each step.")
BETA2 = share(0.999, r"\beta_2", "How much of the mean square is kept each step.")


def named_defaults(name: str, knobs: Mapping[str, Knob]) -> str:
    """The line that stands for an optimizer or a schedule: its name, its knobs and their defaults."""
    defaults = ", ".join(f"{knob} {knobs[knob].default}" for knob in knobs)
    return f"<{name}{f': {defaults}' if defaults else ''}>"


class Adjustable:
    """What has a name and knobs: a rule, a method, a recipe for data."""

    name: str
    knobs: Mapping[str, Knob]

    def __repr__(self) -> str:
        return named_defaults(self.name, self.knobs)

    def settings(self, **values: Any) -> dict[str, Any]:
        """All knobs with their values, defaults where none is given; TypeError for a knob that it lacks."""
        for name in values:
            if name not in self.knobs:
                raise TypeError(f"{self.name} has no knob {name}.{argument.nearest(name, self.knobs)}")
        return {name: values.get(name, knob.default) for name, knob in self.knobs.items()}
