"""What a method is: the face of an optimizer, and a walk that says frame by frame where it goes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from gdviz.argument import nearest
from gdviz.knob import Knob
from gdviz.optimizers.methods.oracle import Oracle
from gdviz.settings import Settings
from gdviz.trajectory import Array, Ending, Trajectory

Knobs = Mapping[str, float]


class Tolerances(Protocol):
    """When to stop: Euclidean sizes below which a run ends; None asks for all steps."""

    @property
    def gradient(self) -> float | None: ...

    @property
    def step(self) -> float | None: ...

    @property
    def value(self) -> float | None: ...


@dataclass(frozen=True)
class Frame:
    """Where a walk stands: the point (2,), and what the walk itself has learnt there (None: it did not ask).

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


class Stuck(Exception):  # noqa: N818 -- not an error: the way a walk says that its next step does not exist
    """Raised by a walk whose next step does not exist, with the Ending to report."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.value)
        self.ending = ending


Walk = Callable[[Oracle, Array, Knobs], Iterator[Frame]]


@dataclass(frozen=True)
class Method:
    """An optimizer that is more than one rule: a search, a simplex, a memory that is a matrix.

    walk(oracle, start, knobs) yields frame 0 (the start) and then one frame per step; it returns when no step can
    improve any more, and raises Stuck when the next step does not exist.
    latex: the lines of the algorithm. remembers: state name → sentence.

    What a step tried is in the trajectory's trials, plain values only: `{"move": "stay"}` where the run stood still;
    newton: direction, hessian, eigenvalues; damped_newton: direction, search, eigenvalues (before), modified,
    eigenvectors; line_search: direction, search; bfgs, lbfgs: direction, search, updated; conjugate_gradient:
    direction, search, beta, restart; trust_region: radius, model (g, B), candidate, kind, value, promised, rho (None:
    no such number), accepted; nelder_mead: move, simplex (before), values, tried (name, point, value), after.
    search lists a ray's trials: rate, point, value, slope, armijo, wolfe, accepted (see Ray).
    """

    key: str
    name: str
    knobs: Mapping[str, Knob]
    latex: tuple[str, ...]
    remembers: Mapping[str, str]
    source: str
    family: str
    note: str
    walk: Walk

    def settings(self, **knobs: float) -> dict[str, float]:
        """All knobs with their values, defaults where none is given; TypeError for a knob this method lacks."""
        for name in knobs:
            if name not in self.knobs:
                raise TypeError(f"{self.name} has no knob {name}.{nearest(name, self.knobs)}")
        return {name: knobs.get(name, knob.default) for name, knob in self.knobs.items()}

    def run(
        self,
        oracle: Oracle,
        start: Array,
        steps: int,
        knobs: Knobs | None = None,
        stop: Tolerances | None = None,
        bound: float = 1e6,
    ) -> Trajectory:
        """Walk at most `steps` steps from `start` (2,); knobs that are not given have their defaults.

        bound: a coordinate beyond it ends the run. Raises TypeError for an unknown knob, and nothing else; warns never.
        """
        from gdviz.optimizers.methods.follow import follow

        settings = Settings(self.settings(**(knobs or {})))
        run = follow(self.walk, oracle, start, steps, settings.knobs, stop, bound)
        return replace(run, settings=settings)
