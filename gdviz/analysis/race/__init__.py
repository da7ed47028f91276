"""Optimizers compared fairly: same start, same seed, same budget of gradient evaluations."""

from gdviz.analysis.race.racing import race as race
from gdviz.analysis.race.results import Entry as Entry
from gdviz.analysis.race.results import Problem as Problem
from gdviz.analysis.race.results import Profile as Profile
from gdviz.analysis.race.results import Race as Race
from gdviz.analysis.race.results import Result as Result
from gdviz.analysis.race.results import Row as Row
from gdviz.analysis.race.results import Tuning as Tuning
