"""Functions as they are written: with brackets, without (`sin 2x`), with a power (`sin^2 x`), roots and fractions."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression.errors import ExpressionError
from gdviz.expression.token import Token
from gdviz.expression.tree import Binary, Call, Negative, Node, Number
from gdviz.expression.vocabulary import INVERSES

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser

_POWER = 40  # how tightly an argument without brackets holds together
_BRACKETED = ("(", "[", "{")


def function(parser: "Parser", token: Token) -> Node:
    """A call of a named function: name, perhaps a power, arguments."""
    name = str(token.value)
    power = _power(parser)
    if power is not None and power == Number(Fraction(-1)):
        if name not in INVERSES:
            hint = f"Write 1/{name}(x) for the reciprocal."
            raise ExpressionError(f"The inverse of {name} is not offered.", token.span, hint)
        name, power = INVERSES[name], None
    arguments = _arguments(parser, token)
    fewest, most = parser.dialect.functions[name]
    span = (token.start, parser.tokens[parser.at - 1].end)
    if not fewest <= len(arguments) <= most:
        count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        plural = "" if count == "1" else "s"
        raise ExpressionError(f"{name} takes {count} argument{plural}.", span, f"Here it has {len(arguments)}.")
    call = meant(name, arguments, span, token.base)
    return call if power is None else Binary("^", call, power, span)


def meant(name: str, arguments: tuple[Node, ...], span: tuple[int, int], base: int | None = None) -> Node:
    """The call in the fewest words: pow is a power, square too, a logarithm to another base a quotient."""
    if name == "pow":
        return Binary("^", arguments[0], arguments[1], span)
    if name == "clip":
        return Call("min", (Call("max", arguments[:2], span), arguments[2]), span)
    if name == "square":
        return Binary("^", arguments[0], Number(Fraction(2), span), span)
    if name == "log" and base is not None and len(arguments) == 1:
        arguments = (*arguments, Number(Fraction(base), span))
    if name == "log" and len(arguments) == 2:
        value, under = arguments
        if under in (Number(Fraction(2)), Number(Fraction(10))):
            return Call(f"log{under.value}", (value,), span)
        return Binary("/", Call("log", (value,), span), Call("log", (under,), span), span)
    return Call(name, arguments, span)


def _power(parser: "Parser") -> Node | None:
    """The exponent between a function and its argument, or None."""
    if parser.peek.kind == "superscript":
        token = parser.take()
        return Number(Fraction(token.value), token.span)
    if not parser.peek.says("operator", "^"):
        return None
    parser.take()
    token = parser.take()
    negative = token.says("operator", "-")
    if negative:
        token = parser.take()
    if token.kind == "number":
        exponent: Node = Number(token.value, token.span)  # type: ignore[arg-type]
    elif token.kind == "name":
        exponent = parser.name(token)
    elif token.kind == "open":
        exponent = parser.group(token)
    else:
        raise parser.missing(token)
    if isinstance(exponent, Negative) and isinstance(exponent.operand, Number):
        negative, exponent = not negative, exponent.operand
    if not negative:
        return exponent
    if isinstance(exponent, Number):
        return Number(-exponent.value, exponent.span)
    return Negative(exponent, exponent.span)


def _arguments(parser: "Parser", token: Token) -> tuple[Node, ...]:
    """The arguments in brackets, or the one that follows without."""
    opening = parser.peek
    if not (opening.kind == "open" and opening.value in _BRACKETED):
        return (_unbracketed(parser, token),)
    parser.take()
    parser.bars.append(0)
    arguments = [parser.expression(0)]
    while parser.peek.kind == "comma":
        parser.take()
        arguments.append(parser.expression(0))
    parser.close(opening)
    parser.bars.pop()
    return tuple(arguments)


def _unbracketed(parser: "Parser", token: Token) -> Node:
    """sin 2x, cos 2πx: factors without a sign between them, up to another function, a bracket or an operator."""
    following = parser.peek
    name = token.value
    begins = following.kind in ("number", "name", "function", "radical", "root", "fraction", "open")
    bar = following.kind == "bar" and following.value != "close"
    minus = following.says("operator", "-")
    single = parser.dialect.functions[str(name)][0] == 1 and parser.dialect.splitting
    if not (begins or bar or minus) or not single:
        many = parser.dialect.functions[str(name)][1] > 1 and not single
        example = f"{name}(x, y)" if many else f"{name}(x)"
        raise ExpressionError(f"{name} needs something in brackets, as in {example}.", token.span)
    if minus:
        parser.take()
        parser.deeper(following)
        operand = _unbracketed(parser, token)
        parser.depth -= 1
        return Negative(operand, (following.start, operand.span[1]))
    argument = parser.expression(_POWER)
    if following.kind == "function" or name in ("sqrt", "cbrt") or bar:
        return argument
    while parser.peek.kind in ("name", "radical", "root", "fraction"):
        factor = parser.expression(_POWER)
        argument = Binary("*", argument, factor, (argument.span[0], factor.span[1]))
    if isinstance(argument, Number) and parser.peek.kind == "open":
        hint = f"Write {name}(...) with brackets round all of it."
        raise ExpressionError(f"I cannot tell where the argument of {name} ends.", parser.peek.span, hint)
    return argument


def radical(parser: "Parser", token: Token) -> Node:
    """√ takes one atom with its power; brackets straight behind it hold the whole argument."""
    following = parser.peek
    if following.kind == "open":
        parser.take()
        argument = parser.group(following)
    elif following.kind in ("operator", "end", "close", "comma", "equals", "superscript"):
        raise parser.missing(parser.take())
    else:
        argument = parser.expression(_POWER)
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
    if parser.peek.says("open", "["):
        parser.take()
        number = parser.take()
        if number.kind != "number" or number.value not in range(2, 11):
            raise ExpressionError("The degree of a root is a whole number from 2 to 10.", number.span)
        degree = int(number.value)
        if not parser.peek.says("close", "]"):
            raise parser.unexpected()
        parser.take()
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
    parser.deeper(token)
    argument = parser.prefix()
    parser.depth -= 1
    return argument


READERS: dict[str, Callable[["Parser", Token], Node]] = {
    "function": function,
    "radical": radical,
    "root": root,
    "fraction": fraction,
}
