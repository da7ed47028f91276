"""A scene: surface, window, runs and settings of a page as one value; the table that turns it into a link and back."""

from gdviz.scene.bounds import (
    BASINS,
    ESCAPES,
    MOST_RUNS,
    MOST_SNAPSHOTS,
    OPTION_KNOBS,
    RATE,
    SEED,
    STEPS,
    TOLERANCES,
    TRIED,
    VIEW,
)
from gdviz.scene.data import BATCH, CHOICES, NUMBERS, OPENINGS, OWN, DataRun, DataScene, compared
from gdviz.scene.rows import Material, dataset_of, material_of
from gdviz.scene.run import STEADY, TYPED, Run, schedule_setting
from gdviz.scene.running import (
    Learned,
    batch_size,
    batch_words,
    equal_work,
    first_weights,
    learn,
    letters_of,
    model_of,
    set_apart,
    start_of,
    steps_of,
    surface_of,
    trajectory_of,
    typed_surface,
    unused_coordinate,
    window_of,
)
from gdviz.scene.scene import Arrival, Scene
from gdviz.scene.values import Parameter

__all__ = [
    "BASINS", "BATCH", "CHOICES", "ESCAPES", "MOST_RUNS", "MOST_SNAPSHOTS", "NUMBERS", "OPENINGS", "OPTION_KNOBS",
    "OWN", "RATE", "SEED", "STEADY", "STEPS", "TOLERANCES", "TRIED", "TYPED", "VIEW", "Arrival", "DataRun",
    "DataScene", "Learned", "Material", "Parameter", "Run", "Scene", "batch_size", "batch_words", "compared",
    "dataset_of", "equal_work", "first_weights", "learn", "letters_of", "material_of", "model_of", "schedule_setting",
    "set_apart", "start_of", "steps_of", "surface_of", "trajectory_of", "typed_surface", "unused_coordinate",
    "window_of",
]  # fmt: skip
