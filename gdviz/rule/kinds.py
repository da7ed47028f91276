"""The kind of each expression of a rule: number, vector or matrix; or why its parts do not fit together."""

from collections.abc import Mapping
from enum import IntEnum

from gdviz.expression import Binary, Call, ExpressionError, Name, Negative, Node, Number


class Kind(IntEnum):
    """What a name holds; the value is the number of its coordinates in the plane (a symmetric matrix has three)."""

    SCALAR = 1
    VECTOR = 2
    MATRIX = 3


SCALAR, VECTOR, MATRIX = Kind.SCALAR, Kind.VECTOR, Kind.MATRIX

COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
COORDINATEWISE = frozenset(
    "sqrt abs sign exp log tanh sinh cosh sin cos atan sigmoid relu softplus log2 log10 cbrt floor ceil".split()
)
LOOKS = {"value": SCALAR, "grad": VECTOR, "hess": MATRIX}
"""A look elsewhere: what it gives, of a vector."""
ORDERS = {word: kind - 1 for word, kind in LOOKS.items()}
"""How often a look differentiates the surface."""
PARTS = {
    **dict.fromkeys((*COORDINATEWISE, *LOOKS, "norm", "sum"), (range(1, 2), "one")),
    **dict.fromkeys(("dot", "solve"), (range(2, 3), "two")),
    **dict.fromkeys(("min", "max"), (range(2, 5), "two to four")),
    "where": (range(3, 4), "three"),
}
"""How many parts each word takes, and that in words."""


def kind_of(tree: Node, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of an expression; ExpressionError when its parts do not fit together."""
    if isinstance(tree, Number):
        return SCALAR
    if isinstance(tree, Name):
        return kinds[tree.name]
    if isinstance(tree, Negative):
        return _plain(kind_of(tree.operand, kinds), tree)
    if isinstance(tree, Binary):
        if tree.operator in COMPARISONS:
            raise ExpressionError("A comparison belongs in where(…).", tree.span, "Write where(a < b, this, that).")
        return _together(tree, (tree.left, tree.right), kinds)
    return _call(tree, kinds)


def _call(tree: Call, kinds: Mapping[str, Kind]) -> Kind:
    word, arguments = tree.function, tree.arguments
    if word not in PARTS:
        raise ExpressionError(f"The word {word} is not used in rules.", tree.span)
    allowed, words = PARTS[word]
    if len(arguments) not in allowed:
        raise ExpressionError(f"The word {word} takes {words} in its brackets.", tree.span)
    if word == "where":
        return _where(tree, kinds)
    if word in LOOKS:
        _want(arguments[0], VECTOR, kinds, f"{word} looks at a point")
        return LOOKS[word]
    if word in ("norm", "sum"):
        _want(arguments[0], VECTOR, kinds, f"{word} takes a vector")
        return SCALAR
    if word in ("dot", "solve"):
        _want(arguments[1], VECTOR, kinds, f"the second part of {word} is a vector")
        first = kind_of(arguments[0], kinds)
        if first is MATRIX:
            return VECTOR
        if word == "dot" and first is VECTOR:
            return SCALAR
        raise ExpressionError(f"The first part of {word} does not fit.", arguments[0].span)
    return _together(tree, arguments, kinds)


def _where(tree: Call, kinds: Mapping[str, Kind]) -> Kind:
    condition, *branches = tree.arguments
    if not (isinstance(condition, Binary) and condition.operator in COMPARISONS):
        raise ExpressionError("where begins with a comparison.", condition.span, "Write where(a < b, this, that).")
    return _together(tree, (condition.left, condition.right, *branches), kinds)


def _together(tree: Node, parts: tuple[Node, ...], kinds: Mapping[str, Kind]) -> Kind:
    return max(_plain(kind_of(part, kinds), tree) for part in parts)


def _plain(kind: Kind, tree: Node) -> Kind:
    if kind is MATRIX:
        raise ExpressionError("Matrices occur only in solve and dot.", tree.span, "Write solve(H, v) or dot(H, v).")
    return kind


def _want(tree: Node, kind: Kind, kinds: Mapping[str, Kind], sentence: str) -> None:
    if kind_of(tree, kinds) is not kind:
        raise ExpressionError(f"{sentence[0].upper()}{sentence[1:]}.", tree.span)
