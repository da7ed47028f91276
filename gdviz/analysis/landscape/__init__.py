"""Critical points of a surface in a window, classified, with a certificate of completeness."""

import numpy as np

from gdviz.analysis.landscape import kinks, winding
from gdviz.analysis.landscape.conclusion import conclude
from gdviz.analysis.landscape.critical import CriticalPoint as CriticalPoint
from gdviz.analysis.landscape.critical import Kind as Kind
from gdviz.analysis.landscape.newton import zeros
from gdviz.analysis.landscape.newton_search import LISTED, MANY, flat_at, records, search
from gdviz.analysis.landscape.survey_result import Certificate as Certificate
from gdviz.analysis.landscape.survey_result import Survey as Survey
from gdviz.analysis.landscape.unit_square import Chart, Landscape, Window
from gdviz.analysis.landscape.valley import Valley as Valley


def survey(surface: Landscape, window: Window | None = None) -> Survey:
    """All critical points of a surface in the window (default: its own), each polished until Newton's step is rounding.

    Newton's method from a grid finds them; the winding number of the gradient, round the window and round each cell of
    a grid (degree theory), says where to search again and whether the list is complete. The work is bounded by
    counting, so that an awkward surface gets a partial answer that says so. Raises ValueError for a window that is not
    two finite intervals, lower end first.
    """
    chart = Chart(surface, window or surface.window)
    if not (np.isfinite(chart.corner).all() and np.isfinite(chart.size).all() and (chart.size > 0).all()):
        raise ValueError("A window is two intervals, each from a finite number to a larger one.")
    found, plateaus = search(chart)
    lows = kinks.follow(chart, found.u)
    found.add(*zeros(chart, lows.ends[:, ~flat_at(chart, lows.ends)]))
    points, valleys, u = records(chart, found)
    grid = None
    if surface.smooth and not plateaus and len(points) < LISTED:
        grid = winding.cells(chart, 128 if len(points) > MANY else 64)
        for _ in range(2):
            doubtful = grid.doubtful(u, np.array([p.index or 0 for p in points], dtype=int))
            if not doubtful.any() or found.flat.sum() > 2 * LISTED:  # curves without end: nothing to be counted
                break
            found.add(*zeros(chart, grid.seeds(doubtful)))
            points, valleys, u = records(chart, found)
    return conclude(chart, points, [*valleys, *plateaus], u, grid, lows, found)
