"""Prints a graph as straight-line Python on plain floats: the fastest form for one path."""

import keyword
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.operations import OPERATIONS

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
# Python's tokenizer refuses 200 nested brackets
_DEEPEST = 30


def check_names(names: Mapping[Node, str], prefix: str) -> None:
    """Raises ValueError unless everything that will stand in the source is a plain identifier."""
    for word in (*names.values(), prefix):
        if not _WORD.fullmatch(word) or "__" in word or keyword.iskeyword(word):
            raise ValueError("Names in generated source are plain identifiers.")


def literal(value: float) -> str:
    """A float as Python source, exact."""
    if math.isnan(value):
        return "m_nan"
    if math.isinf(value):
        return "m_inf" if value > 0 else "(-m_inf)"
    return repr(value) if math.copysign(1.0, value) > 0 else f"({value!r})"


def scalar_block(
    graph: Graph, outputs: Sequence[Node], names: Mapping[Node, str], prefix: str = "v"
) -> tuple[list[str], list[str]]:
    """Straight-line code that computes outputs from the locals in names: (lines, one expression per output).

    Locals made here are prefix + number. A node used once stands inside its consumer, so an expression may be long:
    use each once, and evaluate all of them before overwriting a local of names (a tuple assignment does).
    The code raises where Python floats raise: ArithmeticError (overflow, x/0) or ValueError (outside a domain).
    Raises ValueError for an input without a name.
    """
    check_names(names, prefix)
    needed = reachable(outputs, stop=names)
    uses = Counter(argument for node in needed for argument in node.arguments)
    uses.update(outputs)
    held_whole = {a for node in needed if node.op != "input" and _repeats(node) for a in node.arguments}
    lines: list[str] = []
    text: dict[Node, str] = dict(names)
    depth: dict[Node, int] = {}
    for node in needed:
        if node.is_constant:
            text[node] = literal(node.value)
            continue
        if node.op == "input":
            raise ValueError(f"The input {node.name} has no name in the code.")
        written = OPERATIONS[node.op].scalar.format(*(text[a] for a in node.arguments))
        depth[node] = 1 + max(depth.get(a, 0) for a in node.arguments)
        if uses[node] > 1 or node in held_whole or depth[node] >= _DEEPEST:
            text[node] = f"{prefix}{node.index}"
            depth[node] = 0
            lines.append(f"{text[node]} = {_bare(written)}")
        else:
            text[node] = written
    return lines, [_bare(text[output]) for output in outputs]


def _repeats(node: Node) -> bool:
    return not node.is_constant and OPERATIONS[node.op].repeats


def _bare(written: str) -> str:
    """Without the outer brackets, if they are a pair."""
    if not written.startswith("("):
        return written
    level = 0
    for place, character in enumerate(written):
        level += (character == "(") - (character == ")")
        if level == 0:
            return written[1:-1] if place == len(written) - 1 else written
    return written
