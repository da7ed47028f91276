"""The parts of a scene as one frozen value, what the page opens on, and what a key of a link is to them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any, NamedTuple, Self

from gdviz import argument
from gdviz.gallery import GALLERY
from gdviz.scene.bounds import BASINS, MOST_RUNS, SEED, STEPS
from gdviz.scene.data import DataScene
from gdviz.scene.run import Run, check_pairs

Pair = tuple[float, float]
MOST = 10**15
"""A count of more is no number that a link writes with all its digits."""


class Parameter(NamedTuple):
    """A letter of a typed surface: its value and the bounds of its slider."""

    name: str
    value: float
    low: float = -5.0
    high: float = 5.0


PAIRS: dict[str, type] = {"stop": Real, "view": str, "tried": Real, "escapes": Real}
LISTS: dict[str, tuple[type, str]] = {
    "parameters": (Parameter, "gdviz.Parameter"), "study": (int, "whole numbers"), "rates": (Real, "numbers"),
    "snapshots": (str, "texts"), "runs": (Run, "gdviz.Run, as (gdviz.Run('adam'),)"),
}  # fmt: skip
ALONE: dict[str, tuple[type, str]] = {
    "projector": (bool, "True or False"), "data": (DataScene, "a gdviz.DataScene"), "basins": (str, "a text"),
}  # fmt: skip


@dataclass(frozen=True)
class SceneValues:
    """What a link names: surface, runs, start and view. `None` for window or start means the surface's own.

    surface is a key of GALLERY; text, when given, stands in its place (also when it cannot be read: nothing
    typed is lost). view holds the choices of VIEW that differ from the default. frame `None` is the last.
    data: what the Data page shows.
    study: the styles of the runs that the pages beside Explore look into, at most two; rates: the three learning
    rates laid side by side, () for those that suit the surface; tried: what is turned there of TRIED, which leaves the
    runs as they are; escapes: what is turned of ESCAPES; basins: of BASINS.
    snapshots: other scenes, each as the query of its own link.
    """

    surface: str = "himmelblau"
    text: str | None = None
    parameters: tuple[Parameter, ...] = ()
    window: tuple[Pair, Pair] | None = None
    start: Pair | None = None
    steps: int = int(STEPS.default)
    seed: int = int(SEED.default)
    stop: tuple[tuple[str, float], ...] = ()
    runs: tuple[Run, ...] = (
        Run("sgd", (("learning_rate", 0.002),), style=0),
        Run("momentum", (("learning_rate", 0.004),), style=1),
        Run("rmsprop", (("learning_rate", 0.02),), style=2),
        Run("adam", (("learning_rate", 0.2),), style=3),
    )
    view: tuple[tuple[str, str], ...] = ()
    frame: int | None = None
    projector: bool = False
    data: DataScene = field(default_factory=DataScene)
    study: tuple[int, ...] = ()
    rates: tuple[float, ...] = ()
    tried: tuple[tuple[str, float], ...] = ()
    escapes: tuple[tuple[str, float], ...] = ()
    basins: str = BASINS[0]
    snapshots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        argument.keyed(GALLERY, self.surface, "surface")
        if self.text is not None:
            argument.text(self.text, "text")
        for name in ("steps", "seed"):
            object.__setattr__(self, name, argument.count(getattr(self, name), name, high=MOST))
        if self.start is not None:
            object.__setattr__(self, "start", tuple(argument.point(self.start).tolist()))
        if self.window is not None:
            object.__setattr__(self, "window", argument.window(self.window))
        self._check_kinds()

    def _check_kinds(self) -> None:
        for name, kind in PAIRS.items():
            check_pairs(getattr(self, name), name, kind)
        for name, (kind, words) in LISTS.items():
            values = getattr(self, name)
            if not isinstance(values, tuple) or not all(isinstance(value, kind) for value in values):
                raise TypeError(f"{name} is a tuple of {words}.")
        for name, (kind, words) in ALONE.items():
            if not isinstance(getattr(self, name), kind):
                raise TypeError(f"{name} is {words}, not {type(getattr(self, name)).__name__}.")
        if self.frame is not None:
            argument.count(self.frame, "frame", high=MOST)

    def run(self, style: int) -> Run:
        """The run with this style; KeyError if there is none."""
        return {run.style: run for run in self.runs}[style]

    def studied(self, place: int = 0) -> Run:
        """The run looked into in this place (0 or 1): the one asked for, else the next of those shown."""
        if not self.runs:  # all of them typed, and none can be read
            return Run("sgd")
        named = [run for style in self.study[: place + 1] for run in self.runs if run.style == style]
        if len(self.study) > place and named and named[-1].style == self.study[place]:
            return named[-1]
        others = [run for run in self.runs if run.on and run not in named] or list(self.runs)
        return others[min(max(place - len(named), 0), len(others) - 1)]

    def with_run(self, changed: Run) -> Self:
        """This scene with the run of the same style replaced."""
        return replace(self, runs=tuple(changed if run.style == changed.style else run for run in self.runs))

    def with_another(self, run: Run, after: int | None = None) -> Self:
        """This scene with one more run, in the first free style; ValueError when all eight are taken.

        after: the style of the run it stands behind; None: behind all.
        """
        free = set(range(MOST_RUNS)) - {other.style for other in self.runs}
        place = next((k + 1 for k, other in enumerate(self.runs) if other.style == after), len(self.runs))
        return replace(self, runs=(*self.runs[:place], replace(run, style=min(free)), *self.runs[place:]))

    def with_rates(self, style: int, factors: tuple[float, ...]) -> Self:
        """This scene with a run, and behind it copies of it at these multiples of its rate, within the knob's bounds.

        KeyError without such a run or rate, ValueError when there are not styles enough.
        """
        run, scene, after = self.run(style), self, style
        knob, rate = run.chosen.knobs["learning_rate"], run.setting()["learning_rate"]
        for factor in factors:
            before = {one.style for one in scene.runs}
            scene = scene.with_another(run.turned("learning_rate", knob.clamp(factor * rate)), after)
            after = next(one.style for one in scene.runs if one.style not in before)
        return scene

    def without_run(self, style: int) -> Self:
        """This scene without the run of this style; the last run stays."""
        left = tuple(run for run in self.runs if run.style != style)
        return replace(self, runs=left) if left else self


class Field(NamedTuple):
    """read: (scene so far, the values of the key) → scene; KeyError, ValueError or IndexError for what is no value."""

    key: str
    name: str
    write: Callable[[SceneValues], list[str]]
    read: Callable[[SceneValues, list[str]], SceneValues]


@dataclass
class PartlyReadError(ValueError):
    """Raised where some of a key's values can be read: the scene with those."""

    scene: SceneValues


def part_of(
    key: str, words: str, write: Callable[[SceneValues], list[str]], read: Callable[[str], Any], part: str = ""
) -> Field:
    """A key with one value for one part of a scene, which has its name unless another is given."""

    def read_one(scene: SceneValues, values: list[str]) -> SceneValues:
        changes: dict[str, Any] = {part or key: read(values[0])}
        return replace(scene, **changes)

    return Field(key, words, write, read_one)
