"""Texts that are no formula to descend on: derivatives, integrals, constraints, matrices, maximization."""

import re

from gdviz.expression.syntax import ExpressionError

_DERIVATIVE = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\{d\})\s*[A-Za-z]?\s*\}\s*\{\s*(?:d|\\partial|\\mathrm\{d\})\s*[A-Za-z]\s*\}"
    r"|(?<![A-Za-z])d/d[a-z](?![A-Za-z])|∂/∂[a-z]", re.ASCII,
)  # fmt: skip
_INTEGRAL = re.compile(r"∫|\\int(?![a-z])|\\lim(?![a-z])")
_CONSTRAINT = re.compile(r"(?:\\text\s*\{)?\s*(?:subject\s+to|s\.\s?t\.|such that)", re.ASCII | re.IGNORECASE)
_TRANSPOSE = re.compile(
    r"[A-Za-z]\s*\^\s*\{?\s*(?:T|\\top|\\intercal|⊤|⊺)(?:\s*\})?(?![a-z]{2})|\.T\b|@\s*[A-Za-z]"
    r"|(?:(?<![A-Za-z])[A-Za-z]|[\])])\.?'\s*\*?\s*[A-Za-z\[(]|\\begin\s*\{[pbvBV]?(?:small)?matrix",
    re.ASCII,
)
_UPWARDS = re.compile(r"\s*(?:\\?max(?:imi[sz]e)?)(?:\s*_|\s+(?=[a-z\\]))|\s*maximi[sz]e\b", re.ASCII | re.IGNORECASE)


def refuse_what_is_no_formula(text: str) -> None:
    """Raises ExpressionError for a derivative, a constraint, a maximization."""
    if match := _DERIVATIVE.search(text):
        hint = "Write the function itself: its derivatives are shown beside it."
        raise ExpressionError("Derivatives are not taken in a formula.", match.span(), hint)
    if match := _CONSTRAINT.search(text):
        raise ExpressionError("Constraints are not used here.", match.span(), "Write only the function to minimize.")
    if match := _INTEGRAL.search(text):
        raise ExpressionError("Integrals and limits are not taken here.", match.span(), "Write the result of it.")
    if match := _TRANSPOSE.search(text):
        hint = "Write the sum out, as in x_1^2 + x_2^2."
        raise ExpressionError("Vectors and matrices are not multiplied here.", match.span(), hint)
    if match := _UPWARDS.match(text):
        hint = "Put a minus sign before the formula: the highest point becomes the lowest."
        raise ExpressionError("Descent looks for a minimum.", match.span(), hint)
