"""Why it happened, in words: how a run over a map of basins ended, and tables of critical points and events as HTML."""

import html
from collections.abc import Sequence

from gdviz.analysis.basins import Basins
from gdviz.analysis.diagnosis import Diagnosis, EventKind, Verdict
from gdviz.analysis.landscape import Survey
from gdviz.expression import name_plain
from gdviz.figures.diagnosis_marks import WORDS, deepest, event_words, number, shown_of
from gdviz.figures.played_scene import label
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


def pair_labels(runs: Sequence[Run]) -> list[str]:
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


def critical_table(survey: Survey, variables: tuple[str, str], lowest: float | None = None, most: int = 60) -> str:
    """An HTML table of the critical points, minima first; at most so many rows."""
    stars = set(map(id, deepest(survey, lowest)))
    rows = []
    for point in survey.critical_points[:most]:
        name = "★ minimum" if id(point) in stars else str(point.kind)
        low, high = ("–", "–") if point.kink else map(number, point.eigenvalues)
        cells = (*map(number, point.point), number(point.value), low, high)
        rows.append(f"<tr><th scope='row'>{html.escape(name)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    heads = "".join(
        f"<th scope='col'>{head}</th>" for head in (*map(html.escape, map(name_plain, variables)), "f", "λ₁", "λ₂")
    )
    left = len(survey.critical_points) - most
    more = f"<p>{left} more are on the map.</p>" if left > 0 else ""
    if shown_of(survey):
        more = f"<p>{left} more were found. {shown_of(survey)}</p>"
    top = f"<thead><tr><td></td>{heads}</tr></thead>"
    return f"<table class='gdviz-table'>{top}<tbody>{''.join(rows)}</tbody></table>{more}"


def event_list(runs: Sequence[tuple[str, Diagnosis]]) -> str:
    """Every event of every run (name, diagnosis) as an HTML list, the folded ones too."""
    parts = []
    for name, diagnosis in runs:
        lines = "".join(f"<li>{html.escape(event_words(event))}</li>" for event in diagnosis.marks)
        parts.append(f"<h3>{html.escape(name)}</h3><ul>{lines or '<li>Nothing to remark.</li>'}</ul>")
    return f"<div class='gdviz-happened'>{''.join(parts)}</div>"
