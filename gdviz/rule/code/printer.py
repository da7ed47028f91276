"""Trees as Python source: the same expressions in NumPy's or PyTorch's words."""

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from gdviz.expression.tree import Binary, Call, Name, Negative, Node, Number
from gdviz.rule.program import walk

OWN_NAMES = frozenset(
    ("np", "math", "torch", "surface", "gradient", "hessian", "points", "rates", "steps", "rng", "optimizer", "group")
)
"""Names that the printed programs use themselves."""
SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}


@dataclass(frozen=True)
class Words:
    """How a library says the words: calls with {0}, {1} …; pairs are folded over more than two arguments.

    constant: how an argument without any variable is handed over.
    """

    calls: Mapping[str, str]
    pairs: Mapping[str, str]
    constant: str = "{0}"


def identifier(name: str) -> str:
    """A name that Python and the printed program leave free."""
    return f"{name}_" if name in OWN_NAMES or keyword.iskeyword(name) or name in ("range", "print") else name


def number(value: float) -> str:
    """A number as a person would write it, exact."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def python(tree: Node, words: Words, names: Mapping[str, str]) -> str:
    """An expression as Python source; names that are not in `names` stand for themselves."""
    return _write(tree, words, names)[0]


def _write(tree: Node, words: Words, names: Mapping[str, str]) -> tuple[str, int]:
    """The source and how tightly it holds together."""
    if isinstance(tree, Number):
        return number(float(tree.value)), ATOM if float(tree.value) >= 0 else SIGN
    if isinstance(tree, Name):
        return names.get(tree.name) or identifier(tree.name), ATOM
    if isinstance(tree, Negative):
        return f"-{_held(tree.operand, SIGN, words, names)}", SIGN
    if isinstance(tree, Binary):
        return _binary(tree, words, names)
    return _call(tree, words, names), ATOM


def _held(tree: Node, least: int, words: Words, names: Mapping[str, str]) -> str:
    text, level = _write(tree, words, names)
    return text if level >= least else f"({text})"


def _binary(tree: Binary, words: Words, names: Mapping[str, str]) -> tuple[str, int]:
    operator = tree.operator
    if operator == "^":
        base, exponent = _held(tree.left, ATOM, words, names), _held(tree.right, SIGN, words, names)
        return f"{base}**{exponent}", POWER
    if operator not in LEVELS:
        return f"{python(tree.left, words, names)} {operator} {python(tree.right, words, names)}", 0
    level = LEVELS[operator]
    left, right = _held(tree.left, level, words, names), _held(tree.right, level + 1, words, names)
    return (f"{left} {operator} {right}" if level == SUM else f"{left}{operator}{right}"), level


def _call(tree: Call, words: Words, names: Mapping[str, str]) -> str:
    parts = [python(argument, words, names) for argument in tree.arguments]
    parts = [
        words.constant.format(part) if _constant(argument) else part
        for part, argument in zip(parts, tree.arguments, strict=True)
    ]
    word = tree.function
    if word in words.pairs:
        return reduce(lambda a, b: words.pairs[word].format(a, b), parts)
    if word == "log" and len(parts) == 2:
        above, below = (words.calls["log"].format(part) for part in parts)
        return f"({above}/{below})"
    held = [_held(argument, ATOM, words, names) for argument in tree.arguments]
    return words.calls[word].format(*parts, held=held)


def _constant(tree: Node) -> bool:
    return all(node.name in ("pi", "e") for node in walk(tree) if isinstance(node, Name))
