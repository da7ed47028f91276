"""The receiving end of packed floats, written apart from it: put the bytes back under eight and read them."""

import base64

import numpy as np


def unpack(text: str, width: int) -> np.ndarray:
    """float64 values, of which the `width` most significant bytes were sent."""
    raw = np.frombuffer(base64.b64decode(text), np.uint8).reshape(-1, width)
    whole = np.zeros((len(raw), 8), np.uint8)
    whole[:, 8 - width :] = raw
    return whole.reshape(-1).view("<f8")
