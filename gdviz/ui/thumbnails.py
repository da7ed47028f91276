"""Small maps of the gallery's surfaces, as PNG texts: bands of equal area with thin lines between them."""

import base64
import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.gallery import GALLERY

WIDTH, HEIGHT, BANDS = 144, 96, 14
LINE = 0.82  # how much a contour line darkens the ground
DEEP_TO_HIGH = np.array([(43, 62, 106), (58, 108, 136), (106, 155, 154), (176, 196, 170), (236, 230, 205)], float)


@lru_cache(maxsize=128)
def thumbnail(key: str) -> str:
    """The map of a gallery surface as a data address, 144 × 96."""
    surface = GALLERY[key]
    _, _, z = surface.grid(surface.window, (HEIGHT, WIDTH))
    return "data:image/png;base64," + base64.b64encode(png(colours(z[::-1]))).decode("ascii")


def colours(z: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Heights (h, w) → (h, w, 4): bands between quantiles, lines where the band changes, clear where undefined."""
    finite = np.isfinite(z)
    filled = np.where(finite, z, 0.0)
    edges = np.quantile(filled[finite], np.linspace(0, 1, BANDS + 1)[1:-1]) if finite.any() else np.zeros(BANDS - 1)
    band = np.searchsorted(edges, filled)
    place = band / (BANDS - 1) * (len(DEEP_TO_HIGH) - 1)
    channels = [np.interp(place, range(len(DEEP_TO_HIGH)), channel) for channel in DEEP_TO_HIGH.T]
    changes = np.zeros(z.shape, bool)
    changes[:, 1:] |= band[:, 1:] != band[:, :-1]
    changes[1:] |= band[1:] != band[:-1]
    ground = np.stack(channels, axis=-1) * np.where(changes, LINE, 1.0)[..., None]
    return np.dstack([ground, np.where(finite, 255, 0)]).astype(np.uint8)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """RGBA pixels (h, w, 4) as a PNG file (W3C PNG, third edition: signature, header, one data chunk, end)."""
    height, width, _ = pixels.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)])

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
