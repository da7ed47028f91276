"""A surface as functions of a program: the loss as it was typed, its derivatives as SymPy found them."""

from collections.abc import Iterator, Mapping
from typing import Any

from gdviz import expression
from gdviz.export.names import TAKEN, floating, identifier, literal
from gdviz.export.printer import Printer
from gdviz.export.words import NUMPY, TORCH
from gdviz.expression import Node
from gdviz.kernel.formula import Formula
from gdviz.surface import Surface

INDENT = "    "


class NotExported(ValueError):  # noqa: N818 -- not a mistake of anyone's: a sentence for people
    """Raised for what cannot be written as a program, with the sentence to show."""


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
    from gdviz.expression.from_sympy import tree_of
    from gdviz.expression.symbolic import symbol

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
    held = [_free(label, letters) for label in chosen]
    for label, entry in zip(held, entries, strict=True):
        yield f"{INDENT}{label} = {entry}"
    yield f"{INDENT}return {form.format(*held)}"


def _free(label: str, letters: Mapping[str, str]) -> str:
    """A local name that no letter of the formula has."""
    while label in letters.values() or label in TAKEN:
        label += "_"
    return label
