"""A lesson or a task as one printable HTML: maps, blank boxes for predictions, and the key on pages of its own."""

import math
from html import escape
from pathlib import Path

from gdviz.lessons.case import Case, work_out
from gdviz.lessons.lesson import Lesson, LessonError, Moment, Question
from gdviz.lessons.print_map import map_svg
from gdviz.lessons.print_text import blocks, inline, mathml
from gdviz.lessons.quantities import fill, hold
from gdviz.lessons.questions import Answer, truth
from gdviz.lessons.task import Task
from gdviz.lessons.term_latex import term_latex
from gdviz.numeral import coordinates, numeral
from gdviz.scene import Scene

STYLE = Path(__file__).parent / "sheet.css"
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
LONGEST_LINK, SHORT_LINK = 2000, 100
"""Characters of a link that a QR code still shows so that a telephone can read it, and of one that is typed."""
BLANK = '<span class="blank"></span>'
BOX = '<span class="box"></span>'


def lesson_sheet(lesson: Lesson, link: str = "", *, key: bool = True) -> str:
    """The lesson on paper. link: where it is found, for the QR code; key: with the pages of the answers.

    Raises LessonError where a scene cannot be worked out.
    """
    case = [work_out(moment) if moment.scene else None for moment in lesson.moments]
    pairs = [*zip(lesson.moments, case, strict=True)]
    sheets = [_moment(place, moment, shown) for place, (moment, shown) in enumerate(pairs, 1)]
    answers = [_answer(place, moment, shown) for place, (moment, shown) in enumerate(pairs, 1)]
    notes = f"<section><h2>For the instructor</h2>{blocks(lesson.notes)}</section>" if lesson.notes else ""
    about = f"<p class=idea>{inline(lesson.idea)}</p>" if lesson.idea else ""
    return _page(lesson.title, sheets, [about, *answers, notes] if key else [], link)


def task_sheet(task: Task, scene: Scene, link: str = "", *, key: bool = True) -> str:
    """The task on paper; what it hides is not on it, but for the key. Raises LessonError as `lesson_sheet` does."""
    moment = task.moment(scene)
    case = work_out(moment)
    sheet = _moment(0, moment, case, tuple(task.hides), runs="runs" not in task.hides)
    return _page(task.title, [sheet], [_answer(0, moment, case)] if key else [], link)


def _page(title: str, sheets: list[str], answers: list[str], link: str) -> str:
    key = f'<main class="key"><h1>Key: {inline(title)}</h1>{"".join(answers)}</main>' if answers else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE.read_text(encoding='utf8')}</style></head><body>\n"
        f"<main><header>{qr(link)}<h1>{inline(title)}</h1>"
        f"<p class=name>Name {BLANK} Date {BLANK}</p></header>\n{''.join(sheets)}</main>\n{key}</body></html>\n"
    )


def qr(link: str) -> str:
    """The link as a QR code, and in words if it is short; nothing for no link, or one that no telephone could read.

    Without segno, which `pip install gdviz[app]` brings, the words alone.
    """
    if not link or len(link) > LONGEST_LINK:
        return ""
    words = f"<figcaption>{escape(link)}</figcaption>" if len(link) <= SHORT_LINK else ""
    try:
        import segno
    except ImportError:
        return f"<figure class=qr>{words}</figure>"
    code = segno.make(link, micro=False, error="l").svg_inline(border=2, omitsize=True, title="QR code of the link")
    return f"<figure class=qr>{code}{words}</figure>"


def _moment(place: int, moment: Moment, case: Case | None, hides: tuple[str, ...] = (), *, runs: bool = False) -> str:
    """One moment as it is handed out: nothing of its runs, whose rates alone may answer a question.

    runs: name optimizers and rates, as the page of a task does.
    """
    question = moment.question
    hidden = {*hides, *(question.hides if question else ())}
    parts = [f"<h2>{place}</h2>" if place else "", blocks(fill(moment.prose, case))]
    if case:
        if "formula" not in hidden:
            parts.append(f"<p class=formula>{mathml('f = ' + case.surface.latex)}</p>")
        if runs or not question:
            parts.append(f"<p class=runs>{', '.join(escape(run.label) for run in case.runs)}</p>")
        parts.append(map_svg(case, ground="map" not in hidden))
    if question:
        parts.append(f"<div class=ask><p>{inline(fill(question.ask, case))}</p>{_boxes(question, case)}</div>")
    elif moment.reveal:
        parts.append(blocks(fill(moment.reveal, case)))
    return f"<section>{''.join(parts)}</section>\n"


def _boxes(question: Question, case: Case | None) -> str:
    """Where the prediction is written."""
    if question.kind == "point":
        return f"<p>Mark the point on the map. x = {BLANK} y = {BLANK}</p>"
    if question.kind == "arrow":
        return "<p>Draw the arrow on the map, from the start.</p>"
    if question.kind == "number":
        ends = f"{numeral(question.low)} to {numeral(question.high)}"
        return f"<p>{BLANK} {inline(question.unit)} <small>({ends})</small></p>"
    lead = "<p>Number the options in order.</p>" if question.kind == "order" else ""
    options = "".join(f"<li>{BOX}{inline(fill(option.says, case))}</li>" for option in question.options)
    return f"{lead}<ul class=options>{options}</ul>"


def _answer(place: int, moment: Moment, case: Case | None) -> str:
    """The key of a moment: the right answer, the paths, what is read afterwards, misconceptions, and the claims."""
    question = moment.question
    if not (question or moment.claims) or case is None:
        return ""
    parts = [f"<h2>{place}</h2>" if place else ""]
    if question:
        right = _truth(question, case)
        parts.append(f"<p><strong>{_said(question, right, case)}</strong></p>" if right is not None else "")
        point = right if question.kind == "point" and isinstance(right, tuple) else None
        arrow = right if question.kind == "arrow" and isinstance(right, tuple) else None
        parts.append(map_svg(case, paths=True, truth=point, arrow=arrow))
        parts.append(blocks(fill(moment.reveal, case)))
        parts += [f"<p class=belief>{inline(fill(belief.says, case))}</p>" for belief in question.beliefs]
    rows = [hold(claim, case) for claim in moment.claims]
    parts += [
        f"<p class=claim>{inline(fill(row.claim.says, case))}: {mathml(term_latex(row.claim.theory))}, predicted "
        f"{numeral(row.predicted, 6)}, measured {numeral(row.measured, 6)}.</p>"
        for row in rows
    ]
    return f"<section>{''.join(parts)}</section>\n"


def _truth(question: Question, case: Case) -> Answer | None:
    try:
        return truth(question, case)
    except LessonError:
        return None


def _said(question: Question, right: Answer, case: Case) -> str:
    """The right answer in words."""
    if question.kind == "arrow" and isinstance(right, tuple):
        degrees = numeral(math.degrees(math.atan2(right[1], right[0])), 3)
        return f"The arrow {coordinates(right)}, {degrees}° from the x axis"
    if isinstance(right, tuple):
        return coordinates(right)
    if isinstance(right, list):
        return ", ".join(inline(fill(question.options[k].says, case)) for k in right)
    if question.kind == "choice":
        return inline(fill(question.options[int(right)].says, case))
    return f"{numeral(right)} {inline(question.unit)}".strip()
