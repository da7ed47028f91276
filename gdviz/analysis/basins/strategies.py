"""The ways out of a trap that are compared, in words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Strategy:
    """A way to escape: name, one sentence, and what its strength means with its default (None: see `escape`)."""

    name: str
    sentence: str
    means: str
    strength: float | None
    random: bool


STRATEGIES: Mapping[str, Strategy] = {
    "none": Strategy("As it is", "The optimizer with its own knobs, from one start.", "", None, False),
    "noise": Strategy(
        "Noise",
        "Gaussian noise on every gradient; the last fifth of the steps without it.",
        "standard deviation of each part of the noise",
        None,
        True,
    ),
    "annealed_noise": Strategy(
        "Annealed noise",
        "The same, its deviation fading as (1 + t)^-0.275.",
        "standard deviation at the start",
        None,
        True,
    ),
    "momentum": Strategy("Momentum", "A velocity carries the run over low passes.", "momentum β", 0.9, False),
    "restarts": Strategy(
        "Random restarts", "Several starts share the steps; the lowest end counts.", "number of starts", 10.0, True
    ),
    "larger_rate": Strategy("Larger rate", "The rate times a factor.", "factor of the rate", 3.0, False),
}
"""Key → strategy, in menu order."""
