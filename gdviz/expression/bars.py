"""Doubled bars: the length of what stands between them."""

import re
from dataclasses import replace
from itertools import pairwise

from gdviz.expression.syntax import ExpressionError, Token

ORDER = re.compile(r"\s*_\s*(?:\{\s*)?(1(?![0-9])|2(?![0-9])|\\infty(?![a-z])|∞|inf(?:ty)?(?![a-z]))(?:\s*\})?")
"""The order of a norm, below its closing bars."""
_KINDS = {"1": "norm1", "2": "norm"}


def lengths(tokens: list[Token]) -> list[Token]:
    """The tokens with ‖ … ‖ and || … || as calls of norm; raises ExpressionError for one that is not closed."""
    output: list[Token] = []
    opened: int | None = None
    for token, after in pairwise(_doubled(tokens)):
        if token.kind == "norm" and opened is None:
            opened = len(output)
            output += [Token("reduction", "norm", *token.span), Token("open", "(", *token.span)]
        elif token.kind == "norm" and opened is not None:
            kind = _KINDS.get(str(after.value), "normmax") if after.kind == "order" else "norm"
            output[opened] = replace(output[opened], value=kind)
            output.append(Token("close", ")", *token.span))
            opened = None
        elif token.kind != "order":
            output.append(token)
    if opened is not None:
        raise ExpressionError("This bar is not closed.", output[opened].span, "Add the closing bar.")
    return [*output, tokens[-1]]


def _doubled(tokens: list[Token]) -> list[Token]:
    """Two bars that touch, and the next two that do, as two signs of a norm, where no single bar is between."""
    places = [k for k, token in enumerate(tokens) if token.kind == "bar"]
    pairs = [(a, b) for a, b in pairwise(places) if b == a + 1 and tokens[a].end == tokens[b].start]
    whole = {a for a, _ in pairs}
    if 2 * len(pairs) != len(places) or len(whole & {b for _, b in pairs}) or len(pairs) % 2:
        return tokens
    seconds = {b for _, b in pairs}
    doubled = [
        Token("norm", "|", token.start, tokens[k + 1].end) if k in whole else token for k, token in enumerate(tokens)
    ]
    return [token for k, token in enumerate(doubled) if k not in seconds]
