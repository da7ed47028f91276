"""The table of what a method tried in one step, with the numbers that each decision compares."""

import html
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gdviz.figures.trials import Trial
from gdviz.numeral import numeral
from gdviz.trajectory import Trajectory

Rows = Iterator[Sequence[object]]
DIGITS = 5


def tried_table(trajectory: Trajectory, step: int, knobs: Mapping[str, float], names: Sequence[str]) -> str:
    """The table of a step (1 … steps) as HTML; empty where nothing was tried. names: the two variables."""
    trial: Trial = trajectory.trials[step - 1] if trajectory.trials else {}
    value, gradient = float(trajectory.values[step - 1]), trajectory.gradients[step - 1]
    if "simplex" in trial:
        return table(("vertex", *names, "f"), triangle_rows(trial))
    if "radius" in trial:
        return table(("", ""), region_rows(trial, value, knobs))
    if "search" in trial:
        return table(search_head(trial), search_rows(trial, value, gradient, knobs))
    return table(("", ""), newton_rows(trial)) if "eigenvalues" in trial else ""


def search_head(trial: Trial) -> tuple[str, ...]:
    """Strong Wolfe has two more columns than Armijo."""
    armijo = ("rate a", "f(θ + a p)", "at most f + c₁ a p·∇f", "Armijo")
    return (*armijo, "|p·∇f(θ + a p)|", "at most c₂ |p·∇f|", "Wolfe") if has_slopes(trial) else armijo


def has_slopes(trial: Trial) -> bool:
    """Was the slope evaluated at any trial, as Wolfe's condition needs?"""
    return any(spot["wolfe"] is not None for spot in trial["search"])


def search_rows(trial: Trial, value: float, gradient: Sequence[float], knobs: Mapping[str, float]) -> Rows:
    """One row a trial: what it gave beside what was asked of it."""
    slope = float(np.dot(gradient, trial["direction"]))
    for spot in trial["search"]:
        bound = value + knobs["c1"] * spot["rate"] * slope
        row = [spot["rate"], spot["value"], bound, mark(spot["armijo"])]
        if has_slopes(trial):
            flat = None if spot["slope"] is None else abs(spot["slope"])
            row += [flat, knobs["c2"] * abs(slope), mark(spot["wolfe"])]
        yield [*row[:-1], f"{row[-1]} taken"] if spot["accepted"] else row


def region_rows(trial: Trial, value: float, knobs: Mapping[str, float]) -> Rows:
    """The model's promise and what became of it."""
    there = trial["value"]
    yield "radius of the circle Δ", trial["radius"]
    yield "kind of step", trial["kind"]
    yield "promised: m(0) − m(p)", trial["promised"]
    yield "kept: f(θ) − f(θ + p)", None if there is None else value - there
    yield "ratio ρ", trial["rho"]
    yield "taken if above η", knobs["eta"]
    yield "fate", "taken" if trial["accepted"] else "refused: the circle shrinks to a quarter"


def triangle_rows(trial: Trial) -> Rows:
    """The triangle before, best first, then what was tried."""
    for name, (x, y), value in zip(("best", "good", "worst"), trial["simplex"], trial["values"], strict=True):
        yield name, x, y, value
    for name, (x, y), value in trial["tried"]:
        yield name, x, y, value


def newton_rows(trial: Trial) -> Rows:
    """The curvatures, and the direction that divides by them."""
    yield "curvatures λ", pair(trial["eigenvalues"])
    if "modified" in trial:
        yield "used as", pair(trial["modified"])
    yield "direction p", pair(trial["direction"])


def table(head: Sequence[str], rows: Rows) -> str:
    """HTML; numbers to five digits."""
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' if name else "<td></td>" for name in head)
    top = f"<thead><tr>{heads}</tr></thead>" if any(head) else ""
    body = "".join(f"<tr>{''.join(f'<td>{shown(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="gdviz-tried">{top}<tbody>{body}</tbody></table>'


def pair(values: Sequence[float]) -> str:
    """Two numbers in one cell."""
    return ", ".join(shown(value) for value in values)


def mark(verdict: bool | None) -> str:
    """A verdict as a sign; nothing where none was given."""
    return "" if verdict is None else "✓" if verdict else "✕"


def shown(cell: object) -> str:
    """A cell's text."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return html.escape(cell)
    number = float(str(cell))
    return numeral(number, DIGITS) if math.isfinite(number) else "undefined"
