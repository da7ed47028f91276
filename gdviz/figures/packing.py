"""Arrays as short base64 text, paths as rounded float64 and the map of a surface on a 16-bit logarithmic scale."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.figures.program import line_axis, surface_program
from gdviz.learning.data import RowLoss
from gdviz.recent import Recent
from gdviz.surface import Surface, Window

BLANK = 65535
TOP = 65534
SHAPE, FINE = (150, 150), (600, 600)
"""Points of the grid of heights, and of the finest one on which the edges of holes are looked for."""
LONGEST_HOLES = 0.25
"""Counted seconds that the finer one may take."""
_recent: Recent[object, dict[str, Any]] = Recent(16)


def pack_floats(values: np.ndarray, width: int) -> str:
    """float64 values rounded to their `width` (3–8) most significant bytes, little endian, as base64.

    Sign and exponent are kept whole, so 1e-90 arrives as itself; the mantissa keeps 8·width - 12 bits:
    5 bytes are 8 significant digits, 4 bytes are 6. Raises ValueError for another width.
    """
    if not 3 <= width <= 8:
        raise ValueError(f"A float64 cannot be sent in {width} bytes.")
    bits = np.ascontiguousarray(values, dtype="<f8").ravel().view("<u8")
    dropped = np.uint64(8 * (8 - width))
    if width < 8:
        half = np.uint64(1) << (dropped - np.uint64(1))
        rounded = bits + half
        infinite = np.isfinite(values).ravel() & ~np.isfinite(rounded.view("<f8"))
        bits = np.where(np.isfinite(values).ravel() & ~infinite, rounded, bits)
    high = (bits >> dropped) << dropped
    leading = high.view(np.uint8).reshape(-1, 8)[:, 8 - width :]
    return base64.b64encode(leading.tobytes()).decode("ascii")


@dataclass(frozen=True)
class PackedMap:
    """Heights as codes z: value = low + scale · expm1(code / 65534 · top); code 65535 is blank.

    blank: the share of the grid without a finite value. constant: every finite value is the same.
    """

    z: str
    low: float
    high: float
    scale: float
    top: float
    blank: float
    constant: bool


def pack_map(z: np.ndarray) -> PackedMap:
    """Quantise a grid of heights (ny, nx), NaN or inf where there is none.

    The scale is the 2 % quantile of the heights above the lowest, so that 16 bits follow the valleys
    as finely as a logarithmic picture needs; where those are equal, a billionth of their median.
    """
    finite = np.isfinite(z) & (np.abs(z) < 1e300)
    if not finite.any():
        codes = np.full(z.shape, BLANK, dtype="<u2")
        return PackedMap(_text(codes), 0.0, 0.0, 1.0, 1.0, 1.0, False)
    low, high = float(z[finite].min()), float(z[finite].max())
    above = z[finite] - low
    lowest, median = np.quantile(above, (0.02, 0.5))
    scale = max(float(lowest), 1e-9 * (float(median) or high - low))
    constant = high - low <= 1e-12 * max(abs(low), abs(high))
    if constant or scale <= 0:
        scale = 1.0
    top = float(np.log1p((high - low) / scale)) or 1.0
    codes = np.full(z.shape, BLANK, dtype="<u2")
    codes[finite] = np.rint(np.log1p(above / scale) / top * TOP).astype("<u2")
    return PackedMap(_text(codes), low, high, scale, top, 1.0 - float(finite.mean()), constant)


def pack_blank(finite: NDArray[np.bool_]) -> str:
    """Where a raster (ny, nx) has no value: for each row the count, then the columns, at which it begins or ends."""
    edges = np.diff(np.concatenate([np.ones((len(finite), 1), bool), finite], axis=1).astype(np.int8), axis=1)
    rows = [np.flatnonzero(row) for row in edges]
    flat = np.concatenate([np.concatenate([[len(row)], row]) for row in rows]).astype("<u2")
    return base64.b64encode(flat.tobytes()).decode("ascii")


def _text(codes: NDArray[np.uint16]) -> str:
    return base64.b64encode(np.ascontiguousarray(codes).tobytes()).decode("ascii")


def map_payload(surface: Surface, window: Window) -> dict[str, Any]:
    """The map's part, kept for the last few surfaces: while a start is dragged only the runs are new."""
    key = (surface.key, surface.name, surface.text, window)
    payload = _recent.get(key, None)
    return _recent.put(key, _map(surface, window)) if payload is None else payload


def _heights(surface: Surface, window: Window, shape: tuple[int, int]) -> np.ndarray:
    return np.broadcast_to(np.asarray(surface.grid(window, shape)[2], dtype=np.float64), shape)


def fine_shape(surface: Surface) -> tuple[int, int]:
    """The grid on which holes are looked for: the finest that a mean over rows allows, as fine as FINE for others."""
    loss = surface.evaluator
    if not isinstance(loss, RowLoss):
        return FINE
    each = loss.seconds(0) - loss.seconds(0, 0)
    side = int(min(FINE[0], max(SHAPE[0], np.sqrt(LONGEST_HOLES / max(each, 1e-12)))))
    return side, side


def _map(surface: Surface, window: Window) -> dict[str, Any]:
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
        **asdict(packed),
        "holes": holes,
        "fine": [fine[1], fine[0]],
        "program": surface_program(surface),
        "line": None if (axis := line_axis(surface)) is None else {"axis": axis},
    }
    return {"key": digest([surface.key, fields]), **fields}


def digest(value: object) -> str:
    """A short key that changes with the JSON of the value."""
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=8).hexdigest()
