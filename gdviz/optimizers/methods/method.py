"""A method: an optimizer that is an algorithm, not one update rule; its run is recorded step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gdviz.checkpoint import checkpoint
from gdviz.knob import Adjustable, Knob
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep, Oracle, Walk
from gdviz.settings import NEVER, Settings, Stop
from gdviz.trajectory import Ending, Trajectory

STAYS = {"move": "stay"}  # the trial of a step that stays where it is: the method returned


def follow(
    walk: Walk, oracle: Oracle, start: ArrayLike, steps: int, knobs: Knobs, stop: Stop, bound: float
) -> Trajectory:
    """The trajectory of at most `steps` steps of the walk; never raises, never warns."""
    with np.errstate(all="ignore"):
        walking = walk(oracle, np.array(start, dtype=np.float64).reshape(2), knobs)
        frames = [_valued(next(walking), oracle)]
        ending = Ending.UNDEFINED_START if _trouble(frames[0], oracle) else _settled(None, frames[0], stop)
        while ending is None and len(frames) <= steps:
            checkpoint()
            last = frames[-1]
            try:
                # a walk that has returned cannot get on: the run stands where it stood
                frame = _valued(next(walking, replace(last, rate=0.0, trial=STAYS, moved=0.0, gained=0.0)), oracle)
            except NoNextStep as end:
                ending = end.ending
                break
            except ArithmeticError as error:  # a Python float raised where IEEE has an infinity
                ending = Ending.DIVISION_BY_ZERO if isinstance(error, ZeroDivisionError) else Ending.OVERFLOW
                break
            if ending := _trouble(frame, oracle):
                break
            frames.append(frame)
            ending = _beyond(frame, bound) or _settled(last, frame, stop)
        return _written(frames, ending or Ending.ALL_STEPS, oracle)


def _valued(frame: Frame, oracle: Oracle) -> Frame:
    """The frame with f at its point, which the picture needs even where the walk does not."""
    return frame if frame.value is not None else replace(frame, value=oracle.seen_value(frame.point))


def _trouble(frame: Frame, oracle: Oracle) -> Ending | None:
    """What is not finite about a frame; a gradient that was not evaluated may be missing."""
    assert frame.value is not None
    if not np.isfinite(frame.point).all():
        return Ending.OVERFLOW
    if np.isinf(frame.value):
        # too large a number is too large next door as well; a pole is a single point
        around = [oracle.seen_value(np.nextafter(frame.point, towards)) for towards in (-np.inf, np.inf)]
        return Ending.OVERFLOW if np.isinf(around).all() else Ending.LEFT_DOMAIN
    if np.isnan(frame.value) or (frame.gradient is not None and not np.isfinite(frame.gradient).all()):
        return Ending.LEFT_DOMAIN
    return None


def _beyond(frame: Frame, bound: float) -> Ending | None:
    return Ending.BEYOND_BOUND if np.abs(frame.point).max() > bound else None


def _settled(last: Frame | None, frame: Frame, stop: Stop) -> Ending | None:
    """The first tolerance that the frame meets; the step and value tolerances need the frame before."""
    if stop.gradient is not None and frame.gradient is not None and np.linalg.norm(frame.gradient) < stop.gradient:
        return Ending.GRADIENT_SMALL
    if last is None or last.value is None or frame.value is None:
        return None
    moved = float(np.linalg.norm(frame.point - last.point)) if frame.moved is None else frame.moved
    gained = abs(frame.value - last.value) if frame.gained is None else frame.gained
    if stop.step is not None and moved < stop.step:
        return Ending.STEP_SMALL
    if stop.value is not None and gained < stop.value:
        return Ending.VALUE_SETTLED
    return None


def _written(frames: Sequence[Frame], ending: Ending, oracle: Oracle) -> Trajectory:
    gradients = [_gradient(frame, oracle) for frame in frames]
    return Trajectory(
        points=np.array([frame.point for frame in frames]),
        values=np.array([frame.value for frame in frames], dtype=np.float64),
        gradients=np.array(gradients),
        rates=np.array([frame.rate for frame in frames[1:]], dtype=np.float64),
        states={name: np.array([frame.states[name] for frame in frames], np.float64) for name in frames[0].states},
        ending=ending,
        evaluations=oracle.evaluations,
        trials=tuple(frame.trial for frame in frames[1:]),
    )


def _gradient(frame: Frame, oracle: Oracle) -> np.ndarray:
    """∇f (2,) at the frame's point, which the picture needs even where the walk does not."""
    checkpoint()
    return oracle.seen_gradient(frame.point) if frame.gradient is None else frame.gradient


@dataclass(frozen=True, eq=False, repr=False)
class Method(Adjustable):
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

    def run(
        self,
        oracle: Oracle,
        start: np.ndarray,
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
