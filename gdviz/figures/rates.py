"""The charts of one start under many rates, as plain Plotly dictionaries: the sweep and the heat map."""

from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.analysis.diagnosis import Verdict
from gdviz.analysis.sweep import Sweep
from gdviz.figures import style
from gdviz.figures.diagnosis_marks import WORDS
from gdviz.numeral import numeral


def sweep_chart(sweep: Sweep, lowest: float, lines: Sequence[style.Line]) -> style.Figure:
    """Final value above the lowest known and steps to tolerance against the rate, coloured by verdict.

    A run beyond the axis is an arrowhead at its end, one that never meets the tolerance stands on a line of its own.
    """
    rates, final = sweep.axes["learning_rate"], sweep.final
    above = np.where(np.isfinite(final), final - lowest, np.nan)
    bottom, top = style.value_range(above)
    shown = np.clip(np.where(np.isfinite(above), above, np.inf), 10**bottom, 10**top)
    counts = sweep.steps.astype(float)
    most, never = max(float(counts.max()), 10.0), max(float(counts.max()), 10.0) * 1.3
    steps, ceiling = np.where(counts < 0, never, counts), 10**top
    traces = [trace for verdict in WORDS for trace in dots(sweep, verdict, shown, steps, ceiling)]
    layout = {
        "margin": {**style.MARGIN, "b": 84},
        "xaxis": style.rate_axis(rates, anchor="y2"),
        "yaxis": style.log_axis(bottom, top, "f − lowest, at the end", domain=[0.48, 1], nticks=6),
        "yaxis2": {"range": [0, never * 1.08], "domain": [0, 0.4], "title": style.title("steps to tolerance"),
                   **steps_ticks(most, never)},
        "shapes": [style.vertical(line) for line in lines],
        "annotations": [style.label(line) for line in lines],
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top", "font": {"size": 11}},
    }  # fmt: skip
    return {"traces": traces, "layout": layout, "height": 450}


def steps_ticks(most: float, never: float) -> style.Figure:
    """Round numbers of steps up to the most that a run took, and a line above them for those that never arrive."""
    stride = next(s * 10**k for k in range(5) for s in (1, 2, 5) if most / (s * 10**k) <= 4)
    values = [float(value) for value in range(0, int(most) + 1, stride)]
    return {"tickvals": [*values, never], "ticktext": [*(numeral(value, 9) for value in values), "never"]}


def dots(sweep: Sweep, verdict: Verdict, above: np.ndarray, taken: np.ndarray, ceiling: float) -> list[style.Figure]:
    """The rates with this verdict: a dot each in the upper chart (above, up to a ceiling) and in the lower (taken)."""
    here = sweep.verdicts == verdict
    if not here.any():
        return []
    name, _, color = WORDS[verdict]
    rates = sweep.axes["learning_rate"][here]
    said = [
        f"α {numeral(rate)}: {name}<br>f {value_words(value)}<br>{tolerance_words(int(step))}"
        for rate, value, step in zip(rates, sweep.final[here], sweep.steps[here], strict=True)
    ]
    symbols = np.where(np.isfinite(sweep.final[here]) & (above[here] < ceiling), "circle", "triangle-up").tolist()
    upper = {
        "type": "scatter", "mode": "markers", "marker": {"color": color, "size": 5}, "name": name,
        "x": rates.tolist(), "y": above[here].tolist(), "text": said, "hoverinfo": "text",
    }  # fmt: skip
    marked = {**upper, "marker": {"color": color, "size": 5, "symbol": symbols}}
    return [marked, {**upper, "y": taken[here].tolist(), "yaxis": "y2", "showlegend": False}]


def value_words(value: float) -> str:
    """A final value, said."""
    return f"= {numeral(value, 6)}" if np.isfinite(value) else "grew beyond all bounds"


def tolerance_words(steps: int) -> str:
    """Steps to tolerance, said."""
    return f"tolerance met after {steps} steps" if steps >= 0 else "tolerance not met"


def heat_map(
    sweep: Sweep, lowest: float, second: str, here: tuple[float, float], line: Mapping[float, float]
) -> style.Figure:
    """Final value above the lowest known, by rate and a second knob; a cross where the run stands.

    line: second knob → threshold of the rate, drawn over it.
    """
    rates, other = sweep.axes["learning_rate"], sweep.axes[second]
    above = np.where(np.isfinite(sweep.final), sweep.final - lowest, np.nan).T
    bottom, top = style.value_range(above)
    heights = np.log10(np.clip(above, 10**bottom, 10**top))
    ticks = [bottom + k * (top - bottom) / 3 for k in range(4)]
    traces: list[style.Figure] = [
        {"type": "heatmap", "x": rates.tolist(), "y": other.tolist(), "z": style.rows(heights),
         "text": cells(sweep, second), "hoverinfo": "text", "zmin": bottom, "zmax": top, "connectgaps": False,
         "colorscale": [[0, "#1f4e6b"], [0.35, "#5b93ab"], [0.7, "#b9cdd3"], [1, "#f3eee4"]],
         "colorbar": {"thickness": 10, "len": 0.9, "tickvals": ticks, "ticktext": [numeral(10**t, 1) for t in ticks],
                      "outlinewidth": 0, "tickfont": {"size": 10, "color": "@muted"}}},
        {"type": "scatter", "mode": "markers", "x": [here[0]], "y": [here[1]], "hoverinfo": "skip",
         "marker": {"symbol": "x-thin", "size": 13, "line": {"width": 3, "color": "@ink"}}},
    ]  # fmt: skip
    if line:
        traces.insert(1, {"type": "scatter", "mode": "lines", "x": list(line.values()), "y": list(line),
                          "hoverinfo": "skip", "line": {"color": "@warn", "width": 2, "dash": "dash"}})  # fmt: skip
    layout = {
        "margin": {**style.MARGIN, "r": 74},
        "xaxis": style.rate_axis(rates),
        "yaxis": {
            "range": [float(other[0]), float(other[-1])],
            "title": style.title(second.replace("_", " ")),
            "nticks": 6,
        },
    }
    return {"traces": traces, "layout": layout, "height": 330}


def cells(sweep: Sweep, second: str) -> list[list[str]]:
    """What each cell of the heat map says."""
    rates, other = sweep.axes["learning_rate"], sweep.axes[second]
    return [
        [
            f"α {numeral(rate)}, {second} {numeral(value)}: {WORDS[verdict][0]}<br>f = {numeral(final, 6)}<br>"
            f"{tolerance_words(int(step))}"
            for rate, verdict, final, step in zip(rates, verdicts, finals, steps, strict=True)
        ]
        for value, verdicts, finals, steps in zip(other, sweep.verdicts.T, sweep.final.T, sweep.steps.T, strict=True)
    ]
