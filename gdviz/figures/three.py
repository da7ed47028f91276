"""Three learning rates in words: a title by what happened, one sentence each, and one for all of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.analysis.diagnosis import ARRIVED, LOWEST, Diagnosis, Verdict
from gdviz.analysis.sweep import LOST, TRAPPED, Choice, Outcomes, Role, roles
from gdviz.analysis.theory import Quadratic
from gdviz.figures.player_payload import DrawnRun
from gdviz.numeral import coordinates, numeral
from gdviz.scene import RateStudy
from gdviz.trajectory import Trajectory

GROWN = 2.0
"""A run that diverged is told by its f if that grew so many times; it may also run away over a plain."""
TAIL = 4
"""What a run that goes to and fro is told by: the last of so many parts of it."""


def titled(
    study: RateStudy, outcomes: Outcomes, runs: Sequence[DrawnRun], diagnoses: Mapping[str, Diagnosis]
) -> list[tuple[str, str]]:
    """Heading and sentence of each of the three; without headings where no rate can be right."""
    parts = roles(outcomes, falling=study.bounded)
    known = study.bounded or study.choice.right is not None
    named = [part.value.capitalize() if known else "" for part in parts]
    least = next((int(outcomes.steps[k]) for k, name in enumerate(named) if name in ("Right", "Best")), -1)
    limit = study.limit.rate if study.limit else np.inf
    return [
        (named[k], sentence(outcomes, k, parts[k], run.trajectory, diagnoses[run.id], least, study.lowest, limit))
        for k, run in enumerate(runs)
    ]


def sentence(
    outcomes: Outcomes,
    run: int,
    role: Role,
    path: Trajectory,
    diagnosis: Diagnosis,
    least: int = -1,
    lowest: float = np.inf,
    limit: float = np.inf,
) -> str:
    """What happened at one of the rates.

    least: steps of the right one, -1 for never. lowest: the lowest f known. limit: the largest rate that theory allows.
    """
    verdict, taken, value = diagnosis.verdict, int(outcomes.steps[run]), float(path.values[-1])
    if verdict in ARRIVED:
        settled = diagnosis.arrival.step if diagnosis.arrival else -1  # from which it stays at its minimum
        return arrived(role, taken if taken >= 0 else settled, path, least, lowest)
    if verdict is Verdict.DESCENDING:
        comes = "comes lowest: " if role is Role.BEST else ""
        return f"After {count(path.steps)} it {comes or 'is at '}f = {numeral(value)} and still falls."
    if verdict is Verdict.DIVERGED and value > GROWN * abs(float(path.values[0])):
        return diverged(path, float(outcomes.rates[run]), limit)
    if verdict is Verdict.CYCLING:
        tail = path.values[-(path.steps // TAIL) - 1 :]
        low, high = numeral(float(tail.min())), numeral(float(tail.max()))
        return f"To and fro: f between {low} and {high} in the last {count(len(tail) - 1)}."
    return diagnosis.sentence.removeprefix(verdict.value).strip()


def arrived(role: Role, taken: int, path: Trajectory, least: int, lowest: float) -> str:
    """Where, how soon, and whether it is the lowest."""
    after = f" after {count(taken)}" if taken >= 0 else ""
    if role is Role.SLOWER:
        return f"Arrives{after}" + (f" instead of {least}." if least >= 0 else ", later than the best.")
    value = float(path.values[-1])
    deeper = (
        f"; the lowest minimum known has f = {numeral(lowest)}" if lowest < value - 1e-6 * max(1.0, abs(value)) else ""
    )
    return f"Arrives at {coordinates(path.points[-1])}{after}, f = {numeral(value)}{deeper}."


def diverged(path: Trajectory, rate: float, limit: float) -> str:
    """How far it went, and the limit that the rate is above."""
    why = f": α is above {numeral(limit)}, the limit at the minimum" if rate > limit else ""
    return (
        f"f grows from {numeral(float(path.values[0]))} to {numeral(float(path.values[-1]))} in "
        f"{count(path.steps)}{why}."
    )


def quadratic_sentence(plain: Quadratic) -> str:
    """How long a quadratic's bowl is, and the best rates that there can be."""
    return (
        f"Condition number κ = {numeral(plain.condition)}. "
        f"Gradient descent is fastest at α = {numeral(plain.optimal_rate)} "
        f"(each step leaves {numeral(plain.optimal_factor)} of the way); "
        f"heavy ball at α = {numeral(plain.optimal_momentum_rate)}, "
        f"β = {numeral(plain.optimal_momentum)} ({numeral(plain.momentum_factor)} a step)."
    )


def count(steps: int) -> str:
    """ "1 step", "150 steps"."""
    return f"{steps} step" if steps == 1 else f"{steps} steps"


def remark(outcomes: Outcomes, choice: Choice, bounded: bool, steps: int) -> str:
    """One sentence on the three rates together; empty where their own are enough."""
    low, high = numeral(float(outcomes.rates[0])), numeral(float(outcomes.rates[-1]))
    if choice.right is None:
        return none_right(outcomes, bounded, steps, low, high)
    verdict: Verdict = outcomes.verdicts[choice.right]
    words = []
    if verdict in TRAPPED:
        words.append(f"No rate from {low} to {high} reaches the lowest minimum from this start in {count(steps)}.")
    elif verdict not in LOWEST:
        words.append(f"No rate from {low} to {high} arrives in {count(steps)}: more steps may.")
    if choice.large is None:
        words.append(f"No rate up to {high} is too large.")
    return " ".join(words)


def none_right(outcomes: Outcomes, bounded: bool, steps: int, low: str, high: str) -> str:
    """Why no rate is right."""
    if outcomes.ended((Verdict.UNBOUNDED,)).any() and not bounded:
        return "f falls without bound: there is no minimum, so no learning rate is right."
    if np.all(outcomes.final == outcomes.begins):
        return "f stays as it is at every rate: there is no way down from this start."
    if not bounded:
        return "No minimum is known in this window, so no learning rate is called right."
    if outcomes.ended(LOST).all():
        return f"Every rate from {low} to {high} is too large here."
    return f"No rate from {low} to {high} arrives in {count(steps)}, and none still falls."
