"""The map of a surface for the player: heights, holes, names and the formula that the browser works out itself."""

import hashlib
import json
from typing import Any, Protocol

import numpy as np

from gdviz.figures.packing import pack_blank, pack_map
from gdviz.figures.program import line_axis, surface_program
from gdviz.learning.data import RowLoss
from gdviz.recent import Recent
from gdviz.window import Window

SHAPE, FINE = (150, 150), (600, 600)
"""Points of the grid of heights, and of the finest one on which the edges of holes are looked for."""
LONGEST_HOLES = 0.25
"""Counted seconds that the finer one may take."""
_recent: Recent[object, dict[str, Any]] = Recent(16)


class Drawable(Protocol):
    """The part of a surface that the map draws."""

    @property
    def text(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def variables(self) -> tuple[str, str]: ...
    @property
    def key(self) -> str: ...
    def grid(self, window: Window, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]: ...


def map_payload(surface: Drawable, window: Window) -> dict[str, Any]:
    """The map's part, kept for the last few surfaces: while a start is dragged only the runs are new."""
    key = (surface.key, surface.name, surface.text, window)
    payload = _recent.get(key, None)
    return _recent.put(key, _map(surface, window)) if payload is None else payload


def _heights(surface: Drawable, window: Window, shape: tuple[int, int]) -> np.ndarray:
    return np.broadcast_to(np.asarray(surface.grid(window, shape)[2], dtype=np.float64), shape)


def fine_shape(surface: Drawable) -> tuple[int, int]:
    """The grid on which holes are looked for: the finest that a mean over rows allows, as fine as FINE for others."""
    loss = getattr(surface, "evaluator", None)
    if not isinstance(loss, RowLoss):
        return FINE
    each = loss.seconds(0) - loss.seconds(0, 0)
    side = int(min(FINE[0], max(SHAPE[0], np.sqrt(LONGEST_HOLES / max(each, 1e-12)))))
    return side, side


def _map(surface: Drawable, window: Window) -> dict[str, Any]:
    packed = pack_map(_heights(surface, window, SHAPE))
    # Only where the function has holes are their edges looked at closely, and no closer than is affordable.
    fine = fine_shape(surface) if 0 < packed.blank < 1 else SHAPE
    holes = pack_blank(np.isfinite(_heights(surface, window, fine))) if 0 < packed.blank < 1 else None
    fields = {
        "name": surface.name,
        "text": surface.text,
        "variables": list(surface.variables),
        "window": [[float(low), float(high)] for low, high in window],
        "shape": [SHAPE[1], SHAPE[0]],
        "z": packed.codes,
        "low": packed.low,
        "high": packed.high,
        "scale": packed.scale,
        "top": packed.top,
        "blank": packed.blank,
        "holes": holes,
        "fine": [fine[1], fine[0]],
        "constant": packed.constant,
        "program": surface_program(surface),
        "line": None if (axis := line_axis(surface)) is None else {"axis": axis},
    }
    return {"key": digest([surface.key, fields]), **fields}


def digest(value: object) -> str:
    """A short key that changes with the JSON of the value."""
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=8).hexdigest()
