"""Figures as plain values: what the player draws, without Plotly and without Streamlit."""

from gdviz.figures.diagnosis_marks import deepest_known, fates, marks_of, shown_of
from gdviz.figures.model_view import Best, FitRun, OverlayContours, Scatter, Spot, fit
from gdviz.figures.player_payload import DrawnRun, Mark, View, payload
from gdviz.figures.rows_payload import (
    TWO_WEIGHTS,
    OnRows,
    RowsPlayed,
    drawn_model,
    drawn_run,
    fit_run,
    loss_over,
    on_rows,
    picture_of_rows,
    rows_ground_payload,
    rows_played,
    scatter,
    shown_on_rows,
)
from gdviz.figures.run_styles import STYLES, Style, conditions, hues, label, labels, looks
from gdviz.figures.scene_payload import Played, drawn_runs, ground_payload, played, view_of
from gdviz.figures.small_multiples import Panel, ground, row

__all__ = [
    "STYLES", "TWO_WEIGHTS", "Best", "DrawnRun", "FitRun", "Mark", "OnRows", "OverlayContours", "Panel", "Played",
    "RowsPlayed", "Scatter", "Spot", "Style", "View", "conditions", "deepest_known", "drawn_model", "drawn_run",
    "drawn_runs", "fates", "fit", "fit_run", "ground", "ground_payload", "hues", "label", "labels", "looks",
    "loss_over", "marks_of", "on_rows", "payload", "picture_of_rows", "played", "row", "rows_ground_payload",
    "rows_played", "scatter", "shown_of", "shown_on_rows", "view_of",
]  # fmt: skip
