"""Part two: rows set apart. What is learned from some is checked on the others, on one map."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from gdviz.data import BatchPlan, Parts, decayed_minima, early_stop, folds, split, surfaces_of, values_along, with_decay
from gdviz.figures import DrawnRun, Mark
from gdviz.figures.fit import FitRun, Ghost, Spot, fit
from gdviz.figures.fit_models import formula_model
from gdviz.scene import Scene
from gdviz.scene.data import DataScene
from gdviz.surface import Point, Surface, Window
from gdviz.ui import session, why
from gdviz.ui.data import bar, cards, reasons, settings, stage
from gdviz.ui.data.batches import scatter, usable
from gdviz.ui.data.learning import Learned, batch_words, learned, letters, model_of, start_of
from gdviz.ui.data.rows import Material
from gdviz.ui.styles import STYLES

AMOUNTS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
FAR = 3.0
"""A minimum further away than so many windows is not brought onto the map."""
COARSE = (40, 40)
WORDS = (
    "The ground is the loss over the rows learned from; dashed: level lines of the loss over the rows set apart. "
    "Dotted: where weight decay from 0.01 to 3 would move the training minimum."
)
SHOWS = (
    "Learned from half of the rows, checked on the rest: the best weights for one part are not the best for the other."
)


@dataclass(frozen=True, eq=False)
class Checked:
    """The two losses of one map, over the rows learned from (with its penalty) and over those set apart.

    trail: the training minimum under more and more weight decay. folds: for each fold, the minimum without its rows,
    and the loss there over its rows.
    """

    parts: Parts
    training: Surface
    validation: Surface
    trail: tuple[Point, ...]
    folds: tuple[tuple[Point, float], ...]


def checked(data: DataScene, surface: Surface, count: int) -> Checked:
    """Worked out once per visit."""
    key = (surface.key, data.share, data.order, data.decay, data.start, data.folds)
    kept = session.memory("data parts of rows")
    if key not in kept:
        kept[key] = _checked(data, surface, count)
        while len(kept) > 24:
            kept.pop(next(iter(kept)))
    found: Checked = kept[key]
    return found


def _checked(data: DataScene, surface: Surface, count: int) -> Checked:
    parts = split(count, min(max(data.share, 1.01 / count), 1 - 1.01 / count), data.order)
    training, validation = surfaces_of(surface, parts)
    moved = [minimum.point for minimum in decayed_minima(training, AMOUNTS) if minimum is not None]
    trail = (*(minimum.point for minimum in training.minima[:1]), *moved)
    training = with_decay(training, data.decay) if data.decay else training
    window = widened(
        surface.window,
        [m.point for s in (training, validation) for m in s.minima[:1]] + ([data.start] if data.start else []),
    )
    training, validation = (replace(one, window=window, start=surface.start) for one in (training, validation))
    return Checked(parts, training, validation, trail, crossed(surface, data, count))


def crossed(surface: Surface, data: DataScene, count: int) -> tuple[tuple[Point, float], ...]:
    """For each fold the minimum over all other rows, and the loss there over its own."""
    found = []
    for parts in folds(count, min(data.folds, count), data.order) if data.folds > 1 else ():
        training, validation = surfaces_of(surface, parts)
        if training.minima:
            point = training.minima[0].point
            found.append((point, float(validation.value(*point))))
    return tuple(found)


def widened(window: Window, points: list[Point]) -> Window:
    """The window with these points well inside, as far as they are not too far."""
    sides = []
    for axis, (low, high) in enumerate(window):
        size = high - low
        near = [p[axis] for p in points if low - FAR * size < p[axis] < high + FAR * size]
        sides.append((min([low, *(c - 0.2 * size for c in near)]), max([high, *(c + 0.2 * size for c in near)])))
    return sides[0], sides[1]


def show(scene: Scene) -> tuple[str, ...]:
    """The part whole; returns the sentences worth telling."""
    found = usable(scene.data)
    if found is None:
        return ()
    data, rows, surface = found
    bar.letters_row(data, letters(data, model_of(data)))
    both = checked(data, surface, rows.count)
    runs, known = _runs(data, both, rows)
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            _draw(scene, data, both, rows, runs, known)
            _say(runs, known, both, data)
        with st.container(key="explore-rail", gap="xsmall", width=320):
            settings.strip(data, surface)
            settings.parts(data, ("share", "decay", "folds"))
            settings.scaling(data, surface)
            cards.cards(data, len(both.parts.train), methods=True)
    return (SHOWS,)


def _runs(data: DataScene, both: Checked, rows: Material) -> tuple[list[DrawnRun], dict[str, FitRun]]:
    """Every run on the training loss, and what is known of it besides its path."""
    runs, known = [], {}
    for one in data.runs:
        made = learned(both.training, one, data, len(both.parts.train))
        words = batch_words(one, len(both.parts.train)) if one.batch else ""
        runs.append(stage.drawn_run(one, made.trajectory, words))
        known[runs[-1].id] = _known(made, both, rows)
    return runs, known


def _draw(
    scene: Scene, data: DataScene, both: Checked, rows: Material, runs: list[DrawnRun], known: dict[str, FitRun]
) -> None:
    """The player: both losses on the map, rows learned from and set apart beside it."""
    model, shown = model_of(data), [run for run in runs if run.on]
    told = formula_model(
        model.prediction, model.row_loss, model.weights, model.columns, letters(data, model),
        classes=bool(rows.classes),
    )  # fmt: skip
    picture = fit(
        scatter(rows, tuple(both.parts.validation.tolist())), told, {run.id: known[run.id] for run in shown},
        ghost=Ghost(both.training.window, both.validation.grid(shape=COARSE)[2], "rows set apart"),
        spots=_spots(both), trail=both.trail, per_epoch=len(both.parts.train), words=WORDS,
    )  # fmt: skip
    noisy = [run for run, one in known.items() if one.batches is not None]
    why_so = reasons.reasons(both.training, data, runs, noisy)
    marks = [*reasons.marks(both.training, why_so), *(_early(run, known[run.id]) for run in shown)]
    start = start_of(data, both.training)
    stage.show(scene, both.training, runs, picture, start, marks=marks, fates=why.fates(why_so))


def _known(made: Learned, both: Checked, rows: Material) -> FitRun:
    along = values_along(both.validation, made.trajectory)
    plan = None if made.plan is None else BatchPlan(_whole(both.parts.train, made.plan.rows), rows.count)
    stop = early_stop(along) if np.isfinite(along).any() else None
    return FitRun(made.seen, plan, made.record, along, stop)


def _whole(train: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Places among the rows learned from, as rows of the whole; -1 stays."""
    return np.where(places < 0, -1, train[places])


