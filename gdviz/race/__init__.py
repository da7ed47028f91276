"""Optimizers compared fairly: same start, same seed, same budget of gradient evaluations."""

from gdviz.race.racing import Entry as Entry
from gdviz.race.racing import Race as Race
from gdviz.race.racing import Result as Result
from gdviz.race.racing import Tuning as Tuning
from gdviz.race.racing import race as race
