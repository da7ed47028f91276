"""Parser of lists of cases: Piecewise of SymPy and Mathematica, select of NumPy, cases of LaTeX."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from gdviz.expression.constants import constant
from gdviz.expression.syntax import COMPARED, OR, Binary, Call, ExpressionError, Node, Number, Span, Token, walk

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

ZERO = Number(Fraction(0))
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
Row = tuple[Node, Node | None]
"""The value of a case, and its condition; None: otherwise."""


def piecewise(parser: "Parser", token: Token) -> Node:
    """Piecewise((a, c), (b, True)), Piecewise[{{a, c}, …}, b], piecewise(c, a, …, b)."""
    opening = parser.take()
    rows: list[Row] = []
    if parser.peek.kind == parser.tokens[parser.at + 1].kind == "open" and opening.value == "[":
        brace = parser.take()
        rows = _pairs(parser)
        parser.close(brace)
        rows.append((_otherwise(parser), None))
    elif _is_pair(parser):
        rows = _pairs(parser)
    else:
        flat = parser.listed()
        rows = [*zip(flat[1::2], flat[::2], strict=False), *([(flat[-1], None)] if len(flat) % 2 else [])]
    closing = parser.close(opening)
    return choice(rows, (token.start, closing.end))


def select(parser: "Parser", token: Token) -> Node:
    """np.select([c, d], [a, b], otherwise); 0 where no condition holds and there is no third part, as in NumPy."""
    opening = parser.take()
    conditions = _bracketed(parser)
    values = _bracketed(parser) if parser.accepts("comma") else []
    if not values or len(values) != len(conditions):
        hint = "As in select([x > 0], [x], 0)."
        raise ExpressionError("select takes a list of conditions and as many values.", token.span, hint)
    rows: list[Row] = [*zip(values, conditions, strict=True), (_otherwise(parser), None)]
    closing = parser.close(opening)
    return choice(rows, (token.start, closing.end))


def _otherwise(parser: "Parser") -> Node:
    return parser.expression(0) if parser.accepts("comma") else ZERO


def _bracketed(parser: "Parser") -> list[Node]:
    """The parts of a list in brackets; none where no bracket opens."""
    opening = parser.peek
    if not parser.accepts("open"):
        return []
    nodes = parser.listed()
    parser.close(opening)
    return nodes


def _pairs(parser: "Parser") -> list[Row]:
    rows: list[Row] = []
    while parser.peek.kind == "open":
        opening = parser.take()
        pair = parser.listed()
        closing = parser.close(opening)
        if len(pair) != 2:
            raise ExpressionError(
                "A case is a value and its condition.", (opening.start, closing.end), "As in (x, x ≥ 0)."
            )
        rows.append((pair[0], pair[1]))
        if parser.peek.kind != "comma" or parser.tokens[parser.at + 1].kind != "open":
            break
        parser.take()
    return rows


def _is_pair(parser: "Parser") -> bool:
    """Whether the bracket that opens here holds a comma of its own."""
    depth = 0
    for token in parser.tokens[parser.at :]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return False
        if depth == 1 and token.kind == "comma":
            return True
    return False


def cases(parser: "Parser", token: Token) -> Node:
    """The rows of \\begin{cases}: a value, and behind & or `if` its condition."""
    rows: list[Row] = []
    while parser.peek.kind not in ("end of cases", "end"):
        value = parser.expression(OR)
        while parser.peek.kind in ("column", "comma") or parser.peek.says("operator", "if"):
            parser.take()
        condition = None
        if parser.peek.kind in ("else", "if"):
            condition = parser.expression(OR) if parser.take().kind == "if" else None
        elif parser.peek.kind not in ("row", "end of cases"):
            condition = parser.expression(OR)
        rows.append((value, condition))
        parser.accepts("comma")
        if not parser.accepts("row") and parser.peek.kind not in ("end of cases", "end"):
            raise parser.unexpected()
    closing = parser.take()
    if not rows or closing.kind == "end":
        raise ExpressionError("These cases are not closed.", token.span, "Their end is missing.")
    return choice(rows, (token.start, closing.end))


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
