"""Famous surfaces, each with its answers: minima, window, a start worth watching, source, and what it teaches."""

from collections.abc import Mapping

from gdviz.argument import Table
from gdviz.gallery.kinks import KINKS
from gdviz.gallery.ripples import RIPPLES
from gdviz.gallery.terrain import TERRAIN
from gdviz.gallery.valleys import VALLEYS
from gdviz.gallery.wells import WELLS
from gdviz.surface import Surface

GROUPS: Mapping[str, Mapping[str, Surface]] = {
    "Bowls and valleys": VALLEYS,
    "Several wells": WELLS,
    "Saddles, plateaus, cliffs": TERRAIN,
    "Ripples": RIPPLES,
    "Kinks": KINKS,
}
GALLERY = Table("surface", {key: surface for group in GROUPS.values() for key, surface in group.items()})

__all__ = ["GALLERY", "GROUPS"]
