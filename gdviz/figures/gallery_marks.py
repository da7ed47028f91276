"""The minima listed with a surface of the gallery, as signs on the map."""

from gdviz.figures.diagnosis_marks import number
from gdviz.figures.player_payload import Mark
from gdviz.surface import Surface


def gallery_marks(surface: Surface) -> list[Mark]:
    """A sign for each listed minimum; the deepest are global."""
    deepest = min((minimum.value for minimum in surface.minima), default=0.0)
    return [
        Mark(
            "global" if minimum.value <= deepest + 1e-9 * (1 + abs(deepest)) else "minimum",
            minimum.point,
            f"f({number(minimum.point[0])}, {number(minimum.point[1])}) = {number(minimum.value)}",
            minimum.value,
        )
        for minimum in surface.minima
    ]


def deepest_known(surface: Surface) -> float | None:
    """The value of the deepest listed minimum; None where none is listed."""
    return min((minimum.value for minimum in surface.minima), default=None)
