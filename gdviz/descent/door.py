"""Keyword arguments of a run as one Settings value, checked against the optimizer."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from gdviz import argument
from gdviz.expression import ExpressionError
from gdviz.gallery import named_instead
from gdviz.optimizers import Method, Optimizer
from gdviz.settings import BOUNDS, Options, Settings
from gdviz.surface import Surface

NO_OPTIONS = Options()
NO_RULE = "{} is a method: it takes no schedule, batches or changes of the gradient."
OPTIONS = tuple(part.name for part in fields(Options))
SPELLED_OUT = {
    "schedule": None, "noise": 0.0, "clip_norm": None, "clip_value": None, "weight_decay_l2": 0.0, "seed": 0
}  # fmt: skip
"""The keywords of `descend` that are part of the settings, with their defaults."""
ONE_RUN_ONLY = ("batches", "stop", "bound")
"""What only a single recorded run takes."""


def surface_of(surface: Surface | str) -> Surface:
    """A surface, or that of a text. Raises ExpressionError for bad text, TypeError for anything else."""
    if isinstance(surface, str):
        try:
            return Surface(surface)
        except ExpressionError as error:
            raise named_instead(surface, 'Write gdviz.GALLERY["{key}"].') or error from None
    if not isinstance(surface, Surface):
        raise TypeError(f"surface is a Surface or its formula as text, not {type(surface).__name__}.")
    return surface


def keywords(knobs: Mapping[str, Any], *values: Any) -> dict[str, Any]:
    """The knobs, with those of the values of SPELLED_OUT, in its order, that differ from their defaults."""
    arguments = dict(knobs)
    for (name, default), value in zip(SPELLED_OUT.items(), values, strict=True):
        # a value that only compares as equal (True, an array) is checked as any other
        if value is not default and not (type(value) in (int, float) and value == default):
            arguments[name] = value
    return arguments


def settings_of(
    optimizer: Optimizer | Method, arguments: Mapping[str, Any], settings: Settings | None = None
) -> Settings:
    """The settings that keywords ask for, or these settings, with all of the optimizer's knobs.

    arguments: schedule, noise, clip_norm, clip_value, weight_decay_l2, seed, knobs by name; `weight_decay` is the knob
    of that name, and for an optimizer without one the same as weight_decay_l2. Raises TypeError for an unknown knob,
    for a method with anything but knobs, and for keywords beside settings; ValueError for numbers out of bounds.
    """
    if settings is None:
        settings = _from_keywords(optimizer, arguments)
    elif not isinstance(settings, Settings):
        raise TypeError(f"settings is a gdviz.Settings, or None, not {type(settings).__name__}.")
    elif arguments:
        raise TypeError(f"{next(iter(arguments))} is part of the settings: give settings or keywords, not both.")
    if isinstance(optimizer, Method) and (settings.schedule is not None or settings.changes):
        raise TypeError(NO_RULE.format(optimizer.name))
    complete = settings.knobs.keys() == optimizer.knobs.keys()
    return settings if complete else replace(settings, knobs=optimizer.settings(**settings.knobs))


def _from_keywords(optimizer: Optimizer | Method, arguments: Mapping[str, Any]) -> Settings:
    knobs = dict(arguments)
    for name in ONE_RUN_ONLY:
        if name in knobs:
            raise TypeError(f"{name} is for a single run by descend; many runs at once cannot take it.")
    options = {name: knobs.pop(name) for name in OPTIONS if name in knobs}
    others = {name: knobs.pop(name) for name in ("schedule", "noise", "seed") if name in knobs}
    if "weight_decay" in knobs and "weight_decay" not in optimizer.knobs and isinstance(optimizer, Optimizer):
        extra = argument.number(knobs.pop("weight_decay"), "weight_decay", low=0.0)
        options["weight_decay_l2"] = argument.number(options.get("weight_decay_l2", 0.0), "weight_decay_l2") + extra
    return Settings(optimizer.settings(**knobs), Options(**options) if options else NO_OPTIONS, **others)


def apart(arguments: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Keywords that are one value each, and those that are arrays (n,): one value for each of n runs.

    Raises ValueError for an array of another shape.
    """
    single, varied = {}, {}
    for name, value in arguments.items():
        if name in ("schedule", *ONE_RUN_ONLY) or isinstance(value, str) or argument.axes(value, name) == 0:
            single[name] = value
        else:
            varied[name] = argument.numbers(value, name)
            if varied[name].ndim != 1 or not varied[name].size:
                raise ValueError(f"{name} is a number, or an array of one dimension with a value for each run.")
    return single, varied


def renamed(optimizer: Optimizer | Method, varied: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays by the names of knobs and options: `weight_decay` as settings_of understands it, 0 as no bound.

    Raises TypeError for a name that the optimizer lacks, ValueError for an option below 0.
    """
    lanes = {}
    for name, lane in varied.items():
        option = "weight_decay_l2" if name == "weight_decay" and name not in optimizer.knobs else name
        if option in ("noise", *OPTIONS):
            if isinstance(optimizer, Method):
                raise TypeError(NO_RULE.format(optimizer.name))
            argument.number(float(lane.min()), name, low=0.0)
        else:
            optimizer.settings(**{option: 0.0})
        lanes[option] = np.where(lane == 0.0, np.inf, lane) if option in BOUNDS else lane
    return lanes
