"""Sentences below the picture: how each run ended, in the units of the rows."""

import html
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from gdviz.figures import DrawnRun
from gdviz.learning.data import Indices, Model
from gdviz.numeral import numeral
from gdviz.ui.data.rows import Material

FOR_EVER = ", as its classes can be parted without a mistake: along such weights it falls for ever"


def right(model: Model, run: DrawnRun, rows: Material, values: Mapping[str, float], part: Indices | None = None) -> str:
    """How many rows the weights at the end put into their class: "11 of 12 rows right"."""
    columns = {name: column if part is None else column[part] for name, column in rows.columns.items()}
    x, y = run.trajectory.points[-1]
    count = len(columns[rows.target])
    return f"{model.right((float(x), float(y)), columns, **values):,} of {count:,} rows right"


def in_own_units(model: Model, point: np.ndarray, rows: Material) -> str:
    """A linear model with weights (2,) as an equation in the units of the table; "" for other models, and where the
    weights themselves are in these units and the columns have no names of their own.
    """
    labels, prefix = rows.dataset.labels, "In the rows' own units: " if rows.scaling.by else ""
    named = any(label != name for name, label in labels.items())
    if not model.linear or not (prefix or named) or not np.isfinite(point).all():
        return ""
    inputs = rows.inputs
    slopes = [float(weight) for weight in (point if len(inputs) == 2 else point[:1])]
    height = 0.0 if len(inputs) == 2 else float(point[1])
    scales = {name: rows.scaling.by.get(name, (0.0, 1.0)) for name in rows.columns}
    mean, spread = scales[rows.target]
    own = [spread * slope / scales[name][1] for slope, name in zip(slopes, inputs, strict=True)]
    height = mean + spread * height - sum(w * scales[name][0] for w, name in zip(own, inputs, strict=True))
    terms = [(weight, f"·{labels.get(name, name)}") for weight, name in zip(own, inputs, strict=True)]
    return f"{prefix}{_said_of(model, rows)} = {_sum([*terms, (height, '')])}."


def _said_of(model: Model, rows: Material) -> str:
    """What the sum is: the target itself, or the score from which the class follows."""
    name = rows.dataset.labels.get(rows.target, rows.target)
    if not rows.classes:
        return name
    return f"{'log-odds' if model.logistic else 'score'}({name} = {rows.classes[1]})"


def _sum(terms: Sequence[tuple[float, str]]) -> str:
    """ "0.123·hours − 0.136"."""
    text = ""
    for number, name in terms:
        size = numeral(abs(number))
        sign = "−" if number < 0 else "+"
        text += f" {sign} {size}{name}" if text else f"{'−' if number < 0 else ''}{size}{name}"
    return text


def show(lines: Sequence[tuple[DrawnRun, Sequence[str]]]) -> None:
    """One line of sentences a run, in its colour."""
    items = [
        f'<li style="--gdviz-run: var(--gdviz-run-{run.id})"><b>{html.escape(run.label)}:</b> '
        f"{html.escape(' '.join(filter(None, words)))}</li>"
        for run, words in lines
        if any(words)
    ]
    st.html(f'<ul class="gdviz-endings">{"".join(items)}</ul>')
