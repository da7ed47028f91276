"""The surface of the gallery that a text names, or nearly names."""

import difflib
import re
import unicodedata
from collections.abc import Mapping

from gdviz.surface import Surface

_WORDS = re.compile(r"[^\W\d_][\w'’ –-]{2,40}(?:\([\w, ]{0,20}\))?")


def nearest(text: str, gallery: Mapping[str, Surface]) -> str | None:
    """The key of the surface whose name or key a text is, misspelt perhaps: “Rosenbrock”, “booth(x, y)”; else None."""
    if not _WORDS.fullmatch(text.strip()):
        return None
    names = {_plain(surface.name): key for key, surface in gallery.items()} | {key: key for key in gallery}
    plain = re.sub(r"_(?:s_)?function$", "", _plain(text.split("(")[0]))
    near = difflib.get_close_matches(plain, names, n=1, cutoff=0.75)
    return names[near[0]] if near else None


def _plain(words: str) -> str:
    """Words as the keys of the gallery are written."""
    letters = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
