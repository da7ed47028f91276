"""Famous surfaces, each with its answers: minima, window, a start worth watching, source, and what it teaches."""

import difflib
import re
import unicodedata
from collections.abc import Mapping

from gdviz.argument import Table
from gdviz.expression import ExpressionError
from gdviz.gallery.ripples import RIPPLES
from gdviz.gallery.terrain import KINKS, TERRAIN
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
_WORDS = re.compile(r"[^\W\d_][\w'’ –-]{2,40}(?:\([\w, ]{0,20}\))?")


def named_instead(text: str, hint: str) -> ExpressionError | None:
    """The error of a text that names, or nearly names, a surface of the gallery in place of a formula; else None.

    hint: where the surface is to be had; {key} in it is replaced by its key.
    """
    if (key := _nearest(text)) is None:
        return None
    span = (len(text) - len(text.lstrip()), len(text.rstrip()))
    message = f"{GALLERY[key].name} is a surface of the gallery, not a formula."
    return ExpressionError(message, span, hint.format(key=key), text)


def _nearest(text: str) -> str | None:
    """The key of the surface whose name or key a text is, misspelt perhaps: “Rosenbrock”, “booth(x, y)”; else None."""
    if not _WORDS.fullmatch(text.strip()):
        return None
    names = {_plain(surface.name): key for key, surface in GALLERY.items()} | {key: key for key in GALLERY}
    plain = re.sub(r"_(?:s_)?function$", "", _plain(text.split("(")[0]))
    near = difflib.get_close_matches(plain, names, n=1, cutoff=0.75)
    return names[near[0]] if near else None


def _plain(words: str) -> str:
    """Words as the keys of the gallery are written."""
    letters = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
