"""Scope of names in one text: definitions, the index of a sum, the parts of a vector."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from gdviz.expression.constants import constant
from gdviz.expression.syntax import Binary, Call, ExpressionError, Name, Node, Number, Span, Token
from gdviz.expression.vocabulary import IMAGINARY

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

DIMENSIONS = 2
MOST_TERMS = 64
SIGNS = {"sum": "+", "prod": "*", "mean": "+"}


@dataclass
class Scope:
    """What names stand for while a text is parsed.

    local: definitions; vectors: those with a value for each part. vector: the name of the vector argument, empty if
    there is none. first: the subscript of its first part. indices: the present value of each index of a sum.
    part: which part of the vector a bare name means. norm: the length of the vector where it occurs.
    terms: how many have been written out; written_out: whether any. counted: the length of the last range.
    count_names: letters for the number of variables. e_was_capital: E is the number e.
    """

    local: dict[str, Node] = field(default_factory=dict)
    vectors: dict[str, list[Node]] = field(default_factory=dict)
    vector: str = ""
    first: int = 1
    indices: dict[str, int] = field(default_factory=dict)
    part: int | None = None
    norm: Node | None = None
    terms: int = 0
    counted: int = DIMENSIONS
    written_out: bool = False
    e_was_capital: bool = False
    count_names: tuple[str, ...] = ()


def resolve(parser: "Parser", token: Token) -> Node | None:
    """What a name stands for here if it is not itself: a definition, an index, a part of the vector."""
    scope, name = parser.scope, str(token.value)
    if token.under:
        under = constant(parser.within(token.under))
        if under is None or not under.is_integer() or not 0 <= under < 100:
            raise ExpressionError("This subscript is not a whole number from 0 to 99.", token.span)
        return Name(f"{name}_{int(under)}", token.span)
    if name in scope.indices:
        return Number(Fraction(scope.indices[name]), token.span)
    if name in scope.local:
        return replace(scope.local[name], span=token.span)
    if name in IMAGINARY and name in parser.dialect.indices:
        raise ExpressionError("This index stands outside of its sum.", token.span, "Put brackets round the terms.")
    stem, _, digits = name.rpartition("_")
    if stem in scope.vectors and digits.isdigit() and int(digits) - scope.first in range(len(scope.vectors[stem])):
        return replace(scope.vectors[stem][int(digits) - scope.first], span=token.span)
    if scope.part is not None and name in (scope.vector, *scope.vectors):
        place = scope.part + (token.part or 0)
        if name == scope.vector:
            return Name(f"{name}_{scope.first + place}", token.span)
        return replace(scope.vectors[name][min(place, len(scope.vectors[name]) - 1)], span=token.span)
    if token.part is not None or name in scope.vectors or stem in scope.vectors:
        hint = "Write the formula with its two parts."
        raise ExpressionError("This part of a vector cannot be read here.", token.span, hint)
    return None


def has_vector(tokens: Sequence[Token], scope: Scope) -> bool:
    """Whether the vector stands alone somewhere outside of sum(…) and its kin, so that the value is a vector too."""
    depth, within = 0, []
    for token in tokens:
        if token.kind == "reduction" and token.value != "arange":
            within.append(depth)
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "close" and within and depth == within[-1]:
            within.pop()
        alone = token.kind == "name" and not token.under and token.value in (scope.vector, *scope.vectors)
        if not within and (alone or token.says("reduction", "arange")):
            return bool(scope.vector)
    return False


def vector_length(tokens: Sequence[Token], scope: Scope) -> int:
    """How many parts the vectors among these tokens have; raises ExpressionError where they differ."""
    lengths = {}
    for token in tokens:
        name = str(token.value)
        if token.kind == "name" and not token.under and name in (scope.vector, *scope.vectors):
            whole = DIMENSIONS if name == scope.vector else len(scope.vectors[name])
            lengths[whole - (token.part is not None)] = token
    if len(lengths) > 1:
        token = list(lengths.values())[-1]
        raise ExpressionError("These vectors have different lengths.", token.span, "Write all terms out.")
    return next(iter(lengths), DIMENSIONS)


def joined(kind: str, terms: Sequence[Node], span: Span) -> Node:
    """The terms added, multiplied or averaged."""
    if not terms:
        return Number(Fraction(SIGNS[kind] == "*"), span)
    whole = reduce(lambda left, right: Binary(SIGNS[kind], left, right, span), terms)
    return Binary("/", whole, Number(Fraction(len(terms)), span), span) if kind == "mean" else whole


def length_of(terms: list[Node], span: Span) -> Node:
    """√(a² + b²)"""
    squares = [Binary("^", term, Number(Fraction(2), span), span) for term in terms]
    return Call("sqrt", (joined("sum", squares, span),), span)


def until(parser: "Parser", stop: int | None, minimum: int) -> Node:
    """The expression from here to the token numbered stop, or as far as it goes."""
    if stop is None:
        return parser.expression(minimum)
    following = parser.tokens[stop]
    parser.tokens[stop] = Token("end", "", following.start, following.start)
    try:
        return parser.expression(minimum)
    finally:
        parser.tokens[stop] = following