def _early(run: DrawnRun, known: FitRun) -> Mark:
    """The frame with the lowest loss over the rows set apart."""
    frame = known.stop or 0
    value = float(known.checked[frame]) if known.checked is not None else None
    text = f"Early stop. The loss over the rows set apart is lowest here: {value:.4g}." if value is not None else ""
    point = run.trajectory.points[frame]
    return Mark("event", (float(point[0]), float(point[1])), text, value, frame, run.id)


def _spots(both: Checked) -> list[Spot]:
    found = [(both.training, "training minimum"), (both.validation, "validation minimum")]
    named = [Spot(surface.minima[0].point, word) for surface, word in found if surface.minima]
    return named + [Spot(point, "") for point, _ in both.folds]


def _say(runs: list[DrawnRun], known: dict[str, FitRun], both: Checked, data: DataScene) -> None:
    """Below the picture: how far apart the minima are, and where each run should have stopped."""
    lines = []
    for run in runs:
        along, stop = known[run.id].checked, known[run.id].stop or 0
        if not run.on or along is None:
            continue
        color = STYLES[int(run.id)].color
        said = f"lowest over the rows set apart at step {stop} ({along[stop]:.4g}); at the end {along[-1]:.4g}."
        lines.append(f'<li style="--gdviz-run: {color}"><b>{run.label}:</b> {said}</li>')
    st.html(f'<ul class="gdviz-endings">{"".join(lines)}</ul>')
    if both.training.minima and both.validation.minima:
        gap = float(np.hypot(*np.subtract(both.training.minima[0].point, both.validation.minima[0].point)))
        said = (
            f"{len(both.parts.train)} rows learned from, {len(both.parts.validation)} set apart: the two minima lie "
            f"{gap:.3g} apart."
        )
    else:
        said = (
            "One of the two losses has no minimum: its rows can be parted without a mistake, and weights grow for ever."
        )
    if both.folds:
        losses = [loss for _, loss in both.folds]
        spread = f"{np.mean(losses):.4g} on average, from {min(losses):.4g} to {max(losses):.4g}"
        said += f" Small rings: the minima without one of {len(losses)} folds; the loss over the fold is {spread}."
    st.html(f'<p class="gdviz-survey">{said}</p>')
