"""Parser of choices: a if c else b, c ? a : b, if c then a else b, and the conditions in them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from gdviz.expression import case_lists
from gdviz.expression.conditions import Row, choice
from gdviz.expression.syntax import (
    BINDING,
    CHOICE,
    COMPARED,
    COMPARISON,
    OR,
    Binary,
    Call,
    ExpressionError,
    Node,
    Token,
)

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser


def infix(parser: "Parser", left: Node, operator: Token) -> Node:
    """What follows a comparison, and, or, if, or a question mark behind `left`."""
    sign = str(operator.value)
    if sign in COMPARED:
        return _chain(parser, left, sign)
    parser.deeper(operator)
    if sign in ("and", "or"):
        right = parser.expression(BINDING[sign] + 1)
        node: Node = Call(sign, (left, right), (left.span[0], right.span[1]))
    else:
        middle = parser.expression(OR if sign == "if" else CHOICE)
        if sign == "if" and parser.peek.kind == "comma":
            node = _worded(parser, (left, middle))
            parser.depth -= 1
            return node
        _separator(parser, "else" if sign == "if" else "colon", operator)
        last = parser.expression(CHOICE)
        condition, then = (middle, left) if sign == "if" else (left, middle)
        node = Call("where", (condition, then, last), (left.span[0], last.span[1]))
    parser.depth -= 1
    return node


def _worded(parser: "Parser", first: Row) -> Node:
    """a if c, b if d, e otherwise: from the first comma on."""
    rows = [first]
    while parser.peek.kind == "comma" and rows[-1][1] is not None:
        comma = parser.take()
        value = parser.expression(OR)
        if not (parser.peek.kind == "else" or parser.peek.says("operator", "if")):
            _separator(parser, "else", comma)
        rows.append((value, parser.expression(OR) if parser.take().value == "if" else None))
    return choice(rows, (first[0].span[0], parser.tokens[parser.at - 1].end))


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
    if parser.peek.kind != kind:
        hint = "As in x if x ≥ 0 else 0, or x ≥ 0 ? x : 0."
        raise ExpressionError("What holds otherwise is missing.", opening.span, hint)
    parser.take()


def _not(parser: "Parser", token: Token) -> Node:
    inner = parser.expression(COMPARISON)
    return Call("not", (inner,), (token.start, inner.span[1]))


def _logic(parser: "Parser", token: Token) -> Node:
    """And(a, b, …), Or[a, b], NOT(a)."""
    opening = parser.take()
    node = parser.expression(0)
    while parser.peek.kind == "comma":
        parser.take()
        node = Call(str(token.value), (node, parser.expression(0)), token.span)
    closing = parser.close(opening)
    node = Call("not", (node,), token.span) if token.value == "not" else node
    return replace(node, span=(token.start, closing.end))


def _if(parser: "Parser", token: Token) -> Node:
    """if c then a else b; if (c) a else b."""
    worded = any(following.kind == "then" for following in parser.tokens[parser.at :])
    condition = parser.expression(OR) if worded or parser.peek.kind != "open" else parser.group(parser.take())
    if parser.peek.kind == "then":
        parser.take()
    then = parser.expression(OR)
    _separator(parser, "else", token)
    last = parser.expression(CHOICE)
    return Call("where", (condition, then, last), (token.start, last.span[1]))


READERS: dict[str, Callable[["Parser", Token], Node]] = {
    "not": _not,
    "logic": _logic,
    "if": _if,
    "piecewise": case_lists.piecewise,
    "select": case_lists.select,
    "cases": case_lists.cases,
}
