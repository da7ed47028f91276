"""Choices as syntax trees: where(condition, a, b), conditions as the numbers 1 and 0, and lists of cases."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from gdviz.expression.constants import constant
from gdviz.expression.refusals import BRANCHES
from gdviz.expression.remarks import walk
from gdviz.expression.syntax import COMPARED, Binary, Call, ExpressionError, Negative, Node, Number, Span

ONE, ZERO = Number(Fraction(1)), Number(Fraction(0))
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
Row = tuple[Node, Node | None]
"""The value of a case, and its condition; None: otherwise."""


def is_condition(node: Node) -> bool:
    """Whether a part is true or false, and no number."""
    match node:
        case Binary(sign) if sign in COMPARED:
            return True
        case Call("and" | "or" | "not"):
            return True
    return False


def settled(tree: Node) -> Node:
    """The tree in which conditions stand only within where: elsewhere they are 1 or 0, and constant ones are decided.

    Raises ExpressionError for a whole formula that is a condition, and for a where that begins with a number.
    """
    if is_condition(tree):
        raise ExpressionError("This is a condition, and no formula.", tree.span, BRANCHES)
    chooses = any(is_condition(node) or (isinstance(node, Call) and node.function == "where") for node in walk(tree))
    return _number(tree) if chooses else tree


def _number(node: Node) -> Node:
    if is_condition(node):
        return _where(node, replace(ONE, span=node.span), replace(ZERO, span=node.span), node.span)
    match node:
        case Call("where", (condition, a, b)):
            return _where(condition, a, b, node.span)
        case Negative(operand):
            return Negative(_number(operand), node.span)
        case Binary(sign, left, right):
            return Binary(sign, _number(left), _number(right), node.span)
        case Call(function, arguments):
            return Call(function, tuple(map(_number, arguments)), node.span)
    return node


def _where(condition: Node, a: Node, b: Node, span: Span) -> Node:
    settled_condition = _condition(condition)
    truth = constant(settled_condition)
    if truth is not None:
        return replace(_number(a if truth else b), span=span)
    return Call("where", (settled_condition, _number(a), _number(b)), span)


def _condition(node: Node) -> Node:
    """A condition without parts that always or never hold; a product of conditions is `and`, as in NumPy."""
    match node:
        case Binary("*", left, right) if is_condition(left) and is_condition(right):
            return _condition(Call("and", (left, right), node.span))
        case Binary(sign, left, right) if sign in COMPARED:
            return Binary(sign, _number(left), _number(right), node.span)
        case Call("not", (inner,)):
            return Call("not", (_condition(inner),), node.span)
        case Call("and" | "or" as joined, (left, right)):
            first, second = _condition(left), _condition(right)
            for one, other in ((first, second), (second, first)):
                if (truth := constant(one)) is not None:
                    return other if bool(truth) == (joined == "and") else one
            return Call(joined, (first, second), node.span)
    if constant(node) is not None:
        return node
    raise ExpressionError("A condition is expected here.", node.span, "A comparison, such as x ≥ 0.")


def choice(rows: Sequence[Row], span: Span) -> Node:
    """The first case that holds; raises ExpressionError for cases that leave points out."""
    *before, (value, condition) = rows
    if condition is not None and not _cover([c for _, c in rows if c is not None]):
        raise ExpressionError("These cases leave points out.", span, "End with one for all others, as with otherwise.")
    for earlier, holds in reversed(before):
        if holds is None:
            raise ExpressionError("A case without a condition stands last.", earlier.span)
        value = Call("where", (holds, earlier, value), span)
    return value


def _cover(conditions: Sequence[Node]) -> bool:
    """Whether one of the conditions surely holds everywhere: all compare one part with numbers, or with one other."""
    parts = [
        part for whole in conditions for part in walk(whole) if isinstance(part, Binary) and part.operator in COMPARED
    ]
    if any(constant(whole) == 1.0 for whole in conditions):
        return True
    bounds = [_bound(part) for part in parts]
    if not bounds or any(subject != bounds[0][0] for subject, _, _ in bounds):
        return False
    ends = sorted({value for _, _, value in bounds})
    tried = [*ends, *((a + b) / 2 for a, b in pairwise(ends)), ends[0] - 1.0, ends[-1] + 1.0]
    return all(any(_holds(whole, at) for whole in conditions) for at in tried)


def _bound(comparison: Binary) -> tuple[Sequence[Node], str, float]:
    """What is compared, the sign, and the number it is compared with: of two parts with letters their difference, 0."""
    left, right, sign = comparison.left, comparison.right, comparison.operator
    if (value := constant(right)) is not None:
        return (left,), sign, value
    if (value := constant(left)) is not None:
        return (right,), MIRRORED[sign], value
    turned = repr(left) > repr(right)
    return ((right, left), MIRRORED[sign], 0.0) if turned else ((left, right), sign, 0.0)


def _holds(condition: Node, at: float) -> bool:
    match condition:
        case Call("and", parts):
            return all(_holds(part, at) for part in parts)
        case Call("or", parts):
            return any(_holds(part, at) for part in parts)
        case Call("not", (inner,)):
            return not _holds(inner, at)
        case Binary():
            _, sign, value = _bound(condition)
            return bool(COMPARED[sign](at, value))
    return bool(constant(condition))
