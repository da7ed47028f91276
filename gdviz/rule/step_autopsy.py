"""One step taken apart: every line of the rule with this step's numbers, as a student would check it by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from gdviz.expression import Binary, Call, Name, Negative, Node
from gdviz.expression.syntax import rebuilt
from gdviz.numeral import rounded
from gdviz.rule.interpreter import (
    Look,
    Names,
    check_step,
    evaluate_tree,
    letters,
    seen_surface,
    situation,
    surface_look,
)
from gdviz.rule.latex import Typeset, latex, number, typeset
from gdviz.rule.optimizer import Optimizer
from gdviz.rule.program import RuleLine, option_lines
from gdviz.settings import OPTIONS
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

DIGITS = 5
WHOLE = ("norm", "dot", "sum", "value", "grad", "hess", "solve")
"""Words that need both coordinates at once: a line with numbers shows their values."""


@dataclass(frozen=True)
class Term:
    """One summand of a line: its LaTeX and its value, one number or one for each coordinate."""

    latex: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """One line of a rule in one step.

    text, latex: the line as written and as `left &= right`. numbers: the same with this step's numbers in it, one for
    each coordinate (one only where it is a number, none for a matrix). values: what the line gives; before: what its
    name held until then, if anything; turned: did it change sign? terms: the summands, if there are several;
    dominant: for each coordinate the place in `terms` of the one that outweighs all others together, or None.
    """

    target: str
    text: str
    latex: str
    numbers: tuple[str, ...]
    values: tuple[float, ...]
    before: tuple[float, ...] | None
    turned: tuple[bool, ...]
    terms: tuple[Term, ...]
    dominant: tuple[int | None, ...]


def autopsy(surface: Surface, optimizer: Optimizer, trajectory: Trajectory, t: int) -> tuple[Line, ...]:
    """The lines of step t (1 … trajectory.steps), those of the run's options first.

    The numbers are worked out from the recorded points, gradients and states by the interpreter; of a run on
    mini-batches, from the gradient and value of the step's own.
    Raises IndexError for a step that was not taken, TypeError for a method, which has no lines.
    """
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{optimizer.name} is a method: its steps are in the trajectory's trials.")
    check_step(trajectory, t)
    names, look = situation(optimizer, trajectory, t), surface_look(seen_surface(surface, trajectory, t))
    options = option_lines(frozenset(trajectory.settings.changes))
    symbols = {name: knob.symbol for name, knob in optimizer.knobs.items()}
    written = zip(optimizer.program.lines, typeset(optimizer.program, symbols, options is not None), strict=True)
    with np.errstate(all="ignore"):
        lines: list[Line] = []
        if options:
            changes = names | letters(trajectory, options)
            signs = {name: option.knob.symbol for name, option in OPTIONS.items()}
            lines += _lines(zip(options.lines[:-1], typeset(options, signs), strict=False), changes, look)
            names["g"] = changes["g"]
        return (*lines, *_lines(written, names, look))


def _lines(written: Iterable[tuple[RuleLine, Typeset]], names: Names, look: Look) -> Iterator[Line]:
    """Line after line; `names` change with each."""
    for line, shown in written:
        yield _line(line, shown, names, look)
        names[line.target] = _both(evaluate_tree(line.tree, names, look), line.target)


def _line(line: RuleLine, shown: Typeset, names: Names, look: Look) -> Line:
    value = _both(evaluate_tree(line.tree, names, look), line.target)
    before = names.get(line.target)
    values, old = _floats(value), _floats(before) if before is not None else None
    width = max(len(values), 1)
    turned = tuple(a * b < 0 for a, b in zip(values, old, strict=False)) if old else (False,) * width
    terms = tuple(Term(text, _floats(value)) for text, value in _terms(line, shown, names, look))
    dominant = tuple(_dominant(terms, i) for i in range(width)) if len(terms) > 1 else (None,) * width
    numbers = tuple(_with_numbers(line.tree, names, look, i) for i in range(width if value.ndim < 2 else 0))
    return Line(line.target, line.text, shown.latex, numbers, values, old, turned, terms, dominant)


def _floats(value: np.ndarray) -> tuple[float, ...]:
    return tuple(float(one) for one in np.ravel(value))


def _both(value: np.ndarray, target: str) -> np.ndarray:
    return np.broadcast_to(value, (2,)) if target in ("theta", "g") and value.ndim == 0 else value


def _summands(tree: Node, sign: int = 1) -> Iterator[tuple[Node, int]]:
    if isinstance(tree, Binary) and tree.operator in "+-":
        yield from _summands(tree.left, sign)
        yield from _summands(tree.right, sign if tree.operator == "+" else -sign)
    else:
        yield tree, sign


def _terms(line: RuleLine, shown: Typeset, names: Names, look: Look) -> list[tuple[str, np.ndarray]]:
    """The summands, without the point itself where it is moved: there the steps are compared."""
    parts = [(part, sign) for part, sign in _summands(line.tree) if part != Name("theta") or line.target != "theta"]
    if len(parts) < 2:
        return []
    signed = [part if sign > 0 else Negative(part) for part, sign in parts]
    return [(latex(part, shown.shown), evaluate_tree(part, names, look)) for part in signed]


def _dominant(terms: tuple[Term, ...], coordinate: int) -> int | None:
    sizes = [abs(term.values[min(coordinate, len(term.values) - 1)]) for term in terms]
    largest = int(np.argmax(sizes))
    return largest if 2 * sizes[largest] > sum(sizes) else None


def _with_numbers(tree: Node, names: Names, look: Look, coordinate: int) -> str:
    shown: dict[str, str] = {name: _shown(value, coordinate) for name, value in names.items()}

    def with_values(part: Node) -> Node:
        if isinstance(part, Call) and part.function in WHOLE:
            name = f"value{len(shown)}"
            shown[name] = _shown(evaluate_tree(part, names, look), coordinate)
            return Name(name)
        return rebuilt(part, with_values)

    return latex(with_values(tree), shown)


def _shown(value: np.ndarray, coordinate: int) -> str:
    """A number to five digits, in brackets if it is negative or a power of ten."""
    if value.ndim > 1:
        return r"H"
    one = float(value if value.ndim == 0 else value[coordinate])
    if not np.isfinite(one):
        return r"\infty" if one > 0 else r"-\infty" if one < 0 else r"\text{undefined}"
    text, _ = number(rounded(one, DIGITS))
    return rf"\left({text}\right)" if one < 0 or "10^" in text else text
