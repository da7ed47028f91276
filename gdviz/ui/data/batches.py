"""Mini-batches: one model trained on all rows, on batches and on single rows."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.figures import DrawnRun, FitRun, ball, drawn_run, fates, fit, marks_of, scatter, step_budget
from gdviz.figures.rows_payload import model_view
from gdviz.learning.data import TableError
from gdviz.scene import DataScene, Scene, equal_work, steps_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.data import bar, diagnoses, endings, run_cards, settings, stage
from gdviz.ui.data.learning import batch_words, learned, letters, model_of, start_of, surface_of
from gdviz.ui.data.rows import Material, material
from gdviz.ui.widgets import sentences

WORDS = (
    "On the map, dashed: level lines of the loss over the ringed rows alone, and the coloured arrow its downhill "
    "direction beside the full one. Ellipse: where the noise of batches keeps a run in the second half of its steps."
)


def usable(data: DataScene) -> tuple[DataScene, Material, Surface] | None:
    """Rows and surface as asked; the last good ones while the typed loss cannot be read; None without rows.

    Draws what is wrong with the loss, and its letters, in a place that is always there: the player keeps its own.
    """
    with st.container(key="data-below"):
        parts = _usable(data)
        if parts is not None:
            bar.letters_row(letters(parts[0], model_of(parts[0])))
    return parts


def _usable(data: DataScene) -> tuple[DataScene, Material, Surface] | None:
    good = session.memory("data good")
    try:
        rows = material(data, model_of(data))
        surface = surface_of(data, rows)
        good[data.part] = data
        return data, rows, surface
    except ExpressionError as refused:
        sentences.refusal(refused, "formula-refusal", beside=True)
        fallback = good.get(data.part)
        if fallback is None or fallback.set != data.set or fallback.model != data.model:
            fallback = replace(data, loss=None, letters=())
        rows = material(fallback, model_of(fallback))
        return fallback, rows, surface_of(fallback, rows)
    except TableError as refused:
        sentences.alert(str(refused))
        return None


def show(scene: Scene) -> tuple[str, ...]:
    """Draw this part; returns the remarks for the head of the page."""
    parts = usable(scene.data)
    if parts is None:
        return ()
    data, rows, surface = parts
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            _draw(scene, *step_budget.within(data, surface, rows.count), rows, surface)
        with st.container(key="explore-rail", gap="xsmall", width=320):
            settings.strip(data, surface)
            settings.scaling(data, surface)
            settings.equal_passes(data)
            run_cards.cards(data, rows.count, methods=True)
    return tuple(sentence for sentence in (surface.shows, *surface.notes) if sentence)


def _draw(scene: Scene, data: DataScene, fewer: str, rows: Material, surface: Surface) -> None:
    """The player: the loss over all rows on the map, rows and fit beside it; fewer: why the runs are short."""
    runs, shown = [], {}
    steps = steps_of(data, rows.count)
    for one in data.runs:
        made = learned(surface, one, replace(data, steps=steps[one.run.style]), rows.count)
        runs.append(drawn_run(one, made.trajectory, batch_words(one, rows.count)))
        if one.run.on:
            shown[runs[-1].id] = FitRun(made.seen, made.plan, made.record, ball=ball(made))
    noisy = [run for run, one in shown.items() if one.batches is not None]
    picture = fit(scatter(rows), model_view(data, rows), shown, words=WORDS if noisy else "")
    why_so = diagnoses.reasons(surface, data, runs, noisy)
    marks, ends = marks_of(surface, why_so.survey), fates(why_so.diagnoses)
    stage.show(scene, surface, runs, picture, start_of(data, surface), marks=marks, fates=ends)
    sentences.note(fewer)
    sentences.note(equal_work(data, rows.count, steps))
    _say(data, rows, surface, runs, {run: fate["sentence"] for run, fate in ends.items()})


def _say(
    data: DataScene, rows: Material, surface: Surface, runs: list[DrawnRun], reasons_why: Mapping[str, str]
) -> None:
    """Below the picture: why each run ended so, how many rows are right, and its weights in the units of the table."""
    model, lines = model_of(data), []
    for run in (run for run in runs if run.on):
        right = f"{endings.right(model, run, rows, letters(data, model))}." if rows.classes else ""
        units = endings.in_own_units(model, run.trajectory.points[-1], rows)
        lines.append((run, [reasons_why.get(run.id, ""), right, units]))
    endings.show(lines)
    if model.logistic and not surface.minima and model.parted(rows.columns):
        sentences.note(f"This loss has no minimum{endings.FOR_EVER}.")
