"""Missions: a scene, what of it may be changed, a goal that is checked by running it, and a par."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import parse_qs

from gdviz.lessons.case import run_names, shown_runs, worked_scene
from gdviz.lessons.quantities import evaluate
from gdviz.lessons.terms import parse
from gdviz.lessons.values import number
from gdviz.numeral import numeral
from gdviz.scene import Run, Scene

ANY = "any"
"""In a goal and a score: each of the runs in turn, whatever their optimizers."""


@dataclass(frozen=True)
class Mission:
    """A task on Explore. opening, solution: links' queries; free: names of FREE that may be changed.

    goal: a term of `gdviz.lessons.quantities` that is not 0 when it is reached. score: a term, or "" for none; par: a
    score that `solution` reaches; less is better unless `more`.
    """

    key: str
    title: str
    task: str
    opening: str
    solution: str
    free: tuple[str, ...]
    goal: str
    score: str = ""
    unit: str = "steps"
    par: float = math.nan
    more: bool = False

    @property
    def scene(self) -> Scene:
        """What it begins with."""
        return scene_of(self.opening)


class Outcome(NamedTuple):
    """broken: what was changed that had to stay, in words. score: None without one, or before the goal is reached."""

    broken: tuple[str, ...]
    reached: bool
    score: float | None
    sentence: str


def scene_of(query: str) -> Scene:
    """The scene of a query string."""
    return Scene.from_query(parse_qs(query)).scene


def _rates(run: Run) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(pair for pair in run.knobs if pair[0] != "learning_rate"))


FIXED: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "surface": ("the surface", lambda scene: (scene.text, scene.surface)),
    "parameters": ("the letters of the formula", lambda scene: tuple((p.name, p.value) for p in scene.parameters)),
    "start": ("the start", lambda scene: scene.start),
    "steps": ("the number of steps", lambda scene: (scene.steps, scene.stop)),
    "optimizers": ("the optimizers", lambda scene: tuple(run.optimizer for run in shown_runs(scene))),
    "rates": (
        "the learning rates",
        lambda scene: tuple(run.setting().get("learning_rate") for run in shown_runs(scene)),
    ),
    "knobs": (
        "the other settings of the runs",
        lambda scene: [(_rates(run), run.schedule, run.schedule_knobs, run.options) for run in shown_runs(scene)],
    ),
}
"""name → what it is called, and what of a scene it is."""

MISSIONS = {
    mission.key: mission
    for mission in (
        Mission(
            "fewest_steps", "Fewest steps on a bowl",
            "Choose the learning rate with which gradient descent has f below one millionth in as few steps as can be.",
            "f=x^2%2B10y^2&start=3~2&steps=100&window=-4~4~-3~3&run=sgd~learning_rate~0.02",
            "f=x^2%2B10y^2&start=3~2&steps=100&window=-4~4~-3~3&run=sgd~learning_rate~0.089",
            ("rates",), "sgd.steps_below(1e-6) <= 100", "sgd.steps_below(1e-6)", par=41,
        ),
        Mission(
            "small_trapped_large_free", "Trapped by a small rate, freed by a large one",
            "Move the start so that the small rate ends in the upper valley and the large rate in the deeper one.",
            "f=x^4-2x^2%2B0.3x%2By^2&start=0.6~0.5&steps=300&window=-2.2~2.2~-1.5~1.5"
            "&run=sgd~learning_rate~0.02&run=sgd~learning_rate~0.2",
            "f=x^4-2x^2%2B0.3x%2By^2&start=1.7~0.5&steps=300&window=-2.2~2.2~-1.5~1.5"
            "&run=sgd~learning_rate~0.02&run=sgd~learning_rate~0.2",
            ("start",), "sgd.trapped and sgd2.arrived",
        ),
        Mission(
            "rolls_out", "Roll out of the better valley",
            "The run starts in the basin of the deeper valley. Choose a learning rate with which momentum leaves it "
            "and ends in the other one; the smaller the rate the better.",
            "f=x^4-2x^2%2B0.3x%2By^2&start=-2~1&steps=600&window=-2.2~2.2~-1.5~1.5&run=momentum~learning_rate~0.001",
            "f=x^4-2x^2%2B0.3x%2By^2&start=-2~1&steps=600&window=-2.2~2.2~-1.5~1.5&run=momentum~learning_rate~0.004",
            ("rates",), "momentum.trapped", "momentum.rate", "the rate", par=0.004,
        ),
        Mission(
            "adam_loses", "A bowl on which Adam loses",
            "Turn the letters of the bowl so that gradient descent gets f below one millionth at least 100 steps "
            "sooner than Adam. (A bowl it must be: a and c above 0, and b² below 4ac.)",
            "f=a*x^2%2Bb*x*y%2Bc*y^2&p=a~0.2~0~10&p=b~0~-10~10&p=c~5~0~10&start=2~1&steps=500&window=-3~3~-2.2~2.2"
            "&run=sgd~learning_rate~0.05&run=adam~learning_rate~0.1",
            "f=a*x^2%2Bb*x*y%2Bc*y^2&p=a~5~0~10&p=b~9~-10~10&p=c~5~0~10&start=2~1&steps=500&window=-3~3~-2.2~2.2"
            "&run=sgd~learning_rate~0.05&run=adam~learning_rate~0.1",
            ("parameters",),
            "a > 0 and c > 0 and b^2 < 4*a*c and adam.steps_below(1e-6) - sgd.steps_below(1e-6) >= 100",
            "adam.steps_below(1e-6) - sgd.steps_below(1e-6)", "steps ahead", 150, more=True,
        ),
        Mission(
            "banana", "Through the banana in 25 steps",
            "Rosenbrock's valley, 25 steps. Choose any optimizer and any setting that brings f below one millionth.",
            "f=(1-x)^2%2B100(y-x^2)^2&start=-1.2~1&steps=25&window=-2~2~-1~3&run=momentum~learning_rate~0.001",
            "f=(1-x)^2%2B100(y-x^2)^2&start=-1.2~1&steps=25&window=-2~2~-1~3&run=newton",
            ("optimizers", "rates", "knobs"), "any.steps_below(1e-6) <= 25", "any.steps_below(1e-6)", par=5,
        ),
    )
}  # fmt: skip
"""In the order in which they are offered."""


def outcome(mission: Mission, scene: Scene) -> Outcome:
    """Whether the scene reaches the mission's goal, with which score. Raises LessonError for unreadable text."""
    begun = mission.scene
    broken = tuple(
        words for name, (words, part) in FIXED.items() if name not in mission.free and part(scene) != part(begun)
    )
    if broken:
        return Outcome(broken, False, None, f"{_listed(broken)} must stay as the mission has it.".capitalize())
    scores = [_score(mission, run, scene) for run in _played(mission, scene)]
    reached = [score for score in scores if score is not None]
    if not reached:
        return Outcome((), False, None, "Not yet.")
    if not mission.score:
        return Outcome((), True, None, "Done.")
    best = max(reached) if mission.more else min(reached)
    return Outcome((), True, best, _said(mission, best))


def _played(mission: Mission, scene: Scene) -> tuple[str, ...]:
    return run_names(shown_runs(scene)) if f"{ANY}." in mission.goal else ("",)


def _score(mission: Mission, run: str, scene: Scene) -> float | None:
    """The score of one run (0 where there is none to be had), None where the goal is not reached."""
    case = worked_scene(replace(scene, frame=None, view=(), snapshots=(), projector=False))
    goal, score = (text.replace(f"{ANY}.", f"{run}.") for text in (mission.goal, mission.score))
    if not number(evaluate(parse(goal), case)):
        return None
    return number(evaluate(parse(score), case)) if score else 0.0


def _said(mission: Mission, score: float) -> str:
    shown = numeral(score)
    words = f"Done: {mission.unit} {shown}" if mission.unit.startswith("the ") else f"Done: {shown} {mission.unit}"
    better = score > mission.par if mission.more else score < mission.par
    place = "that is par" if score == mission.par else "better than par" if better else "par is"
    return f"{words}, {place} {numeral(mission.par)}." if place != "that is par" else f"{words}, and {place}."


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
