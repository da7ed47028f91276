"""`gdviz survey`: the critical points of a surface in a window, and whether the list is complete."""

from argparse import Namespace

from gdviz.analysis.landscape import CriticalPoint, survey
from gdviz.cli import output
from gdviz.cli.typed import surface_of, window_of


def perform(chosen: Namespace) -> None:
    """Print the points and the sentence."""
    surface, window = surface_of(chosen), window_of(chosen)
    with output.working("searching"):
        result = survey(surface, window)
    if chosen.json:
        points = [
            {"kind": p.kind, "point": p.point, "value": p.value, "eigenvalues": p.eigenvalues, "kink": p.kink}
            for p in result.critical_points
        ]
        valleys = [floor.sentence for floor in result.valleys]
        lowest = result.global_minimum.point if result.global_minimum else None
        output.document(
            {"text": surface.text, "window": result.window, "critical_points": points, "valleys": valleys,
             "global_minimum": lowest, "certified": result.certified, "sentence": result.sentence}
        )  # fmt: skip
        return
    if result.critical_points:
        output.table(("kind", "x", "y", "f", "lambda1", "lambda2"), [_row(p) for p in result.critical_points])
        print()
    print(result.sentence)


def _row(point: CriticalPoint) -> tuple[output.Cell, ...]:
    x, y = (0.0 if abs(part) < 1e-12 else part for part in point.point)
    return point.kind.value, x, y, point.value, *point.eigenvalues
