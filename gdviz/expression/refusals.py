"""Refusals of what cannot be read, and what to write in its place."""

import difflib
import re
import unicodedata

from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import GREEK_WORDS, NOT_FINITE, Dialect, quoted

TERMS = "Write all terms out, as in x^2 + y^2."
BRANCHES = "where(x ≥ 0, a, b) is a where x is at least 0, and b elsewhere."
INSTEAD = {
    "where if else elif piecewise ifelse iif select ifthenelse": BRANCHES,
    "sinc": "Write sin(x)/x, which has no value at 0.",
    "leaky leakyrelu": "Write max(x, 0.01 x).",
    "gelu elu selu": "A smooth function of nearly its shape is softplus(x).",
    "huber": "A function of nearly its shape is sqrt(1 + x^2) - 1.",
    "logsumexp": "Write log(exp(x) + exp(y)).",
    "dnorm normpdf": "Write exp(-x^2/2)/sqrt(2 pi).",
    "erf": "A smooth step of nearly its shape is tanh(1.2 x).",
    "erfc": "A smooth step of nearly its shape is 1 - tanh(1.2 x).",
    "random rand randn": "A surface has the same value every time: take the random part out.",
    "sum prod product": "Write all terms out, as in x^2 + y^2, or give the index its limits.",
    "sumsq": "Write the squares out, as in A1^2 + B1^2.",
    "factorial gamma binomial integral integrate diff derivative solve limit arg conjugate besselj lambertw dirac": (
        "See the list of functions."
    ),
}
"""Words that are not offered, and what can be written instead."""


def closest(run: str, candidates: set[str]) -> str:
    """The likeliest candidate, one that the word begins with first; empty if none is close.

    A word with another first letter must be nearly the same: plot is no hypot.
    """
    lower = run.lower()
    near = difflib.get_close_matches(lower, sorted(candidates), n=5, cutoff=0.5)
    likely = [word for word in near if _likely(word, lower)]
    return max(likely, key=lambda word: sum(lower.startswith(word[:k]) for k in range(1, len(word) + 1)), default="")


def _likely(word: str, other: str) -> bool:
    ratio = difflib.SequenceMatcher(None, word, other).ratio()
    begins = len(word) > 2 and other.startswith(word)
    return begins or ratio >= (0.7 if word[0] == other[0] else 0.85)


def unknown(run: str, span: tuple[int, int], dialect: Dialect, after: str = "") -> ExpressionError:
    """The refusal of a word, with the likeliest word that was meant."""
    if run.lower() in NOT_FINITE:
        return ExpressionError(f"{quoted(run)} is not a number here.", span, "Only finite real numbers are.")
    if hint := next((hint for words, hint in INSTEAD.items() if run.lower() in words.split()), ""):
        return ExpressionError(f"{quoted(run)} is not offered here.", span, hint)
    if re.match(r"\.[A-Za-z]", after):
        hint = "Leave it and the point out, as in sin(x)."
        return ExpressionError(f"I do not know {quoted(run)} before a point.", span, hint)
    near = closest(run, set(dialect.functions) | GREEK_WORDS | {"pi"} | set(dialect.declared))
    hint = f"Did you mean {near}?" if near else "Put * between letters that are multiplied."
    return ExpressionError(f"I do not know the name {quoted(run)}.", span, hint)


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


