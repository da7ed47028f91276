"""Where the surfaces come from, and how their minima are written down."""

from gdviz.surface import Minimum, Point

JAMIL_YANG = "Jamil & Yang 2013, arXiv:1308.4008"
SURJANOVIC = "Surjanovic & Bingham, Virtual Library of Simulation Experiments"
MADE_HERE = "made for gdviz"


def minima(value: float, *points: Point) -> tuple[Minimum, ...]:
    """Minima of one common depth."""
    return tuple(Minimum(point, value) for point in points)


def mirrored(value: float, x: float, y: float) -> tuple[Minimum, ...]:
    """Four minima (±x, ±y) of one depth."""
    return minima(value, (x, y), (-x, y), (x, -y), (-x, -y))
