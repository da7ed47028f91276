"""One step of a method as it is recorded, and the shape of the generators that yield such steps."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gdviz.optimizers.methods.oracle import Oracle
from gdviz.trajectory import Array, Ending

Knobs = Mapping[str, float]


@dataclass(frozen=True)
class Frame:
    """Where a walk stands: the point (2,), and the value and gradient (2,) there (None: not evaluated).

    rate: the multiple of the direction that led here. states: the memory now. trial: what was tried to get here.
    moved, gained: what the step and value tolerances are compared with, where it is not the distance and the change
    of value between frames (a rejected step is not a small step; a simplex has a size).
    """

    point: Array
    value: float | None = None
    gradient: Array | None = None
    rate: float = 0.0
    states: Mapping[str, Array | float] = field(default_factory=dict)
    trial: Mapping[str, object] = field(default_factory=dict)
    moved: float | None = None
    gained: float | None = None


class NoNextStep(Exception):  # noqa: N818 -- control flow, not an error
    """Raised by a walk to end the run with this Ending."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.value)
        self.ending = ending


Walk = Callable[[Oracle, Array, Knobs], Iterator[Frame]]
