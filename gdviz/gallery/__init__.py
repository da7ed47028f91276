"""Famous surfaces, each with its answers: minima, window, a start worth watching, source, and what it teaches."""

from collections.abc import Mapping

from gdviz.argument import Table
from gdviz.expression import ExpressionError
from gdviz.gallery.kinks import KINKS
from gdviz.gallery.names import nearest
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


def named_instead(text: str, hint: str) -> ExpressionError | None:
    """The error of a text that names, or nearly names, a surface of the gallery in place of a formula; else None.

    hint: where the surface is to be had; {key} in it is replaced by its key.
    """
    if (key := nearest(text, GALLERY)) is None:
        return None
    span = (len(text) - len(text.lstrip()), len(text.rstrip()))
    message = f"{GALLERY[key].name} is a surface of the gallery, not a formula."
    return ExpressionError(message, span, hint.format(key=key), text)


__all__ = ["GALLERY", "GROUPS", "named_instead"]
