"""The role of each state of a rule: a velocity, a scale of the step, a sum of squares, or a point."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from gdviz.expression import Binary, Call, Name, Negative, Node, Number
from gdviz.rule.kinds import VECTOR
from gdviz.rule.program import Program

PASSES = 4
"""A memory learns its nature from the others; no listed rule needs more rounds."""


class Role(Enum):
    """What a memory is drawn as."""

    VELOCITY = "velocity"
    """Turns round with the gradient: an arrow."""
    SCALE = "scale"
    """Has the gradient's size without its sign: an ellipse."""
    SUM = "sum"
    """A scale that only ever grows: squares."""
    POINT = "point"
    """A place on the map."""
    OTHER = "other"
    """A number to be read."""


class Nature(NamedTuple):
    """How a quantity answers to a gradient c times as large: as |c|^degree, and does it turn when c is negative?

    point: it moves with the point itself. degree None: nothing is known yet, as of a memory that is still zero.
    """

    degree: float | None
    odd: bool = False
    point: bool = False


UNKNOWN, CONSTANT, PLACE, GRADIENT = Nature(None), Nature(0.0), Nature(0.0, point=True), Nature(1.0, odd=True)


class Memory(NamedTuple):
    """A role, and for scales the power of the gradient they hold: 2 for a mean square."""

    role: Role
    power: float


def roles(program: Program) -> dict[str, Memory]:
    """The role of every memory of a rule, in the order of `program.states`."""
    by_name = natures(program)
    growing = {line.target for line in program.lines if _accumulates(line.tree, line.target)}
    return {name: _role(by_name[name], kind is VECTOR, name in growing) for name, kind in program.states.items()}


def natures(program: Program) -> dict[str, Nature]:
    """The nature of every name that a rule assigns or is given."""
    by_name = dict.fromkeys(("t", "alpha", "f", "xi", *program.knobs), CONSTANT)
    by_name |= {"theta": PLACE, "g": GRADIENT}
    by_name |= dict.fromkeys(program.states, UNKNOWN)
    by_name |= {name: nature(tree, by_name) for name, tree in program.begins.items()}
    for _ in range(PASSES):
        for line in program.lines:
            if line.target not in ("theta", "g"):
                before = by_name.get(line.target, UNKNOWN) if line.target in program.states else UNKNOWN
                by_name[line.target] = _sum(before, nature(line.tree, by_name))
    return by_name


def nature(tree: Node, by_name: Mapping[str, Nature]) -> Nature:
    """The nature of an expression."""
    if isinstance(tree, Number):
        return CONSTANT
    if isinstance(tree, Name):
        return by_name.get(tree.name, CONSTANT)
    if isinstance(tree, Negative):
        return nature(tree.operand, by_name)
    if isinstance(tree, Binary):
        left, right = nature(tree.left, by_name), nature(tree.right, by_name)
        if tree.operator in "+-":
            return _sum(left, right)
        if tree.operator == "*":
            return _product(left, right, 1)
        if tree.operator == "/":
            return _product(left, right, -1)
        return _power(left, tree.right) if tree.operator == "^" else CONSTANT
    return _call(tree, by_name)


def _call(tree: Call, by_name: Mapping[str, Nature]) -> Nature:
    word, parts = tree.function, [nature(argument, by_name) for argument in tree.arguments]
    first = parts[0]
    if word in ("min", "max", "where"):
        total = UNKNOWN
        for part in parts[1:] if word == "where" else parts:
            total = _sum(total, part)
        return total
    if word == "grad":
        return GRADIENT
    if word == "solve":
        return parts[1]
    if word in ("dot", "sum", "norm"):  # a number is no place, whatever it was measured from
        own = _product(first, parts[1], 1) if word == "dot" else first
        return own._replace(odd=own.odd and word != "norm", point=False)
    if word in ("abs", "sqrt"):
        share = 0.5 if word == "sqrt" else 1.0
        return Nature(None if first.degree is None else share * first.degree, False, first.point)
    return Nature(0.0, word in ("sign", "tanh", "atan", "sin") and first.odd)


def _sum(left: Nature, right: Nature) -> Nature:
    if left.degree is None or right.degree is None:
        return right if left.degree is None else left
    return Nature(max(left.degree, right.degree), left.odd or right.odd, left.point or right.point)


def _product(left: Nature, right: Nature, sign: int) -> Nature:
    if left.degree is None:
        return UNKNOWN
    if right.degree is None:
        return left if sign < 0 else UNKNOWN
    return Nature(left.degree + sign * right.degree, left.odd != right.odd, left.point or (right.point and sign > 0))


def _power(base: Nature, exponent: Node) -> Nature:
    if base.degree is None or not isinstance(exponent, Number):
        return base._replace(odd=False)
    power = float(exponent.value)
    return Nature(base.degree * power, base.odd and power % 2 == 1, base.point)


def _accumulates(tree: Node, name: str) -> bool:
    """Is the line `name = name + …`?"""
    return isinstance(tree, Binary) and tree.operator == "+" and Name(name) in (tree.left, tree.right)


def _role(own: Nature, vector: bool, growing: bool) -> Memory:
    degree = own.degree or 0.0
    if not vector or own.degree is None:
        return Memory(Role.OTHER, degree)
    if own.point:
        return Memory(Role.POINT, degree)
    if own.odd:
        return Memory(Role.VELOCITY, degree)
    if degree in (1.0, 2.0):
        return Memory(Role.SUM if growing else Role.SCALE, degree)
    return Memory(Role.OTHER, degree)
