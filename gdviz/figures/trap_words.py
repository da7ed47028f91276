"""How a run over a map of basins ended, as one sentence; and what there is to be trapped in."""

from collections.abc import Sequence

from gdviz.analysis.basins import Basins
from gdviz.analysis.diagnosis import Diagnosis, EventKind, Verdict
from gdviz.figures.diagnosis_marks import WORDS
from gdviz.figures.run_styles import label
from gdviz.numeral import coordinate, coordinates
from gdviz.scene import Run
from gdviz.trajectory import Trajectory

LOST = {
    Verdict.DIVERGED: "diverges",
    Verdict.LEFT_DOMAIN: "leaves the domain",
    Verdict.UNBOUNDED: "falls without bound",
    Verdict.DESCENDING: "is still descending",
    Verdict.CLIMBING: "is climbing",
}
"""Verdicts on runs that end nowhere: what the run does."""
ENDS = {
    Verdict.REACHED: "the global minimum",
    Verdict.LOWEST_KNOWN: "the lowest minimum known",
    Verdict.TRAPPED: "trapped in a local minimum",
}


def names(runs: Sequence[Run]) -> list[str]:
    """Labels of the two, told apart even when they are the same."""
    first, second = (label(run) for run in runs)
    return [first, second] if first != second else [f"{first} (left)", f"{second} (right)"]


def run_sentence(name: str, run: Trajectory, diagnosis: Diagnosis) -> str:
    """ "Momentum from (−2.2, −1.5) crosses a ridge at step 25 and ends in (0, 0), f = 0: the global minimum." """
    begins = f"{name} from {coordinates(run.points[0])}"
    steps = f"{run.steps:,} step{'s' if run.steps != 1 else ''}"
    if diagnosis.verdict in LOST:
        where = f"{coordinates(run.points[-1])}, f = {coordinate(run.values[-1])}"
        return f"{begins} {LOST[diagnosis.verdict]}: after {steps} it is at {where}."
    left = [event.step for event in diagnosis.events if event.kind is EventKind.BASIN_LEFT]
    crosses = f" crosses a ridge at step {left[0]}{', and more later,' if len(left) > 1 else ''} and" if left else ""
    word = ENDS.get(diagnosis.verdict, WORDS[diagnosis.verdict][0])
    return f"{begins}{crosses} ends in {coordinates(run.points[-1])}, f = {coordinate(run.values[-1])}: {word}."


def nothing_to_be_trapped_in(maps: Sequence[Basins]) -> str:
    """A sentence where all minima of the maps (which share one list) are equally deep, or there is none; else ""."""
    first = maps[0]
    count = len(first.minima)
    if not count:
        return "There is no minimum to reach here, and so none to be trapped in."
    if len(first.deepest) < count:
        return ""
    if count == 1:
        return "There is only one minimum here: nothing to be trapped in."
    return f"All {count} minima here are equally deep: nothing to be trapped in."
