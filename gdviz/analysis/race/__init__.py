"""Optimizers compared fairly: same start, same seed, same budget of gradient evaluations."""

from gdviz.analysis.race.racing import race
from gdviz.analysis.race.results import Entry, Problem, Profile, Race, Result, Row, Tuning

__all__ = [
    "Entry", "Problem", "Profile", "Race", "Result", "Row", "Tuning", "race",
]  # fmt: skip
