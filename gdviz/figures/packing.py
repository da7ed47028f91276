"""Arrays as short base64 text: rounded float64 for paths, a 16-bit logarithmic scale for the map."""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLANK = 65535
TOP = 65534


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
    """Heights as codes: value = low + scale · expm1(code / 65534 · top); code 65535 is blank.

    blank: the share of the grid without a finite value. constant: every finite value is the same.
    """

    codes: str
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
