"""A proof, box by box, that a list of critical points is complete; and whether the lowest minimum is the global one."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from gdviz.analysis.landscape.interval import Interval, enclose
from gdviz.analysis.landscape.survey_result import Survey
from gdviz.analysis.landscape.unit_square import Chart, Mask
from gdviz.kernel import Graph
from gdviz.surface import Surface, diagonal

BOXES = 60_000  # examined at most
START = 24  # boxes a side to begin with
ROUNDS = 16
INTERVAL = 20  # times the cost of a number has an interval
DISTANCES = 10.0 ** np.arange(0, 5)  # window diagonals
DIRECTIONS = 24
EVERYWHERE = 1e100  # a plane that holds every point of a run
NEAR = 0.01  # share of the window round a degenerate point that is left out


@dataclass(frozen=True)
class Field:
    """Interval bounds of gradient and Hessian, or of the value, of a symbolic surface."""

    outputs: tuple[Any, ...]
    parameters: dict[str, float]

    @classmethod
    def of(cls, surface: Any, order: int = 2) -> "Field":
        """The bounds of a surface that can be instantiated, on a graph of its own; of order 0 those of f itself."""
        graph = Graph()
        nodes = surface.instantiate(graph, graph.input("x"), graph.input("y"), order=order)
        return cls(
            tuple(nodes[1:] if order else nodes), {f"p_{name}": value for name, value in surface.parameters.items()}
        )

    def bounds(self, low: np.ndarray, high: np.ndarray) -> list[Interval]:
        """gx, gy, hxx, hxy, hyy (or f) on the boxes between the corners low and high (2, n)."""
        count = low.shape[1]
        fixed = {name: (np.full(count, value),) * 2 for name, value in self.parameters.items()}
        return enclose(self.outputs, {"x": (low[0], high[0]), "y": (low[1], high[1]), **fixed}, count)


def size(a: Interval) -> np.ndarray:
    """The largest |a| in each interval."""
    return np.maximum(np.abs(a[0]), np.abs(a[1]))


def scaled(factor: np.ndarray, a: Interval) -> Interval:
    """Exact factors (n,) times intervals, without widening: `total` makes room for the rounding."""
    one, other = factor * a[0], factor * a[1]
    return np.minimum(one, other), np.maximum(one, other)


def total(a: Interval, b: Interval) -> Interval:
    """Sum of two products, wider by their rounding, which may be larger than that of the sum."""
    room = 1e-15 * (size(a) + size(b))
    return a[0] + b[0] - room, a[1] + b[1] + room


def excludes_zero(a: Interval, spread: np.ndarray | float = 0.0) -> Mask:
    """Is 0 outside of the interval widened by spread, with room for the rounding of this module?"""
    room = spread + 1e-12 * (size(a) + spread)
    return (a[0] - room > 0) | (a[1] + room < 0)


def examine(field: Field, centre: np.ndarray, radius: np.ndarray) -> tuple[Mask, Mask]:
    """For boxes centre ± radius (2, n): which hold no zero of the gradient, and which hold exactly one.

    By the gradient's bounds, by the mean value form g(c) + H·(box - c), and by Krawczyk's operator (1969), which
    multiplies that by an approximate inverse Y of H: K = c - Y g(c) + (1 - Y H)(box - c); K within the box proves one
    zero, K apart from the box proves none.
    """
    with np.errstate(all="ignore"):
        gx, gy, hxx, hxy, hyy = field.bounds(centre - radius, centre + radius)
        px, py = field.bounds(centre, centre)[:2]
        rx, ry = radius
        none = excludes_zero(gx) | excludes_zero(gy)
        none |= excludes_zero(px, size(hxx) * rx + size(hxy) * ry)
        none |= excludes_zero(py, size(hxy) * rx + size(hyy) * ry)
        a, b, c = ((low + high) / 2 for low, high in (hxx, hxy, hyy))
        determinant = a * c - b * b
        one = np.ones_like(none)
        for first, second, reach, identity in (
            (c / determinant, -b / determinant, rx, (1.0, 0.0)),
            (-b / determinant, a / determinant, ry, (0.0, 1.0)),
        ):
            shift = total(scaled(first, px), scaled(second, py))
            left = [total(scaled(first, hxx), scaled(second, hxy)), total(scaled(first, hxy), scaled(second, hyy))]
            change = [np.maximum(np.abs(i - m[0]), np.abs(i - m[1])) for i, m in zip(identity, left, strict=True)]
            spread = (change[0] * rx + change[1] * ry) * (1 + 1e-12) + 1e-15 * reach
            none |= excludes_zero(shift, spread + reach)
            one &= size(shift) * (1 + 1e-12) + spread < reach
    return none, one


def neighbourhoods(field: Field, chart: Chart, points: np.ndarray) -> np.ndarray | None:
    """Radius (k,), share of the window, of a box with no other zero round each point (2, k); None if one has none."""
    shares = 0.25 * 0.5 ** np.arange(24)
    count = points.shape[1]
    centre = np.repeat(points, len(shares), axis=1)
    radius = np.tile(shares, count) * chart.size
    proved = examine(field, centre, radius)[1].reshape(count, len(shares))
    if not proved.any(axis=1).all():
        return None
    return shares[proved.argmax(axis=1)]


def complete(chart: Chart, points: np.ndarray, exceptions: np.ndarray) -> bool:
    """Is every critical point of the window among the simple ones given (2, k), or near an exception (2, m)?"""
    field = Field.of(chart.surface)
    shares = neighbourhoods(field, chart, points)
    if shares is None:
        return False
    centres = np.concatenate([points, exceptions], axis=1)
    reaches = np.concatenate([shares, np.full(exceptions.shape[1], NEAR)]) * chart.size * (1 - 1e-9)
    along = (np.arange(START) + 0.5) / START
    centre = chart.plane(np.stack([k.ravel() for k in np.meshgrid(along, along)]))
    # A hair more than needed each time, so that rounding leaves no gap between boxes.
    slack = 1e-15 * (np.abs(chart.corner) + chart.size)
    radius = chart.size / (2 * START) * (1 + 1e-9) + slack
    looked = 0
    for _ in range(ROUNDS):
        looked += centre.shape[1]
        chart.work.add(centre.shape[1], INTERVAL * sum(chart.weights))
        if looked > BOXES or chart.work.over:
            return False
        gap = np.abs(centre[:, :, None] - centres[:, None, :]) + radius[:, :, None]
        covered = np.any(np.all(gap <= reaches[:, None, :], axis=0), axis=1)
        centre = centre[:, ~covered]
        centre = centre[:, ~examine(field, centre, radius * np.ones_like(centre))[0]]
        if not centre.size:
            return True
        radius = radius / 2 * (1 + 1e-9) + slack
        corners = radius * np.array([[-1, -1, 1, 1], [-1, 1, -1, 1]])
        centre = (centre[:, :, None] + corners[:, None, :]).reshape(2, -1)
    return False


def is_global(surface: Surface, survey: Survey, value: float) -> bool:
    """Is no lower value possible, as far as can be known, than that of the lowest minimum known?

    So it is where interval arithmetic bounds f by it (as squares are bounded by 0), where the surface comes with its
    global minima, or where the list of the window's critical points is complete and f is nowhere lower on the window's
    edge, nor far outside of it.
    """
    room = 1e-9 * max(1.0, abs(value))
    answers = [m.value for m in surface.minima]
    if (answers and min(answers) <= value + room) or lower_bound(surface) >= value - room:
        return True
    if survey.poles or not survey.certified or survey.lowest_edge[1] < value - room:
        return False
    return not lower_outside(surface, survey, value - room)


@lru_cache(maxsize=64)
def lower_bound(surface: Surface) -> float:
    """A value that f is nowhere below, by interval arithmetic (Moore 1966); -inf where that gives no bound."""
    if not surface.symbolic:
        return -np.inf
    plane = np.full((2, 1), EVERYWHERE)
    low, _ = Field.of(surface, order=0).bounds(-plane, plane)[0]
    return float(low[0])


def lower_outside(surface: Surface, survey: Survey, value: float) -> bool:
    """Does f go below a value somewhere on rays from the window's middle outwards?"""
    (left, right), (bottom, top) = survey.window
    reach = diagonal(survey.window) * DISTANCES[:, None]
    turn = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    x, y = (left + right) / 2 + reach * np.cos(turn), (bottom + top) / 2 + reach * np.sin(turn)
    with np.errstate(all="ignore"):
        return bool((np.asarray(surface.value(x, y)) < value).any())
