"""Parser of choices: a if c else b, c ? a : b, if c then a else b, {c: a, b}, and the conditions in them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression import case_lists
from gdviz.expression.constants import constant
from gdviz.expression.refusals import BRANCHES
from gdviz.expression.syntax import (
    BINDING,
    CHOICE,
    COMPARED,
    COMPARISON,
    OR,
    Binary,
    Call,
    ExpressionError,
    Negative,
    Node,
    Number,
    Span,
    Token,
    walk,
)

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

ONE = Number(Fraction(1))


def infix(parser: "Parser", left: Node, operator: Token) -> Node:
    """What follows a comparison, and, or, if, or a question mark behind `left`."""
    sign = str(operator.value)
    if sign in COMPARED:
        return _chain(parser, left, sign)
    with parser.deeper(operator):
        if sign in ("and", "or"):
            right = parser.expression(BINDING[sign] + 1)
            return Call(sign, (left, right), (left.span[0], right.span[1]))
        middle = parser.expression(OR if sign == "if" else CHOICE)
        if sign == "if" and parser.peek.kind == "comma":
            return _worded(parser, (left, middle))
        _separator(parser, "else" if sign == "if" else "colon", operator)
        last = parser.expression(CHOICE)
        condition, then = (middle, left) if sign == "if" else (left, middle)
        return Call("where", (condition, then, last), (left.span[0], last.span[1]))


def _worded(parser: "Parser", first: case_lists.Row) -> Node:
    """a if c, b if d, e otherwise: from the first comma on."""
    rows = [first]
    while parser.peek.kind == "comma" and rows[-1][1] is not None:
        comma = parser.take()
        value = parser.expression(OR)
        if not (parser.peek.kind == "else" or parser.peek.says("operator", "if")):
            _separator(parser, "else", comma)
        rows.append((value, parser.expression(OR) if parser.take().value == "if" else None))
    return case_lists.choice(rows, (first[0].span[0], parser.tokens[parser.at - 1].end))


def _chain(parser: "Parser", left: Node, sign: str) -> Node:
    """left < right, and 0 < x < 1 as 0 < x and x < 1."""
    right = parser.expression(COMPARISON + 1)
    node: Node = Binary(sign, left, right, (left.span[0], right.span[1]))
    while parser.peek.says("operator", *COMPARED):
        following = str(parser.take().value)
        left, right = right, parser.expression(COMPARISON + 1)
        further = Binary(following, left, right, (left.span[0], right.span[1]))
        node = Call("and", (node, further), (node.span[0], right.span[1]))
    return node


def _separator(parser: "Parser", kind: str, opening: Token) -> None:
    if not parser.accepts(kind):
        hint = "As in x if x ≥ 0 else 0, or x ≥ 0 ? x : 0."
        raise ExpressionError("What holds otherwise is missing.", opening.span, hint)


def _not(parser: "Parser", token: Token) -> Node:
    inner = parser.expression(COMPARISON)
    return Call("not", (inner,), (token.start, inner.span[1]))


def _logic(parser: "Parser", token: Token) -> Node:
    """And(a, b, …), Or[a, b], NOT(a)."""
    opening = parser.take()
    node = parser.expression(0)
    while parser.accepts("comma"):
        node = Call(str(token.value), (node, parser.expression(0)), token.span)
    closing = parser.close(opening)
    node = Call("not", (node,), token.span) if token.value == "not" else node
    return replace(node, span=(token.start, closing.end))


def _if(parser: "Parser", token: Token) -> Node:
    """if c then a else b; if (c) a else b."""
    worded = any(following.kind == "then" for following in parser.tokens[parser.at :])
    condition = parser.expression(OR) if worded or parser.peek.kind != "open" else parser.group(parser.take())
    parser.accepts("then")
    then = parser.expression(OR)
    _separator(parser, "else", token)
    last = parser.expression(CHOICE)
    return Call("where", (condition, then, last), (token.start, last.span[1]))


def braced(parser: "Parser", opening: Token, condition: Node) -> Node:
    """{x > 0: a, b} of Desmos, from the colon to the closing brace."""
    rows: list[case_lists.Row] = []
    while is_condition(condition) and parser.accepts("colon"):
        rows.append((parser.expression(0), condition))
        if not parser.accepts("comma"):
            break
        condition = parser.expression(0)
        if parser.peek.kind != "colon":
            rows.append((condition, None))
    return case_lists.choice(rows, (opening.start, parser.peek.end)) if rows else condition


READERS: dict[str, Callable[["Parser", Token], Node]] = {
    "not": _not,
    "logic": _logic,
    "if": _if,
    "piecewise": case_lists.piecewise,
    "select": case_lists.select,
    "cases": case_lists.cases,
}


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
        return _where(node, replace(ONE, span=node.span), replace(case_lists.ZERO, span=node.span), node.span)
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
