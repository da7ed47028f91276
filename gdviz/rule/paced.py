"""A schedule written as lines of a rule, for runs side by side: each has its own base rate or its own losses."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from gdviz.expression.syntax import renamed
from gdviz.rule.program import Program, program
from gdviz.schedule.schedule import LEAST_CHANGE

SCALED = "schedule_now = schedule_scale*schedule_base + schedule_shift"
"""Every schedule that is known before the run is of this form: scale and shift, one of each a step; base: the rate."""
PLATEAU = f"""
    schedule_now = where(t > plateau_warm, plateau_rate, schedule_scale*schedule_base)
    plateau_bad = where(t < plateau_warm + 2, 0, where(f < plateau_best*(1 - plateau_threshold), 0, plateau_bad + 1))
    plateau_best = where(t < plateau_warm + 2, f, where(f < plateau_best*(1 - plateau_threshold), f, plateau_best))
    plateau_bad = where(plateau_cooling > 0, 0, plateau_bad)
    plateau_cooling = max(plateau_cooling - 1, 0)
    plateau_low = max(plateau_rate*plateau_factor, plateau_min_rate)
    plateau_low = where(plateau_rate - plateau_low > {LEAST_CHANGE:.8f}, plateau_low, plateau_rate)
    plateau_rate = where(plateau_bad > plateau_patience, plateau_low, plateau_rate)
    plateau_cooling = where(plateau_bad > plateau_patience, plateau_cooldown, plateau_cooling)
    plateau_bad = where(plateau_bad > plateau_patience, 0, plateau_bad)
"""
"""gdviz.schedule.schedule line by line: the rate of this step, then the loss before it counts for the steps after."""


@lru_cache(maxsize=64)
def paced(rule: Program, hears: bool) -> Program:
    """The rule with its rate worked out in its own first lines.

    hears: from the losses, by reduce on plateau; else from the step's scale and shift. Raises ValueError for a rule
    that uses a name of these lines.
    """
    text = PLATEAU if hears else SCALED
    pace = program(f"{text}\ntheta = theta", (("plateau_rate", "schedule_base"),) if hears else ())
    taken = {*rule.kinds, *rule.begins} & {name for name in pace.kinds if name.startswith(("schedule_", "plateau_"))}
    if taken:
        raise ValueError(f"The rule's name {min(taken)} is one of the schedule's: give it another.")
    return Program(
        f"{text}\n{rule.text}",
        (*pace.lines[:-1], *(replace(line, tree=renamed(line.tree, {"alpha": "schedule_now"})) for line in rule.lines)),
        {**pace.states, **rule.states},
        tuple(dict.fromkeys((*pace.knobs, *rule.knobs))),
        {**pace.begins, **rule.begins},
        {**pace.kinds, **rule.kinds},
    )


def plateau_numbers(knobs: Mapping[str, float]) -> dict[str, float]:
    """The knobs of reduce on plateau by their names in these lines."""
    names = ("factor", "patience", "threshold", "cooldown", "min_rate")
    return {**{f"plateau_{name}": knobs[name] for name in names}, "plateau_warm": knobs["warm_up"]}
