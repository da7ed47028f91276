"""Parser of roots, fractions and absolute values: √x, \\sqrt[3]{x}, \\frac{a}{b}, |x|."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression.syntax import POWER, Binary, Call, ExpressionError, Node, Number, Token

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser


def radical(parser: "Parser", token: Token) -> Node:
    """√ takes one atom with its power; brackets straight behind it hold the whole argument."""
    following = parser.peek
    if following.kind == "open":
        parser.take()
        argument = parser.group(following)
    elif following.kind in ("operator", "end", "close", "comma", "equals", "superscript"):
        raise parser.missing(parser.take())
    else:
        argument = parser.expression(POWER)
    return rooted(argument, int(token.value), (token.start, argument.span[1]))


def rooted(argument: Node, degree: int, span: tuple[int, int]) -> Node:
    """The root of a degree: square and cube roots are functions, others powers."""
    if degree in (2, 3):
        return Call("sqrt" if degree == 2 else "cbrt", (argument,), span)
    if degree == 4:
        return Call("sqrt", (Call("sqrt", (argument,), span),), span)
    exponent = Binary("/", Number(Fraction(1), span), Number(Fraction(degree), span), span)
    return Binary("^", argument, exponent, span)


def root(parser: "Parser", token: Token) -> Node:
    """LaTeX: \\sqrt{x}, \\sqrt[3]{x}, \\sqrt2."""
    degree = 2
    if parser.accepts("open", "["):
        number = parser.take()
        if number.kind != "number" or number.value not in range(2, 11):
            raise ExpressionError("The degree of a root is a whole number from 2 to 10.", number.span)
        degree = int(number.value)
        if not parser.accepts("close", "]"):
            raise parser.unexpected()
    argument = braced(parser)
    return rooted(argument, degree, (token.start, argument.span[1]))


def fraction(parser: "Parser", token: Token) -> Node:
    """LaTeX: \\frac{a}{b}, \\frac12."""
    above = braced(parser)
    below = braced(parser)
    return Binary("/", above, below, (token.start, below.span[1]))


def braced(parser: "Parser") -> Node:
    """An argument as TeX takes it: braces, or one digit, or one atom."""
    token = parser.peek
    if token.kind == "number" and token.end - token.start > 1 and isinstance(token.value, Fraction):
        digits = str(token.value).rjust(token.end - token.start, "0")
        rest = replace(token, value=Fraction(int(digits[1:])), start=token.start + 1)
        parser.tokens[parser.at] = rest
        return Number(Fraction(int(digits[0])), (token.start, token.start + 1))
    if token.kind in ("operator", "end", "close", "comma", "equals", "superscript"):
        raise parser.missing(parser.take())
    with parser.deeper(token):
        return parser.prefix()


def bar(parser: "Parser", opening: Token) -> Node:
    """What stands between two single bars."""
    parser.bars[-1] += 1
    inner = parser.expression(0)
    parser.bars[-1] -= 1
    if parser.peek.kind != "bar":
        if parser.peek.kind in ("end", "close"):
            raise ExpressionError("This bar is not closed.", opening.span, "Add the closing bar.")
        raise parser.unexpected()
    closing = parser.take()
    return Call("abs", (inner,), (opening.start, closing.end))