NO_FORMULAS = (
    (
        re.compile(
            r"\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\{d\})\s*[A-Za-z]?\s*\}\s*\{\s*(?:d|\\partial|\\mathrm\{d\})\s*[A-Za-z]\s*\}"
            r"|(?<![A-Za-z])d/d[a-z](?![A-Za-z])|∂/∂[a-z]",
            re.ASCII,
        ),
        "Derivatives are not taken in a formula.",
        "Write the function itself: its derivatives are shown beside it.",
    ),
    (
        re.compile(r"(?:\\text\s*\{)?\s*(?:subject\s+to|s\.\s?t\.|such that)", re.ASCII | re.IGNORECASE),
        "Constraints are not used here.",
        "Write only the function to minimize.",
    ),
    (
        re.compile(r"∫|\\int(?![a-z])|\\lim(?![a-z])"),
        "Integrals and limits are not taken here.",
        "Write the result of it.",
    ),
    (
        re.compile(
            r"[A-Za-z]\s*\^\s*\{?\s*(?:T|\\top|\\intercal|⊤|⊺)(?:\s*\})?(?![a-z]{2})|\.T\b|@\s*[A-Za-z]"
            r"|(?:(?<![A-Za-z])[A-Za-z]|[\])])\.?'\s*\*?\s*[A-Za-z\[(]|\\begin\s*\{[pbvBV]?(?:small)?matrix",
            re.ASCII,
        ),
        "Vectors and matrices are not multiplied here.",
        "Write the sum out, as in x_1^2 + x_2^2.",
    ),
    (
        re.compile(r"\A\s*(?:\\?max(?:imi[sz]e)?(?:\s*_|\s+(?=[a-z\\]))|maximi[sz]e\b)", re.ASCII | re.IGNORECASE),
        "Descent looks for a minimum.",
        "Put a minus sign before the formula: the highest point becomes the lowest.",
    ),
)
"""Texts that are no formula to descend on: what they look like, its refusal and a hint."""


def refuse_what_is_no_formula(text: str) -> None:
    """Raises ExpressionError for a derivative, a constraint, a maximization."""
    for pattern, message, hint in NO_FORMULAS:
        if match := pattern.search(text):
            raise ExpressionError(message, match.span(), hint)


COMMON_NAMES = {"_": "underscore"}
"""Where Unicode's name is not the one that people use."""


def unused(character: str, start: int) -> ExpressionError:
    """The refusal of a character, by its Unicode name only."""
    name = re.sub(r"[^a-z0-9 +-]", "", unicodedata.name(character, "").lower())
    label = COMMON_NAMES.get(character, name) or f"U+{ord(character):04X}"
    return ExpressionError(
        f"The character “{label}” is not used in formulas.", (start, start + 1), _remark(character, name)
    )


def _remark(character: str, name: str) -> str:
    remarks = {
        "∞": "Infinity is not a number here.",
        "°": "Angles are in radians: 45 degrees are 45 pi/180.",
        "\n": "Write the formula on one line.",
        "\r": "Write the formula on one line.",
        "!": "Factorials are not offered.",
        "'": "The derivatives are shown beside a formula; in a rule they are grad(theta) and hess(theta).",
        "∇": "Write the function itself: its gradient is shown beside it.",
        "_": "A name is a letter, and perhaps a number under it, as in x_1.",
        "‖": "Write sqrt(x^2 + y^2) for a length.",
    }
    looks_latin = name.startswith(("cyrillic", "fullwidth", "greek", "armenian", "cherokee"))
    return remarks.get(character, "It only looks like a Latin letter." if looks_latin and "letter" in name else "")


RANDOM = frozenset("randn rand random normal standard_normal gauss randint uniform sample".split())
INVERSES = frozenset({"inv", "pinv", "inverse"})


def refuse_unknown_call(token: Token, dialect: Dialect) -> None:
    """A long name before a bracket is meant as a function; letters, Greek ones too, are factors: m(1 - beta)."""
    name = str(token.value)
    if name in RANDOM:
        raise no_random(token.span)
    if name in INVERSES:
        raise ExpressionError(f"{name} is not a function here.", token.span, "Write solve(hess(theta), g).")
    if len(name) > 1 and "__" not in name and name.rstrip("0123456789") not in GREEK_WORDS and name != "pi":
        near = closest(name, set(dialect.functions))
        hint = f"Did you mean {near}?" if near else "Put * before the bracket for a product."
        raise ExpressionError(f"{name} is not a function here.", token.span, hint)


def no_random(span: tuple[int, int]) -> ExpressionError:
    """The refusal of a random number in a rule."""
    hint = "Take it out, and turn up the noise of the gradient among the options of the run."
    return ExpressionError("A rule draws no random numbers.", span, hint)
