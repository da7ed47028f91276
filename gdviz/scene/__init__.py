"""A scene: surface, window, runs and settings of a page as one value; the table that turns it into a link and back."""

from gdviz.scene.bounds import ESCAPES, MOST_RUNS, MOST_SNAPSHOTS, RATE, SEED, STEPS, TOLERANCES, VIEW
from gdviz.scene.data import (
    BATCH,
    CHOICES,
    DATA_PARTS,
    LONGEST_TABLE,
    NUMBERS,
    OPENINGS,
    OWN,
    DataRun,
    DataScene,
    compared,
)
from gdviz.scene.many_weights import Task, needs_losses, part_unfit, rows_of, task_of, trainable, trained
from gdviz.scene.rate_study import (
    RateStudy,
    other_arguments,
    outcomes_at,
    rate_limits,
    rates_of,
    short_rate,
    study_of_rates,
    sweep_of_rate_pairs,
    sweep_of_rates,
)
from gdviz.scene.rows import Material, dataset_of, letters_of, material_of, model_of
from gdviz.scene.run import STEADY, TYPED, Run, rule_text, schedule_setting
from gdviz.scene.running import (
    Learned,
    batch_size,
    batch_words,
    batches_of,
    equal_work,
    first_weights,
    learn,
    opened,
    set_apart,
    start_of,
    steps_of,
    surface_of,
    trajectory_of,
    unused_coordinate,
    window_of,
)
from gdviz.scene.scene import Arrival, Scene, arrival, is_link, open_link, path_of, query_of
from gdviz.scene.studied_run import (
    GRADIENT_DESCENT,
    at_rates,
    second_knob,
    sweepable,
    swept_run,
    swept_runs,
    tried_run,
    with_second_knob,
)
from gdviz.scene.texts import LONGEST_RULE, NUMBER_TEXT, write_number
from gdviz.scene.trap_study import (
    BASINS_SHAPE,
    TRAPS_OPENING,
    TRIAL_BUDGET,
    at_suitable_rate,
    basin_stages,
    basin_steps,
    compared_pair,
    escape_strengths,
    escape_trials,
    is_usual,
    takes_suitable_rate,
    traps_opening,
    with_runs,
    without_rate,
)
from gdviz.scene.values import Parameter

__all__ = [
    "BASINS_SHAPE", "BATCH", "CHOICES", "DATA_PARTS", "ESCAPES", "GRADIENT_DESCENT", "LONGEST_RULE",
    "LONGEST_TABLE", "MOST_RUNS", "MOST_SNAPSHOTS", "NUMBERS", "NUMBER_TEXT", "OPENINGS", "OWN", "RATE", "SEED",
    "STEADY", "STEPS", "TOLERANCES", "TRAPS_OPENING", "TRIAL_BUDGET", "TYPED", "VIEW", "Arrival", "DataRun",
    "DataScene", "Learned", "Material", "Parameter", "RateStudy", "Run", "Scene", "Task", "arrival", "at_rates",
    "at_suitable_rate", "basin_stages", "basin_steps", "batch_size", "batch_words", "batches_of", "compared",
    "compared_pair", "dataset_of", "equal_work", "escape_strengths", "escape_trials", "first_weights",
    "is_link", "is_usual", "learn", "letters_of", "material_of", "model_of", "needs_losses", "open_link",
    "opened", "other_arguments", "outcomes_at", "part_unfit", "path_of", "query_of", "rate_limits", "rates_of",
    "rows_of", "rule_text", "schedule_setting", "second_knob", "set_apart", "short_rate", "start_of",
    "steps_of", "study_of_rates", "surface_of", "sweep_of_rate_pairs", "sweep_of_rates", "sweepable",
    "swept_run", "swept_runs", "takes_suitable_rate", "task_of", "trainable", "trained", "trajectory_of",
    "traps_opening", "tried_run", "unused_coordinate", "window_of", "with_runs", "with_second_knob",
    "without_rate", "write_number",
]  # fmt: skip
