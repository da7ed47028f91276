"""What theory predicts beside what a run shows: a claim worked out."""

import math
from typing import NamedTuple

from gdviz.lessons.case import Case
from gdviz.lessons.lesson import Claim
from gdviz.lessons.quantities import evaluate
from gdviz.lessons.values import number


class Held(NamedTuple):
    """A claim worked out: the number that theory predicts, the number measured, and whether they agree."""

    claim: Claim
    predicted: float
    measured: float
    holds: bool


def hold(claim: Claim, case: Case | None) -> Held:
    """Work a claim out. Raises LessonError where a side of it cannot be had."""
    predicted = number(evaluate(claim.theory, case))
    measured = number(evaluate(claim.measured, case))
    tolerance = claim.within * (abs(predicted) or 1.0)
    near = math.isfinite(predicted) and abs(predicted - measured) <= tolerance
    return Held(claim, predicted, measured, near or predicted == measured)
