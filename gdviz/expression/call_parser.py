"""Parser of function calls: with brackets, without (`sin 2x`), with a power (`sin^2 x`), roots and fractions."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from gdviz.expression import roots, series
from gdviz.expression.library_calls import canonical_call
from gdviz.expression.refusals import DECIMAL_COMMA, refuse_unknown_call
from gdviz.expression.syntax import POWER, Binary, ExpressionError, Negative, Node, Number, Token
from gdviz.expression.vocabulary import ALIASES, GREEK_WORDS, INVERSES, NOT_CALLED, quoted

if TYPE_CHECKING:
    from gdviz.expression.parser import Parser


def function(parser: "Parser", token: Token) -> Node:
    """A call of a named function: name, perhaps a power, arguments."""
    name = str(token.value)
    power = _power(parser)
    if power is not None and power == Number(Fraction(-1)):
        if name not in INVERSES:
            hint = f"Write 1/{name}(x) for the reciprocal."
            raise ExpressionError(f"The inverse of {name} is not offered.", token.span, hint)
        name, power = INVERSES[name], None
    squared = parser.peek.says("open", "[")
    arguments = _arguments(parser, token)
    if squared and len(arguments) == 2 and name in ("log", "atan"):  # Mathematica: Log[b, x], ArcTan[x, y]
        name, arguments = "atan2" if name == "atan" else "log", arguments[::-1]
    if name == "atan" and len(arguments) == 2:  # Desmos: arctan(y, x)
        name = "atan2"
    if name == "log" and parser.dialect.spreadsheet and len(arguments) == 1:
        name = "log10"
    fewest, most = parser.dialect.functions[name]
    span = (token.start, parser.tokens[parser.at - 1].end)
    if not fewest <= len(arguments) <= most:
        count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        plural = "" if count == "1" else "s"
        raise ExpressionError(f"{name} takes {count} argument{plural}.", span, _counted(parser, len(arguments)))
    call = canonical_call(name, arguments, span, token.base)
    return call if power is None else Binary("^", call, power, span)


def _counted(parser: "Parser", count: int) -> str:
    """How many arguments there are, where a decimal comma may be why."""
    commas = (parser.tokens[at - 1 : at + 2] for at in range(1, parser.at) if parser.tokens[at].kind == "comma")
    touching = any([t.kind for t in three] == ["number", "comma", "number"] for three in commas)
    return f"Here it has {count}. {DECIMAL_COMMA}" if touching else f"Here it has {count}."


def method(parser: "Parser", operand: Node, token: Token) -> Node:
    """x.pow(2), x.sin(): a function whose first argument stands before the point."""
    name = ALIASES.get(str(token.value).lower(), str(token.value).lower())
    opening = parser.take()
    arguments = [operand]
    if not parser.peek.says("close", ")"):
        arguments.append(parser.expression(0))
    closing = parser.close(opening)
    span = (operand.span[0], closing.end)
    if name not in parser.dialect.functions:
        raise ExpressionError(
            f"The method {quoted(str(token.value))} is not known here.", token.span, "As in x.pow(2)."
        )
    fewest, most = parser.dialect.functions[name]
    if not fewest <= len(arguments) <= most:
        raise ExpressionError(f"{name} takes {fewest} argument{'' if fewest == 1 else 's'} here.", token.span)
    return canonical_call(name, tuple(arguments), span)


def refuse_brackets(parser: "Parser", token: Token) -> None:
    """Raises ExpressionError for a name that the bracket behind it makes a function which is not offered, or x[3]."""
    name, inside, formula = str(token.value), parser.tokens[parser.at : parser.at + 3], parser.dialect.implicit_products
    if parser.peek.says("open", "("):
        factor = name in parser.dialect.declared.values() or (name in GREEK_WORDS and not formula)
        if name in NOT_CALLED and not factor:
            _refuse_function_sign(token, inside[1:])
        if not formula:
            refuse_unknown_call(token, parser.dialect)
    if [t.kind for t in inside] == ["open", "number", "close"] and inside[0].value == "[":
        raise ExpressionError("Square brackets behind a letter are not used.", inside[0].span, "As in x_1.")


def _refuse_function_sign(token: Token, inside: list[Token]) -> None:
    """f(x), gamma(x), σ(x) look like functions; the Greek letters before a longer bracket are factors: γ(x² + y²)."""
    name = str(token.value)
    simple = len(inside) == 2 and inside[1].kind in ("close", "comma")
    as_word = token.end - token.start == len(name) and len(name) > 1
    if len(name) > 1 and not as_word and not simple and name != "sigma":
        return
    hint = "Did you mean sigmoid?" if name == "sigma" else "Put * before the bracket for a product."
    hint = "For a product write gamma*(...); the Gamma function is not offered." if name == "gamma" else hint
    raise ExpressionError(f"{name} is not a function here.", token.span, hint)


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
    if not parser.accepts("open", "(", "[", "{"):
        return (_unbracketed(parser, token),)
    parser.bars.append(0)
    arguments = parser.listed()
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
    single = parser.dialect.functions[str(name)][0] == 1 and parser.dialect.implicit_products
    if not (begins or bar or minus) or not single:
        many = parser.dialect.functions[str(name)][1] > 1 and not single
        example = f"{name}(x, y)" if many else f"{name}(x)"
        raise ExpressionError(f"{name} needs something in brackets, as in {example}.", token.span)
    if minus:
        parser.take()
        with parser.deeper(following):
            operand = _unbracketed(parser, token)
        return Negative(operand, (following.start, operand.span[1]))
    argument = parser.expression(POWER)
    if following.kind == "function" or name in ("sqrt", "cbrt") or bar:
        return argument
    while parser.peek.kind in ("name", "radical", "root", "fraction"):
        factor = parser.expression(POWER)
        argument = Binary("*", argument, factor, (argument.span[0], factor.span[1]))
    if isinstance(argument, Number) and parser.peek.kind == "open":
        hint = f"Write {name}(...) with brackets round all of it."
        raise ExpressionError(f"I cannot tell where the argument of {name} ends.", parser.peek.span, hint)
    return argument


READERS: dict[str, Callable[["Parser", Token], Node]] = {
    "function": function,
    "radical": roots.radical,
    "root": roots.root,
    "fraction": roots.fraction,
    "bar": roots.bar,
    "series": series.series,
    "reduction": series.reduction,
}
