"""Values given beside a formula: defaults of arguments (`def f(x, y, a=1)`), remarks behind it (`with a = 4`)."""

import re
from dataclasses import dataclass
from itertools import pairwise

from gdviz.expression.vocabulary import GREEK_LETTERS

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_DEFAULT = re.compile(
    rf"(?:\w+\s+)?(?P<name>[A-Za-z]\w*)\s*(?::\s*[\w.]+)?\s*=\s*(?P<value>{_NUMBER})(?=\s*(?:,|;|$))", re.ASCII
)
_GREEK = "".join(GREEK_LETTERS)
_MARK = r"(?:[,;(]|\\q?quad|\\[,;]|\\text\s*\{[^{}]{0,20}\}|\b(?:with|where|for|and|let|using)\b)"
_REMARK = re.compile(
    rf"(?:\s|{_MARK})*{_MARK}\s*(?P<name>\\?[A-Za-z]\w*|[{_GREEK}])\s*=\s*(?P<value>{_NUMBER})\s*\)?[.\s]*$", re.ASCII
)

_EACH = re.compile(r"\bfor\s+([A-Za-z]\w*)\s+in\s+([A-Za-z]\w*)(?=\s*[\])])", re.ASCII)


@dataclass(frozen=True)
class Definition:
    """name = text[start:end], or name = name operator (…) for `+=` and its kin."""

    name: str
    start: int
    end: int
    operator: str = ""


def argument_defaults(text: str, start: int, end: int) -> tuple[Definition, ...]:
    """The numbers that stand for arguments which a call may leave out; y is a variable whatever stands there."""
    commas = [start - 1, *(k for k in range(start, end) if text[k] in ",;"), end]
    parts = [(before + 1, at) for before, at in pairwise(commas)]
    matches = [_DEFAULT.fullmatch(text, a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in parts]
    complete = [one for one in matches if one]
    if len(complete) == sum(bool(text[a:b].strip()) for a, b in parts):
        return ()  # every argument has a default: the first two are the variables
    return tuple(Definition(one["name"], *one.span("value")) for one in complete if one["name"] != "y")


def trailing_definitions(text: str) -> tuple[str, tuple[Definition, ...]]:
    """The text without `, a = 4` or `with a = 4 and b = 5` at its end, and what they define: letters that occur."""
    definitions = list[Definition]()
    bare = text
    while remark := _REMARK.search(bare):
        before = bare[: remark.start()]
        typed = remark["name"]
        occurs = re.search(rf"(?<![A-Za-z\\]){re.escape(typed)}(?![A-Za-z])", before)
        if not occurs or typed in ("x", "y") or any(before.count(a) != before.count(b) for a, b in ("()", "[]", "{}")):
            break
        name = GREEK_LETTERS.get(typed, typed.removeprefix("\\"))
        definitions.append(Definition(name, *remark.span("value")))
        bare = before.ljust(len(text))
    return bare, tuple(definitions)


def generator_over_vector(text: str) -> tuple[str, dict[str, str]]:
    """The text of `sum(v**2 for v in x)` as `sum(v**2)`, and v as another name of x, whose parts the sum goes over."""
    if not re.search(r"(?:sum|prod|mean)\s*\(", text):
        return text, {}
    names = {match[1]: match[2] for match in _EACH.finditer(text)}
    return _EACH.sub(lambda match: " " * len(match.group()), text), names
