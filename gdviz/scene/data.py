"""What the Data page shows as one value: rows, model, runs on their batches, and the parts to check on."""

from dataclasses import dataclass, field, replace

from gdviz.knob import Knob
from gdviz.learning.data import GENERATORS, INCLUDED, MODELS
from gdviz.learning.training.network import ACTIVATIONS
from gdviz.scene.bounds import MOST_RUNS
from gdviz.scene.run import Run

OWN = "own"
"""The key of the visitor's own table."""
DATA_PARTS = ("batches", "overfitting", "polynomial", "network")
CHOICES: dict[str, tuple[str, ...]] = {
    "part": DATA_PARTS,
    "set": (*GENERATORS, *INCLUDED, OWN),
    "model": tuple(MODELS),
    "activation": tuple(ACTIVATIONS),
    "plane": ("principal", "random"),
    "axis": ("step", "epoch", "rows"),
}
NUMBERS = {
    "rows": Knob(40, 4, 1000, "n", "How many rows are made.", log=True, integer=True),
    "seed": Knob(0, 0, 999_999, "s", "The seed of the rows.", integer=True),
    "order": Knob(0, 0, 999_999, "s", "The seed of batches, of parts, and of the first weights.", integer=True),
    "steps": Knob(120, 1, 2000, "T", "How many steps every run takes.", log=True, integer=True),
    "share": Knob(0.5, 0.1, 0.9, "p", "The share of rows that are learned from; the others are only looked at."),
    "decay": Knob(0, 0, 10, r"\lambda", "Weight decay: half of it times the squared length of the weights.", log=True),
    "folds": Knob(0, 0, 10, "k", "The rows in so many folds, each set apart once; 0 or 1: none.", integer=True),
    "degree": Knob(9, 1, 15, "d", "The degree of the polynomial: how much it can bend.", integer=True),
    "hidden": Knob(8, 2, 16, "h", "How many hidden units.", integer=True),
}
SWITCHES = ("standard", "replacement", "equal_passes")
BATCH = Knob(0, 0, 2000, "m", "Rows in a batch; 0: all rows.", integer=True)
LONGEST_TABLE = 4000
"""Characters of a small table that the visitor chose to put into the link."""
Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class DataRun:
    """A run, and how many rows each of its steps uses; 0 is all."""

    run: Run
    batch: int = 0


def compared(rate: float, mini: int = 8) -> tuple[DataRun, ...]:
    """Gradient descent on all rows, on mini-batches, and on single rows."""
    knobs = (("learning_rate", rate),)
    return tuple(DataRun(Run("sgd", knobs, style=style), batch) for style, batch in enumerate((0, mini, 1)))


@dataclass(frozen=True)
class DataScene:
    """What the Data page is given by a link.

    set: a key of GENERATORS or INCLUDED, or OWN; table: its rows as text, if they travel. loss: the typed loss of a
    row in place of the model's. knobs: those of the generator; letters: those of the loss. start None: the surface's.
    equal_passes: every run stops after as many passes over the rows as the one with the smallest batches.
    replacement: whether batches are drawn with it. standard: inputs, and a number to be predicted, in standard units.
    """

    part: str = DATA_PARTS[0]
    set: str = "noisy_line"
    rows: int = int(NUMBERS["rows"].default)
    seed: int = 0
    knobs: Numbers = ()
    table: str = ""
    model: str = "linear"
    loss: str | None = None
    letters: Numbers = ()
    standard: bool = False
    replacement: bool = False
    equal_passes: bool = False
    order: int = 0
    start: tuple[float, float] | None = None
    steps: int = int(NUMBERS["steps"].default)
    share: float = NUMBERS["share"].default
    decay: float = 0.0
    folds: int = 0
    degree: int = int(NUMBERS["degree"].default)
    hidden: int = int(NUMBERS["hidden"].default)
    activation: str = CHOICES["activation"][0]
    plane: str = CHOICES["plane"][0]
    axis: str = CHOICES["axis"][0]
    runs: tuple[DataRun, ...] = field(default_factory=lambda: compared(0.05))

    def run(self, style: int) -> DataRun:
        """The run with this style; KeyError if there is none."""
        return {one.run.style: one for one in self.runs}[style]

    def with_run(self, changed: DataRun) -> "DataScene":
        """This scene with the run of the same style replaced."""
        same = changed.run.style
        return replace(self, runs=tuple(changed if one.run.style == same else one for one in self.runs))

    def with_another(self, one: DataRun, after: int | None = None) -> "DataScene":
        """This scene with one more run, shown, in the first free style; ValueError if no style is free.

        after: the style of the run it stands behind; None: behind all.
        """
        free = min(set(range(MOST_RUNS)) - {other.run.style for other in self.runs})
        place = next((k + 1 for k, other in enumerate(self.runs) if other.run.style == after), len(self.runs))
        another = replace(one, run=replace(one.run, style=free, on=True))
        return replace(self, runs=(*self.runs[:place], another, *self.runs[place:]))

    def without_run(self, style: int) -> "DataScene":
        """This scene without the run of this style; the last run stays."""
        left = tuple(one for one in self.runs if one.run.style != style)
        return replace(self, runs=left or self.runs)


OPENINGS = {
    "batches": DataScene(),
    "overfitting": DataScene(
        "overfitting", "blobs", 24, 5, (("distance", 2.0), ("overlap", 1.4)), model="logistic_weights", order=2,
        start=(-1.0, -1.0), steps=300,
        runs=(DataRun(Run("sgd", (("learning_rate", 0.2),))),
              DataRun(Run("adam", (("learning_rate", 0.05),), style=3))),
    ),
    "polynomial": DataScene(
        "polynomial", "polynomial", 24, 2, steps=1000,
        runs=(DataRun(Run("momentum", (("learning_rate", 0.02),), style=1)),
              DataRun(Run("adam", (("learning_rate", 0.05),), style=3))),
    ),
    "network": DataScene(
        "network", "moons", 120, 0, (("noise", 0.25),), steps=600,
        runs=(DataRun(Run("adam", (("learning_rate", 0.05),), style=3), 16),),
    ),
}  # fmt: skip
"""What each part opens on."""
