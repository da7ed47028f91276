"""The equations of a schedule: lines of the rule language, read once, evaluated for all steps together, and typeset."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gdviz.argument import Array
from gdviz.expression import RuleLine, latex, read_rule
from gdviz.expression.tree import Name, Node, renamed
from gdviz.kernel.array_eval import evaluate_tree


@dataclass(frozen=True)
class Equations:
    """Assignments of numbers, top to bottom; the last one is `rate`.

    They are given n, the steps done so far (0 before the first), alpha, the base rate, and the knobs by name.
    """

    lines: tuple[RuleLine, ...]

    def rates(self, count: int, alpha: float, knobs: Mapping[str, float]) -> Array:
        """The rates (count,) of n = 0, 1, …; a branch of `where` that is not taken may divide by zero."""
        names: dict[str, Array] = {"n": np.arange(float(count)), "alpha": np.asarray(alpha)}
        names |= {name: np.asarray(value) for name, value in knobs.items()}
        with np.errstate(all="ignore"):
            for line in self.lines:
                names[line.target] = evaluate_tree(line.tree, names)
        return np.array(np.broadcast_to(names["rate"], count))

    def latex(self, symbols: Mapping[str, str]) -> tuple[str, ...]:
        """One line of LaTeX for each equation; symbols: the LaTeX of each knob, a letter with or without an index."""
        letters = {name: symbol.removeprefix("\\") for name, symbol in symbols.items()} | {"rate": "alpha_t"}

        def written(tree: Node) -> str:
            return latex(renamed(tree, letters))

        return tuple(f"{written(Name(line.target))} = {written(line.tree)}" for line in self.lines)


@lru_cache(maxsize=64)
def equations(text: str) -> Equations:
    """The equations of a text."""
    return Equations(read_rule(text))
