"""Lexer of signs that only rules use: norms, ∇, differences, elementwise and inner products."""

import re

from gdviz.expression.rule_index import behind
from gdviz.expression.syntax import ExpressionError, Token

_NORM = re.compile(
    r"\|\||‖|∥|\\\||\\(?:left\s*|right\s*|[bB]igg?[lr]?\s*)?(?:\\\||\\[lr]?Vert(?![A-Za-z]))|\\[lr]?Vert(?![A-Za-z])"
)
_ORDER = re.compile(r"\s*_\s*(?:\{\s*([^{}]{1,9}?)\s*\}|([0-9]|\\infty|∞|[A-Za-z]))")
_NABLA = re.compile(r"∇|\\nabla(?![A-Za-z])|nabla(?![A-Za-z0-9])")
_SQUARED = re.compile(r"\s*(?:\^\s*\{?\s*2\s*\}?|²)")
_BY = re.compile(
    r"\s*(?:_\s*(?:\{[^{}]{1,20}\}|\\[A-Za-z]+|[A-Za-zθ])|(?=[θϑ][A-Zℒa-z])[θϑ]|\s?[θϑwWx](?=\s*[JLfFEQCℒ]\s*\())"
)
_DIFFERENCE = re.compile(r"(?:Δ|∆|\\Delta(?![A-Za-z]))\s*\{?\s*\\?(?P<name>[A-Za-zθϑ]+)\s*\}?")
_PRODUCT = re.compile(r"\\(?:odot|circ|bullet)(?![A-Za-z])|[⊙∘◦]")
_RAISED = {"ᵗ": "t", "ᵏ": "k", "ⁿ": "n"}
_ABOUT = re.compile(r"\\(?:sim|leftsquigarrow|mathcal\s*\{?N)|~")


def rule_sign(text: str, at: int, end: int) -> tuple[int, list[Token]] | None:
    """Where a sign of rules that begins here ends, and its token; None if there is none."""
    if norm := _NORM.match(text, at, end):
        return _norm(text, at, norm.end(), end)
    if nabla := _NABLA.match(text, at, end):
        stop, order = nabla.end(), 1
        for _ in range(2):
            if squared := _SQUARED.match(text, stop, end):
                stop, order = squared.end(), 2
            elif by := _BY.match(text, stop, end):
                stop = by.end()
        return stop, [Token("nabla", order, at, stop)]
    if difference := _DIFFERENCE.match(text, at, end):
        letters = re.sub("[θϑ]", "theta", difference.group("name"))
        stop, indexed = behind(text, f"delta_{letters}", difference.end(), end)
        return stop, [Token("name", indexed.coded, at, stop)]
    if product := _PRODUCT.match(text, at, end):
        return product.end(), [Token("operator", "*", at, product.end())]
    if text[at] in _RAISED:
        return at + 1, [Token("operator", "^", at, at + 1), Token("name", _RAISED[text[at]], at, at + 1)]
    if text[at] == "@":
        return at + 1, [Token("operator", "@", at, at + 1)]
    if drawn := _ABOUT.match(text, at, end):
        from gdviz.expression.refusals import no_random

        raise no_random((at, drawn.end()))
    return None


def _norm(text: str, at: int, stop: int, end: int) -> tuple[int, list[Token]]:
    """A double bar, with the order of the norm below it: 2 by default."""
    order = _ORDER.match(text, stop, end)
    if not order:
        return stop, [Token("norm", 2, at, stop)]
    digits = order.group(1) or order.group(2)
    if digits not in ("1", "2"):
        hint = "The length is norm(g); the sum of sizes is sum(abs(g))."
        raise ExpressionError("Only the norms 1 and 2 are offered.", (stop, order.end()), hint)
    return order.end(), [Token("norm", int(digits), at, order.end())]
