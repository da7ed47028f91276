"""Figures as plain values: what the player draws, without Plotly and without Streamlit."""

from gdviz.figures.basin_map import ComparedEscapes, basin_picture, crowded, end_shares, escape_chart, shares_table
from gdviz.figures.diagnosis_marks import deepest_known, fates, landscape_marks, marks_of, shown_of
from gdviz.figures.diagnosis_words import (
    critical_table,
    event_list,
    nothing_to_be_trapped_in,
    pair_labels,
    run_sentence,
)
from gdviz.figures.inside import inside_of
from gdviz.figures.model_view import FitRun, OverlayContours, Spot, fit
from gdviz.figures.played_rows import (
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
from gdviz.figures.played_scene import (
    STYLES,
    Played,
    conditions,
    drawn_runs,
    explained,
    ground_payload,
    hues,
    label,
    labels,
    looks,
    played,
    view_of,
)
from gdviz.figures.player_payload import DrawnRun, Mark, View, moved_payload, payload
from gdviz.figures.program import line_axis
from gdviz.figures.sliced_runs import (
    Sliced,
    degree_errors,
    fits_with_a_step,
    no_run_shown,
    sliced,
    training_within_budget,
)
from gdviz.figures.small_maps import Panel, ground, png, rgb, row, thumbnail_uri
from gdviz.figures.step_budget import within_budget
from gdviz.figures.style import INK, Line, threshold_line
from gdviz.figures.three import quadratic_sentence, remark, titled
from gdviz.figures.validation import AtEnd, degree_chart, early_stop, least_squares, turning_words
from gdviz.figures.withheld import without_hidden
