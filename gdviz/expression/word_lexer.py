"""Lexer of words: names, constants and functions; then products without a sign, such as `bxy`."""

import re

from gdviz.expression import code_words, condition_words
from gdviz.expression.refusals import unknown
from gdviz.expression.rule_lexer import rule_word
from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import (
    ALIASES,
    CONSTANTS,
    FORMULA_FUNCTIONS,
    GREEK_LETTERS,
    GREEK_VARIANTS,
    GREEK_WORDS,
    IMAGINARY,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    Dialect,
)

_LETTERS = re.compile(r"[A-Za-z]+", re.ASCII)
_WITH_DIGITS = ("log10", "log2", "log1p", "expm1", "exp2", "exp10", "deg2rad", "arctan2", "atan2")
"""The only functions with digits in their names."""
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_DIGITS_UNDER = re.compile(r"[0-9]+", re.ASCII)
_SUBSCRIPT = re.compile(r"_\s*(?:\{\s*([0-9]{1,2})\s*\}|([0-9]{1,2})(?![0-9]))", re.ASCII)
_BASE = re.compile(r"_\s*(?:\{\s*([0-9]{1,3})\s*\}|(10|[0-9]))", re.ASCII)
_MOST_PARTS = 4


def word(text: str, start: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """Where the word that begins at `start` ends, and its tokens; raises ExpressionError for an unknown one."""
    if not dialect.implicit_products:
        return rule_word(text, start, end, dialect)
    if special := code_words.special(text, start, end, dialect):
        return special
    if condition := condition_words.word(text, start, end, dialect):
        return condition
    declared = _IDENTIFIER.match(text, start, end)
    if declared and declared.group() in dialect.declared:
        token = Token("name", dialect.declared[declared.group()], start, declared.end())
        stop, token = code_words.indexed(text, token, end, dialect)
        return stop, [token]
    letters = _LETTERS.match(text, start, end)
    if not letters:
        return finish(text, [(GREEK_LETTERS.get(text[start], "e"), start, start + 1)], end, dialect)
    run, after = letters.group(), letters.end()
    for function in _WITH_DIGITS:
        if text.startswith(function, start) and function[: len(run)] == run:
            after = start + len(function)
            return after, [Token("function", ALIASES.get(function, function), start, after)]
    if meaning := exact(run, dialect):
        return finish(text, [(meaning, start, after)], end, dialect)
    parts = split(run, text.startswith(("^", "**", *SUPERSCRIPTS), after), dialect)
    if parts is None:
        raise unknown(run, (start, after), dialect, text[after : after + 2])
    places = [start + len("".join(parts[:k])) for k in range(len(parts))]
    words = [(exact(part, dialect) or part, at, at + len(part)) for part, at in zip(parts, places, strict=True)]
    return finish(text, words, end, dialect)


def exact(run: str, dialect: Dialect) -> str:
    """The canonical name of a whole word: function, constant, Greek word or single letter; empty if it is none."""
    if len(run) == 1:
        return run
    lower = run.lower()
    if ALIASES.get(lower, lower) in dialect.functions:
        return ALIASES.get(lower, lower)
    if lower == "pi":
        return lower
    if run.isupper() and run[0] == "D" and lower[1:] in dialect.functions:
        return lower[1:]  # DSQRT of Fortran
    return GREEK_VARIANTS.get(run, run if run in GREEK_WORDS else "")


def split(run: str, before_power: bool, dialect: Dialect) -> tuple[str, ...] | None:
    """The factors of a run such as `bxy`, `xsin`, `xe` (before ^); None if it rather is an unknown word.

    It must contain x, y, a declared name, a Greek word or a function; at most four parts, no repeats, at most one
    other letter; e only last and before a power.
    """
    vocabulary = {*FORMULA_FUNCTIONS, *(a for a, f in ALIASES.items() if f in FORMULA_FUNCTIONS)}
    vocabulary = {w for w in vocabulary if len(w) > 2} | GREEK_WORDS | {"pi", "ln"}
    variables = {"x", "y", *dialect.declared, *dialect.indices}
    best: list[tuple[str, ...]] = []

    def look(at: int, parts: tuple[str, ...]) -> None:
        if at == len(run):
            if _is_product(parts, before_power, variables, vocabulary):
                best.append(parts)
            return
        if len(parts) == _MOST_PARTS:
            return
        for stop in range(len(run), at, -1):
            part = run[at:stop]
            fresh = part not in parts or (part in variables and parts[-1] in vocabulary - GREEK_WORDS)  # x sin x
            if fresh and (len(part) == 1 or part in vocabulary or part in dialect.declared):
                look(stop, (*parts, part))

    if len(run) <= _MOST_PARTS and set(run) <= {"x", "y"}:
        return tuple(run)  # xx, xyy
    if len(run) <= 20:
        look(0, ())
    return min(best, key=len) if best else None


def _is_product(parts: tuple[str, ...], before_power: bool, variables: set[str], vocabulary: set[str]) -> bool:
    strangers = [p for p in parts if len(p) == 1 and p not in variables and p != "e"]
    if len(strangers) > 1 or any(p in IMAGINARY for p in strangers):
        return False
    if parts[-1] in strangers and any(p in vocabulary - GREEK_WORDS for p in parts):
        return False  # sinc, logs
    if "e" in parts and "e" not in variables and not (parts[-1] == "e" and before_power):
        return False
    return any(p in variables or p in vocabulary for p in parts)


def finish(text: str, words: list[tuple[str, int, int]], end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """Tokens of placed words, the last one with its subscript."""
    *first, (name, start, at) = words
    tokens = [_token(n, s, e, dialect) for n, s, e in first]
    if name in dialect.functions:
        base = _BASE.match(text, at, end) if name == "log" else None
        under = _digits_under(text, at, end)
        if base:
            digits, stop = base.group(1) or base.group(2), base.end()
        elif name == "log" and under:
            digits, stop = under, at + len(under)
        else:
            return at, [*tokens, Token("function", name, start, at)]
        named = {"2": "log2", "10": "log10"}.get(digits)
        return stop, [*tokens, Token("function", named or "log", start, stop, base=None if named else int(digits))]
    if dialect.indices and name not in CONSTANTS and (counted := code_words.under_index(text, at, end, dialect)):
        stop, inner = counted
        return stop, [*tokens, Token("name", name, start, stop, under=inner)]
    digits, stop, attached = _subscript(text, at, end, name)
    typed = f"{name}_{int(digits)}" if digits else name
    token = _token(typed, start, stop, dialect, attached)
    stop, token = (stop, token) if digits else code_words.indexed(text, token, end, dialect)
    return stop, [*tokens, token]


def _token(name: str, start: int, end: int, dialect: Dialect, attached: bool = False) -> Token:
    if name in dialect.functions:
        return Token("function", name, start, end)
    name = dialect.declared.get(name, name)
    if name in IMAGINARY and name not in dialect.declared.values() and name not in dialect.indices:
        hint = "Use another letter for a parameter."
        raise ExpressionError(f"Complex numbers are not supported, and “{name}” means one.", (start, end), hint)
    return Token("name", name, start, end, attached=attached)


def _digits_under(text: str, at: int, end: int) -> str:
    stop = at
    while stop < end and text[stop] in SUBSCRIPTS:
        stop += 1
    return "".join(SUBSCRIPTS[c] for c in text[at:stop])


def _subscript(text: str, at: int, end: int, name: str) -> tuple[str, int, bool]:
    """(digits, where they end, whether they were typed right behind the name)."""
    under = _digits_under(text, at, end)
    plain = _DIGITS_UNDER.match(text, at, end)
    marked = text[at : at + 1] == "_"
    match = _SUBSCRIPT.match(text, at, end)
    if not (under or plain or marked):
        return "", at, False
    if name in CONSTANTS and not plain:
        raise ExpressionError(f"{name} takes no subscript.", (at, at + 1))
    if name in CONSTANTS or (plain and (len(plain.group()) > 2 or text[plain.end() : plain.end() + 1] == ".")):
        return "", at, False  # the parser will say that an operator is missing before this number
    if match:
        return match.group(1) or match.group(2), match.end(), False
    if marked or len(under) > 2:
        hint = "As in x_1 or theta_0; for a product write *."
        raise ExpressionError("A subscript is one or two digits.", (at, at + max(1, len(under))), hint)
    return (under, at + len(under), False) if under else (plain.group(), plain.end(), True)  # type: ignore[union-attr]
