"""What is typed on the command line as values: surfaces, optimizers with knobs, points, windows, numbers."""

import re
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from gdviz import argument
from gdviz.expression import typed_number
from gdviz.gallery import GALLERY
from gdviz.optimizers import Method, Optimizer, optimizer_of
from gdviz.schedule import SCHEDULES
from gdviz.surface import Surface, Window

WORD = re.compile(r"[A-Za-z_-]{4,}")


def gallery_key(text: str) -> str | None:
    """The key that a text names, whatever its case; None for a formula. Raises UnknownKey for a key misspelt."""
    plain = text.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in GALLERY:
        return plain
    if WORD.fullmatch(text.strip()) and "Did you mean" in argument.nearest(plain, GALLERY):
        argument.keyed(GALLERY, text.strip(), "surface")
    return None


def surface_of(chosen: Namespace) -> Surface:
    """The surface of a command, with its parameters. Raises ExpressionError, UnknownKey, ValueError."""
    key = gallery_key(chosen.surface)
    surface = GALLERY[key] if key else Surface(chosen.surface.strip()).check()
    values = dict(parameter(text) for text in chosen.parameter)
    for name in values:
        if name not in surface.parameters:
            raise ValueError(f"The formula has no letter {name}.{argument.nearest(name, surface.parameters)}")
    return surface.with_parameters(**values) if values else surface


def window_of(chosen: Namespace) -> Window | None:
    """The window of a command, None where none is given."""
    if chosen.window is None:
        return None
    edges = numbers(chosen.window, 4, "--window", "X0,X1,Y0,Y1")
    return argument.window((edges[:2], edges[2:]), "--window")


def start_of(chosen: Namespace) -> tuple[float, float] | None:
    """The start of a command, None where none is given."""
    if chosen.start is None:
        return None
    x, y = numbers(chosen.start, 2, "--start", "X,Y")
    return x, y


def parameter(text: str) -> tuple[str, float]:
    """ "a=2" as name and number."""
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"A parameter is given as {name.strip() or 'a'}=2.")
    return name.strip(), typed_number(value.strip())


def numbers(text: str, count: int, flag: str, form: str) -> list[float]:
    """So many numbers, separated by commas."""
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(f"{flag} takes {count} numbers, as {flag} {form}.")
    return [typed_number(part.strip()) for part in parts]


def optimizer_and_knobs(text: str) -> tuple[str, Optimizer | Method, dict[str, Any]]:
    """ "adam:beta1=0.8" as key, optimizer and knobs; a number alone is the learning rate. Raises UnknownKey."""
    name, _, rest = text.strip().partition(":")
    optimizer = optimizer_of(name)
    knobs = named_numbers(rest, optimizer.knobs, f"the optimizer {optimizer.name}", "learning_rate")
    return optimizer.key, optimizer, knobs


def schedule(text: str) -> tuple[str, dict[str, float]]:
    """ "cosine:min_rate=1e-3" as key and knobs. Raises UnknownKey."""
    name, _, rest = text.strip().partition(":")
    plan = argument.keyed(SCHEDULES, name, "schedule")
    return plan.key, named_numbers(rest, plan.knobs, f"the schedule {plan.name}")


def named_numbers(text: str, knobs: Mapping[str, Any], owner: str, alone: str = "") -> dict[str, Any]:
    """ "name=number,name=number", checked against the names known; alone: the name of a number without one."""
    numbers: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, value = part.partition("=")
        if not sign and alone not in knobs:
            raise ValueError(f"{owner[0].upper()}{owner[1:]} takes name=number, not {part!r}.")
        name, value = (name.strip(), value) if sign else (alone, part)
        if name not in knobs:
            raise ValueError(f"{owner[0].upper()}{owner[1:]} has no knob {name!r}.{argument.nearest(name, knobs)}")
        knob, number = knobs[name], typed_number(value.strip())
        numbers[name] = knob.checked(number, name) if hasattr(knob, "checked") else number
    return numbers


def options(chosen: Namespace) -> dict[str, float]:
    """Noise, clipping and weight decay of a command, by the names of OPTIONS; those that do something: 0 is none."""
    flags = {"noise": "noise", "clip_norm": "clip_norm", "clip_value": "clip_value", "weight_decay_l2": "weight_decay"}
    texts = {name: getattr(chosen, flag) for name, flag in flags.items() if getattr(chosen, flag) is not None}
    read = {name: argument.number(typed_number(text.strip()), name, low=0.0) for name, text in texts.items()}
    return {name: value for name, value in read.items() if value}


def keywords(chosen: Namespace, optimizer: Optimizer | Method) -> dict[str, Any]:
    """Options, schedule and seed as keywords of the library. Raises TypeError, by the library, for a method."""
    arguments: dict[str, Any] = dict(options(chosen))
    if chosen.schedule:
        arguments["schedule"] = schedule(chosen.schedule)
    if arguments and isinstance(optimizer, Method):
        raise ValueError(f"{optimizer.name} is a method: it takes no schedule, noise, clipping or weight decay.")
    return arguments | ({"seed": chosen.seed} if "noise" in arguments else {})
