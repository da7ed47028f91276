"""Which of the letters of a formula are its two variables, and which are parameters."""

from gdviz.expression.errors import ExpressionError
from gdviz.expression.token import Token
from gdviz.expression.vocabulary import CONSTANTS, PAIRS

MAX_PARAMETERS = 6


def occurring(tokens: list[Token]) -> tuple[str, ...]:
    """The names in the formula without pi and e, in order of appearance."""
    names = (str(token.value) for token in tokens if token.kind == "name")
    return tuple(dict.fromkeys(name for name in names if name not in CONSTANTS))


def choose(tokens: list[Token], declared: tuple[str, ...] = ()) -> tuple[tuple[str, str], tuple[str, ...]]:
    """((first, second) variable, parameters); raises ExpressionError if the variables cannot be told."""
    names = occurring(tokens)
    variables = _complete(declared, names) if declared else _usual(names, tokens)
    parameters = tuple(name for name in names if name not in variables)
    for token in tokens:
        family = str(token.value).partition("_")[0] + "_"
        if token.attached and token.value in parameters and not any(name.startswith(family) for name in variables):
            _refuse_lost_power(token)
    if len(parameters) > MAX_PARAMETERS:
        late = next(token for token in tokens if token.value == parameters[MAX_PARAMETERS])
        raise ExpressionError(
            "There are too many letters.", late.span, f"At most {MAX_PARAMETERS} besides the variables."
        )
    return variables, parameters


def _usual(names: tuple[str, ...], tokens: list[Token]) -> tuple[str, str]:
    if not names or "x" in names or "y" in names:
        _refuse_capitals(names, tokens)
        return "x", "y"
    for first, second in PAIRS:
        if first in names and second in names:
            return first, second
    for token in tokens:  # x2 + y2, w2 + b2
        if token.attached:
            _refuse_lost_power(token, every_letter=True)
    if len(names) == 1:
        return _complete(names, names)
    span = next(token.span for token in tokens if token.value == names[0])
    hint = f"Start with f({names[0]}, {names[1]}) = and then the formula."
    raise ExpressionError("I cannot tell which letters are the two variables.", span, hint)


def _complete(given: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, str]:
    """The variables themselves, or one and a second that the formula does not use."""
    if len(given) == 2:
        return given[0], given[1]
    (one,) = given
    for first, second in PAIRS:
        if one in (first, second) and not {first, second} & set(names) - {one}:
            return first, second
    return one, next(other for other in "yxvutsqpb" if other not in (*names, one))


def _refuse_lost_power(token: Token, every_letter: bool = False) -> None:
    letter, _, digits = str(token.value).partition("_")
    if int(digits) < 2 or not (every_letter or letter in ("x", "y")):
        return
    hint = f"Did you mean {letter}^{int(digits)}?"
    raise ExpressionError(f"{letter}{int(digits)} is not one of the variables.", token.span, hint)


def _refuse_capitals(names: tuple[str, ...], tokens: list[Token]) -> None:
    for token in tokens:
        if token.kind == "name" and token.value in ("X", "Y"):
            hint = f"Did you mean {str(token.value).lower()}?"
            raise ExpressionError(f"The capital {token.value} is another letter than the small one.", token.span, hint)
