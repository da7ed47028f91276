"""The export of a run: a program, its equations or its numbers, each with the link to its scene."""

import html
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from gdviz import export
from gdviz.descent import Stop
from gdviz.export import NotExported
from gdviz.scene import STEADY, Run, Scene
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

PREVIEW = 12
"""Lines of a long table that are shown; the file has all."""


class Taken(NamedTuple):
    """What a run is, as its exports ask for it."""

    surface: Surface
    run: Run
    scene: Scene
    trajectory: Trajectory
    url: str


class Form(NamedTuple):
    """One form a run can be taken away in."""

    name: str
    language: str
    suffix: str
    write: Callable[[Taken], str]


FORMS = (
    Form("NumPy", "python", "py", lambda taken: export.numpy_code(**program_of(taken))),
    Form("PyTorch", "python", "py", lambda taken: export.pytorch_code(**program_of(taken))),
    Form("LaTeX", "latex", "tex", lambda taken: export.latex(taken.surface, taken.run.chosen, taken.url)),
    Form("CSV", "text", "csv", lambda taken: export.csv(taken.trajectory, taken.surface.variables, taken.url)),
)


def program_of(taken: Taken) -> dict[str, Any]:
    """The arguments that the programs are made from: those the run was made with."""
    run, scene = taken.run, taken.scene
    return {
        "surface": taken.surface,
        "optimizer": run.chosen,
        "start": taken.trajectory.points[0].tolist(),
        "steps": scene.steps,
        "knobs": dict(run.knobs),
        "options": {**dict(run.options), "seed": scene.seed} if run.options and run.composes else None,
        "schedule": (run.schedule, dict(run.schedule_knobs)) if run.composes and run.schedule != STEADY else None,
        "url": taken.url,
        "stop": Stop(**dict(scene.stop)) if scene.stop else None,
    }


def card(surface: Surface, run: Run, scene: Scene, trajectory: Trajectory) -> None:
    """Folded away until it is asked for."""
    folded = st.expander("Take this run away", key="takeaway-open", on_change="rerun", icon=":material/download:")
    if not folded.open:
        return
    with folded, st.container(key="takeaway", gap="xsmall"):
        names = [form.name for form in FORMS]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            named = st.segmented_control(
                "Form", names, default=names[0], required=True, key="takeaway-form", label_visibility="collapsed"
            )
            form = FORMS[names.index(named or names[0])]
            try:
                text = form.write(Taken(surface, run, scene, trajectory, address(scene)))
            except NotExported as refused:
                st.html(f'<p class="gdviz-sentence" role="status">{html.escape(str(refused))}</p>', width="content")
                return
            file = f"gdviz-{run.optimizer}.{form.suffix}"
            st.download_button("Save", text, file, icon=":material/download:", on_click="ignore", key="takeaway-save")
        lines = text.splitlines()
        long = form.name == "CSV" and len(lines) > PREVIEW
        st.code("\n".join([*lines[:PREVIEW], "…"]) if long else text, language=form.language, height=360)


def address(scene: Scene) -> str:
    """The link of the scene, from the address at which the app is visited."""
    query = urlencode(scene.to_query(), doseq=True)
    place = str(st.context.url or "").split("?")[0].rstrip("/")
    return f"{place}/?{query}" if query else f"{place}/"
