"""Settings of a run, checked: knobs, rate schedule, changes of the gradient, noise and seed, and when it stops."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from gdviz import argument
from gdviz.knob import Knob
from gdviz.lazy import lazy_property
from gdviz.schedule import AnySchedule, ListedRates, Scheduled, rate_plan


@dataclass(frozen=True)
class Option:
    """Something done to the gradient before the rule uses it; at 0 nothing is done.

    line: what it does, in the rule language (xi is standard normal). name, short: its name for people, and
    in the name of a run. knob: its bounds on the page, its LaTeX symbol and what it does in a sentence.
    """

    line: str
    name: str
    short: str
    knob: Knob


OPTIONS = {
    "noise": Option(
        "g = g + noise*xi",
        "noise",
        "noise",
        Knob(0, 0, 1e3, r"\sigma", "Normal noise of this size is added to every gradient; 0: none.", log=True),
    ),
    "clip_value": Option(
        "g = min(max(g, -clip_value), clip_value)",
        "clip value",
        "clipped",
        Knob(0, 0, 1e6, r"c_{\max}", "Each coordinate is held within ± this; 0: never.", log=True),
    ),
    "clip_norm": Option(
        "g = min(1, clip_norm/(norm(g) + 1e-6))*g",  # PyTorch's clip_grad_norm_, its 1e-6 included
        "clip norm",
        "clipped",
        Knob(0, 0, 1e6, "c", "A longer gradient is shortened to this length; 0: never.", log=True),
    ),
    "weight_decay_l2": Option(
        "g = g + weight_decay_l2*theta",
        "weight decay (L2)",
        "decay",
        Knob(0, 0, 10, r"\lambda_2", "So much of the point is added to the gradient; 0: none.", log=True),
    ),
}
"""In the order in which they are done."""
BOUNDS = ("clip_value", "clip_norm")
"""Options that bound the gradient; 0 is no bound."""


@dataclass(frozen=True)
class Options:
    """What is done to the gradient before the rule uses it, in this order, after the noise.

    clip_value: bound of each coordinate (PyTorch's clip_grad_value_); clip_norm: of the length (clip_grad_norm_); None
    and 0, which is stored as None: no bound. (A bound of 0 would stop every run where it begins: Keras, Lightning and
    transformers read 0 so too.) weight_decay_l2: so much of theta is added to the gradient. (Decay apart from the
    gradient, AdamW's, is a knob.) Raises TypeError for what is no number, ValueError for one below 0.
    """

    clip_value: float | None = None
    clip_norm: float | None = None
    weight_decay_l2: float = 0.0

    def __post_init__(self) -> None:
        for part in fields(self):
            value, is_bound = getattr(self, part.name), part.name in BOUNDS
            if value is not None or not is_bound:
                number = argument.number(value, part.name, low=0.0, finite=not is_bound)
                object.__setattr__(self, part.name, (number or None) if is_bound else number)


@dataclass(frozen=True)
class Settings:
    """The knobs of an optimizer, the options, the schedule, the noise and the seed of a run.

    knobs: name → number, those not given at the optimizer's defaults. schedule: as given (see AnySchedule), kept as a
    RatePlan; None for a constant rate. noise: standard deviation of the Gaussian added to each part of the gradient,
    drawn from `seed`. Raises TypeError, ValueError and KeyError with a sentence for what cannot be meant.
    """

    knobs: Mapping[str, float] = field(default_factory=dict)
    options: Options = Options()
    schedule: AnySchedule = None
    noise: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.knobs, Mapping):
            raise TypeError(f"knobs are given by name, as {{'beta1': 0.9}}, not {type(self.knobs).__name__}.")
        if not isinstance(self.options, Options):
            raise TypeError(f"options is a gdviz.Options, not {type(self.options).__name__}.")
        knobs = {name: argument.number(value, name, finite=False) for name, value in self.knobs.items()}
        checked: dict[str, object] = {"knobs": knobs, "schedule": rate_plan(self.schedule)}
        checked |= {"noise": argument.number(self.noise, "noise", low=0.0), "seed": argument.count(self.seed, "seed")}
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def plan(self) -> Scheduled | ListedRates | None:
        """The schedule, understood."""
        return rate_plan(self.schedule)

    @lazy_property
    def changes(self) -> Mapping[str, float]:
        """What is done to the gradient, by the names of OPTIONS: those that do something."""
        values = {"noise": self.noise or None, "clip_value": self.options.clip_value}
        values |= {"clip_norm": self.options.clip_norm, "weight_decay_l2": self.options.weight_decay_l2 or None}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def numbers(self) -> dict[str, float]:
        """Knobs and changes of the gradient by name."""
        return {**self.knobs, **self.changes}

    @property
    def learning_rate(self) -> float:
        """The base rate, 1 for an optimizer without one."""
        return self.knobs.get("learning_rate", 1.0)

    def rates(self, steps: int, losses: np.ndarray | None = None) -> np.ndarray:
        """The rates (steps,); losses: f before each step, where a schedule needs it."""
        if self.plan is None:
            return np.full(steps, self.learning_rate)
        return self.plan.values(steps, self.learning_rate, losses)

    def draws(self, steps: int) -> np.ndarray:
        """The standard normal numbers (steps, 2) of the noise; the first are the same for any number of steps."""
        return np.random.default_rng(self.seed).standard_normal((steps, 2))

    def turned(self, **knobs: float) -> "Settings":
        """These settings with some knobs of other values."""
        return replace(self, knobs={**self.knobs, **knobs})


@dataclass(frozen=True)
class Stop:
    """When to stop early: Euclidean sizes below which a run ends; None (each by itself) asks for all steps.

    Raises TypeError for what is no number, ValueError for one below 0.
    """

    gradient: float | None = None
    step: float | None = None
    value: float | None = None

    def __post_init__(self) -> None:
        for part in fields(self):
            if getattr(self, part.name) is not None:
                argument.number(getattr(self, part.name), part.name, low=0.0)


NEVER = Stop()


def stop_of(stop: Stop | None) -> Stop:
    """The tolerances that are meant; NEVER for None. Raises TypeError for what is no Stop."""
    if stop is not None and not isinstance(stop, Stop):
        raise TypeError(f"stop is a gdviz.Stop of tolerances, or None, not {type(stop).__name__}.")
    return stop or NEVER
