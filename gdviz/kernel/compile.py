"""Compiles generated source, the only place that does; no text typed by a visitor is ever part of it."""

import math
import re
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from gdviz.kernel.operations import MATH, UFUNCS

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
