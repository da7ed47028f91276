"""The names of a surface's variables, as LaTeX."""

from gdviz.surface import Surface

GREEK = {"theta", "alpha", "beta", "phi"}


def latex_names(surface: Surface) -> list[str]:
    """theta_0 as \\theta_{0}."""
    names = []
    for variable in surface.variables:
        stem, _, index = variable.partition("_")
        names.append((f"\\{stem}" if stem in GREEK else stem) + (f"_{{{index}}}" if index else ""))
    return names
