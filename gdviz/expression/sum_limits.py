"""The index and the limits of a sum or product sign."""

import re
from collections.abc import Iterator

from gdviz.expression.tree import Span

_LIMITED = re.compile(
    r"\s*(?:\\limits|\\nolimits)?\s*(?:_\s*(?:\{\s*([A-Za-z])\s*(?:=([^{}]{1,20}))?\}|([A-Za-z])))?"
    r"\s*(?:\^\s*(?:\{([^{}]{1,20})\}|([A-Za-z0-9])))?", re.ASCII,
)  # fmt: skip

_BEHIND = re.compile(r",\s*[{(]\s*([A-Za-z])\s*,[^,(){}]{1,9},[^,(){}]{1,9}[})]\s*[\])]", re.ASCII)
"""The index of Sum[x[i]^2, {i, 1, 2}] and Sum(x[i]**2, (i, 1, 2))."""


def limits_at(text: str, at: int, end: int) -> tuple[int, str, Span, Span]:
    """(where they end, the index, span of the lower limit, span of the upper one) behind \\sum."""
    match = _LIMITED.match(text, at, end)
    assert match is not None  # every part may be missing
    letter = match.group(1) or match.group(3) or ""
    high = 4 if match.group(4) else 5
    return match.end(), letter, match.span(2), match.span(high)


def indices_in(text: str) -> Iterator[tuple[str, str]]:
    """(index, the letter that is the number of its values) of every sum in a text."""
    for match in re.finditer(r"\\sum|\\prod|∑|∏|(?<![A-Za-z])(?:sum|prod|Σ|Π)(?=\s*_)", text):
        _, letter, _, (start, end) = limits_at(text, match.end(), len(text))
        count = re.search(r"[A-Za-z]", text[start:end]) if start >= 0 else None
        yield letter, count.group() if count else ""
    for match in re.finditer(r"\bfor\s+([a-z])\s*(?:\bin\s*(?:range\b|[0-9])|=\s*[0-9])", text, re.ASCII):
        yield match.group(1), ""
    for match in _BEHIND.finditer(text):
        yield match.group(1), ""
