"""Steering by hand: a hidden surface made from a group's code, a person's steps on it, and gradient descent's."""

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.analysis.landscape import Survey, survey
from gdviz.descent import descend
from gdviz.surface import Surface, Window
from gdviz.trajectory import Trajectory

WINDOW: Window = ((-5.0, 5.0), (-4.0, 4.0))
STEPS = 12
"""Steps that a person has, and gradient descent after them."""
RATES = (0.05, 0.1, 0.2, 0.4, 0.8)
LONGEST_CODE = 40
PITS = 4
FAR, NEAR = 3.0, 1.0
"""How far the start is from the deepest minimum at least, and from any."""


class Hidden(NamedTuple):
    """What a code makes: the surface, where everybody starts, and its critical points."""

    code: str
    surface: Surface
    start: tuple[float, float]
    survey: Survey


def code_of(text: str) -> str:
    """A group's code as everybody's: case, spaces and look-alike forms do not matter; at most 40 characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == "-")[:LONGEST_CODE]


@lru_cache(maxsize=64)
def hidden(code: str) -> Hidden:
    """The hidden surface of a code, the same for everybody who types it: a bowl with a few pits (Gaussians)."""
    seed = int.from_bytes(hashlib.blake2b(code_of(code).encode(), digest_size=8).digest())
    random = np.random.default_rng(seed)
    while True:
        numbers = random.uniform((0.8, -4.0, -3.0, 0.8), (2.5, 4.0, 3.0, 2.5), (PITS, 4)).round(1)
        middle, start = random.uniform(-1.5, 1.5, 2).round(1), np.round(random.uniform((-4.2, -3.2), (4.2, 3.2)), 1)
        surface = Surface(_formula(middle, numbers), window=WINDOW)
        lows = _lows(surface)
        if len(lows) < 2 or np.hypot(*(lows[0] - start)) < FAR or np.hypot(*(lows - start).T).min() < NEAR:
            continue
        return Hidden(code_of(code), surface, (float(start[0]), float(start[1])), survey(surface, WINDOW))


def _lows(surface: Surface) -> np.ndarray:
    """The points (n, 2) of a grid that are lower than the eight around them, deepest first: cheaper than a survey."""
    xs, ys, z = surface.grid(shape=(81, 81))
    x, y = np.meshgrid(xs, ys)
    low = np.all([z <= np.roll(z, (1 - down, 1 - across), (0, 1)) for down, across in np.ndindex(3, 3)], axis=0)
    low[[0, -1]] = low[:, [0, -1]] = False
    order = np.argsort(z[low])
    return np.stack([x[low], y[low]], axis=1)[order]


def _formula(middle: np.ndarray, pits: np.ndarray) -> str:
    """A bowl less its pits, as text."""
    terms = ["0.1" + _square("x", middle[0]) + " + 0.15" + _square("y", middle[1])]
    terms += [f"{depth:.1f}exp(-({_square('x', x)} + {_square('y', y)})/{width:.1f})" for depth, x, y, width in pits]
    return " - ".join(terms)


def _square(letter: str, place: float) -> str:
    return f"({letter} {'-' if place >= 0 else '+'} {abs(place):.1f})^2"


def by_hand(secret: Hidden, points: Sequence[Sequence[float]]) -> Trajectory:
    """The way of a person over some points (n+1, 2), the start first, as a run.

    rates: the length of each step over the length of the slope, which is what its learning rate would have been.
    """
    path = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    slopes = np.stack(np.broadcast_arrays(*secret.surface.gradient(*path.T)), axis=1)
    lengths, steepness = np.hypot(*np.diff(path, axis=0).T), np.hypot(*slopes[:-1].T)
    rates = np.divide(lengths, steepness, out=np.zeros_like(lengths), where=steepness > 0)
    values = np.broadcast_to(secret.surface.value(*path.T), len(path))
    return Trajectory(path, np.array(values, dtype=np.float64), slopes, rates)


@lru_cache(maxsize=64)
def by_descent(code: str) -> tuple[Trajectory, float]:
    """Gradient descent from the same start with that of RATES which ends lowest, and the rate."""
    secret = hidden(code)
    runs = [(descend(secret.surface, "sgd", secret.start, STEPS, learning_rate=rate), rate) for rate in RATES]
    whole = [(run, rate) for run, rate in runs if run.steps == STEPS and np.isfinite(run.values).all()]
    return min(whole, key=lambda one: float(one[0].values[-1]))
