"""Critical points of a loss over rows and diagnoses of its runs, computed after the first picture."""

from collections.abc import Collection
from dataclasses import replace

from gdviz.figures import DrawnRun
from gdviz.scene import DataScene, Scene
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.stage import explaining

Missing = tuple[Surface, Scene, list[DrawnRun], frozenset[str]]


def reasons(surface: Surface, data: DataScene, runs: list[DrawnRun], sampled: Collection[str]) -> explaining.Reasons:
    """The reasons known so far; what is missing is computed by `explain`, at the end of the page.

    sampled: ids of the runs whose steps saw mini-batches.
    """
    scene = replace(session.recall(), window=None, runs=tuple(one.run for one in data.runs))
    so_far = explaining.reasons_of(surface, scene, runs, sampled)
    if not so_far.complete:
        session.memory("data asked")["reasons"] = (surface, scene, runs, frozenset(sampled))
    return so_far


def explain() -> None:
    """Compute what is missing, then run the page again."""
    missing: Missing | None = session.memory("data asked").pop("reasons", None)
    if missing is not None:
        explaining.work_out(*missing)
        work.rerun()
