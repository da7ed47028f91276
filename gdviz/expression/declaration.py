"""What may stand before a formula: `f(x, y) =`, `J(θ) =`, `z =`, and dollar signs round it."""

import re

from gdviz.expression.dialect import FORMULA, Dialect
from gdviz.expression.errors import ExpressionError
from gdviz.expression.tokens import fold, tokenize
from gdviz.expression.vocabulary import CONSTANTS, GREEK_LETTERS

_WRAPPERS = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))
_GREEK = "".join(GREEK_LETTERS)
_LABEL = re.compile(
    rf"\s*(?P<label>[A-Za-z]{{1,20}}|[{_GREEK}]|\\(?:mathcal|mathrm|operatorname|text|mathbf)\s*\{{\s*[A-Za-z]{{1,20}}\s*\}}|\\ell)"
    r"(?:_?[0-9]|_\{[0-9]\})?"
    r"\s*(?:(?:\\left|\\big[l]?)?\s*\((?P<names>[^()=]{1,60}?)(?:\\right|\\big[r]?)?\s*\))?\s*:?=(?!=)",
    re.ASCII,
)


def body(text: str) -> tuple[int, int]:
    """Where the formula stands within spaces and dollar signs."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for opening, closing in _WRAPPERS:
        inner = text[start:end]
        if inner.startswith(opening) and inner.endswith(closing) and len(inner) > len(opening) + len(closing):
            return start + len(opening), end - len(closing)
    return start, end


def declared(text: str, start: int, end: int) -> tuple[int, tuple[str, ...], str]:
    """Where the right-hand side begins, the variables named in brackets, and the label before them."""
    found = _LABEL.match(fold(text), start, end)
    if not found:
        return start, (), ""
    label = found.group("label")
    names = found.group("names")
    if label.lower() in FORMULA.functions or label in CONSTANTS or (names is None and label in ("x", "y")):
        hint = "Write only the right-hand side."
        raise ExpressionError("This looks like an equation.", (found.end() - 1, found.end()), hint)
    if names is None:
        return found.end(), (), label
    return found.end(), _names(text, *found.span("names")), label


def _names(text: str, start: int, end: int) -> tuple[str, ...]:
    tokens = tokenize(text, FORMULA, start, end)[:-1]
    names = tuple(str(token.value) for token in tokens if token.kind == "name")
    separators = [token.kind for token in tokens[1::2]]
    if len(tokens) != 2 * len(names) - 1 or len(names) > 2 or set(separators) - {"comma"}:
        hint = "As in f(x, y) = or J(w, b) = and then the formula."
        raise ExpressionError("One or two letters were expected in these brackets.", (start, end), hint)
    if len(set(names)) < len(names) or set(names) & CONSTANTS:
        raise ExpressionError("These names cannot be the two variables.", (start, end), "Use two different letters.")
    return names


def dialect_of(variables: tuple[str, ...], columns: tuple[str, ...] = ()) -> Dialect:
    """The language of formulas with some names known beforehand."""
    names = {name: name for name in (*variables, *columns)}
    for name in (*variables, *columns):
        if split := re.fullmatch(r"([A-Za-z]+)_?([0-9]{1,2})", name):  # x1, x_1 and x₁ are one name
            names.setdefault(f"{split.group(1)}_{int(split.group(2))}", name)
    return Dialect(FORMULA.functions, declared=names)
