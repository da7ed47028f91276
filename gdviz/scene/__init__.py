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
