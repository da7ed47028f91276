"""Parser of lists of cases: Piecewise of SymPy and Mathematica, cases of LaTeX, braces of Desmos."""

from typing import TYPE_CHECKING

from gdviz.expression.conditions import ZERO, Row, choice, is_condition
from gdviz.expression.syntax import OR, ExpressionError, Node, Token

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser


def piecewise(parser: "Parser", token: Token) -> Node:
    """Piecewise((a, c), (b, True)), Piecewise[{{a, c}, …}, b], piecewise(c, a, …, b)."""
    opening = parser.take()
    rows: list[Row] = []
    if parser.peek.kind == parser.tokens[parser.at + 1].kind == "open" and opening.value == "[":
        brace = parser.take()
        rows = _pairs(parser)
        parser.close(brace)
        default: Node = ZERO
        if parser.peek.kind == "comma":
            parser.take()
            default = parser.expression(0)
        rows.append((default, None))
    elif _is_pair(parser):
        rows = _pairs(parser)
    else:
        flat = _listed(parser)
        rows = [(value, condition) for condition, value in zip(flat[::2], flat[1::2], strict=False)]
        rows += [(flat[-1], None)] if len(flat) % 2 else []
    closing = parser.close(opening)
    return choice(rows, (token.start, closing.end))


def select(parser: "Parser", token: Token) -> Node:
    """np.select([c, d], [a, b], otherwise); 0 where no condition holds and there is no third part, as in NumPy."""
    opening = parser.take()
    conditions, values = _bracketed(parser), []
    if parser.peek.kind == "comma":
        parser.take()
        values = _bracketed(parser)
    if not values or len(values) != len(conditions):
        hint = "As in select([x > 0], [x], 0)."
        raise ExpressionError("select takes a list of conditions and as many values.", token.span, hint)
    default: Node = ZERO
    if parser.peek.kind == "comma":
        parser.take()
        default = parser.expression(0)
    closing = parser.close(opening)
    rows: list[Row] = [*zip(values, conditions, strict=True), (default, None)]
    return choice(rows, (token.start, closing.end))


def _bracketed(parser: "Parser") -> list[Node]:
    """The parts of a list in brackets; none where no bracket opens."""
    if parser.peek.kind != "open":
        return []
    opening = parser.take()
    nodes = _listed(parser)
    parser.close(opening)
    return nodes


def _pairs(parser: "Parser") -> list[Row]:
    rows: list[Row] = []
    while parser.peek.kind == "open":
        opening = parser.take()
        pair = _listed(parser)
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


def _listed(parser: "Parser") -> list[Node]:
    nodes = [parser.expression(0)]
    while parser.peek.kind == "comma":
        parser.take()
        nodes.append(parser.expression(0))
    return nodes


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
        if parser.peek.kind == "comma":
            parser.take()
        if parser.peek.kind == "row":
            parser.take()
        elif parser.peek.kind not in ("end of cases", "end"):
            raise parser.unexpected()
    closing = parser.take()
    if not rows or closing.kind == "end":
        raise ExpressionError("These cases are not closed.", token.span, "Their end is missing.")
    return choice(rows, (token.start, closing.end))


def braced(parser: "Parser", opening: Token, condition: Node) -> Node:
    """{x > 0: a, b} of Desmos, from the colon to the closing brace."""
    rows: list[Row] = []
    while parser.peek.kind == "colon" and is_condition(condition):
        parser.take()
        rows.append((parser.expression(0), condition))
        if parser.peek.kind != "comma":
            break
        parser.take()
        condition = parser.expression(0)
        if parser.peek.kind != "colon":
            rows.append((condition, None))
    return choice(rows, (opening.start, parser.peek.end)) if rows else condition
