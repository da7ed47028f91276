"""Models of two weights, trained on all rows and on batches, or validated on rows set apart: their loss is the map."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gdviz.figures import (
    DrawnRun,
    FitRun,
    OnRows,
    OverlayContours,
    Spot,
    drawn_model,
    drawn_run,
    early_stop,
    fates,
    fit,
    fit_run,
    marks_of,
    scatter,
    turning_words,
    within_budget,
)
from gdviz.numeral import count_word, numeral
from gdviz.scene import Scene, batch_words, equal_work, first_weights, letters_of, model_of
from gdviz.ui.data import bar, picture, run_cards, settings
from gdviz.ui.data.learning import Checked, checked, learned
from gdviz.ui.stage.stage import Shown
from gdviz.ui.widgets import note

COARSE = (40, 40)
BATCH_WORDS = (
    "On the map, dashed: level lines of the loss over the ringed rows alone, and the coloured arrow its downhill "
    "direction beside the full one. Ellipse: where the noise of batches keeps a run in the second half of its steps."
)
VALIDATION_WORDS = (
    "The ground is the loss over the rows learned from; dashed: level lines of the loss over the rows set apart. "
    "Dotted: where weight decay from 0.01 to 3 would move the training minimum."
)
SHOWS = (
    "Learned from half of the rows, checked on the rest: the best weights for one part are not the best for the other."
)


def show(scene: Scene) -> tuple[tuple[str, ...], Shown | None]:
    """Draw this part; returns the remarks for the head of the page, and the runs that are to be explained."""
    parts = bar.usable(scene.data)
    if parts is None:
        return (), None
    data, rows, surface = parts
    both = checked(data, surface, rows.count) if data.part == "overfitting" else None
    on = OnRows(data, rows, both.training, both.parts, both.validation) if both else OnRows(data, rows, surface)
    left, right = picture.halves()
    with left:
        shown = _draw(scene, on, both)
    with right:
        settings.strip(data, surface)
        if both:
            settings.parts(data, ("share", "decay", "folds"))
        settings.scaling(data, surface)
        if not both:
            settings.equal_passes(data)
        run_cards.cards(data, on.count, methods=True)
    remarks = (SHOWS,) if both else tuple(sentence for sentence in (surface.shows, *surface.notes) if sentence)
    return remarks, shown


def _draw(scene: Scene, on: OnRows, both: Checked | None) -> Shown:
    """The player with the rows beside the map, and what is said below it."""
    data, fewer = within_budget(on.data, on.surface, on.count)
    on = replace(on, data=data)
    runs, fit_runs = _runs(on)
    shown = {run.id: fit_runs[run.id] for run in runs if run.on}
    explained = picture.explained(on.surface, scene, data, runs)
    marks, ends = marks_of(on.surface, explained.reasons.survey), fates(explained.reasons.diagnoses)
    if both:
        beside = _validated(on, both, shown)
        stops = [early_stop(run, shown[run.id]) for run in runs if run.on]
        marks = [*marks, *(mark for mark in stops if mark is not None)]
    else:
        noisy = any(one.batches is not None for one in shown.values())
        beside = fit(scatter(on.rows), drawn_model(data, on.rows), shown, words=BATCH_WORDS if noisy else "")
    picture.show(scene, on.surface, runs, beside, first_weights(data, on.surface), marks=marks, fates=ends)
    note(fewer)
    if both:
        _say_of_validation(runs, shown, both, on)
    else:
        note(equal_work(data, on.count, on.steps))
        _say_of_batches(runs, on, {run: fate["sentence"] for run, fate in ends.items()})
    return explained


def _runs(on: OnRows) -> tuple[list[DrawnRun], dict[str, FitRun]]:
    """Every run on the loss that is descended, and what is known of it besides its path."""
    runs, fit_runs = [], {}
    for one in on.data.runs:
        made = learned(on, one)
        words = batch_words(one, on.count) if one.batch or on.parts is None else ""
        runs.append(drawn_run(one, made.trajectory, words))
        fit_runs[runs[-1].id] = fit_run(made, on)
    return runs, fit_runs


def _validated(on: OnRows, both: Checked, shown: Mapping[str, FitRun]) -> dict[str, object]:
    """Rows learned from and set apart, and the loss over the latter as level lines on the map."""
    return fit(
        scatter(on.rows, tuple(both.parts.validation.tolist())), drawn_model(on.data, on.rows), shown,
        ghost=OverlayContours(both.training.window, both.validation.grid(shape=COARSE)[2], "rows set apart"),
        spots=_spots(both), trail=both.trail, per_epoch=on.count, words=VALIDATION_WORDS,
    )  # fmt: skip


def _spots(both: Checked) -> list[Spot]:
    losses = [(both.training, "training minimum"), (both.validation, "validation minimum")]
    named = [Spot(surface.minima[0].point, word) for surface, word in losses if surface.minima]
    return named + [Spot(point, "") for point, _ in both.folds]


def _say_of_batches(runs: list[DrawnRun], on: OnRows, reasons_why: Mapping[str, str]) -> None:
    """Why each run ended so, how many rows are right, and its weights in the units of the table."""
    model, lines, rows = model_of(on.data), [], on.rows
    for run in (run for run in runs if run.on):
        right = f"{picture.right(model, run, rows, letters_of(on.data, model))}." if rows.classes else ""
        units = picture.in_own_units(model, run.trajectory.points[-1], rows)
        lines.append((run, [reasons_why.get(run.id, ""), right, units]))
    picture.endings(lines)
    if model.logistic and not on.surface.minima and model.parted(rows.columns):
        note(f"This loss has no minimum{picture.FOR_EVER}.")


def _say_of_validation(runs: list[DrawnRun], shown: Mapping[str, FitRun], both: Checked, on: OnRows) -> None:
    """How far apart the minima are, and where each run should have stopped."""
    model, lines, rows = model_of(on.data), [], on.rows
    for run in (run for run in runs if run.on):
        words, values = [turning_words(shown[run.id])], letters_of(on.data, model)
        if rows.classes:
            parts = (both.parts.train, both.parts.validation)
            ours, apart = (picture.right(model, run, rows, values, part) for part in parts)
            words.append(f"{ours}, {apart.removesuffix(' rows right')} set apart.")
        lines.append((run, [*words, picture.in_own_units(model, run.trajectory.points[-1], rows)]))
    picture.endings(lines)
    note(f"{_minima(both, on)}{_folds(both, on.data.decay)}")


def _minima(both: Checked, on: OnRows) -> str:
    """How far apart the two minima are, or which of the two losses has none, and why."""
    training, apart = both.training.minima, both.validation.minima
    counted = f"{count_word(len(both.parts.train), 'row')} learned from, {len(both.parts.validation)} set apart: "
    if training and apart:
        gap = float(np.hypot(*np.subtract(training[0].point, apart[0].point)))
        return f"{counted}the two minima lie {numeral(gap, 3)} apart."
    model, phrases = model_of(on.data), []
    for minima, part, words in (
        (training, both.parts.train, "learned from"),
        (apart, both.parts.validation, "set apart"),
    ):
        parted = model.logistic and model.parted({name: column[part] for name, column in on.rows.columns.items()})
        if not minima:
            phrases.append(f"the loss over the rows {words} has no minimum{picture.FOR_EVER if parted else ''}")
    decay = on.data.decay
    held = f" Weight decay λ = {numeral(decay)} holds those that are learned." if training and decay else ""
    return f"{counted}{' and '.join(phrases)}.{held}"


def _folds(both: Checked, decay: float) -> str:
    """Cross-validation, in a sentence."""
    if not both.folds:
        return ""
    losses = [loss for _, loss in both.folds]
    spread = f"{numeral(float(np.mean(losses)))} on average, from {numeral(min(losses))} to {numeral(max(losses))}"
    penalty = f" learned with λ = {numeral(decay)}" if decay else ""
    return f" Small rings: the minima without one of {len(losses)} folds{penalty}; the loss over the fold is {spread}."
