"""Critical points of a data surface and how its runs ended, worked out once the picture is out."""

from collections.abc import Collection
from dataclasses import replace

from gdviz.figures import DrawnRun, Mark
from gdviz.figures.diagnosis_marks import landscape_marks
from gdviz.scene import Scene
from gdviz.scene.data import DataScene
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.stage import explaining

Asked = tuple[Surface, Scene, list[DrawnRun], frozenset[str]]


def reasons(surface: Surface, data: DataScene, runs: list[DrawnRun], sampled: Collection[str]) -> explaining.Reasons:
    """What is known by now; the rest is asked for, to be worked out at the end of the page.

    sampled: ids of the runs whose steps saw mini-batches.
    """
    scene = replace(session.recall(), window=None, runs=tuple(one.run for one in data.runs))
    known = explaining.known(surface, scene, runs, sampled)
    if not known.complete:
        session.memory("data asked")["reasons"] = (surface, scene, runs, frozenset(sampled))
    return known


def marks(surface: Surface, known: explaining.Reasons) -> list[Mark]:
    """Every critical point; without events of the runs, which noise would make countless."""
    if known.survey is None:
        return explaining.gallery_marks(surface)
    return landscape_marks(known.survey, explaining.deepest_known(surface))


def explain() -> None:
    """What was asked for, then the page again with it."""
    asked: Asked | None = session.memory("data asked").pop("reasons", None)
    if asked is not None:
        explaining.work_out(*asked)
        work.rerun()
