"""Finite sums and products: over an index (`\\sum_{i=1}^n x_i^2`), over a generator, over the parts of a vector."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression.constants import constant
from gdviz.expression.errors import ExpressionError
from gdviz.expression.scope import DIMENSIONS, joined, length_of, vector_length
from gdviz.expression.token import Token
from gdviz.expression.tree import Binary, Node, Number

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

MOST_TERMS = 64
_PRODUCT_LEVEL = 20


def series(parser: "Parser", token: Token) -> Node:
    """\\sum with limits: its terms reach over products, and over sums as far as the index occurs."""
    letter, low, high = token.series
    first = _whole(parser, low, token) if low else parser.scope.first
    last = _whole(parser, high, token) if high else first + DIMENSIONS - 1
    stop = _last_with(parser, letter)
    minimum = _PRODUCT_LEVEL if stop is None else 0
    values = range(first, last + 1)
    return _over(parser, token, letter, values, lambda: _until(parser, stop, minimum))


def _whole(parser: "Parser", tokens: Sequence[Token], token: Token) -> int:
    value = constant(parser.within(tokens))
    if value is None or not value.is_integer() or abs(value) > MOST_TERMS:
        hint = "As in sum over i from 1 to 2; n and d are 2."
        raise ExpressionError("The limits of this sum or product are not whole numbers.", token.span, hint)
    return int(value)


def _over(parser: "Parser", token: Token, letter: str, values: Sequence[int], body: Callable[[], Node]) -> Node:
    """The body parsed once for each value of the index, and joined."""
    kind, scope, begin = str(token.value), parser.scope, parser.at
    outside, terms = scope.indices.get(letter), []
    for value in values or [0]:  # an empty sum is still read to its end
        scope.terms += 1
        if scope.terms > MOST_TERMS:
            raise ExpressionError("This sum or product is too long.", token.span, f"At most {MOST_TERMS} terms.")
        parser.at, scope.indices[letter] = begin, value
        terms.append(body())
    scope.indices.pop(letter)
    if outside is not None:
        scope.indices[letter] = outside
    scope.written_out = True
    return joined(kind, terms if values else [], (token.start, parser.tokens[parser.at - 1].end))


def _until(parser: "Parser", stop: int | None, minimum: int) -> Node:
    if stop is None:
        return parser.expression(minimum)
    following = parser.tokens[stop]
    parser.tokens[stop] = Token("end", "", following.start, following.start)
    try:
        return parser.expression(minimum)
    finally:
        parser.tokens[stop] = following


def _last_with(parser: "Parser", letter: str) -> int | None:
    """Where the last of the following terms that has the index ends, if it is not the first one."""
    depth, number, holding, ends = 0, 0, 0, []
    bound = -1  # the depth from which another sum has the same index
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        bound = depth if bound < 0 and _repeats(token, letter) else bound
        if depth == 0 and (token.kind in ("end", "close", "comma", "equals") or _repeats(token, letter)):
            ends.append(at)
            break
        depth += (token.kind == "open") - (token.kind == "close")
        before = parser.tokens[at - 1]
        if depth == 0 and token.says("operator", "+", "-") and at > parser.at and before.kind != "operator":
            ends.append(at)
            number += 1
        bound = -1 if depth < bound else bound
        holding = number if bound < 0 and mentions(token, letter) else holding
    return ends[holding] if 0 < holding < len(ends) else None


def _repeats(token: Token, letter: str) -> bool:
    return token.kind == "series" and token.series[0] == letter


def mentions(token: Token, letter: str) -> bool:
    """Whether a token is the index, or a name with the index under it."""
    return token.says("name", letter) or any(
        mentions(inner, letter) for inner in (*token.under, *token.series[1], *token.series[2])
    )


def reduction(parser: "Parser", token: Token) -> Node:
    """sum(x^2), prod(cos(x)), mean(…) over the parts of the vector; sum(x[i]^2 for i in range(2)); norm, dot."""
    opening = parser.peek
    if not opening.says("open", "(", "["):
        raise ExpressionError(f"{token.value} needs something in brackets, as in {token.value}(x^2).", token.span)
    stop, generator = _closing(parser)
    parser.take()
    if generator is not None:
        letter, values = _generator(parser, generator, stop)
        node = _over(parser, token, letter, values, lambda: _until(parser, generator, 0))
        parser.at = stop
    else:
        node = _reduced(parser, token)
    parser.close(opening)
    return node


def _closing(parser: "Parser") -> tuple[int, int | None]:
    """Where the bracket that opens here closes, and where `for` stands within it."""
    depth, generator = 0, None
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 1 and token.says("word", "for"):
            generator = at
        if depth == 0:
            return at, generator
    return parser.at, None


def _generator(parser: "Parser", at: int, stop: int) -> tuple[str, range]:
    """for i in range(…)"""
    tokens = parser.tokens[at + 1 : stop]
    if len(tokens) < 5 or not tokens[1].says("word", "in") or not tokens[2].says("word", "range"):
        hint = "Write all terms out, as in x^2 + y^2."
        raise ExpressionError("This sum cannot be read.", parser.tokens[at].span, hint)
    inner = tokens[4:-1]
    bounds: list[list[Token]] = []
    for comma in [k for k, t in enumerate(inner) if t.kind == "comma"] + [len(inner)]:
        start = sum(len(bound) + 1 for bound in bounds)
        bounds.append(inner[start:comma])
    return str(tokens[0].value), range(*(_whole(parser, bound, tokens[2]) for bound in bounds[:2]))


def _reduced(parser: "Parser", token: Token) -> Node:
    kind, scope = str(token.value), parser.scope
    if kind == "arange":
        return _counted(parser, token)
    begin, length, terms = parser.at, _length(parser), []
    if not scope.vector and not scope.vectors:
        hint = "Write all terms out, as in x^2 + y^2."
        raise ExpressionError(f"I cannot tell what {kind} goes over.", token.span, hint)
    outside = scope.part
    for part in range(length):
        parser.at, scope.part = begin, part
        terms.append(parser.expression(0))
        if kind == "dot" and parser.peek.kind == "comma":
            parser.take()
            terms[-1] = Binary("*", terms[-1], parser.expression(0), token.span)
    scope.part = outside
    scope.written_out = True
    if kind == "norm":
        scope.norm = length_of(terms, token.span)
        return scope.norm
    return joined("sum" if kind == "dot" else kind, terms, (token.start, parser.peek.end))


def _counted(parser: "Parser", token: Token) -> Node:
    """arange(1, 3) in a vector is 1, 2."""
    bounds = [parser.expression(0)]
    while parser.peek.kind == "comma":
        parser.take()
        bounds.append(parser.expression(0))
    first = constant(bounds[0]) if len(bounds) > 1 else 0.0
    if first is None or not first.is_integer() or parser.scope.part is None:
        raise ExpressionError("This range cannot be read here.", token.span, "Write all terms out, as in x^2 + y^2.")
    last = constant(bounds[min(1, len(bounds) - 1)])
    count = 0 if last is None else round(last - first)
    if not 0 < count <= MOST_TERMS or len(bounds) > 2:
        raise ExpressionError("This range cannot be read here.", token.span, f"From 1 to {MOST_TERMS} numbers.")
    parser.scope.counted = count
    return Number(Fraction(int(first) + parser.scope.part), token.span)


def _length(parser: "Parser") -> int:
    """How many parts the vectors up to the closing bracket have."""
    depth, end = 1, parser.at
    while depth and parser.tokens[end].kind != "end":
        depth += (parser.tokens[end].kind == "open") - (parser.tokens[end].kind == "close")
        end += 1
    return vector_length(parser.tokens[parser.at : end], parser.scope)
