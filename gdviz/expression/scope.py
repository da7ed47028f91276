"""What names stand for in one text: definitions, the index of a sum, the parts of a vector."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from gdviz.expression.constants import constant
from gdviz.expression.errors import ExpressionError
from gdviz.expression.token import Token
from gdviz.expression.tree import Binary, Call, Name, Node, Number, Span
from gdviz.expression.vocabulary import IMAGINARY

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

DIMENSIONS = 2
SIGNS = {"sum": "+", "prod": "*", "mean": "+"}


@dataclass
class Scope:
    """What names stand for while a text is parsed.

    local: definitions. vector: the name of the vector argument, empty if there is none. first: the subscript of its
    first part. indices: the present value of each index of a sum. part: which part of the vector a bare name means.
    norm: the length of the vector where it occurs. terms: how many have been written out; written_out: whether any.
    count_names: letters for the number of variables. e_was_capital: E is the number e.
    """

    local: dict[str, Node] = field(default_factory=dict)
    vector: str = ""
    first: int = 1
    indices: dict[str, int] = field(default_factory=dict)
    part: int | None = None
    norm: Node | None = None
    terms: int = 0
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
    if name == scope.vector and scope.part is not None:
        return Name(f"{name}_{scope.first + scope.part + (token.part or 0)}", token.span)
    return None


def joined(kind: str, terms: list[Node], span: Span) -> Node:
    """The terms added, multiplied or averaged."""
    if not terms:
        return Number(Fraction(SIGNS[kind] == "*"), span)
    whole = reduce(lambda left, right: Binary(SIGNS[kind], left, right, span), terms)
    return Binary("/", whole, Number(Fraction(len(terms)), span), span) if kind == "mean" else whole


def parts(scope: Scope, span: Span) -> list[Node]:
    """The parts of the vector."""
    scope.written_out = True
    return [Name(f"{scope.vector}_{scope.first + k}", span) for k in range(DIMENSIONS)]


def length_of(terms: list[Node], span: Span) -> Node:
    """√(a² + b²)"""
    squares = [Binary("^", term, Number(Fraction(2), span), span) for term in terms]
    return Call("sqrt", (joined("sum", list(squares), span),), span)
