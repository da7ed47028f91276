"""The names of a surface's variables, as LaTeX and as plain letters."""

from gdviz.surface import Surface
from gdviz.ui.knobs import LETTERS, SMALL

GREEK = {"theta", "alpha", "beta", "phi"}


def latex_names(surface: Surface) -> list[str]:
    """theta_0 as \\theta_{0}."""
    names = []
    for variable in surface.variables:
        stem, _, index = variable.partition("_")
        names.append((f"\\{stem}" if stem in GREEK else stem) + (f"_{{{index}}}" if index else ""))
    return names


def plain(name: str) -> str:
    """theta_0 as θ₀."""
    stem, _, index = name.partition("_")
    return LETTERS.get(stem, stem) + index.translate(SMALL)
