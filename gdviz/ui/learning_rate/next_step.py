"""What to try next on the learning-rate page: a rate just below the limit, momentum, another start."""

from functools import partial

import numpy as np

from gdviz.numeral import numeral
from gdviz.scene import GRADIENT_DESCENT, RateStudy, Run, short_rate
from gdviz.ui import session
from gdviz.ui.learning_rate.three_rates import play
from gdviz.ui.widgets.next_step import NextStep

BELOW = 0.98
MOMENTUM = 0.9


def next_step(study: RateStudy, run: Run, rates: tuple[float, ...]) -> NextStep:
    """run: with the second knob that is tried; rates: the three that are shown, ascending."""
    limit = study.limit.rate if study.limit else np.inf
    near = short_rate(BELOW * limit) if np.isfinite(limit) else np.inf
    if rates[-1] > limit > near > rates[1]:
        question = f"Above α = {numeral(limit)} {run.name} cannot stay at this minimum. What does it do just below?"
        return NextStep(question, f"Set the largest α to {numeral(near)}", partial(_set, (*rates[:-1], near)))
    if run.optimizer == GRADIENT_DESCENT:
        question = "Which rates are right with momentum?"
        return NextStep(question, f"Try momentum {numeral(MOMENTUM)}", _with_momentum)
    return NextStep("Click another start on a map: is the same rate right there?")


def _set(rates: tuple[float, ...]) -> None:
    play(rates=rates)


def _with_momentum() -> None:
    session.keep(tried=(("momentum", MOMENTUM),), rates=())
