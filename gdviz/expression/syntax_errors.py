"""Error messages for unexpected tokens."""

from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import Dialect

DECIMAL_COMMA = "A comma parts arguments: write decimals with a point, 0.5 for 0,5."


def missing(token: Token, before: Token | None, dialect: Dialect) -> ExpressionError:
    """Nothing, where an operand was expected; `before` is the token last passed."""
    if token.kind == "equals":
        return equation(token, dialect)
    if token.kind != "end":
        return ExpressionError("I expected a number, a letter or a bracket here.", token.span)
    if before is None:
        return ExpressionError("There is no formula here.", token.span, "Try x^2 + y^2.")
    return ExpressionError("The formula ends too early.", before.span, "Something is missing at the end.")


def equation(token: Token, dialect: Dialect) -> ExpressionError:
    """An equals sign."""
    if not dialect.implicit_products:
        return ExpressionError("There is a second equals sign.", token.span, "Write one assignment a line.")
    return sides(token.span)


def sides(span: tuple[int, int]) -> ExpressionError:
    """An equals sign that defines nothing: a curve has a surface that is 0 on it."""
    hint = "Write one side only; or (left side - right-hand side)^2, which is 0 where both are equal."
    return ExpressionError("This looks like an equation.", span, hint)


def unexpected(token: Token, kinds: list[str], dialect: Dialect, within: bool) -> ExpressionError:
    """A token behind a complete expression, within a bracket or not; `kinds`: before, here and after."""
    if token.kind == "equals":
        return equation(token, dialect)
    if token.kind == "close":
        return ExpressionError("This bracket closes nothing, or another kind of bracket.", token.span)
    hint = DECIMAL_COMMA if kinds == ["number", "comma", "number"] else ""
    if token.kind == "comma" and within and not hint:
        hint = "For the length of a vector write sqrt(x^2 + y^2)."
    return ExpressionError("I expected an operator or the end of the formula here.", token.span, hint)
