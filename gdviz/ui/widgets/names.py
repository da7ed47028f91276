"""The names of a surface's variables, as LaTeX and as plain letters."""

from gdviz.expression import name_latex, name_plain
from gdviz.surface import Surface

plain = name_plain


def latex_names(surface: Surface) -> list[str]:
    """theta_0 as \\theta_{0}."""
    return [name_latex(name) for name in surface.variables]
