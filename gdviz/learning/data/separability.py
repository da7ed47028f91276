"""Linear separability of two classes: where a line separates them, a logistic loss has no minimum."""

import numpy as np

from gdviz.learning.data.row_formula import Array


def separable(features: Array, signs: Array) -> bool:
    """Is there a vector v (2,) with sign (features · v) > 0 for every row? features (n, 2), signs (n,) of −1 and 1.

    The rows, each times its sign, must lie in an open half-plane: between two neighbours in the order of their angles
    there is a gap of more than half a turn. Then the loss of a score v falls for ever along v (Albert & Anderson 1984,
    Biometrika 71, 1–10).
    """
    turned = np.asarray(features, dtype=np.float64) * np.asarray(signs, dtype=np.float64)[:, None]
    if not turned.size or not np.any(turned, axis=1).all():
        return False
    angles = np.sort(np.arctan2(turned[:, 1], turned[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi)
    return bool(gaps.max() > np.pi + 1e-13)
