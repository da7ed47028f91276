"""Finite sums and products: over an index (`\\sum_{i=1}^n x_i^2`), over a generator, over the parts of a vector."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from gdviz.expression import reductions
from gdviz.expression.brackets import closing, levels, parted
from gdviz.expression.constants import constant
from gdviz.expression.refusals import TERMS
from gdviz.expression.scope import DIMENSIONS, MOST_TERMS, joined, until
from gdviz.expression.syntax import PRODUCT, ExpressionError, Node, Span, Token

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

_LIMITED = re.compile(
    r"\s*(?:\\limits|\\nolimits)?\s*(?:_\s*(?:\{\s*([A-Za-z])\s*(?:=([^{}]{1,20}))?\}|([A-Za-z])))?"
    r"\s*(?:\^\s*(?:\{([^{}]{1,20})\}|([A-Za-z0-9])))?", re.ASCII,
)  # fmt: skip
_BEHIND = re.compile(r",\s*[{(]\s*([A-Za-z])\s*,[^,(){}]{1,9},[^,(){}]{1,9}[})]\s*[\])]", re.ASCII)
"""The index of Sum[x[i]^2, {i, 1, 2}] and Sum(x[i]**2, (i, 1, 2))."""
LISTED = re.compile(r"\bfor\s+([A-Za-z]\w{0,9})\s+in\s*[(\[]", re.ASCII)
"""The name that stands for one after the other, as in sum(v**2 for v in (x, y))."""
_IN_PAIRS = re.compile(r"\bfor\s+\(?\s*[A-Za-z]\w*\s*,\s*[A-Za-z]\w*\s*\)?\s+in\b", re.ASCII)
"""As in sum(i*v**2 for i, v in enumerate(x))."""


def limits_at(text: str, at: int, end: int) -> tuple[int, str, Span, Span]:
    """(where they end, the index, span of the lower limit, span of the upper one) behind \\sum."""
    match = _LIMITED.match(text, at, end)
    assert match is not None  # every part may be missing
    letter = match.group(1) or match.group(3) or ""
    high = 4 if match.group(4) else 5
    return match.end(), letter, match.span(2), match.span(high)


def indices_in(text: str) -> Iterator[tuple[str, str]]:
    """(index, the letter that is the number of its values) of every sum in a text. Raises ExpressionError for pairs."""
    if pairs := _IN_PAIRS.search(text):
        raise ExpressionError("A sum over pairs cannot be read.", pairs.span(), TERMS)
    for match in re.finditer(r"\\sum|\\prod|∑|∏|(?<![A-Za-z])(?:sum|prod|Σ|Π)(?=\s*_)", text):
        _, letter, _, (start, end) = limits_at(text, match.end(), len(text))
        count = re.search(r"[A-Za-z]", text[start:end]) if start >= 0 else None
        yield letter, count.group() if count else ""
    for match in re.finditer(r"\bfor\s+([a-z])\s*(?:\bin\s*(?:range\b|[0-9])|=\s*[0-9])", text, re.ASCII):
        yield match.group(1), ""
    for pattern in (LISTED, _BEHIND):
        for match in pattern.finditer(text):
            yield match.group(1), ""


def series(parser: "Parser", token: Token) -> Node:
    """\\sum with limits: its terms reach over products, and over sums as far as the index occurs."""
    letter, low, high = token.series
    first = _whole(parser, low, token) if low else parser.scope.first
    last = _whole(parser, high, token) if high else first + DIMENSIONS - 1
    stop = _last_with(parser, letter)
    minimum = PRODUCT if stop is None else 0
    values = range(first, last + 1)
    return _over(parser, token, letter, values, lambda: until(parser, stop, minimum))


def _whole(parser: "Parser", tokens: Sequence[Token], token: Token) -> int:
    value = constant(parser.within(tokens))
    if value is None or not value.is_integer() or abs(value) > MOST_TERMS:
        hint = "As in sum over i from 1 to 2; n and d are 2."
        raise ExpressionError("The limits of this sum or product are not whole numbers.", token.span, hint)
    return int(value)


def _over(
    parser: "Parser", token: Token, letter: str, values: Sequence[int] | Sequence[Node], body: Callable[[], Node]
) -> Node:
    """The body parsed once for each value of the index, and joined."""
    kind, scope, begin = str(token.value), parser.scope, parser.at
    outside, terms = (scope.indices, scope.local), []
    for value in values or [0]:  # an empty sum is still read to its end
        scope.terms += 1
        if scope.terms > MOST_TERMS:
            raise ExpressionError("This sum or product is too long.", token.span, f"At most {MOST_TERMS} terms.")
        parser.at = begin
        if isinstance(value, int):
            scope.indices = {**outside[0], letter: value}
        else:
            scope.local = {**outside[1], letter: value}
        terms.append(body())
    scope.indices, scope.local = outside
    scope.written_out = True
    return joined(kind, terms if values else [], (token.start, parser.tokens[parser.at - 1].end))


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
    stop = closing(parser.tokens, parser.at)
    stop = parser.at if parser.tokens[stop].kind == "end" else stop  # what is not closed holds nothing
    generator = _for_within(parser.tokens, parser.at, stop)
    limited = _limited(parser, stop)
    parser.take()
    if parser.peek.says("open", "[") and generator is None:  # sum([… for i in range(2)])
        inner = closing(parser.tokens, parser.at)
        generator = _for_within(parser.tokens, parser.at, inner) if inner == stop - 1 else None
        parser.at += generator is not None
    if limited:
        comma, letter, low, high = limited
        values = range(_whole(parser, low, token), _whole(parser, high, token) + 1)
        node = _over(parser, token, letter, values, lambda: until(parser, comma, 0))
        parser.at = stop
    elif generator is not None:
        node = _generated(parser, token, generator, stop)
    else:
        node = reductions.reduced_call(parser, token)
    parser.close(opening)
    return node


def _generated(parser: "Parser", token: Token, generator: int, stop: int) -> Node:
    """The terms of sum(… for i in range(2)) up to the bracket that closes at `stop`."""
    letter, values = _generator(parser, generator, stop)
    node = _over(parser, token, letter, values, lambda: until(parser, generator, 0))
    if parser.at != generator:  # sum(… for i in … for j in …)
        raise ExpressionError("This sum cannot be read.", parser.peek.span, TERMS)
    parser.at = stop
    return node


def _for_within(tokens: Sequence[Token], begin: int, stop: int) -> int | None:
    """Where `for` stands in the bracket between these places, and in none within it."""
    inside = enumerate(levels(tokens[begin:stop]), begin)
    return max((at for at, level in inside if level == 1 and tokens[at].says("word", "for")), default=None)


def _limited(parser: "Parser", stop: int) -> tuple[int, str, list[Token], list[Token]] | None:
    """Of Sum[x[i]^2, {i, 1, 2}]: where the terms end, the index and the tokens of its limits; None without them."""
    opening = next((k for k in range(stop - 1, parser.at, -1) if parser.tokens[k].kind == "open"), stop)
    inner = parser.tokens[opening + 1 : stop - 1]
    commas = [k for k, one in enumerate(inner) if one.kind == "comma"]
    letter = str(inner[0].value) if inner else ""
    separate = parser.tokens[stop - 1].kind == "close" and commas[:1] == [1] and len(commas) == 2
    if not separate or letter not in parser.dialect.indices:
        return None
    return opening - 1, letter, inner[2 : commas[1]], inner[commas[1] + 1 :]


def _generator(parser: "Parser", at: int, stop: int) -> tuple[str, Sequence[int] | Sequence[Node]]:
    """for i in range(…), for i in 1:2, for v in (x, y)"""
    tokens = parser.tokens[at + 1 : stop]
    while tokens and tokens[-1].kind == "close" and levels(tokens)[-1] < 0:
        tokens = tokens[:-1]  # of the list around: sum([… for v in (x, y)])
    if len(tokens) > 4 and tokens[1].says("word", "in") and tokens[2].kind == "open" and levels(tokens)[-2] == 1:
        return str(tokens[0].value), [parser.within(item) for item in parted(tokens[3:-1])]
    colons = [k for k, one in enumerate(tokens) if one.kind == "colon"]
    if len(colons) == 1 and len(tokens) > 4 and (tokens[1].says("word", "in") or tokens[1].kind == "equals"):
        first, last = tokens[2 : colons[0]], tokens[colons[0] + 1 :]
        return str(tokens[0].value), range(_whole(parser, first, tokens[0]), _whole(parser, last, tokens[0]) + 1)
    if len(tokens) < 5 or not tokens[1].says("word", "in") or not tokens[2].says("word", "range"):
        raise ExpressionError("This sum cannot be read.", parser.tokens[at].span, TERMS)
    bounds = parted(tokens[4:-1])
    return str(tokens[0].value), range(*(_whole(parser, bound, tokens[2]) for bound in bounds[:2]))
