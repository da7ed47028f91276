"""Words and subscripts of programming languages: x[0], x(1), M_PI, len(x), sum(…), for i in range(2)."""

import re
from dataclasses import replace
from fractions import Fraction

from gdviz.expression.syntax import Token
from gdviz.expression.vocabulary import CONSTANTS, Dialect

_PI = re.compile(r"(?:M_PI|PI|%pi)(?![A-Za-z0-9_])(?:\s*\(\s*\))?", re.ASCII)
_SPREADSHEET_PI = re.compile(r"pi\s*\(\s*\)", re.ASCII | re.IGNORECASE)
_E = re.compile(r"(?:M_E|(?<=Math\.)E|(?<=consts::)E)(?![A-Za-z0-9_])", re.ASCII)
_LENGTH = re.compile(
    r"(?:len|length|numel|(?:np\.)?size)\s*\(\s*[A-Za-z]\w*\s*\)|[A-Za-z]\w*\.(?:size(?![A-Za-z(])|shape\[-?[01]\])",
    re.ASCII,
)
_FLOAT = re.compile(
    r"(?:float|double|np\.float64|jnp\.float32|array|asarray|tensor|vector)(?=\s*\()|(?:ord|p)\s*=(?=\s*(?:1|2|np|inf|Inf|torch))",
    re.ASCII,
)
_INFINITE = re.compile(r"[Ii]nf(?:inity)?(?=\s*\))", re.ASCII)
_REDUCTION = re.compile(
    r"(sum|prod|mean|dot|norm|arange|reduce_sum|reduce_prod|reduce_mean)(?=\s*[(\[])", re.ASCII | re.IGNORECASE
)
_WORD = re.compile(r"(for|in|range)(?![A-Za-z0-9_])", re.ASCII)
_INDEX = re.compile(
    r"\[\s*(?:(?::|\.\.\.)\s*,\s*)?(?:\[\s*([0-9]{1,2})\s*\]|([0-9]{1,2}))\s*(?:,\s*(?::|\.\.\.)\s*)?\]", re.ASCII
)
_FROM_END = re.compile(r"\[\s*-\s*([12])\s*\]", re.ASCII)
_CALL_INDEX = re.compile(r"\(\s*([0-9]{1,2})\s*\)", re.ASCII)
_SLICE = re.compile(r"\[\s*(?:(1)\s*:|(?:0\s*)?:\s*-\s*1|:)\s*\]", re.ASCII)
_UNDER = re.compile(r"_\s*\{([^{}]{1,20})\}|_\s*([A-Za-z])(?![A-Za-z])|\[([^\[\]]{1,20})\]|\(([^()]{1,9})\)", re.ASCII)


def special(text: str, start: int, end: int, dialect: Dialect) -> tuple[int, list[Token]] | None:
    """The word that begins at `start` if it is one of a program, and where it ends."""
    for pattern, name in ((_PI, "pi"), (_E, "e"), *(((_SPREADSHEET_PI, "pi"),) if dialect.spreadsheet else ())):
        if (match := pattern.match(text, start, end)) and match.group() not in dialect.declared:
            return match.end(), [Token("name", name, start, match.end())]
    if length := _LENGTH.match(text, start, end):
        return length.end(), [Token("number", Fraction(2), start, length.end())]
    if plain := _FLOAT.match(text, start, end):
        return plain.end(), []
    if "norm" in text and (infinite := _INFINITE.match(text, start, end)):
        return infinite.end(), [Token("word", "inf", start, infinite.end())]
    if "sum" in dialect.declared:
        return None
    if reduction := _REDUCTION.match(text, start, end):
        kind = reduction.group(1).lower().removeprefix("reduce_")
        return reduction.end(), [Token("reduction", kind, start, reduction.end())]
    if dialect.indices and (word := _WORD.match(text, start, end)):
        return word.end(), [Token("word", word.group(1), start, word.end())]
    return None


def indexed(text: str, token: Token, end: int, dialect: Dialect) -> tuple[int, Token]:
    """The name with what stands in brackets behind it as its subscript: x[0], x[:, 0], x(1), x[1:]."""
    if not dialect.implicit_products or token.value in CONSTANTS:
        return token.end, token
    match = _INDEX.match(text, token.end, end)
    if not match and token.value in dialect.vectors:
        match = _CALL_INDEX.match(text, token.end, end)
    if last := _FROM_END.match(text, token.end, end):
        return last.end(), replace(token, value=f"{token.value}_{2 - int(last.group(1))}", end=last.end())
    if match:
        digits = next(group for group in match.groups() if group)
        return match.end(), replace(token, value=f"{token.value}_{int(digits)}", end=match.end())
    if part := _SLICE.match(text, token.end, end):
        whole = part.group().replace(" ", "") == "[:]"
        return part.end(), replace(token, end=part.end(), part=None if whole else int(part.group(1) or 0))
    if dialect.indices and (under := under_index(text, token.end, end, dialect)):
        return under[0], replace(token, end=under[0], under=under[1])
    return token.end, token


def under_index(text: str, at: int, end: int, dialect: Dialect) -> tuple[int, tuple[Token, ...]] | None:
    """(where it ends, the tokens) of a subscript that holds an index of a sum: x_{i+1}, x[i], x(i)."""
    from gdviz.expression.tokens import tokenize

    match = _UNDER.match(text, at, end)
    if not match:
        return None
    group = next(k for k in range(1, 5) if match.group(k))
    letters = set(re.findall(r"[A-Za-z]", match.group(group)))
    if not letters & dialect.indices or (group == 4 and not letters <= dialect.indices):
        return None
    if group == 4 and not re.fullmatch(r"\s*[a-z]\s*([-+]\s*1)?\s*", match.group(group)):
        return None
    begin, stop = match.span(group)
    return match.end(), tuple(tokenize(text, dialect, begin, stop)[:-1])
