"""The formulas of a run as LaTeX to paste into a document."""

from collections.abc import Iterator

from gdviz.descent import surface_of
from gdviz.export.names import comment, stamp
from gdviz.expression import name_latex
from gdviz.expression.to_latex import number_latex
from gdviz.numeral import rounded
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.surface import Surface

INDENT = "  "


def latex(surface: Surface | str, optimizer: Optimizer | Method | str, url: str | None = None) -> str:
    """The surface, its gradient and the optimizer's equations; it compiles where amsmath is loaded.

    Raises ExpressionError for a surface's text that cannot be read, KeyError for an unknown key.
    """
    surface = surface_of(surface)
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
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
    rows = [INDENT + line for line in lines]
    return [r"\begin{align*}", *(f"{row} \\\\" for row in rows[:-1]), rows[-1], r"\end{align*}"]
