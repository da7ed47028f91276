"""Rows made for the applications: recorded pulls of a bandit, and the pixels of a shifted picture."""

import numpy as np

from gdviz.learning.data.row_formula import Array

SPREAD = 0.16
"""The variance of every blob."""
BLOBS = ((-1.0, 1.0, 1.0), (1.0, 1.0, 1.0), (-0.8, -1.0, 0.8), (0.0, -1.3, 0.8), (0.8, -1.0, 0.8))
"""(x, y, height): two eyes and a mouth, drawn for gdviz."""


def bandit(
    random: np.random.Generator, rows: int, mean1: float, mean2: float, mean3: float, noise: float
) -> dict[str, Array]:
    """Pulls of three arms in equal numbers as far as rows allow; the rewards of an arm have exactly its mean."""
    arms = random.permutation(np.arange(rows) % 3)
    rewards = noise * random.standard_normal(rows)
    for arm, mean in enumerate((mean1, mean2, mean3)):
        pulls = arms == arm
        if pulls.any():
            rewards[pulls] += mean - rewards[pulls].mean()
    return {"x": arms + 1.0, "y": rewards}


def picture(random: np.random.Generator, rows: int, dx: float, dy: float, noise: float) -> dict[str, Array]:
    """The brightness of the face at the shift (dx, dy), at pixels of a square from −3 to 3, row by row from below."""
    side = int(np.ceil(np.sqrt(rows)))
    places = np.linspace(-3.0, 3.0, side)
    up, across = (part.ravel()[:rows] for part in np.meshgrid(places, places, indexing="ij"))
    light = sum(
        height * np.exp(-((across - dx - x) ** 2 + (up - dy - y) ** 2) / (2 * SPREAD)) for x, y, height in BLOBS
    )
    return {"x1": across, "x2": up, "y": light + noise * random.standard_normal(rows)}
