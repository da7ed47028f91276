"""Overfitting: a model trained on some rows and validated on the others, both losses on one map."""

import numpy as np
import streamlit as st

from gdviz.analysis.diagnosis.words import count_word
from gdviz.figures import (
    DrawnRun,
    FitRun,
    OnRows,
    OverlayContours,
    Spot,
    drawn_run,
    fates,
    fit,
    fit_run,
    marks_of,
    scatter,
    step_budget,
)
from gdviz.figures.rows_payload import model_view
from gdviz.figures.validation_words import early, turning
from gdviz.numeral import numeral
from gdviz.scene import DataScene, Scene
from gdviz.ui.data import diagnoses, endings, run_cards, settings, stage
from gdviz.ui.data.batches import usable
from gdviz.ui.data.learning import batch_words, learned, letters, model_of, start_of
from gdviz.ui.data.rows import Material
from gdviz.ui.data.validation import Checked, checked
from gdviz.ui.widgets import sentences

COARSE = (40, 40)
WORDS = (
    "The ground is the loss over the rows learned from; dashed: level lines of the loss over the rows set apart. "
    "Dotted: where weight decay from 0.01 to 3 would move the training minimum."
)
SHOWS = (
    "Learned from half of the rows, checked on the rest: the best weights for one part are not the best for the other."
)


def show(scene: Scene) -> tuple[str, ...]:
    """Draw this part; returns the remarks for the head of the page."""
    parts = usable(scene.data)
    if parts is None:
        return ()
    data, rows, surface = parts
    both = checked(data, surface, rows.count)
    short, fewer = step_budget.within(data, both.training, len(both.parts.train))
    runs, fit_runs = _runs(short, both, rows)
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            _draw(scene, data, both, rows, runs, fit_runs)
            sentences.note(fewer)
            _say(runs, fit_runs, both, data, rows)
        with st.container(key="explore-rail", gap="xsmall", width=320):
            settings.strip(data, surface)
            settings.parts(data, ("share", "decay", "folds"))
            settings.scaling(data, surface)
            run_cards.cards(data, len(both.parts.train), methods=True)
    return (SHOWS,)


def _runs(data: DataScene, both: Checked, rows: Material) -> tuple[list[DrawnRun], dict[str, FitRun]]:
    """Every run on the training loss, and what is known of it besides its path."""
    runs, fit_runs, on = [], {}, OnRows(data, rows, both.training, both.parts, both.validation)
    for one in data.runs:
        made = learned(both.training, one, data, len(both.parts.train))
        words = batch_words(one, len(both.parts.train)) if one.batch else ""
        runs.append(drawn_run(one, made.trajectory, words))
        fit_runs[runs[-1].id] = fit_run(made, on)
    return runs, fit_runs


def _draw(
    scene: Scene, data: DataScene, both: Checked, rows: Material, runs: list[DrawnRun], fit_runs: dict[str, FitRun]
) -> None:
    """The player: both losses on the map, rows learned from and set apart beside it."""
    shown = [run for run in runs if run.on]
    picture = fit(
        scatter(rows, tuple(both.parts.validation.tolist())), model_view(data, rows),
        {run.id: fit_runs[run.id] for run in shown},
        ghost=OverlayContours(both.training.window, both.validation.grid(shape=COARSE)[2], "rows set apart"),
        spots=_spots(both), trail=both.trail, per_epoch=len(both.parts.train), words=WORDS,
    )  # fmt: skip
    noisy = [run for run, one in fit_runs.items() if one.batches is not None]
    why_so = diagnoses.reasons(both.training, data, runs, noisy)
    stops = [mark for run in shown if (mark := early(run, fit_runs[run.id])) is not None]
    marks = [*marks_of(both.training, why_so.survey), *stops]
    start = start_of(data, both.training)
    stage.show(scene, both.training, runs, picture, start, marks=marks, fates=fates(why_so.diagnoses))


def _spots(both: Checked) -> list[Spot]:
    losses = [(both.training, "training minimum"), (both.validation, "validation minimum")]
    named = [Spot(surface.minima[0].point, word) for surface, word in losses if surface.minima]
    return named + [Spot(point, "") for point, _ in both.folds]


def _say(runs: list[DrawnRun], fit_runs: dict[str, FitRun], both: Checked, data: DataScene, rows: Material) -> None:
    """Below the picture: how far apart the minima are, and where each run should have stopped."""
    model, lines = model_of(data), []
    for run in (run for run in runs if run.on):
        words, values = [turning(fit_runs[run.id])], letters(data, model)
        if rows.classes:
            parts = (both.parts.train, both.parts.validation)
            ours, apart = (endings.right(model, run, rows, values, part) for part in parts)
            words.append(f"{ours}, {apart.removesuffix(' rows right')} set apart.")
        lines.append((run, [*words, endings.in_own_units(model, run.trajectory.points[-1], rows)]))
    endings.show(lines)
    sentences.note(f"{_minima(both, data, rows)}{_folds(both, data)}")


def _minima(both: Checked, data: DataScene, rows: Material) -> str:
    """How far apart the two minima are, or which of the two losses has none, and why."""
    training, apart = both.training.minima, both.validation.minima
    counted = f"{count_word(len(both.parts.train), 'row')} learned from, {len(both.parts.validation)} set apart: "
    if training and apart:
        gap = float(np.hypot(*np.subtract(training[0].point, apart[0].point)))
        return f"{counted}the two minima lie {numeral(gap, 3)} apart."
    model, phrases = model_of(data), []
    for minima, part, words in (
        (training, both.parts.train, "learned from"),
        (apart, both.parts.validation, "set apart"),
    ):
        parted = model.logistic and model.parted({name: column[part] for name, column in rows.columns.items()})
        if not minima:
            phrases.append(f"the loss over the rows {words} has no minimum{endings.FOR_EVER if parted else ''}")
    held = f" Weight decay λ = {numeral(data.decay)} holds those that are learned." if training and data.decay else ""
    return f"{counted}{' and '.join(phrases)}.{held}"


def _folds(both: Checked, data: DataScene) -> str:
    """Cross-validation, in a sentence."""
    if not both.folds:
        return ""
    losses = [loss for _, loss in both.folds]
    spread = f"{numeral(float(np.mean(losses)))} on average, from {numeral(min(losses))} to {numeral(max(losses))}"
    penalty = f" learned with λ = {numeral(data.decay)}" if data.decay else ""
    return f" Small rings: the minima without one of {len(losses)} folds{penalty}; the loss over the fold is {spread}."
