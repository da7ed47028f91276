"""Parser of an update rule: its lines, each an assignment with a syntax tree."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import NamedTuple

from gdviz.expression.constants import MAX_EXPONENT, constant
from gdviz.expression.parser import parse
from gdviz.expression.rule_draft import RuleLine, decoded
from gdviz.expression.rule_forms import standard_forms
from gdviz.expression.rule_text import Statement, split_statements
from gdviz.expression.syntax import COMPARED, Binary, Call, ExpressionError, Name, Node, Token, walk
from gdviz.expression.tokens import tokenize
from gdviz.expression.vocabulary import MAX_RULE, MAX_RULE_LINES, MAX_RULE_TOKENS, RULE

_ZEROS = re.compile(r"\s*(?:zeros(?:_like)?\s*\([^()\n]*\)|\[\s*0(?:\.0*)?\s*,\s*0(?:\.0*)?\s*\])\s*", re.ASCII)
"""How code begins a memory."""


class RawLines(NamedTuple):
    """Lines, whether a loop round them was left out, the letter it counts with, and whether single bars occur."""

    lines: tuple[RuleLine, ...]
    loops: bool
    counter: str
    bars: bool


def read_rule(text: str) -> tuple[RuleLine, ...]:
    """The assignments of a rule, top to bottom; raises ExpressionError with positions in the whole text."""
    return raw_lines(text).lines


def raw_lines(text: str) -> RawLines:
    """The assignments with the step indices of their names still in them."""
    if not isinstance(text, str):
        raise ExpressionError("A rule is a text.")
    try:
        return _raw_lines(text)
    except ExpressionError as error:
        error.text = text[:MAX_RULE]
        raise


def _raw_lines(text: str) -> RawLines:
    if len(text) > MAX_RULE:
        hint = f"At most {MAX_RULE} characters."
        raise ExpressionError("This rule is too long.", (MAX_RULE, MAX_RULE + 1), hint)
    if text.count("\n") >= 2 * MAX_RULE_LINES:
        raise ExpressionError("This rule has too many lines.", (0, 1), f"At most {MAX_RULE_LINES}.")
    layout = split_statements(text)
    parts: list[tuple[Statement, list[Token]]] = []
    total = 0
    for statement in layout.statements:
        with _on_line(statement.line):
            tokens = tokenize(layout.text, RULE, statement.start, statement.end)
        total += len(tokens)
        if total > MAX_RULE_TOKENS or len(parts) == MAX_RULE_LINES:
            span = (statement.start, statement.end)
            raise ExpressionError("This rule is too long.", span, f"At most {MAX_RULE_LINES} lines.")
        parts.append((statement, tokens))
    if not parts:
        raise ExpressionError("There is no rule here.", (0, 1), "Try theta = theta - alpha*g.")
    targets = {decoded(str(tokens[0].value)).base for _, tokens in parts if tokens[0].kind == "name"}
    lines = tuple(_line(text, layout.text, statement, tokens, targets) for statement, tokens in parts)
    bars = any(token.kind == "bar" for _, tokens in parts for token in tokens)
    return RawLines(lines, layout.loops, layout.counter, bars)


def _line(text: str, cleaned: str, statement: Statement, tokens: list[Token], targets: set[str]) -> RuleLine:
    span = (statement.start, statement.end)
    with _on_line(statement.line):
        target, changed, right = _target(standard_forms(tokens, targets))
        if _ZEROS.fullmatch(cleaned, right[0].start, statement.end):
            right = [Token("number", Fraction(0), right[0].start, statement.end), right[-1]]
        tree = parse(right, RULE)
        if changed:
            tree = Binary(str(changed.value), Name(str(target.value), target.span), tree, (target.start, tree.span[1]))
        _check(tree)
    return RuleLine(str(target.value), tree, text[slice(*span)], statement.line, span)


def _target(tokens: list[Token]) -> tuple[Token, Token | None, list[Token]]:
    """The assigned name, the sign before the equals sign if there is one, and the right-hand side."""
    target, *rest = tokens
    changed = rest.pop(0) if len(rest) > 1 and rest[0].says("operator", "+", "-", "*", "/") else None
    if target.kind == "function":
        raise ExpressionError(f"{target.value} is a function and cannot be assigned.", target.span)
    if target.kind != "name" or not rest or rest[0].kind != "equals":
        several = bool(rest) and rest[0].kind == "comma"
        hint = "Write one assignment a line." if several else "As in theta = theta - alpha*g."
        raise ExpressionError("A name and an equals sign were expected at the start.", target.span, hint)
    if target.value == "pi":
        raise ExpressionError("pi is a number and cannot be assigned.", target.span)
    return target, changed, rest[1:]


@contextmanager
def _on_line(number: int) -> Iterator[None]:
    """Errors of what is read in here say on which line they are."""
    try:
        yield
    except ExpressionError as error:
        raise ExpressionError(f"Line {number}: {error.message}", error.span, error.hint) from None


def _check(tree: Node) -> None:
    """Comparisons stand only as the condition of where; constant parts and exponents are of reasonable size."""
    conditions = {id(node.arguments[0]) for node in walk(tree) if isinstance(node, Call) and node.function == "where"}
    for node in walk(tree):
        compares = isinstance(node, Binary) and node.operator in COMPARED
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
