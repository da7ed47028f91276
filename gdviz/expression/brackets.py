"""Brackets among tokens: where they close and what commas part in them; and double bars, lengths of what they hold."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from gdviz.expression.syntax import ExpressionError, Token

ORDER = re.compile(r"\s*_\s*(?:\{\s*)?(1(?![0-9])|2(?![0-9])|\\infty(?![a-z])|∞|inf(?:ty)?(?![a-z]))(?:\s*\})?")
"""The order of a norm, below its closing bars."""
_REDUCTIONS = {"1": ("norm1",), "2": ("norm",), "": ("norm",)}
_RULE_FUNCTIONS = {1: ("sum", "abs"), 2: ("norm",)}
"""Order of a norm → what is called."""


def levels(tokens: Sequence[Token]) -> list[int]:
    """How many brackets are open behind each token."""
    return [*accumulate((token.kind == "open") - (token.kind == "close") for token in tokens)]


def closing(tokens: Sequence[Token], opening: int) -> int:
    """The place of the bracket that closes the one at `opening`, or of the end."""
    places = enumerate(levels(tokens[opening:]), opening)
    return next((k for k, level in places if level == 0 or tokens[k].kind == "end"), len(tokens) - 1)


def parted(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """What stands between commas that no bracket holds."""
    commas = [k for k, level in enumerate(levels(tokens)) if level == 0 and tokens[k].kind == "comma"]
    return [tokens[a + 1 : b] for a, b in pairwise([-1, *commas, len(tokens)])]


def lengths(tokens: list[Token], rule: bool = False) -> list[Token]:
    """The tokens, of a rule or formula, with calls for ‖ … ‖ and || … ||; raises ExpressionError for an open one."""
    output: list[Token] = []
    opened: tuple[int, Token] | None = None
    for token, after in pairwise([*_doubled(tokens), tokens[-1]]):
        if token.kind == "norm" and opened is None:
            opened = len(output), token
        elif token.kind == "norm" and opened is not None:
            place, first = opened
            order = str(after.value) if after.kind == "order" else ""
            called = _RULE_FUNCTIONS[int(token.value)] if rule else _REDUCTIONS.get(order, ("normmax",))
            for word in reversed(called):
                kind = "function" if rule else "reduction"
                output[place:place] = [Token(kind, word, *first.span), Token("open", "(", *first.span)]
                output.append(Token("close", ")", *token.span))
            opened = None
        elif token.kind != "order":
            output.append(token)
    if opened is not None:
        raise ExpressionError("This bar is not closed.", opened[1].span, "Add the closing bar.")
    return output


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
