"""A method: an optimizer that is an algorithm, not one update rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gdviz.knob import Knob, named_defaults, with_defaults
from gdviz.optimizers.methods.follow import follow
from gdviz.optimizers.methods.frame import Knobs, Walk
from gdviz.optimizers.methods.oracle import Oracle
from gdviz.rule.recorded import NEVER, Stop
from gdviz.settings import Settings
from gdviz.trajectory import Array, Trajectory


@dataclass(frozen=True, eq=False, repr=False)
class Method:
    """An optimizer that is more than one rule: a search, a simplex, a memory that is a matrix.

    walk(oracle, start, knobs) yields frame 0 (the start) and then one frame per step; it returns when no step can
    improve any more, and raises NoNextStep when the next step does not exist.
    rule: the same steps as an update rule, where there is one. searches: it looks along its way before it steps.
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
    rule: str = ""
    searches: bool = True

    def __repr__(self) -> str:
        return named_defaults(self.name, self.knobs)

    def settings(self, **knobs: float) -> dict[str, float]:
        """All knobs with their values, defaults where none is given; TypeError for a knob this method lacks."""
        return with_defaults(self.name, self.knobs, knobs)

    def run(
        self,
        oracle: Oracle,
        start: Array,
        steps: int,
        knobs: Knobs | None = None,
        stop: Stop = NEVER,
        bound: float = 1e6,
    ) -> Trajectory:
        """Walk at most `steps` steps from `start` (2,); knobs that are not given have their defaults.

        bound: a coordinate beyond it ends the run. Raises TypeError for an unknown knob, and nothing else; warns never.
        """
        settings = Settings(self.settings(**(knobs or {})))
        run = follow(self.walk, oracle, start, steps, settings.knobs, stop, bound)
        return replace(run, settings=settings)
