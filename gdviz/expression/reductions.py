"""Sums, products, means and norms over the parts of the vector: sum(x^2), x.pow(2).sum(), norm(x, 1), norm([x, y])."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression.brackets import closing, levels, parted
from gdviz.expression.constants import constant
from gdviz.expression.refusals import TERMS
from gdviz.expression.scope import MOST_TERMS, Scope, has_vector, joined, length_of, until, vector_length
from gdviz.expression.syntax import POWER, Binary, Call, ExpressionError, Node, Number, Span, Token
from gdviz.expression.vocabulary import CONSTANTS, quoted

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

_NAMES = {"norm": "this norm", "norm1": "this norm", "normmax": "this norm"}


def reduced_call(parser: "Parser", token: Token) -> Node:
    """The call of a sum, product, mean, norm, dot or arange whose name was just read, written out over its terms.

    Raises ExpressionError for one without a vector where a letter may be one, and for arguments it does not take.
    """
    kind, scope = str(token.value), parser.scope
    if kind == "arange":
        return _counted(parser, token)
    begin, inside = parser.at, parser.tokens[parser.at : closing(parser.tokens, parser.at - 1)]
    if (terms := _listed(parser, inside)) is None:
        refuse_without_vector(scope, token)
        if not has_vector(inside, scope):  # sum(sum(x^2)), of a number
            _refuse_other_letters(parser, inside, kind)
            number = parser.expression(0)
            return Call("abs", (number,), token.span) if kind.startswith("norm") else number
        if kind.startswith("norm"):
            _refuse_other_letters(parser, inside, kind)
        terms, outside = [], scope.part
        for part in range(vector_length(inside, scope)):
            parser.at, scope.part = begin, part
            terms.append(parser.expression(0))
            if kind == "dot" and parser.accepts("comma"):
                terms[-1] = Binary("*", terms[-1], parser.expression(0), token.span)
        scope.part = outside
        scope.written_out = True
    if kind == "norm" and parser.accepts("comma"):
        kind = _order(parser)
    return reduced(scope, kind, terms, (token.start, parser.peek.end))


def reduced(scope: Scope, kind: str, terms: list[Node], span: Span) -> Node:
    """The terms put together: added, multiplied, averaged, or as a norm."""
    if kind == "norm":
        scope.norm = length_of(terms, span)
        return scope.norm
    if kind in ("norm1", "normmax"):
        sizes = [Call("abs", (term,), span) for term in terms]
        return joined("sum", sizes, span) if kind == "norm1" else Call("max", tuple(sizes), span)
    return joined("sum" if kind == "dot" else kind, terms, span)


def refuse_without_vector(scope: Scope, token: Token) -> None:
    """Raises ExpressionError where nothing is known that a sum could go over."""
    if not scope.vector and not scope.vectors:
        hint = "Write all terms out, as in x^2 + y^2; the Data page has losses over the rows of a table."
        raise ExpressionError(
            f"I cannot tell what {_NAMES.get(str(token.value), token.value)} goes over.", token.span, hint
        )


def _refuse_other_letters(parser: "Parser", inside: Sequence[Token], kind: str) -> None:
    """‖x - a‖, ‖Ax - b‖, sum(x[0] + x[1] * a): whether a is a number or a vector, nobody can tell."""
    scope = parser.scope
    for token in inside:
        name = str(token.value)
        number = name in (scope.vector, *scope.vectors, *scope.local, *scope.indices, *CONSTANTS) or token.under
        if token.kind == "name" and not number and not name.startswith(f"{scope.vector}_"):
            hint = "Write the terms out, as in (x_1 - 1)^2 + (x_2 - 2)^2."
            place = "a norm" if kind in _NAMES else "this sum"
            raise ExpressionError(f"Within {place} {quoted(name)} may be a vector as well.", token.span, hint)


def _listed(parser: "Parser", inside: Sequence[Token]) -> list[Node] | None:
    """The parts of norm([x, y]), sum([x^2, y^2]); None where there is no list."""
    kinds = [token.kind for token in inside]
    opening = next((k for k, kind in enumerate(kinds) if kind != "open"), len(kinds))
    behind = next((k for k, kind in enumerate(reversed(kinds)) if kind != "close"), 0)
    within = inside[opening : len(inside) - opening]
    if not opening or behind < opening or min(levels(within), default=0) < 0 or len(parted(within)) == 1:
        return None
    parser.at += opening
    terms = parser.listed()
    parser.at += opening
    return terms


def _order(parser: "Parser") -> str:
    """The kind of norm(x, 1), norm(x, 2), norm(x, inf)."""
    token = parser.take()
    kind = {"1": "norm1", "2": "norm", "inf": "normmax"}.get(str(token.value))
    if kind is None:
        raise ExpressionError("This norm is not offered.", token.span, "Those of order 1, 2 and infinity are.")
    return kind


def method(parser: "Parser", begin: int, token: Token) -> Node:
    """x.pow(2).sum(): what stands before the point, from the token at `begin` on, for each part of the vector."""
    stop, scope = parser.at - 1, parser.scope
    refuse_without_vector(scope, token)
    terms, outside = [], scope.part
    for part in range(vector_length(parser.tokens[begin:stop], scope)):
        parser.at, scope.part = begin, part
        terms.append(until(parser, stop, POWER + 1))
    parser.at, scope.part, scope.written_out = stop + 1, outside, True
    parser.close(parser.take())
    return reduced(scope, str(token.value), terms, (parser.tokens[begin].start, parser.tokens[parser.at - 1].end))


def _counted(parser: "Parser", token: Token) -> Node:
    """arange(1, 3) in a vector is 1, 2."""
    bounds = parser.listed()
    first = constant(bounds[0]) if len(bounds) > 1 else 0.0
    if first is None or not first.is_integer() or parser.scope.part is None:
        raise ExpressionError("This range cannot be read here.", token.span, TERMS)
    last = constant(bounds[min(1, len(bounds) - 1)])
    count = 0 if last is None else round(last - first)
    if not 0 < count <= MOST_TERMS or len(bounds) > 2:
        raise ExpressionError("This range cannot be read here.", token.span, f"From 1 to {MOST_TERMS} numbers.")
    parser.scope.counted = count
    return Number(Fraction(int(first) + parser.scope.part), token.span)
