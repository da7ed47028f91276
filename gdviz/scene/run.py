"""One run of a scene: an optimizer listed or typed, its knobs, its schedule, and what is done to its gradient."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from numbers import Real
from typing import Any

from gdviz import argument
from gdviz.optimizers import OPTIMIZERS, RULES, Method, Optimizer
from gdviz.rule import custom_optimizer
from gdviz.schedule import SCHEDULES

TYPED = "typed"
"""The key of an optimizer that the visitor wrote."""
STEADY = "constant"
LETTER = "A letter of your rule."
LETTERS = {
    name: replace(knob, help=LETTER)
    for rule in (*reversed(RULES), OPTIMIZERS["adam"])
    for name, knob in rule.knobs.items()
}
"""A letter that a listed rule uses too has that rule's bounds."""


@lru_cache(maxsize=256)
def typed_optimizer(text: str) -> Optimizer:
    """The optimizer that a typed rule describes; raises ExpressionError."""
    return custom_optimizer(text, knobs=LETTERS)


def check_pairs(pairs: object, name: str, kind: type) -> None:
    """TypeError, with a sentence, for what is no tuple of pairs (name, value) with values of this kind."""
    listed = pairs if isinstance(pairs, tuple) else (None,)
    whole = [isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in listed]
    if not all(whole) or not all(isinstance(pair[1], kind) for pair in listed if pair):
        value = "'on'" if kind is str else "0.1"
        raise TypeError(f"{name} is a tuple of pairs of a name and a value, as (('learning_rate', {value}),).")


@dataclass(frozen=True)
class Run:
    """One run: an optimizer's key, the knobs that differ from its defaults, shown or hidden, and its style 0–7.

    The style (colour and dash) is also the run's identity: no two runs of a scene share it. rule: the text, when the
    key is "typed". schedule, schedule_knobs: a key of SCHEDULES and what is turned of it. options: those of OPTIONS
    that do something. A method takes neither schedule nor options.
    """

    optimizer: str
    knobs: tuple[tuple[str, float], ...] = ()
    on: bool = True
    style: int = 0
    rule: str = ""
    schedule: str = STEADY
    schedule_knobs: tuple[tuple[str, float], ...] = ()
    options: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        for name in ("optimizer", "rule", "schedule"):
            argument.text(getattr(self, name), name)
        for name in ("knobs", "schedule_knobs", "options"):
            check_pairs(getattr(self, name), name, Real)

    @property
    def chosen(self) -> Optimizer | Method:
        """The optimizer itself; raises ExpressionError for a typed rule that cannot be read."""
        return typed_optimizer(self.rule) if self.optimizer == TYPED else OPTIMIZERS[self.optimizer]

    @property
    def name(self) -> str:
        """Its name for people."""
        return "Your rule" if self.optimizer == TYPED else OPTIMIZERS[self.optimizer].name

    @property
    def composes(self) -> bool:
        """Does it take a schedule and options?"""
        return self.optimizer == TYPED or isinstance(OPTIMIZERS[self.optimizer], Optimizer)

    def turned(self, name: str, value: float) -> "Run":
        """This run with one knob set."""
        return replace(self, knobs=tuple({**dict(self.knobs), name: value}.items()))

    def scheduled(self, values: Mapping[str, float]) -> "Run":
        """This run with some knobs of its schedule set; what is no knob of it is left out."""
        knobs = {name: value for name, value in values.items() if name in SCHEDULES[self.schedule].knobs}
        return replace(self, schedule_knobs=tuple({**dict(self.schedule_knobs), **knobs}.items()))

    def setting(self) -> dict[str, float]:
        """Every knob of the optimizer with the value this run gives it."""
        return {name: knob.default for name, knob in self.chosen.knobs.items()} | dict(self.knobs)

    def arguments(self, seed: int) -> dict[str, Any]:
        """What `descend` is given besides the optimizer, the start and the steps."""
        arguments: dict[str, Any] = dict(self.knobs)
        if self.composes:
            arguments |= {name: value for name, value in self.options if value}
            if self.schedule != STEADY or self.schedule_knobs:
                arguments["schedule"] = (self.schedule, dict(self.schedule_knobs))
            if dict(self.options).get("noise"):
                arguments["seed"] = seed
        return arguments

    def with_optimizer(self, key: str) -> "Run":
        """Another optimizer in the same place starts from its own defaults; one to be typed, as a copy of this."""
        if key == TYPED:
            return self.copied() if self.optimizer != TYPED else self
        reset = (
            {} if isinstance(OPTIMIZERS[key], Optimizer) else {"schedule": STEADY, "schedule_knobs": (), "options": ()}
        )
        changes: Mapping[str, Any] = {"optimizer": key, "knobs": (), "rule": "", **reset}
        return replace(self, **changes)

    def copied(self) -> "Run":
        """The same rule as text to be edited, with its numbers; of a method, which has none, momentum's."""
        source = self.chosen if self.composes else OPTIMIZERS["momentum"]
        assert isinstance(source, Optimizer)
        text = rule_text(source)
        setting = source.settings(**(dict(self.knobs) if self.composes else {}))
        knobs = typed_optimizer(text).knobs
        turned = tuple(
            (n, knob.clamp(setting[n])) for n, knob in knobs.items() if setting.get(n, knob.default) != knob.default
        )
        return replace(self, optimizer=TYPED, rule=text, knobs=turned)


def rule_text(optimizer: Optimizer) -> str:
    """The rule as a visitor may edit it: how its memories begin becomes its first lines."""
    begins = [f"{name} = where(t < 2, {start}, {name})" for name, start in optimizer.begins.items()]
    return "\n".join([*begins, textwrap.dedent(optimizer.rule).strip()])


def schedule_setting(run: Run) -> dict[str, float]:
    """Every knob of the run's schedule with its value."""
    knobs = SCHEDULES[run.schedule].knobs
    return {name: knob.default for name, knob in knobs.items()} | dict(run.schedule_knobs)
