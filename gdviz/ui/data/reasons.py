"""Critical points of a data surface and how its runs ended, worked out once the picture is out."""

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from gdviz.figures import DrawnRun, Mark
from gdviz.figures.reasons import landscape_marks
from gdviz.scene import Scene
from gdviz.scene.data import DataScene
from gdviz.surface import Surface
from gdviz.ui import session, why

NOISE = {
    "word": "kept moving by its batches",
    "tone": "plain",
    "sentence": "Every batch has a slope of its own, so it moves about; a rate that decays would let it settle.",
}
Asked = tuple[Surface, Scene, list[DrawnRun]]


def reasons(surface: Surface, data: DataScene, runs: list[DrawnRun]) -> why.Reasons:
    """What is known by now; the rest is asked for, to be worked out at the end of the page."""
    scene = replace(session.recall(), window=None, runs=tuple(one.run for one in data.runs))
    known = why.known(surface, scene, runs)
    if not known.complete:
        session.memory("data asked")["reasons"] = (surface, scene, runs)
    return known


def marks(surface: Surface, known: why.Reasons) -> list[Mark]:
    """Every critical point; without events of the runs, which noise would make countless."""
    if known.survey is None:
        return why.gallery_marks(surface)
    return landscape_marks(known.survey, why.deepest_known(surface))


def fates(known: why.Reasons, noisy: Collection[str]) -> dict[str, dict[str, str]]:
    """Verdicts as the readout shows them; noisy: ids of runs on batches, which go round without a cycle."""
    found = why.fates(known)
    return {run: NOISE if run in noisy and fate["word"] == "cycling" else fate for run, fate in found.items()}


def explain() -> None:
    """What was asked for, then the page again with it."""
    asked: Asked | None = session.memory("data asked").pop("reasons", None)
    if asked is not None:
        why.work_out(*asked)
        st.rerun()
