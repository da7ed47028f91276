"""Bars: an absolute value, or twice the same round a vector, its length."""

from typing import TYPE_CHECKING

from gdviz.expression.errors import ExpressionError
from gdviz.expression.scope import length_of, parts
from gdviz.expression.token import Token
from gdviz.expression.tree import Call, Name, Node

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser


def bar(parser: "Parser", opening: Token) -> Node:
    """What stands between two bars; ||x|| is a length where x is the vector."""
    parser.deeper(opening)
    parser.bars[-1] += 1
    inner = parser.expression(0)
    parser.bars[-1] -= 1
    if parser.peek.kind != "bar":
        if parser.peek.kind in ("end", "close"):
            raise ExpressionError("This bar is not closed.", opening.span, "Add the closing bar.")
        raise parser.unexpected()
    closing = parser.take()
    parser.depth -= 1
    span, scope = (opening.start, closing.end), parser.scope
    if scope.vector and scope.part is None and inner == Call("abs", (Name(scope.vector),)):
        scope.norm = length_of(parts(scope, inner.span), span)
        return scope.norm
    return Call("abs", (inner,), span)
