"""Why this step? One sentence: whether the gradient, the memory or the scale decided it."""

import numpy as np

from gdviz.expression import Binary, Call, Name, walk
from gdviz.numeral import numeral
from gdviz.rule.interpreter import check_step, received_gradient
from gdviz.rule.kinds import VECTOR, kind_of
from gdviz.rule.optimizer import Optimizer
from gdviz.trajectory import Trajectory

AXES = ("first", "second")
LARGE_TURN = 20.0
"""Degrees from −g from which a turn is mentioned."""
CAUSES = {"noise": "noise", "clip_value": "clipping", "weight_decay_l2": "weight decay"}
"""What may turn a gradient (clipping its length does not), in words."""
LARGE_RATIO = 1.5
"""How unequal two effective rates must be."""


def why(optimizer: Optimizer, trajectory: Trajectory, t: int) -> str:
    """The sentence for step t (1 … trajectory.steps), of the gradient g that the rule works with.

    Where noise, a mini-batch, clipping or weight decay turned that gradient, a sentence before says by how much.
    Raises IndexError for a step that was not taken.
    """
    check_step(trajectory, t)
    slope, gradient = trajectory.gradients[t - 1], received_gradient(trajectory, t)
    return f"{_turned(trajectory, slope, gradient)}{_decided(optimizer, trajectory, t, gradient)}"


def _turned(trajectory: Trajectory, slope: np.ndarray, gradient: np.ndarray) -> str:
    """What turned the gradient before the rule saw it, if it was turned visibly."""
    if not (slope.any() and gradient.any()) or _angle(slope, gradient) <= LARGE_TURN:
        return ""
    changes = trajectory.settings.changes
    causes = ["the mini-batch"] if trajectory.batches else []
    causes += [CAUSES[name] for name in changes if name in CAUSES]
    words = " and ".join(causes)
    return f"{words[0].upper()}{words[1:]} turned the gradient by {_angle(slope, gradient):.0f}°. "


def _decided(optimizer: Optimizer, trajectory: Trajectory, t: int, gradient: np.ndarray) -> str:
    step = trajectory.points[t] - trajectory.points[t - 1]
    if not step.any():
        return "The point did not move."
    if _pulled(trajectory, t, gradient):
        return "Weight decay won: it pulls the point towards the origin, which is uphill here."
    if not gradient.any():
        return f"{'Memory' if _remembers(optimizer) else 'The rule'} alone moved it: the gradient is zero here."
    turn = _angle(step, -gradient)
    if np.dot(step, gradient) > 0:
        if trajectory.rates[t - 1] < 0:
            return "The rate is negative: the step goes uphill."
        return (
            f"{'Memory' if _remembers(optimizer) else 'The rule'} won: the step goes uphill, {turn:.0f}° away from −g."
        )
    against = [AXES[i] for i in range(2) if step[i] * gradient[i] > 0]
    if against and _remembers(optimizer):
        return f"Memory won in the {against[0]} coordinate: there the step goes against −g."
    if scaled(optimizer):
        return _scale(step, gradient, "Memory" if _remembers(optimizer) else "The rule")
    if turn > LARGE_TURN and _remembers(optimizer):
        return f"Memory turned the step by {turn:.0f}° away from −g."
    if turn > LARGE_TURN:
        return f"The rule turned the step by {turn:.0f}° away from −g."
    if _remembers(optimizer):
        return "Gradient and memory agree: the step goes along −g."
    return "The gradient decided: the step goes along −g."


def _pulled(trajectory: Trajectory, t: int, gradient: np.ndarray) -> bool:
    """Does decay apart from the gradient alone make the step go uphill, or move at all?"""
    step = trajectory.points[t] - trajectory.points[t - 1]
    decay = trajectory.settings.knobs.get("weight_decay", 0.0)
    rest = step + trajectory.rates[t - 1] * decay * trajectory.points[t - 1]
    return bool(decay and np.dot(step, gradient) > 0 >= np.dot(rest, gradient))


def scaled(optimizer: Optimizer) -> bool:
    """Does the rule divide by a vector, or keep only signs: does each coordinate have a rate of its own?"""
    program = optimizer.program
    for line in program.lines:
        for node in walk(line.tree):
            if isinstance(node, Call) and node.function == "sign":
                return True
            if isinstance(node, Binary) and node.operator == "/":
                inside = {part.name for part in walk(node.right) if isinstance(part, Name)}
                if inside <= set(program.kinds) and kind_of(node.right, program.kinds) is VECTOR:
                    return True
    return False


def _remembers(optimizer: Optimizer) -> bool:
    return any(kind is VECTOR for kind in optimizer.program.states.values())


def _scale(step: np.ndarray, gradient: np.ndarray, mover: str) -> str:
    """The sentence of a rule with a rate for each coordinate; mover: what moves a coordinate that has no slope."""
    still, flat = np.flatnonzero(step == 0), np.flatnonzero(gradient == 0)
    if still.size:  # not both: the point moved
        stays, moves = AXES[still[0]], AXES[1 - still[0]]
        if still[0] in flat:
            return f"The gradient decided: the {stays} coordinate has no slope, the {moves} moves alone."
        return f"The scale decided: the {stays} coordinate stays, though it has a slope; the {moves} moves alone."
    if flat.size:
        return f"{mover} moved the {AXES[flat[0]]} coordinate, which has no slope here."
    rates = np.abs(step / gradient)
    large = int(np.argmax(rates))
    ratio = rates[large] / rates[1 - large]
    if ratio < LARGE_RATIO:
        return "The gradient decided: both coordinates move at nearly the same rate."
    times = f"{numeral(ratio, 3)} times the rate of the {AXES[1 - large]}"
    return f"The scale decided: the {AXES[large]} coordinate moves at {times}."


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    cross = one[0] * other[1] - one[1] * other[0]
    return float(np.degrees(np.arctan2(abs(cross), np.dot(one, other))))
