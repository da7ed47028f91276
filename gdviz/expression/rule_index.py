"""Step indices of names in rules: m_{t-1}, θₜ₊₁, x^{(k)}, w[t], encoded in the name until all names are resolved."""

import re
from typing import NamedTuple

LETTERS = "tkn"
"""Letters that count steps; i and j name a coordinate, and every line holds for each."""
_UNICODE = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₜₖₙᵢⱼ", "0123456789+-tknij", strict=True))
_MINUS = str.maketrans("−–", "--")
_TIME = re.compile(rf"([{LETTERS}])(?:([+-])([0-9]))?", re.ASCII)
_BRACED = re.compile(r"\s*_\s*\{([^{}\n]{1,24})\}")
_PLAIN = re.compile(r"_(?:\\(theta|vartheta)(?![A-Za-z])|([θϑ])|([A-Za-z](?![A-Za-z0-9_]))|([0-9]{1,2})(?![0-9]))")
_BRACKETED = re.compile(rf"\[\s*([{LETTERS}]\s*(?:[-+−–]\s*[0-9])?)\s*\]|\(\s*([{LETTERS}])\s*\)", re.ASCII)
_ABOVE = re.compile(rf"\^\s*\{{?\s*\(\s*([{LETTERS}]\s*(?:[-+−–]\s*[0-9])?)\s*\)\s*\}}?", re.ASCII)
_CODED = re.compile(r"(.+)__([a-z])_([mp])([0-9])", re.ASCII)


class Indexed(NamedTuple):
    """A name with the step it belongs to: 0 for the index itself, -1 for one step before; None without an index."""

    base: str
    offset: int | None = None
    letter: str = ""

    @property
    def coded(self) -> str:
        """As one word that nobody can type."""
        if self.offset is None:
            return self.base
        return f"{self.base}__{self.letter}_{'m' if self.offset < 0 else 'p'}{abs(self.offset)}"


def decoded(name: str) -> Indexed:
    """What `coded` has put together."""
    match = _CODED.fullmatch(name)
    if not match:
        return Indexed(name)
    base, letter, sign, size = match.groups()
    return Indexed(base, -int(size) if sign == "m" else int(size), letter)


def index_of(text: str) -> tuple[int, str] | None:
    """(offset, letter) of t, t-1, k+1; None for anything else."""
    match = _TIME.fullmatch(re.sub(r"\s", "", text).translate(_MINUS))
    if not match:
        return None
    letter, sign, size = match.groups()
    return int(f"{sign}{size}") if sign else 0, letter


def behind(text: str, base: str, at: int, end: int) -> tuple[int, Indexed]:
    """What stands below, above and in brackets behind a name: where it ends, and the name with all of it."""
    offset, letter = None, ""
    while at < end:
        following = _next(text, at, end)
        if following is None:
            break
        at, parts = following
        for part in parts:
            if (time := index_of(part)) is not None:
                offset, letter = time
            elif part not in ("i", "j", "ii", "jj", "theta", "", base):
                base = f"{base}_{part}"
    if offset is None:
        base, offset, letter = _trailing(base)
    return at, Indexed(base, offset, letter)


def _next(text: str, at: int, end: int) -> tuple[int, list[str]] | None:
    """One subscript, superscript or bracket that is an index or part of the name."""
    if match := _BRACED.match(text, at, end):
        inner = re.sub(r"\\(?:text|mathrm|rm)\b|[\s\\{}]", "", match.group(1)).replace("θ", "theta")
        parts = inner.split(",")
        if all(re.fullmatch(r"[A-Za-z0-9]{0,12}", part, re.ASCII) or index_of(part) for part in parts):
            return match.end(), parts
        return None
    if match := _PLAIN.match(text, at, end):
        greek, letter, latin, digits = match.groups()
        return match.end(), ["theta" if greek or letter else latin or digits]
    under = ""
    while at + len(under) < end and text[at + len(under)] in _UNICODE:
        under += _UNICODE[text[at + len(under)]]
    if under:
        split = re.fullmatch(r"([0-9]*)(?:,?([a-z](?:[+-][0-9])?))?", under)
        return (at + len(under), [part for part in split.groups() if part]) if split else None
    for pattern in (_BRACKETED, _ABOVE):
        if match := pattern.match(text, at, end):
            return match.end(), [next(group for group in match.groups() if group)]
    return None


def _trailing(base: str) -> tuple[str, int | None, str]:
    """m_t and m_t_hat as code has them; g_i is g."""
    if match := re.fullmatch(rf"(.+)_([{LETTERS}])(_hat|_bar|_tilde)?", base):
        return match.group(1) + (match.group(3) or ""), 0, match.group(2)
    if match := re.fullmatch(r"([A-Za-z]+)_[ij]", base):
        return match.group(1), None, ""
    return base, None, ""
