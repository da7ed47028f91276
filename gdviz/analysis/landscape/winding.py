"""How often the gradient turns round along a curve: the curve holds critical points whose indices add up to that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape.unit_square import Chart, Mask, finite, length, ring

HALVINGS = 40
SEGMENTS = 300_000  # most segments examined in one call
TURN = 0.7  # along an accepted segment the gradient changes by less than this share of its length


def turning(chart: Chart, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, Mask]:
    """Angle (n,) by which ∇f turns along each straight segment start → end (2, n), and whether it can be trusted.

    A segment is halved until the Hessian at both ends says that the gradient changes along it by less than TURN
    of its smaller length, which leaves less than 60°; a zero on the segment never gets there, and is not trusted.
    """
    owner = np.arange(start.shape[1])
    angle, trusted = np.zeros(len(owner)), np.ones(len(owner), dtype=bool)
    looked = 0
    with np.errstate(all="ignore"):
        g, h = ((chart.gradient(start), chart.gradient(end)), (chart.hessian(start), chart.hessian(end)))
        for _ in range(HALVINGS):
            looked += len(owner)
            good, turned = accepted(start, end, g, h)
            np.add.at(angle, owner[good], turned[good])
            lost = ~finite(*g, *h)
            trusted[owner[lost]] = False
            rest = ~good & trusted[owner]
            if looked > SEGMENTS or chart.work.over:
                trusted[owner[rest]] = False
            rest &= trusted[owner]
            if not rest.any():
                return angle, trusted
            middle = (start[:, rest] + end[:, rest]) / 2
            gm, hm = chart.gradient(middle), chart.hessian(middle)
            owner = np.tile(owner[rest], 2)
            start, end = np.concatenate([start[:, rest], middle], 1), np.concatenate([middle, end[:, rest]], 1)
            g = np.concatenate([g[0][:, rest], gm], 1), np.concatenate([gm, g[1][:, rest]], 1)
            h = np.concatenate([h[0][:, rest], hm], 1), np.concatenate([hm, h[1][:, rest]], 1)
        trusted[owner] = False
    return angle, trusted


def accepted(
    start: np.ndarray, end: np.ndarray, g: tuple[np.ndarray, np.ndarray], h: tuple[np.ndarray, np.ndarray]
) -> tuple[Mask, np.ndarray]:
    """Which segments are short enough, and the angle between the gradients at their ends."""
    step = end - start
    change = [length(np.stack([a * step[0] + b * step[1], b * step[0] + c * step[1]])) for a, b, c in h]
    size = [np.maximum(length(v), 1e-300) for v in g]
    (ax, ay), (bx, by) = g[0] / size[0], g[1] / size[1]
    turned = np.arctan2(ax * by - ay * bx, ax * bx + ay * by)
    quiet = np.maximum(*change) < TURN * np.minimum(length(g[0]), length(g[1]))
    return quiet & (np.abs(turned) < np.pi / 3), turned


def edge(chart: Chart) -> int | None:
    """Winding number of ∇f along the window's edge; None if ∇f vanishes or is not finite there."""
    corners = np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    angle, trusted = turning(chart, corners, np.roll(corners, -1, axis=1))
    return round(float(angle.sum()) / (2 * np.pi)) if trusted.all() else None


def circles(chart: Chart, centres: np.ndarray, radii: np.ndarray) -> list[int | None]:
    """The index of whatever lies inside each small circle round the unit points (2, n), radii (n,); None: unknown."""
    sides = 24
    corners = centres[:, :, None] + radii[:, None] * ring(sides, 0.1)[:, None, :]
    ends = np.roll(corners, -1, axis=2)
    angle, trusted = turning(chart, corners.reshape(2, -1), ends.reshape(2, -1))
    turns = np.rint(angle.reshape(-1, sides).sum(axis=1) / (2 * np.pi)).astype(int).tolist()
    sure = np.logical_and.reduce(trusted.reshape(-1, sides), axis=1).tolist()
    return [turn if certain else None for turn, certain in zip(turns, sure, strict=True)]


@dataclass(frozen=True)
class Cells:
    """Winding number of ∇f round each cell of a grid: lines (n+1,), winding and known (n, n) by row and column."""

    lines: np.ndarray
    winding: NDArray[np.int64]
    known: Mask

    def tally(self, u: np.ndarray, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum of the indices of the points u (2, k) in each cell."""
        total = np.zeros_like(self.winding)
        column, row = np.clip(np.searchsorted(self.lines, u) - 1, 0, len(self.lines) - 2)
        np.add.at(total, (row, column), indices)
        return total

    def doubtful(self, u: np.ndarray, indices: NDArray[np.int64]) -> Mask:
        """Cells whose winding number is not known or is not the sum of the indices found in them."""
        return ~self.known | (self.winding != self.tally(u, indices))

    def seeds(self, which: Mask, per_side: int = 5, most: int = 400) -> np.ndarray:
        """A fine grid of seeds (2, m) in each of the marked cells, in at most `most` cells."""
        rows, columns = np.nonzero(which)
        some = np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(int)
        rows, columns = rows[some], columns[some]
        share = (np.arange(per_side) + 0.5) / per_side
        u = self.lines[columns, None] + np.diff(self.lines)[columns, None] * share
        v = self.lines[rows, None] + np.diff(self.lines)[rows, None] * share
        shape = (len(rows), per_side, per_side)
        return np.stack([np.broadcast_to(u[:, None, :], shape).ravel(), np.broadcast_to(v[:, :, None], shape).ravel()])


def cells(chart: Chart, count: int) -> Cells:
    """Winding numbers on count² cells whose inner lines avoid round numbers, where critical points like to lie."""
    lines = np.concatenate([[0.0], (np.arange(1, count) + 0.1180339887) / count, [1.0]])
    a, b = (k.ravel() for k in np.meshgrid(lines[:-1], lines))
    c, _ = (k.ravel() for k in np.meshgrid(lines[1:], lines))
    start = np.concatenate([np.stack([a, b]), np.stack([b, a])], axis=1)
    end = np.concatenate([np.stack([c, b]), np.stack([b, c])], axis=1)
    angle, trusted = turning(chart, start, end)
    half = len(a)
    across, sure_across = angle[:half].reshape(count + 1, count), trusted[:half].reshape(count + 1, count)
    up, sure_up = angle[half:].reshape(count + 1, count).T, trusted[half:].reshape(count + 1, count).T
    turned = across[:-1] - across[1:] + up[:, 1:] - up[:, :-1]
    known = sure_across[:-1] & sure_across[1:] & sure_up[:, 1:] & sure_up[:, :-1]
    return Cells(lines, np.rint(turned / (2 * np.pi)).astype(int), known)
