"""The same question with new numbers: another start, other rates or letters, drawn by a seed."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from gdviz.learning.data import GENERATORS
from gdviz.lessons.case import Case, work_out
from gdviz.lessons.lesson import LessonError, Moment, Question
from gdviz.lessons.questions import truth
from gdviz.scene import Parameter, Run, Scene

TRIES = 20
INNER = 0.8
"""The share of the window, in its middle, where a new start is drawn."""
FACTORS = (0.5, 1.6)
"""By how much a rate or a letter may change."""
APART = 0.1
"""How far from the old start a new one is at least, as a share of the window's diagonal."""
OFF = 0.12
"""How far from the deepest minimum along each axis, as a share of the window's side."""


def another(moment: Moment, seed: int) -> Moment | None:
    """The question of a moment with new numbers, the same for the same seed; None where it makes no sense.

    What its `vary` names is drawn anew, and drawn again where the runs give no answer that can be asked for. Prose,
    claims and what is read afterwards are left out: they may hold for the old numbers only.
    """
    question = moment.question
    if question is None or moment.scene is None or not question.vary or question.right is not None:
        return None
    random = np.random.default_rng(abs(seed))
    try:
        old = work_out(moment)
        for _ in range(TRIES):
            scene = varied(moment.scene, old, question, random)
            new = Moment("", scene, question, other=moment.other, page=moment.page)
            if scene is not None and scene != moment.scene and answerable(question, work_out(new)):
                return new
    except LessonError:
        return None
    return None


def answerable(question: Question, case: Case) -> bool:
    """Do the runs give an answer, and does it lie inside the window, or inside the range of the number?"""
    try:
        right: Any = truth(question, case)
    except LessonError:
        return False
    if question.kind == "number":
        return bool(question.low <= right <= question.high)
    if question.kind == "point":
        return all(low <= part <= high for part, (low, high) in zip(right, case.window, strict=True))
    return True


def varied(scene: Scene, old: Case, question: Question, random: np.random.Generator) -> Scene | None:
    """The scene with new numbers."""
    if old.on is not None:
        return _varied_on_rows(scene, old, question, random)
    new = scene
    for name in question.vary:
        if name == "start":
            start = new_start(old, random)
            if start is None:
                return None
            new = replace(new, start=start)
        elif name == "rate":
            factor = random.uniform(*FACTORS)
            new = replace(new, runs=tuple(_other_rate(run, factor) for run in new.runs))
        else:
            new = replace(new, parameters=_other_letter(new, name, old.surface.parameters[name], random))
    return new.settled()


def new_start(old: Case, random: np.random.Generator) -> tuple[float, float] | None:
    """A start in the inner part of the window, away from the old one, where the surface is defined."""
    for _ in range(TRIES):
        x, y = (_in_window(low, high, random) for low, high in old.window)
        if old.free is not None:
            x, y = (old.start[0], y) if old.free == 0 else (x, old.start[1])
        far = math.hypot(x - old.start[0], y - old.start[1]) >= APART * old.diagonal
        if far and _off_axes(x, y, old) and np.isfinite([old.surface.value(x, y), *old.surface.gradient(x, y)]).all():
            return (x, y)
    return None


def _off_axes(x: float, y: float, old: Case) -> bool:
    """Are both coordinates away from those of the deepest minimum? On such a line a run shows only half of its way."""
    sides = [high - low for low, high in old.window]
    return not old.minima or all(
        abs(part - lowest) >= OFF * side or place == old.free
        for place, (part, lowest, side) in enumerate(zip((x, y), old.minima[0], sides, strict=False))
    )


def _in_window(low: float, high: float, random: np.random.Generator) -> float:
    """A number in the inner part of an interval, with few digits."""
    middle, half = (low + high) / 2, INNER * (high - low) / 2
    digits = max(0, 1 - math.floor(math.log10(high - low)))
    return round(float(random.uniform(middle - half, middle + half)), digits)


def _other_rate(run: Run, factor: float) -> Run:
    knob = run.chosen.knobs.get("learning_rate")
    if knob is None:
        return run
    return run.turned("learning_rate", knob.clamp(float(f"{run.setting()['learning_rate'] * factor:.2g}")))


def _other_letter(scene: Scene, name: str, value: float, random: np.random.Generator) -> tuple[Parameter, ...]:
    """The letters of the scene, one of them changed within its bounds. value: what it is now."""
    letters = {parameter.name: parameter for parameter in scene.parameters}
    letter = letters.get(name) or Parameter(name, value)
    value = float(f"{value * random.uniform(*FACTORS):.2g}")
    letters[name] = letter._replace(value=min(max(value, letter.low), letter.high))
    return tuple(letters.values())


def _varied_on_rows(scene: Scene, old: Case, question: Question, random: np.random.Generator) -> Scene | None:
    """The scene of the Data page with new numbers; made rows are made anew, others stay."""
    data, factor = scene.data, random.uniform(*FACTORS)
    for name in question.vary:
        if name == "start":
            start = new_start(old, random)
            if start is None:
                return None
            data = replace(data, start=start)
        elif name == "rate":
            data = replace(data, runs=tuple(replace(one, run=_other_rate(one.run, factor)) for one in data.runs))
        elif name == "rows" and data.set in GENERATORS:
            data = replace(data, seed=int(random.integers(1, 1000)))
        elif name == "batches":
            data = replace(data, order=int(random.integers(1, 1000)))
        elif name in old.surface.parameters:
            value = float(f"{old.surface.parameters[name] * random.uniform(*FACTORS):.2g}")
            data = replace(data, letters=tuple({**dict(data.letters), name: value}.items()))
    return replace(scene, data=data).settled()
