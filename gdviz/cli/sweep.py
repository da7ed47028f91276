"""`gdviz sweep`: where every value of one knob, or every pair of two, ends, how soon, and with what verdict."""

import itertools
from argparse import Namespace
from typing import Any

import numpy as np

from gdviz import argument
from gdviz.analysis.sweep import Sweep, sweep
from gdviz.cli import output
from gdviz.cli.typed import keywords, optimizer_and_knobs, start_of, surface_of, window_of
from gdviz.expression import typed_number

COUNT = 25
DECADES = 2
"""Rates are tried over so many decades on either side where nothing else is said."""


def perform(chosen: Namespace) -> None:
    """Print a row for each setting; the best one has a star."""
    surface, (_, optimizer, knobs) = surface_of(chosen), optimizer_and_knobs(chosen.optimizer)
    axes: dict[str, Any] = dict(_axis(text) for text in chosen.vary)
    if not axes:
        if "learning_rate" not in optimizer.knobs:
            example = f"{next(iter(optimizer.knobs), 'knob')}=0.1..1:5"
            raise ValueError(f"{optimizer.name} has no learning rate: say what to vary, as --vary {example}.")
        knob, rate = optimizer.knobs["learning_rate"], knobs.get("learning_rate")
        middle = knob.default if rate is None else rate
        axes["learning_rate"] = np.geomspace(middle / 10**DECADES, middle * 10**DECADES, COUNT)
    fixed = {**knobs, **keywords(chosen, optimizer)}
    tolerance = argument.number(typed_number(chosen.tolerance.strip()), "--tolerance", low=0.0)
    with output.working("sweeping"):
        result = sweep(
            surface, optimizer, start_of(chosen), chosen.steps, tolerance=tolerance, window=window_of(chosen),
            **{name: value for name, value in fixed.items() if name not in axes}, **axes,
        )  # fmt: skip
    if chosen.json:
        output.document(
            {"text": surface.text, "optimizer": optimizer.key, "start": result.start, "axes": result.axes,
             "final": result.final, "steps": result.steps, "best": result.best,
             "verdicts": result.verdicts.ravel()}
        )  # fmt: skip
        return
    report(result)


def report(result: Sweep) -> None:
    """A row for each setting, in the order of the axes."""
    rows: list[tuple[output.Cell, ...]] = []
    for place in itertools.product(*(range(axis.size) for axis in result.axes.values())):
        values = [float(axis[i]) for axis, i in zip(result.axes.values(), place, strict=True)]
        steps, best = int(result.steps[place]), place == result.best
        rows.append((*values, float(result.final[place]), steps, result.verdicts[place].value, "*" * best))
    output.table((*result.axes, "f", "steps", "verdict", ""), rows)
    print("\nsteps: until the slope stays below the tolerance, -1: never. * the soonest, else the lowest.")


def _axis(text: str) -> tuple[str, np.ndarray]:
    """ "name=low..high:count" (as many times the one before, or evenly where a bound is not above 0), or a list."""
    name, sign, values = text.partition("=")
    if not sign:
        raise ValueError("--vary takes name=low..high:count or name=value,value, as learning_rate=0.001..1:25.")
    if ".." not in values:
        return name.strip(), np.array([typed_number(part.strip()) for part in values.split(",")])
    ends, _, count = values.partition(":")
    low, high = (typed_number(part.strip()) for part in ends.split("..", 1))
    number = argument.count(int(count) if count.strip().isdecimal() else COUNT, "count", 2, 10_000)
    return name.strip(), (np.geomspace if min(low, high) > 0 else np.linspace)(low, high, number)
