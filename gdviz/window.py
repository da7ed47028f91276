"""A window of the plane, ((x low, x high), (y low, y high)), and points chosen in it."""

import math

import numpy as np

Point = tuple[float, float]
Window = tuple[Point, Point]


def off_centre(window: Window) -> Point:
    """Off the diagonals too: centres and diagonals hold minima and saddles too often."""
    return _inside(window, 0.15, 0.8)


def spread(window: Window) -> np.ndarray:
    """Five points (2, 5) inside, no two of them beside or above each other."""
    shares = ((0.37, 0.59), (0.15, 0.8), (0.72, 0.23), (0.88, 0.91), (0.06, 0.12))
    return np.array([_inside(window, *share) for share in shares]).T


def _inside(window: Window, across: float, up: float) -> Point:
    (x_low, x_high), (y_low, y_high) = window
    return (x_low + across * (x_high - x_low), y_low + up * (y_high - y_low))


def diagonal(window: Window) -> float:
    """Its length."""
    return math.hypot(*(high - low for low, high in window))
