"""The index and the limits of a sum or product sign."""

import re
from collections.abc import Iterator

from gdviz.expression.refusals import TERMS
from gdviz.expression.syntax import ExpressionError, Span

_LIMITED = re.compile(
    r"\s*(?:\\limits|\\nolimits)?\s*(?:_\s*(?:\{\s*([A-Za-z])\s*(?:=([^{}]{1,20}))?\}|([A-Za-z])))?"
    r"\s*(?:\^\s*(?:\{([^{}]{1,20})\}|([A-Za-z0-9])))?", re.ASCII,
)  # fmt: skip

_BEHIND = re.compile(r",\s*[{(]\s*([A-Za-z])\s*,[^,(){}]{1,9},[^,(){}]{1,9}[})]\s*[\])]", re.ASCII)
"""The index of Sum[x[i]^2, {i, 1, 2}] and Sum(x[i]**2, (i, 1, 2))."""
LISTED = re.compile(r"\bfor\s+([A-Za-z]\w{0,9})\s+in\s*[(\[]", re.ASCII)
"""The name that stands for one after the other, as in sum(v**2 for v in (x, y))."""
_IN_PAIRS = re.compile(r"\bfor\s+\(?\s*[A-Za-z]\w*\s*,\s*[A-Za-z]\w*\s*\)?\s+in\b", re.ASCII)
"""As in sum(i*v**2 for i, v in enumerate(x))."""


def limits_at(text: str, at: int, end: int) -> tuple[int, str, Span, Span]:
    """(where they end, the index, span of the lower limit, span of the upper one) behind \\sum."""
    match = _LIMITED.match(text, at, end)
    assert match is not None  # every part may be missing
    letter = match.group(1) or match.group(3) or ""
    high = 4 if match.group(4) else 5
    return match.end(), letter, match.span(2), match.span(high)


def indices_in(text: str) -> Iterator[tuple[str, str]]:
    """(index, the letter that is the number of its values) of every sum in a text. Raises ExpressionError for pairs."""
    if pairs := _IN_PAIRS.search(text):
        raise ExpressionError("A sum over pairs cannot be read.", pairs.span(), TERMS)
    for match in re.finditer(r"\\sum|\\prod|∑|∏|(?<![A-Za-z])(?:sum|prod|Σ|Π)(?=\s*_)", text):
        _, letter, _, (start, end) = limits_at(text, match.end(), len(text))
        count = re.search(r"[A-Za-z]", text[start:end]) if start >= 0 else None
        yield letter, count.group() if count else ""
    for match in re.finditer(r"\bfor\s+([a-z])\s*(?:\bin\s*(?:range\b|[0-9])|=\s*[0-9])", text, re.ASCII):
        yield match.group(1), ""
    for pattern in (LISTED, _BEHIND):
        for match in pattern.finditer(text):
            yield match.group(1), ""
