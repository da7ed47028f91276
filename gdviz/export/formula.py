"""Formulas written out: a surface as functions of a program, a surface and an optimizer as LaTeX."""

from collections.abc import Iterator, Mapping
from typing import Any

from gdviz import expression
from gdviz.export.printer import Printer
from gdviz.export.words import INDENT, NUMPY, TAKEN, TORCH, NotExported, comment, floating, identifier, literal, stamp
from gdviz.expression import Node, name_latex, number_latex
from gdviz.kernel.formula import Formula
from gdviz.numeral import rounded
from gdviz.optimizers import Method, Optimizer
from gdviz.surface import Surface


def formula_of(surface: Surface) -> Formula:
    """The formula behind a surface; NotExported if it is made of functions or data."""
    if not isinstance(surface.evaluator, Formula):
        raise NotExported("This surface is made of data, not of a formula, so it has no program to take away.")
    return surface.evaluator


def numpy_functions(surface: Surface, orders: int = 1) -> Iterator[str]:
    """loss(point), gradient(point) and, for orders 2, hessian(point)."""
    formula = formula_of(surface)
    symbolic = expression.differentiate(formula.reading)
    names = _letters(surface)
    yield from _function("loss", surface, [Printer(NUMPY, names).text(formula.reading.tree)], "{}")
    gradient = [derivative(entry, names) for entry in symbolic.gradient]
    yield from ("", "", *_function("gradient", surface, gradient, "np.array([{}, {}], dtype=float)"))
    if orders > 1:
        entries = [derivative(entry, names) for entry in symbolic.hessian]
        form = "np.array([[{0}, {1}], [{1}, {2}]], dtype=float)"
        yield from ("", "", *_function("hessian", surface, entries, form, named=("xx", "xy", "yy")))


def torch_loss(surface: Surface) -> Iterator[str]:
    """loss(point) for autograd."""
    formula = formula_of(surface)
    text = Printer(TORCH, _letters(surface)).text(formula.reading.tree)
    yield from _function("loss", surface, [text], "{}", parameter="torch.tensor({})")


def derivative(expression: Any, letters: Mapping[str, str]) -> str:
    """A SymPy expression of ours as NumPy source, its numbers in full.

    SymPy is not imported: floats are set aside under names while the expression becomes a tree, as trees for the
    page round them.
    """
    from gdviz.expression.from_sympy import symbol, tree_of

    aside: dict[Any, Any] = {}
    names = dict(letters)
    for place, number in enumerate(sorted((a for a in expression.atoms() if a.is_Float), key=float)):
        name = f"number_{place}"
        names[name] = literal(abs(float(number)))
        aside[number] = symbol(name) if number > 0 else -symbol(name)
    tree: Node = tree_of(expression.xreplace(aside))
    return Printer(NUMPY, names).text(tree)


def _letters(surface: Surface) -> dict[str, str]:
    """Variables and parameters as Python names; `np` and other words of the program keep out of their way."""
    return {name: identifier(name) for name in (*surface.variables, *surface.parameters)}


def _function(
    name: str, surface: Surface, entries: list[str], form: str, *, parameter: str = "{}", named: tuple[str, ...] = ()
) -> Iterator[str]:
    """One function of a point; parameters are arguments that have their values."""
    letters = _letters(surface)
    arguments = ["point"]
    for letter, value in surface.parameters.items():
        arguments.append(f"{letters[letter]}={parameter.format(floating(value))}")
    first, second = (letters[variable] for variable in surface.variables)
    yield f"def {name}({', '.join(arguments)}):"
    yield f"{INDENT}{first}, {second} = point"
    if len(entries) == 1:
        yield f"{INDENT}return {form.format(*entries)}"
        return
    chosen = named or tuple(_free(f"d{letter}", letters) for letter in (first, second))
    results = [_free(label, letters) for label in chosen]
    for label, entry in zip(results, entries, strict=True):
        yield f"{INDENT}{label} = {entry}"
    yield f"{INDENT}return {form.format(*results)}"


def _free(label: str, letters: Mapping[str, str]) -> str:
    """A local name that no letter of the formula has."""
    while label in letters.values() or label in TAKEN:
        label += "_"
    return label


def latex(surface: Surface, optimizer: Optimizer | Method, url: str | None = None) -> str:
    """The surface, its gradient and the optimizer's equations; it compiles where amsmath is loaded."""
    lines = [*stamp(url, "%"), r"% \usepackage{amsmath}"]
    if surface.latex:
        lines += _aligned(_surface_lines(surface))
    lines.append(comment(f"{optimizer.name} ({optimizer.source or optimizer.note})", "%"))
    if optimizer.latex:  # of an optimizer that was only watched none are known
        lines += _aligned(line if "&" in line.split(r"\begin")[0] else f"& {line}" for line in optimizer.latex)
    return "\n".join([*lines, ""])


def _surface_lines(surface: Surface) -> Iterator[str]:
    variables = ", ".join(name_latex(name) for name in surface.variables)
    yield rf"f({variables}) &= {surface.latex}"
    gradient = surface.gradient_latex
    if gradient:
        entries = r" \\ ".join(gradient)
        yield rf"\nabla f({variables}) &= \begin{{pmatrix}} {entries} \end{{pmatrix}}"
    values = (rf"{name_latex(name)} = {number_latex(rounded(value, 12))}" for name, value in surface.parameters.items())
    parameters = r",\quad ".join(values)
    if parameters:
        yield f"& {parameters}"


def _aligned(lines: Iterator[str]) -> list[str]:
    rows = [f"  {line}" for line in lines]
    return [r"\begin{align*}", *(f"{row} \\\\" for row in rows[:-1]), rows[-1], r"\end{align*}"]
