"""Choice of the two variables of a formula among its letters; the others are parameters."""

import re

from gdviz.expression.scope import Scope
from gdviz.expression.syntax import Binary, ExpressionError, Name, Node, Token, renamed, walk
from gdviz.expression.vocabulary import PAIRS

MAX_PARAMETERS = 6


def choose(
    names: tuple[str, ...], tokens: list[Token], declared: tuple[str, ...], scope: Scope
) -> tuple[tuple[str, str], tuple[str, ...]]:
    """((first, second) variable, parameters) of the names that occur; raises ExpressionError if ambiguous."""
    variables = _complete(declared, names, scope) if declared else _usual(names, tokens)
    parameters = tuple(name for name in names if name not in variables)
    for token in tokens:
        family = str(token.value).partition("_")[0] + "_"
        if token.attached and token.value in parameters and not any(name.startswith(family) for name in variables):
            _refuse_lost_power(token)
    if scope.vector in parameters:
        late = next(token for token in tokens if token.value == scope.vector)
        hint = f"Name its parts, as in {variables[0]} and {variables[1]}."
        raise ExpressionError(f"{scope.vector} is a vector, and stands alone here.", late.span, hint)
    if len(parameters) > MAX_PARAMETERS:
        span = next((t.span for t in tokens if t.value == parameters[MAX_PARAMETERS]), (0, 1))
        raise ExpressionError("There are too many letters.", span, f"At most {MAX_PARAMETERS} besides the variables.")
    return variables, parameters


def with_e(tree: Node, text: str, declared: tuple[str, ...]) -> Node:
    """E is the number e where it is only ever raised to a power, and beside Mathematica's Sin[x]."""
    raised = sum(isinstance(n, Binary) and n.operator == "^" and n.left == Name("E") for n in walk(tree))
    everywhere = re.search(r"[A-Z][a-z]+\[", text) is not None or raised == sum(n == Name("E") for n in walk(tree))
    return renamed(tree, {"E": "e"}) if everywhere and "E" not in declared else tree


def refuse_partner(vector: str, parameters: tuple[str, ...], tokens: list[Token]) -> None:
    """mean((w*x + b - y)^2), norm(x) + y: with y beside it, x is hardly a vector of two parts."""
    for first, second in PAIRS:
        if first == vector and second in parameters:
            span = next((token.span for token in tokens if token.value == second), (0, 1))
            hint = "Write all terms out, as in x^2 + y^2; the Data page has losses over the rows of a table."
            raise ExpressionError(f"{vector} is a vector in this sum, and {second} stands beside it.", span, hint)


def _usual(names: tuple[str, ...], tokens: list[Token]) -> tuple[str, str]:
    pair = next((pair for pair in _pairs("x") if set(pair) <= set(names)), None)
    if pair and "x" not in names:
        return pair
    if not names or "x" in names or "y" in names:
        _refuse_capitals(tokens)
        return "x", "y"
    for first, second in PAIRS:
        if first in names and second in names:
            return first, second
    pairs = [pair for stem in dict.fromkeys(n.partition("_")[0] for n in names) for pair in _pairs(stem)]
    for pair in pairs:  # u_1, u_2
        if set(pair) <= set(names):
            return pair
    for token in tokens:  # x2 + y2, w2 + b2
        if token.attached:
            _refuse_lost_power(token, every_letter=True)
    if len(names) == 1:
        return _complete(names, names, Scope())
    span = next((token.span for token in tokens if token.value == names[0]), (0, 1))
    hint = f"Start with f({names[0]}, {names[1]}) = and then the formula."
    raise ExpressionError("I cannot tell which letters are the two variables.", span, hint)


def _pairs(stem: str) -> tuple[tuple[str, str], ...]:
    return ((f"{stem}_1", f"{stem}_2"), (f"{stem}_0", f"{stem}_1"))


def _complete(declared: tuple[str, ...], names: tuple[str, ...], scope: Scope) -> tuple[str, str]:
    """The variables themselves; the parts of the one that is a vector; or one and a second that is not used."""
    if len(declared) == 2:
        return declared[0], declared[1]
    (one,) = declared
    is_vector = one not in names or (scope.written_out and scope.vector == one)
    if is_vector and (parts := {name for name in names if name.startswith(f"{one}_")}):
        candidates = _pairs(one)[::-1] if f"{one}_0" in parts else _pairs(one)
        return candidates[0]
    for first, second in PAIRS:
        if one in (first, second) and not {first, second} & set(names) - {one}:
            return first, second
    return one, next(other for other in "yxvutsqpb" if other not in (*names, one))


def _refuse_lost_power(token: Token, every_letter: bool = False) -> None:
    letter, _, digits = str(token.value).partition("_")
    if not digits or int(digits) < 2 or not (every_letter or letter in ("x", "y")):
        return
    hint = f"Did you mean {letter}^{int(digits)}?"
    raise ExpressionError(f"{letter}{int(digits)} is not one of the variables.", token.span, hint)


def _refuse_capitals(tokens: list[Token]) -> None:
    for token in tokens:
        if token.kind == "name" and token.value in ("X", "Y"):
            hint = f"Did you mean {str(token.value).lower()}?"
            raise ExpressionError(f"The capital {token.value} is another letter than the small one.", token.span, hint)
