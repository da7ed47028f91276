"""Lexer of LaTeX commands: usual ones become tokens, every other is refused by name."""

import re
from dataclasses import replace

from gdviz.expression import word_lexer
from gdviz.expression.rule_lexer import indexed
from gdviz.expression.series import limits_at
from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import (
    GREEK_VARIANTS,
    GREEK_WORDS,
    LATEX_FRACTIONS,
    LATEX_PAIRS,
    LATEX_SIGNS,
    LATEX_SILENT,
    LATEX_WRAPPERS,
    Dialect,
    quoted,
)

_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])", re.ASCII | re.DOTALL)
_WRAPPED = re.compile(r"\s*\{\s*([A-Za-z][A-Za-z0-9]{0,19})\s*\}", re.ASCII)
_HATTED = re.compile(
    r"\s*(?:\{\s*\\?([A-Za-z]+)\s*(_(?:\{[^{}]{1,9}\}|[A-Za-z0-9]))?\s*\}|\\([A-Za-z]+)|([A-Za-z]))", re.ASCII
)
_ACCENTS = {"hat": "hat", "widehat": "hat", "tilde": "tilde", "bar": "bar"}
_DIGITS = re.compile(r"[0-9]{0,2}", re.ASCII)
_BAR = re.compile(r"\s*(\||\\vert(?![A-Za-z]))", re.ASCII)


def command(text: str, start: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """Where the command that begins at `start` ends, and its tokens; raises ExpressionError for an unknown one."""
    from gdviz.expression.tokens import sign

    match = _COMMAND.match(text, start, end)
    if not match:
        raise ExpressionError("A backslash stands alone here.", (start, start + 1))
    name, after = match.group(1), match.end()
    if name in LATEX_SILENT:
        return _silent(text, name, after, end)
    if name in ("|", "Vert", "lVert", "rVert") and dialect.implicit_products:
        side = {"lVert": "open", "rVert": "close"}.get(name, "|")
        return after, [Token("norm", side, start, after)]
    if name in LATEX_SIGNS:
        return after, [sign(LATEX_SIGNS[name], start, after)]
    if name in LATEX_PAIRS:
        kind, value = LATEX_PAIRS[name]
        return after, [Token(kind, value, start, after)]
    if name in ("sum", "prod") and dialect.implicit_products:
        return series(text, name, start, after, end, dialect)
    if name in LATEX_FRACTIONS:
        return after, [Token("fraction", name, start, after)]
    if name == "sqrt":
        return after, [Token("root", 2, start, after)]
    if name in LATEX_WRAPPERS:
        return _wrapped(text, start, after, end, dialect)
    if name in _ACCENTS and not dialect.implicit_products:
        return _accented(text, start, after, end, _ACCENTS[name], dialect)
    return _named(text, name, start, after, end, dialect)


def series(text: str, kind: str, start: int, after: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """\\sum_{i=1}^{n} and \\prod with their limits; raises ExpressionError where there is no index."""
    from gdviz.expression.tokens import tokenize

    stop, letter, *limits = limits_at(text[:end], after, end)
    if not letter:
        hint = "Write the index and where it begins under the sign, or write all terms out."
        raise ExpressionError("This sum or product has no index.", (start, after), hint)
    low, high = (tuple(tokenize(text, dialect, *span)[:-1]) if span[0] >= 0 else () for span in limits)
    return stop, [Token("series", kind, start, after, series=(letter, low, high))]


def _silent(text: str, name: str, after: int, end: int) -> tuple[int, list[Token]]:
    """Spaces and sizes say nothing; but \\left and \\bigr tell which way the bar behind them faces."""
    sides = {"left": "open", "right": "close"}
    side = sides.get(name) or {"l": "open", "r": "close"}.get(name[-1] if name.lower().startswith("big") else "")
    if side and (bar := _BAR.match(text, after, end)):
        return bar.end(), [Token("bar", side, bar.start(1), bar.end())]
    return after, []


def _wrapped(text: str, start: int, after: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """\\operatorname{sign} and its kin: the word within, and nothing else."""
    inner = _WRAPPED.match(text, after, end)
    if not inner:
        raise ExpressionError("A name in braces was expected here.", (start, after))
    _, tokens = word_lexer.word(text, inner.start(1), inner.end(1), dialect)
    last = tokens[-1]
    if last.kind == "name":  # with a subscript behind the brace
        stop, finished = word_lexer.finish(text[:end], [(str(last.value), last.start, inner.end())], end, dialect)
        return stop, [*tokens[:-1], *finished]
    return inner.end(), tokens


def _accented(text: str, start: int, after: int, end: int, accent: str, dialect: Dialect) -> tuple[int, list[Token]]:
    """\\hat{m} is m_hat."""
    inner = _HATTED.match(text, after, end)
    if not inner:
        raise ExpressionError("A name was expected here.", (start, after))
    letter = inner.group(1) or inner.group(3) or inner.group(4)
    stop, (token,) = indexed(text, f"{letter}_{accent}", start, inner.end(), end, dialect)
    if inner.group(2):  # \\hat{m_t}
        _, (token,) = indexed(text, f"{letter}_{accent}", start, inner.start(2), inner.end(2), dialect)
        token = replace(token, end=stop)
    return stop, [token]


def _named(text: str, name: str, start: int, after: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """Functions and Greek words; never a single letter, so that \\x41 is not x."""
    meaning = GREEK_VARIANTS.get(name, name)
    if meaning in GREEK_WORDS or meaning == "pi":
        if dialect.implicit_products:
            return word_lexer.finish(text, [(meaning, start, after)], end, dialect)
        digits = _DIGITS.match(text, after, end)  # \\beta1
        return indexed(text, meaning + digits.group(), start, digits.end(), end, dialect)  # type: ignore[union-attr]
    if len(name) > 1 and (meaning := word_lexer.exact(name, dialect)) in dialect.functions:
        return word_lexer.finish(text, [(meaning, start, after)], end, dialect)
    shown = quoted(name) if name[0].isalpha() else "that begins here"
    hint = "Infinity is not a number here." if name == "infty" else ""
    raise ExpressionError(f"I do not know the LaTeX command {shown}.", (start, after), hint)
