"""Why it happened, as HTML: a table of the critical points, and a list of the events of each run."""

import html
from collections.abc import Sequence

from gdviz.analysis.diagnosis import Diagnosis
from gdviz.analysis.landscape import Survey
from gdviz.expression import name_plain
from gdviz.figures.diagnosis_marks import deepest, event_words, number, shown_of


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
    """Every event of every run (label, diagnosis) as an HTML list, the folded ones too."""
    parts = []
    for label, diagnosis in runs:
        lines = "".join(f"<li>{html.escape(event_words(event))}</li>" for event in diagnosis.marks)
        parts.append(f"<h3>{html.escape(label)}</h3><ul>{lines or '<li>Nothing to remark.</li>'}</ul>")
    return f"<div class='gdviz-happened'>{''.join(parts)}</div>"
