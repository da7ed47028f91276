"""How many invented examples a property is tried on: some ordinarily, ten times as many with GDVIZ_THOROUGH=1."""

import os

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("GDVIZ_THOROUGH") == "1"


def trials(count: int, *, picky: bool = False) -> settings:
    """So many examples: the same ones in every ordinary run, fresh ones in a thorough run, and never by the clock.

    picky: the property passes over many of the examples, which hypothesis would otherwise report as a mistake.
    """
    by_the_clock = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=10 * count if THOROUGH else count,
        derandomize=not THOROUGH,
        database=None,
        deadline=None,
        suppress_health_check=[*by_the_clock, HealthCheck.filter_too_much] if picky else by_the_clock,
    )


def seeds(first: int, end: int) -> range:
    """Seeds of random scenes: ordinarily a sixth of them, all with GDVIZ_THOROUGH=1."""
    return range(first, end if THOROUGH else first + (end - first) // 6)
