"""Branches of programs, if … return a else return b and jax.lax.cond, rewritten as the choice c ? a : b."""

import re

from gdviz.expression.condition_words import COMPARES, levels
from gdviz.expression.refusals import BRANCHES
from gdviz.expression.syntax import ExpressionError

_ACTION = r"[:{]?\s*(?P<action>return\b|[A-Za-z]\w*\s*=(?![=]))"
_CONDITION = r"(?P<condition>(?:[^;\n{}=]|[<>]=)+?)"
_IF = re.compile(rf"(?P<lead>(?:^|[\n;{{:)])\s*|\s\s)if\b{_CONDITION}{_ACTION}", re.ASCII)
_ELSE_IF = re.compile(rf"[;}}\s]*\b(?:elif|else\s*if|elseif|if)\b{_CONDITION}{_ACTION}", re.ASCII)
_ELSE = re.compile(rf"[;}}\s]*(?:\belse\b\s*{_ACTION}|(?:\bend\b[;\s]*)?(?P<late>return\b))", re.ASCII)
_NEXT = re.compile(
    r"(?:[;}]|\s*\n|\s\s)\s*(?=if\b)|[;}\s]*(?:\b(?:elif|elseif|end|return)\b|\belse\b(?=\s*[:{]|\s+(?:if|return)\b|\s+[A-Za-z]\w*\s*=(?!=)|\s*\n)|$)",
    re.ASCII,
)
_CLOSING = re.compile(r"[;}\s]*(?:\bend\b[;\s]*)*", re.ASCII)
_FUNCTION = re.compile(r"\b(?:def|function|lambda)\b(?=[^=+*/,)]*[(:])", re.ASCII)
_COND = re.compile(r"\bcond\s*\(", re.ASCII)
_LAMBDA = re.compile(r"(?<!\w)lambda([\w\s,]*):", re.ASCII)


def as_choices(text: str) -> str:
    """The text, every place as it was, with branches that return or assign one value each as c ? a : b."""
    for call in _COND.finditer(text):
        text = _without_lambdas(text, call.end())
    first = _IF.search(text)
    return (first and _chosen(text, first)) or text


def refuse_several_functions(text: str) -> None:
    """Raises ExpressionError for more than one function."""
    if len(functions := list(_FUNCTION.finditer(text))) > 1:
        hint = BRANCHES if COMPARES.search(text) else "Write its formula out."
        raise ExpressionError("Only one function is read at a time.", functions[1].span(), hint)


def _chosen(text: str, first: re.Match[str]) -> str | None:
    """With ? behind each condition and : before each further value; None for what is no such chain of branches."""
    name = _assigned(first)
    begin = first.start() + len(first.group("lead"))
    pieces, step = [text[:begin], f"{name}=" if name else "  "], first
    if len(name) > 1:
        return None
    while True:
        stop = step.end("condition")
        pieces += [step.group("condition"), "?".rjust(step.end() - stop)]
        value = _NEXT.search(text, step.end())
        place = value.start() if value else len(text)
        pieces.append(text[step.end() : place])
        further = _ELSE_IF.match(text, place)
        if not further or _assigned(further) != name:
            break
        pieces.append(":".rjust(further.start("condition") - place))
        step = further
    last = _ELSE.match(text, place)
    if not last or _assigned(last) != name:
        return None
    value = _NEXT.search(text, last.end())
    end = value.start() if value else len(text)
    closing = _CLOSING.match(text, end)
    behind = closing.end() if closing else end
    pieces += [":".rjust(last.end() - place), text[last.end() : end]]
    if text[behind:].strip() and not name:
        return None
    head, *inside = pieces
    chosen = re.sub(r"[\r\n]", " ", "".join(inside))
    return head + chosen + re.sub(r"[^\n]", " ", text[end:behind]) + text[behind:]


def _assigned(step: re.Match[str]) -> str:
    """The name that a branch gives a value to; empty for one that returns it."""
    action = step.group("action") or "return"
    return "" if action == "return" else action.rstrip("= \t\r\n")


def _without_lambdas(text: str, start: int) -> str:
    """cond(c, lambda: a, lambda: b) and cond(c, lambda x: a, lambda x: b, x) as cond(c, a, b), for the same letters."""
    closing = (at for at, level in enumerate(levels(text[start:]), start) if level == -1 and text[at] == ")")
    stop, names = next(closing, len(text)), []

    def blank(match: re.Match[str]) -> str:
        names.append(re.sub(r"\s", "", match.group(1)))
        return " " * len(match.group())

    inside = _LAMBDA.sub(blank, text[start:stop])
    commas = [at for at, level in enumerate(levels(inside)) if inside[at] == "," and level == 0]
    if len(commas) < 2:
        return text
    operands = re.sub(r"[\s()]", "", inside[commas[2] + 1 :]) if len(commas) > 2 else ""
    if not names or any(name not in ("", "_", operands) for name in names):
        return text
    if len(commas) > 2:
        inside = inside[: commas[2]].ljust(len(inside))
    return text[:start] + inside + text[stop:]
