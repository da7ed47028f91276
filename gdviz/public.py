"""The public names: what `gdviz.…` gives, and the type of everything that it hands back."""

from gdviz.analysis.basins import Basins, basins
from gdviz.analysis.diagnosis import Diagnosis, Event, EventKind, Verdict, diagnose
from gdviz.analysis.diagnosis.explained_run import Explained, descend
from gdviz.analysis.landscape import Certificate, CriticalPoint, Kind, Survey, Valley, survey
from gdviz.analysis.race import Entry, Problem, Profile, Race, Result, Row, Tuning, race
from gdviz.analysis.sweep import Sweep, sweep
from gdviz.analysis.theory import Threshold, threshold
from gdviz.argument import Table, UnknownKey
from gdviz.descent import Batch, Retirement, Stop, descend_many
from gdviz.export import NotExported
from gdviz.export.showing import show
from gdviz.expression import ExpressionError
from gdviz.gallery import GALLERY
from gdviz.knob import Knob
from gdviz.learning.data import BatchPlan, data_surface
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.rule import custom_optimizer
from gdviz.scene import Arrival, DataRun, DataScene, Parameter, Run, Scene, open_link
from gdviz.schedule import SCHEDULES, ListedRates, Schedule, Scheduled
from gdviz.settings import Options, Settings
from gdviz.surface import Minimum, Surface
from gdviz.trajectory import Ending, Evaluations, Trajectory, TrajectoryFrame
from gdviz.watching import watch

__all__ = [
    "GALLERY", "OPTIMIZERS", "SCHEDULES", "Arrival", "Basins", "Batch", "BatchPlan", "Certificate", "CriticalPoint",
    "DataRun", "DataScene", "Diagnosis", "Ending", "Entry", "Evaluations", "Event", "EventKind", "Explained",
    "ExpressionError", "Kind", "Knob", "ListedRates", "Method", "Minimum", "NotExported", "Optimizer", "Options",
    "Parameter", "Problem", "Profile", "Race", "Result", "Retirement", "Row", "Run", "Scene", "Schedule", "Scheduled",
    "Settings", "Stop", "Surface", "Survey", "Sweep", "Table", "Threshold", "Trajectory", "TrajectoryFrame", "Tuning",
    "UnknownKey", "Valley", "Verdict", "basins", "custom_optimizer", "data_surface", "descend", "descend_many",
    "diagnose", "open_link", "race", "show", "survey", "sweep", "threshold", "watch",
]  # fmt: skip
