"""The scene and its parts: frozen values, the bounds of their numbers, and what the page opens on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gdviz.knob import Knob
from gdviz.scene.data import DataScene
from gdviz.scene.run import Run

Pair = tuple[float, float]

MOST_RUNS = 8
STEPS = Knob(150, 1, 2000, "T", "How many steps every run takes.", log=True, integer=True)
SEED = Knob(0, 0, 999_999, "s", "The seed of the random start, and of the noise.", integer=True)
RATE = Knob(0.01, 1e-9, 1e6, "\\alpha", "A learning rate.", log=True)
MOST_STUDIED, MOST_RATES = 2, 3
ESCAPES = {
    "trials": Knob(100, 10, 500, "n", "Seeded trials of each way of escape.", integer=True),
    "spread": Knob(1, 0, 20, r"\sigma_0", "How far the starts are scattered, % of the window's diagonal."),
    "noise": Knob(0, 0, 1e4, r"\sigma", "Standard deviation of the noise; 0: the window's median slope."),
    "momentum": Knob(0.9, 0, 0.999, r"\beta", "Momentum of the run that rolls out."),
    "restarts": Knob(10, 2, 100, "k", "Starts that share the steps of one trial.", integer=True),
    "larger_rate": Knob(3, 1, 100, r"\times", "How many times larger the larger rate is."),
}
BASINS = ("auto", "which", "trapped")
"""What the colours of a map of basins tell: the minimum reached, or if it is a trap; auto: the first for few minima."""
TRIED = {name: Knob(0, 0, 1, "", "") for name in ("momentum", "beta1", "beta2", "rho")}
"""Knobs that the learning-rate page may vary beside the rate, in its own runs only."""
TOLERANCES = {
    "gradient": Knob(0, 0, 1e3, r"\lVert\nabla f\rVert", "Stop when the gradient is shorter than this; 0: never."),
    "step": Knob(0, 0, 1e3, r"\lVert\Delta\theta\rVert", "Stop when a step is shorter than this; 0: never."),
    "value": Knob(0, 0, 1e3, r"|\Delta f|", "Stop when the value changes by less than this; 0: never."),
}
VIEW: dict[str, tuple[str, ...]] = {  # the first choice is the default
    "levels": ("log", "quantile", "linear"),
    "arrows": ("on", "off"),
    "loss": ("value", "gradient"),
    "loss_log": ("on", "off"),
    "space": ("off", "on"),
    "speed": ("1", "0.1", "0.25", "0.5", "2", "4", "8", "16"),
    "loop": ("off", "on"),
    "inside": ("off", *(str(style) for style in range(MOST_RUNS))),  # the style of the run that is looked into
}


class Parameter(NamedTuple):
    """A letter of a typed surface: its value and the bounds of its slider."""

    name: str
    value: float
    low: float = -5.0
    high: float = 5.0


class Arrival(NamedTuple):
    """A scene read from a link, and a sentence for each part that could not be read."""

    scene: "Scene"
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """What a link names: surface, runs, start and view. `None` for window or start means the surface's own.

    surface is a key of GALLERY; text, when given, stands in its place (also when it cannot be read: nothing
    typed is lost). view holds the choices of VIEW that differ from the default. frame `None` is the last.
    data: what the Data page shows.
    study: the styles of the runs that the pages beside Explore look into, at most two; rates: the three learning
    rates laid side by side, () for those that suit the surface; tried: what is turned there of TRIED, which leaves the
    runs as they are; escapes: what is turned of ESCAPES; basins: of BASINS.
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

    def to_query(self) -> dict[str, list[str]]:
        """The link: key → values, only what differs from the default scene."""
        from gdviz.scene import codec  # the table of fields is written in terms of this class

        return codec.write(self)

    @staticmethod
    def from_query(query: Mapping[str, str | Sequence[str]]) -> Arrival:
        """The scene a link names. Never raises: unknown keys are ignored, numbers clamped, the rest defaults."""
        from gdviz.scene import codec

        return codec.read(query)

    def settled(self) -> "Scene":
        """This scene as its own link names it: clamped, rounded, nothing but what a link can say."""
        return Scene.from_query(self.to_query()).scene

    def run(self, style: int) -> Run:
        """The run with this style; KeyError if there is none."""
        return {run.style: run for run in self.runs}[style]

    def studied(self, place: int = 0) -> Run:
        """The run looked into in this place (0 or 1): the one asked for, else the next of those shown."""
        if not self.runs:  # all of them typed, and none can be read
            return Run("sgd")
        wanted = [run for style in self.study[: place + 1] for run in self.runs if run.style == style]
        if len(self.study) > place and wanted and wanted[-1].style == self.study[place]:
            return wanted[-1]
        others = [run for run in self.runs if run.on and run not in wanted] or list(self.runs)
        return others[min(max(place - len(wanted), 0), len(others) - 1)]

    def with_run(self, changed: Run) -> "Scene":
        """This scene with the run of the same style replaced."""
        return replace(self, runs=tuple(changed if run.style == changed.style else run for run in self.runs))

    def with_another(self, run: Run) -> "Scene":
        """This scene with one more run, in the first free style; ValueError when all eight are taken."""
        free = set(range(MOST_RUNS)) - {other.style for other in self.runs}
        return replace(self, runs=(*self.runs, replace(run, style=min(free))))

    def without_run(self, style: int) -> "Scene":
        """This scene without the run of this style; the last run stays."""
        left = tuple(run for run in self.runs if run.style != style)
        return replace(self, runs=left) if left else self
