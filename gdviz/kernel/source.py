"""Python source of a graph: straight-line code on plain floats, and the only place that compiles generated source.

No text typed by a visitor is ever part of it.
"""

import keyword
import math
import re
import struct
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.operations import MATH, OPERATIONS, UFUNCS

# what our printers write; anything else in the source is a bug, and stops here
_OURS = re.compile(r"[A-Za-z0-9_ \n.,:=+\-*/%()\[\]<>!]*", re.ASCII)
_NEVER = re.compile(r"__|\b(?:import|exec|eval|lambda|class|global|nonlocal|open|getattr|setattr)\b")
_CONSTANT = re.compile(r"\bc_[0-9a-f]{16}\b")
_BUILTINS = {
    **{function.__name__: function for function in (range, len, zip, enumerate, float, int, bool, abs, min, max)},
    **{error.__name__: error for error in (ArithmeticError, OverflowError, ZeroDivisionError, ValueError)},
}


def constant_name(value: float) -> str:
    """The global that holds this constant as a 0-d array: ufuncs read it faster than a Python float."""
    return f"c_{struct.pack('>d', value).hex()}"


def define(name: str, source: str, namespace: Mapping[str, Any] | None = None) -> Callable[..., Any]:
    """The function called name that source defines.

    Its globals are the `m_…` functions, the `np_…` ufuncs, the constants it mentions, a dozen harmless builtins and
    namespace. Raises ValueError if the source is not made of what our printers write.
    """
    if not _OURS.fullmatch(source) or _NEVER.search(source):
        raise ValueError("Only generated source is compiled.")
    space: dict[str, Any] = {"__builtins__": _BUILTINS, **MATH, **UFUNCS, "m_inf": math.inf, "m_nan": math.nan}
    for constant in set(_CONSTANT.findall(source)):
        space[constant] = np.array(struct.unpack(">d", bytes.fromhex(constant[2:]))[0])
        space[constant].flags.writeable = False
    space.update(namespace or {})
    exec(_code(source), space)  # the only one in gdviz
    function: Callable[..., Any] = space[name]
    return function


@lru_cache(maxsize=512)
def _code(source: str) -> CodeType:
    return compile(source, "<gdviz kernel>", "exec")


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
    repeating = (node for node in needed if node.op in OPERATIONS and OPERATIONS[node.op].repeats)
    held_whole = {argument for node in repeating for argument in node.arguments}
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
