"""Why this step? One sentence: whether the gradient, the memory or the scale decided it."""

import numpy as np

from gdviz.expression.tree import Binary, Call, Name
from gdviz.rule.kinds import VECTOR, kind_of
from gdviz.rule.optimizer import Optimizer
from gdviz.rule.program import walk
from gdviz.trajectory import Array, Trajectory

AXES = ("first", "second")
LARGE_TURN = 20.0
"""Degrees from −g from which a turn is worth telling."""
LARGE_RATIO = 1.5
"""How unequal two effective rates must be."""


def why(optimizer: Optimizer, trajectory: Trajectory, t: int) -> str:
    """The sentence for step t (1 … trajectory.steps). Raises IndexError for a step that was not taken."""
    if not 1 <= t <= trajectory.steps:
        raise IndexError(f"Step {t} was not taken.")
    gradient = trajectory.gradients[t - 1]
    step = trajectory.points[t] - trajectory.points[t - 1]
    if not step.any():
        return "The point did not move."
    if not gradient.any():
        return "Memory alone moved it: the gradient is zero here."
    if np.dot(step, gradient) > 0:
        return f"Memory won: the step goes uphill, {_angle(step, -gradient):.0f}° away from −g."
    against = [AXES[i] for i in range(2) if step[i] * gradient[i] > 0]
    if against and _remembers(optimizer):
        return f"Memory won in the {against[0]} coordinate: there the step goes against −g."
    if scaled(optimizer):
        return _scale(step, gradient)
    turn = _angle(step, -gradient)
    if turn > LARGE_TURN and _remembers(optimizer):
        return f"Memory turned the step by {turn:.0f}° away from −g."
    if turn > LARGE_TURN:
        return f"The rule turned the step by {turn:.0f}° away from −g."
    if _remembers(optimizer):
        return "Gradient and memory agree: the step goes along −g."
    return "The gradient decided: the step goes along −g."


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


def _scale(step: Array, gradient: Array) -> str:
    rates = np.abs(step / np.where(gradient == 0, np.nan, gradient))
    if not np.isfinite(rates).all() or rates.min() == 0:
        return "The scale decided: one coordinate has no slope, the other moves alone."
    large = int(np.argmax(rates))
    ratio = rates[large] / rates[1 - large]
    if ratio < LARGE_RATIO:
        return "The gradient decided: both coordinates move at nearly the same rate."
    return (
        f"The scale decided: the {AXES[large]} coordinate moves at {ratio:.3g} times the rate of the {AXES[1 - large]}."
    )


def _angle(one: Array, other: Array) -> float:
    cross = one[0] * other[1] - one[1] * other[0]
    return float(np.degrees(np.arctan2(abs(cross), np.dot(one, other))))
