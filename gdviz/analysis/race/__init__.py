"""Optimizers compared fairly: same start, same seed, same budget of gradient evaluations."""

from gdviz.analysis.race.racing import Entry as Entry
from gdviz.analysis.race.racing import Race as Race
from gdviz.analysis.race.racing import Result as Result
from gdviz.analysis.race.racing import Tuning as Tuning
from gdviz.analysis.race.racing import race as race
