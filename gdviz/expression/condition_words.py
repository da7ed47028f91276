"""Lexer of conditions as languages write them: and, &&, ∧, ?:, if … else, where, Piecewise, cases."""

import re
from fractions import Fraction
from itertools import accumulate

from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import Dialect

Lexed = tuple[int, list[Token]]
"""Where it ends, and its tokens."""
COMPARES = re.compile(r"[<>≤≥⩽⩾]|\\[lg](?:e|t|eq|eqslant)(?![a-z])")
_RUN = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)*(?![A-Za-z0-9_])", re.ASCII)
_WHERE = frozenset({"where", "if", "ifelse", "iif", "if_else", "cond"})
_LOGIC = {"and": "and", "or": "or", "not": "not", "logical_and": "and", "logical_or": "or", "logical_not": "not"}
_ELSE = frozenset({"else", "otherwise", "elsewhere", "sonst", "sinon"})
_BEGIN = re.compile(r"\\begin\s*\{(?:[dr]?cases|array|matrix)\*?\}(?:\s*\{[^{}]{0,20}\})?")
_END = re.compile(r"\\end\s*\{(?:[dr]?cases|array|matrix)\*?\}")
_ROW = re.compile(r"\\\\(?:\s*\[[^\]]{0,9}\])?|\\cr(?![a-z])")
_AND = re.compile(r"&&?|∧|\\(?:land|wedge)(?![a-z])")
_OR = re.compile(r"\|\||∨|\\(?:lor|vee)(?![a-z])")
_NOT = re.compile(r"[!~](?=\s*\()|¬|\\(?:lnot|neg)(?![a-z])")
_EQUAL = re.compile(r"===?|!==?|~=|≠|\\neq?(?![a-z])")
_BEHIND_OPERAND = re.compile(r"[\w)\]}|²³]\s*$")
_BEFORE_OPERAND = re.compile(r"\s*[\w(\[{\\.!-]")
_BEFORE_BARS = re.compile(r"\s+\|")
_BEGINS = re.compile(r"(?:^|[(=,+\-*/^?:&|{\[]|\b(?:then|else|return)|[ei]ther)\s*$")


def word(text: str, start: int, end: int, dialect: Dialect) -> Lexed | None:
    """The word of a condition that begins at `start`; None for any other."""
    match = _RUN.match(text, start, end)
    if not match or match.group() in dialect.declared:
        return None
    run, stop = match.group().lower(), match.end()
    commas = _commas(text, stop, end)
    if run in _WHERE and commas:
        return stop, [Token("function", "where", start, stop)]
    if run == "select" and commas:
        listed = text[stop:end].lstrip()[1:].lstrip().startswith("[")
        return stop, [Token("select" if listed else "function", "select" if listed else "where", start, stop)]
    if run == "piecewise" and commas is not None:
        return stop, [Token("piecewise", run, start, stop)]
    if run in _LOGIC and (commas or (run.endswith("not") and match.group() != "not" and commas == 0)):
        return stop, [Token("logic", _LOGIC[run], start, stop)]
    if not COMPARES.search(text):
        return None
    if run == "if":
        prefix = _BEGINS.search(text, 0, start)
        return stop, [Token("if" if prefix else "operator", "if", start, stop)]
    if run in ("and", "or"):
        return stop, [Token("operator", run, start, stop)]
    if run in ("not", "then") or run in _ELSE:
        return stop, [Token("else" if run in _ELSE else run, run, start, stop)]
    if run in ("true", "false"):
        return stop, [Token("number", Fraction(run == "true"), start, stop)]
    return None


def sign(text: str, start: int, end: int) -> Lexed | None:
    """The sign of a condition that begins at `start`; None for any other. Raises ExpressionError for equality."""
    if text[start] not in "&|∧∨¬!~?:=≠\\":
        return None
    inside = text.count("\\begin", 0, start) > text.count("\\end", 0, start)
    for kind, pattern in (("cases", _BEGIN), ("end of cases", _END), ("row", _ROW)):
        if (inside or kind == "cases") and (match := pattern.match(text, start, end)):
            return match.end(), [Token(kind, kind, start, match.end())]
    if inside and text[start] == "&":
        return start + 1, [Token("column", "&", start, start + 1)]
    if text[start] in "?:" and (text[start] == "?" or _opened(text, start)):
        return start + 1, [Token("operator" if text[start] == "?" else "colon", text[start], start, start + 1)]
    if (match := _EQUAL.match(text, start, end)) and _is_condition(text, start):
        hint = "It holds on a line at most: leave that case out, or write ≤ or ≥."
        raise ExpressionError("Equality is not a condition here.", match.span(), hint)
    return _joining(text, start, end) if COMPARES.search(text) else None


def _joining(text: str, start: int, end: int) -> Lexed | None:
    for name, pattern in (("and", _AND), ("or", _OR)):
        if match := pattern.match(text, start, end):
            if match.group() == "||" and not _between_conditions(text, start, match.end(), end):
                return None
            return match.end(), [Token("operator", name, start, match.end())]
    if text[start] == "|" and _between_brackets(text, start, end):
        return start + 1, [Token("operator", "or", start, start + 1)]
    if match := _NOT.match(text, start, end):
        return match.end(), [Token("not", "not", start, match.end())]
    return None


def _commas(text: str, at: int, end: int) -> int | None:
    """How many commas stand in the bracket that opens here, not within further ones; None without a bracket."""
    if not re.match(r"\s*[(\[]", text[at:end]):
        return None
    behind = levels(text[at:end])
    stop = next((k for k, level in enumerate(behind) if level == 0 and text[at + k] in ")]}"), len(behind))
    return sum(level == 1 and text[at + k] == "," for k, level in enumerate(behind[:stop]))


def levels(text: str) -> list[int]:
    """How many brackets are open behind each character."""
    return [*accumulate((character in "([{") - (character in ")]}") for character in text)]


def _opened(text: str, at: int) -> bool:
    """Whether a question mark or an open brace stands before this colon."""
    return "?" in text[:at] or text.count("{", 0, at) > text.count("}", 0, at)


def _is_condition(text: str, at: int) -> bool:
    """Whether an equality is one of the conditions of a choice, and not of an equation."""
    chooses = re.search(r"!|~|≠|\\n|\?|\b(?:if|else)\b|where|iecewise|cases|IF|If\[", text)
    return chooses is not None or text.count("(", 0, at) > text.count(")", 0, at)


def _between_conditions(text: str, start: int, stop: int, end: int) -> bool:
    """Whether || stands between two comparisons, and is not the bars of a length."""
    before = re.split(r"[(\[{,?:]", text[:start])[-1] if text[:start].rstrip()[-1:] not in (")", "]") else text[:start]
    apart = text[start - 1 : start].isspace() and _BEFORE_BARS.match(text, stop, end)
    follows = _BEFORE_OPERAND.match(text, stop, end) or apart
    return bool(COMPARES.search(before) and _BEHIND_OPERAND.search(before) and follows)


def _between_brackets(text: str, start: int, end: int) -> bool:
    """Whether | stands between two brackets, the first of which holds a comparison: (x > 0) | (y > 0)."""
    before = text[:start].rstrip()
    opening = before.rfind("(")
    follows = re.match(r"\s*[~!]?\s*\(", text[start + 1 : end])
    return before.endswith(")") and bool(COMPARES.search(before[opening:]) and follows)
