"""Critical points of a surface in a window, classified, with a certificate of completeness."""

import numpy as np

from gdviz import argument
from gdviz.analysis.landscape import kinks, winding
from gdviz.analysis.landscape.conclusion import conclude
from gdviz.analysis.landscape.critical import CriticalPoint as CriticalPoint
from gdviz.analysis.landscape.critical import Kind as Kind
from gdviz.analysis.landscape.newton import zeros
from gdviz.analysis.landscape.newton_search import LISTED, MANY, flat_at, records, search
from gdviz.analysis.landscape.survey_result import Certificate as Certificate
from gdviz.analysis.landscape.survey_result import Survey as Survey
from gdviz.analysis.landscape.unit_square import Chart, Landscape
from gdviz.analysis.landscape.valley import Valley as Valley
from gdviz.descent import surface_of
from gdviz.window import Window


def survey(surface: Landscape | str, window: Window | None = None) -> Survey:
    """All critical points of a surface in the window (default: its own), each polished until Newton's step is rounding.

    Newton's method from a grid finds them; the winding number of the gradient, round the window and round each cell of
    a grid (degree theory), says where to search again and whether the list is complete. The work is bounded by
    counting, so that an awkward surface gets a partial answer that says so. surface: or its text. Raises ValueError for
    a window that is not two finite intervals, lower end first, ExpressionError for bad text, TypeError for others.
    """
    if isinstance(surface, str):
        surface = surface_of(surface)
    if not hasattr(surface, "window"):
        raise TypeError(f"surface is a Surface or its formula as text, not {type(surface).__name__}.")
    chart = Chart(surface, argument.window(surface.window if window is None else window))
    candidates, plateaus = search(chart)
    lows = kinks.follow(chart, candidates.u)
    candidates.add(*zeros(chart, lows.ends[:, ~flat_at(chart, lows.ends)]))
    points, valleys, u = records(chart, candidates)
    grid = None
    if surface.smooth and not plateaus and len(points) < LISTED:
        grid = winding.cells(chart, 128 if len(points) > MANY else 64)
        for _ in range(2):
            doubtful = grid.doubtful(u, np.array([p.index or 0 for p in points], dtype=int))
            if not doubtful.any() or candidates.flat.sum() > 2 * LISTED:  # curves without end: nothing to be counted
                break
            candidates.add(*zeros(chart, grid.seeds(doubtful)))
            points, valleys, u = records(chart, candidates)
    return conclude(chart, points, [*valleys, *plateaus], u, grid, lows, candidates)
