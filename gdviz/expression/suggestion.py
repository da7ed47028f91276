"""Suggestions for unknown words: the most similar known word, or what to write instead."""

import difflib
import re

from gdviz.expression.syntax import ExpressionError
from gdviz.expression.vocabulary import GREEK_WORDS, NOT_FINITE, NOT_OFFERED, Dialect, quoted

TERMS = "Write all terms out, as in x^2 + y^2."
BRANCHES = "where(x ≥ 0, a, b) is a where x is at least 0, and b elsewhere."
INSTEAD = {
    frozenset({"where", "if", "else", "elif", "piecewise", "ifelse", "iif", "select", "ifthenelse"}): BRANCHES,
    frozenset({"sinc"}): "Write sin(x)/x, which has no value at 0.",
    frozenset({"leaky", "leakyrelu"}): "Write max(x, 0.01 x).",
    frozenset({"gelu", "elu", "selu"}): "A smooth function of nearly its shape is softplus(x).",
    frozenset({"huber", "smooth"}): "A function of nearly its shape is sqrt(1 + x^2) - 1.",
    frozenset({"logsumexp"}): "Write log(exp(x) + exp(y)).",
    frozenset({"dnorm", "normpdf"}): "Write exp(-x^2/2)/sqrt(2 pi).",
    frozenset({"erf"}): "A smooth step of nearly its shape is tanh(1.2 x).",
    frozenset({"erfc"}): "A smooth step of nearly its shape is 1 - tanh(1.2 x).",
    frozenset({"random", "rand", "randn"}): "A surface has the same value every time: take the random part out.",
    frozenset({"sum", "prod", "product"}): "Write all terms out, as in x^2 + y^2, or give the index its limits.",
    frozenset({"sumsq"}): "Write the squares out, as in A1^2 + B1^2.",
}
"""Words that are not offered, and what can be written instead."""


def closest(run: str, candidates: set[str]) -> str:
    """The likeliest candidate, one that the word begins with first; empty if none is close.

    A word with another first letter must be nearly the same: plot is no hypot.
    """
    lower = run.lower()
    near = difflib.get_close_matches(lower, sorted(candidates), n=5, cutoff=0.5)
    likely = [word for word in near if _likely(word, lower)]
    return max(likely, key=lambda word: _same_beginning(word, lower), default="")


def _likely(word: str, other: str) -> bool:
    ratio = difflib.SequenceMatcher(None, word, other).ratio()
    begins = len(word) > 2 and other.startswith(word)
    return begins or ratio >= (0.7 if word[0] == other[0] else 0.85)


def _same_beginning(word: str, other: str) -> int:
    """How many first letters two words share."""
    return next((k for k, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def unknown(run: str, span: tuple[int, int], dialect: Dialect, after: str = "") -> ExpressionError:
    """The refusal of a word, with the likeliest word that was meant."""
    if run in NOT_FINITE or run.lower() in NOT_FINITE:
        return ExpressionError(f"{quoted(run)} is not a number here.", span, "Only finite real numbers are.")
    if run in NOT_OFFERED or run.lower() in NOT_OFFERED:
        hint = next((hint for words, hint in INSTEAD.items() if run.lower() in words), "See the list of functions.")
        return ExpressionError(f"{quoted(run)} is not offered here.", span, hint)
    if re.match(r"\.[A-Za-z]", after):
        hint = "Leave it and the point out, as in sin(x)."
        return ExpressionError(f"I do not know {quoted(run)} before a point.", span, hint)
    near = closest(run, set(dialect.functions) | GREEK_WORDS | {"pi"} | set(dialect.declared))
    hint = f"Did you mean {near}?" if near else "Put * between letters that are multiplied."
    return ExpressionError(f"I do not know the name {quoted(run)}.", span, hint)
