"""A recorded run with its diagnosis: the trajectory, its events and its verdict."""

from dataclasses import dataclass, field, fields
from importlib import import_module
from importlib.util import find_spec
from os import PathLike
from typing import Any

from numpy.typing import ArrayLike

from gdviz import descent
from gdviz.analysis.diagnosis.words import Diagnosis, Event, Verdict
from gdviz.descent import AnyBatches, Stop, keywords, surface_of
from gdviz.lazy import lazy_property
from gdviz.optimizers import Method, Optimizer, optimizer_of
from gdviz.schedule import AnySchedule
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory


@dataclass(frozen=True, eq=False, repr=False)
class Explained(Trajectory):
    """A trajectory with its surface and optimizer; events and verdict are worked out when first read.

    What shows and saves it is imported by name at that moment: a run does not depend on it.
    """

    surface: Surface = field(kw_only=True)
    optimizer: Optimizer | Method = field(kw_only=True)

    @lazy_property
    def diagnosis(self) -> Diagnosis:
        """Everything that is known about why the run went as it did."""
        from gdviz.analysis.diagnosis import diagnose

        return diagnose(self.surface, self.optimizer, self)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order, each with its cause in numbers."""
        return self.diagnosis.events

    @property
    def verdict(self) -> Verdict:
        """How it ended; the member's value is the sentence."""
        return self.diagnosis.verdict

    def save(self, path: str | PathLike[str], **options: Any) -> str:
        """Write the run to a file whose ending is the form, and return a sentence on it: see gdviz.export.save."""
        return str(import_module("gdviz.export").save(self, path, **options))

    def to_csv(self, path: str | PathLike[str] | None = None) -> str:
        """A table with a row for each frame, every digit kept; written to a file too, if one is named."""
        text = str(import_module("gdviz.export").csv(self, self.surface.variables))
        if path is not None:
            import_module("gdviz.export.saving").file_of(path).write_text(text, encoding="utf8")
        return text

    def to_dataframe(self) -> Any:
        """The same as a pandas DataFrame. Raises ImportError, with the command to install it, without pandas."""
        return import_module("gdviz.export").dataframe(self, self.surface.variables)

    def plot(self, **options: Any) -> Any:
        """The run on its map as a Plotly figure with a slider; options: see gdviz.figures.plotly_figure.playable.

        Raises ImportError, with the command to install it, without Plotly.
        """
        if find_spec("plotly") is None:
            raise ImportError("run.plot needs Plotly. Install it: pip install 'gdviz[plot]'.")
        return import_module("gdviz.figures.plotly_figure").playable(
            self.surface, {self.optimizer.name: self}, **options
        )

    def _repr_html_(self) -> str:
        """The player in a frame, for a notebook; it plays in a saved page too."""
        return str(import_module("gdviz.export").framed(self))

    def __repr__(self) -> str:
        named = f"{self.optimizer.name} on {self.surface.name or f'{self.surface.text:.60}'}"
        line = super().__repr__().replace(type(self).__name__, named, 1)
        diagnosis = self.__dict__.get("diagnosis")  # not worked out for a line of text
        return line if diagnosis is None else line.replace(self.ending.value, diagnosis.verdict.value)


def explained(run: Trajectory, surface: Surface, optimizer: Optimizer | Method) -> Explained:
    """A run with its surface and optimizer."""
    recorded = {part.name: getattr(run, part.name) for part in fields(Trajectory)}
    return Explained(**recorded, surface=surface, optimizer=optimizer)


def descend(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    *,
    schedule: AnySchedule = None,
    noise: float = 0.0,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    weight_decay_l2: float = 0.0,
    batches: AnyBatches | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    bound: float = 1e6,
    settings: Settings | None = None,
    **knobs: float,
) -> Explained:
    """Run an optimizer (or its key) on a surface (or its text) and record every step, ready to explain it.

    start: (x, y), the surface's own if None. steps: how many at most. schedule: a key of SCHEDULES, alone or with its
    knobs ("cosine", {"min_rate": 1e-3}), or the rates (steps,). noise: standard deviation of the Gaussian added to each
    part of the gradient, drawn from seed. clip_norm, clip_value: bounds on the gradient, as PyTorch's clip_grad_norm_
    and clip_grad_value_; 0: none. weight_decay_l2: adds so much of theta to the gradient; `weight_decay` means the same
    for an optimizer without a knob of that name. batches: for a surface made of rows, the row indices of each step, or
    a BatchPlan, or t → Surface. stop: tolerances (gdviz.Stop), None for all steps. bound: a coordinate beyond it ends
    the run. knobs: the optimizer's, by name. settings: all of schedule, noise, options, seed and knobs as one value
    instead, as run.settings has them.
    Raises ExpressionError for bad text, KeyError for an unknown key, TypeError for an unknown knob, for what is no
    number, and for a method with schedule, batches or options, ValueError for a number or shape that cannot be used.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    arguments = keywords(knobs, schedule, noise, clip_norm, clip_value, weight_decay_l2, seed)
    run = descent.descend(
        surface, chosen, start, steps, batches=batches, stop=stop, bound=bound, settings=settings, **arguments
    )
    return explained(run, surface, chosen)
