"""The lowest minimum known, and whether it may be called the global one."""

from functools import lru_cache

import numpy as np

from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.words import Verdict
from gdviz.analysis.landscape import Survey
from gdviz.analysis.landscape.interval_eval import enclose
from gdviz.kernel.graph import Graph
from gdviz.surface import Surface

DISTANCES = 10.0 ** np.arange(0, 5)  # window diagonals
DIRECTIONS = 24
EVERYWHERE = 1e100  # a plane that holds every point of a run


def deepest(run: DiagnosedRun) -> tuple[tuple[float, float], float] | None:
    """The lowest minimum known, (point, value): the survey's, or the surface's own if that is deeper."""
    best = run.survey.global_minimum
    minima = [*run.minima, *([(best.point, best.value)] if best else [])]
    return min(minima, key=lambda m: m[1], default=None)


def best_verdict(run: DiagnosedRun, value: float) -> Verdict:
    """The verdict of a run that ends at a minimum of this value, the lowest known."""
    return Verdict.REACHED if is_global(run.surface, run.survey, value) else Verdict.LOWEST_KNOWN


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
    graph = Graph()
    nodes = surface.instantiate(graph, graph.input("x"), graph.input("y"), order=0)
    plane = (np.array([-EVERYWHERE]), np.array([EVERYWHERE]))
    fixed = {f"p_{name}": (np.array([value]),) * 2 for name, value in surface.parameters.items()}
    low, _ = enclose((nodes[0],), {"x": plane, "y": plane, **fixed}, 1)[0]
    return float(low[0])


def lower_outside(surface: Surface, survey: Survey, value: float) -> bool:
    """Does f go below a value somewhere on rays from the window's middle outwards?"""
    (left, right), (bottom, top) = survey.window
    reach = np.hypot(right - left, top - bottom) * DISTANCES[:, None]
    turn = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    x, y = (left + right) / 2 + reach * np.cos(turn), (bottom + top) / 2 + reach * np.sin(turn)
    with np.errstate(all="ignore"):
        return bool((np.asarray(surface.value(x, y)) < value).any())
