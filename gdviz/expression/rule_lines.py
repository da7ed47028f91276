"""The text of an update rule to its lines, each an assignment with its tree."""

from dataclasses import dataclass

from gdviz.expression.constants import constant
from gdviz.expression.dialect import MAX_RULE, MAX_RULE_LINES, MAX_RULE_TOKENS, RULE
from gdviz.expression.errors import ExpressionError
from gdviz.expression.limits import MAX_EXPONENT
from gdviz.expression.notes import walk
from gdviz.expression.parser import parse
from gdviz.expression.token import Token
from gdviz.expression.tokens import tokenize
from gdviz.expression.tree import Binary, Call, Node, Span

_COMPARISONS = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class RuleLine:
    """target = tree, as it stood in `text` (without comment) on line number `line` (from 1); span in the whole text."""

    target: str
    tree: Node
    text: str
    line: int
    span: Span


def read_rule(text: str) -> tuple[RuleLine, ...]:
    """The assignments of a rule, top to bottom; raises ExpressionError with positions in the whole text."""
    if not isinstance(text, str):
        raise ExpressionError("A rule is a text.")
    try:
        return _read_rule(text)
    except ExpressionError as error:
        error.text = text[:MAX_RULE]
        raise


def _read_rule(text: str) -> tuple[RuleLine, ...]:
    if len(text) > MAX_RULE:
        hint = f"At most {MAX_RULE} characters."
        raise ExpressionError("This rule is too long.", (MAX_RULE, MAX_RULE + 1), hint)
    if text.count("\n") >= 2 * MAX_RULE_LINES:
        raise ExpressionError("This rule has too many lines.", (0, 1), f"At most {MAX_RULE_LINES}.")
    lines: list[RuleLine] = []
    start = total = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line.split("#")[0].rstrip())
        begin = start + len(line) - len(line.lstrip())
        if begin < end:
            tokens = _tokens(text, begin, end, number)
            total += len(tokens)
            if total > MAX_RULE_TOKENS or len(lines) == MAX_RULE_LINES:
                raise ExpressionError("This rule is too long.", (begin, end), f"At most {MAX_RULE_LINES} lines.")
            lines.append(_line(text, tokens, number))
        start += len(line) + 1
    if not lines:
        raise ExpressionError("There is no rule here.", (0, 1), "Try theta = theta - alpha*g.")
    return tuple(lines)


def _tokens(text: str, begin: int, end: int, number: int) -> list[Token]:
    try:
        return tokenize(text.replace(":=", " ="), RULE, begin, end)
    except ExpressionError as error:
        raise _on_line(error, number) from None


def _line(text: str, tokens: list[Token], number: int) -> RuleLine:
    span = (tokens[0].start, tokens[-1].end)
    try:
        target, equals = tokens[0], tokens[1]
        if target.kind == "function":
            raise ExpressionError(f"{target.value} is a function and cannot be assigned.", target.span)
        if target.kind != "name" or equals.kind != "equals":
            hint = "As in theta = theta - alpha*g."
            raise ExpressionError("A name and an equals sign were expected at the start.", target.span, hint)
        if target.value == "pi":
            raise ExpressionError("pi is a number and cannot be assigned.", target.span)
        tree = parse(tokens[2:], RULE)
        _check(tree)
    except ExpressionError as error:
        raise _on_line(error, number) from None
    return RuleLine(str(target.value), tree, text[slice(*span)], number, span)


def _on_line(error: ExpressionError, number: int) -> ExpressionError:
    return ExpressionError(f"Line {number}: {error.message}", error.span, error.hint)


def _check(tree: Node) -> None:
    """Comparisons stand only as the condition of where; constant parts and exponents are of reasonable size."""
    conditions = {id(node.arguments[0]) for node in walk(tree) if isinstance(node, Call) and node.function == "where"}
    for node in walk(tree):
        compares = isinstance(node, Binary) and node.operator in _COMPARISONS
        if compares and id(node) not in conditions:
            hint = "Write where(condition, a, b)."
            raise ExpressionError("A comparison belongs inside where.", node.span, hint)
        if id(node) in conditions and not compares:
            hint = "Write where(condition, a, b)."
            raise ExpressionError("The condition of where is a comparison.", node.span, hint)
        if not compares:
            constant(node)
        if isinstance(node, Binary) and node.operator == "/" and constant(node.right) == 0:
            raise ExpressionError("This divides by zero.", node.right.span)
        if isinstance(node, Binary) and node.operator == "^":
            exponent = constant(node.right)
            if exponent is not None and abs(exponent) > MAX_EXPONENT:
                raise ExpressionError(f"Exponents above {MAX_EXPONENT} are not supported.", node.right.span)
