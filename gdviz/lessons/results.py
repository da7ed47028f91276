"""The result codes of a class as one CSV table: every prediction, the scores, and how the predictions are spread."""

import csv
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import numpy as np

from gdviz.lessons.answers import Answer, Answered
from gdviz.lessons.lesson import LessonError
from gdviz.lessons.result_code import CODE, Results, read_code
from gdviz.lessons.task import name_of, read_task
from gdviz.scene import Scene

COLUMNS = ("table", "student", "lesson", "question", "kind", "prediction", "right", "count", "share", "note")
NO_PROOF = (
    "A result code is no proof against cheating: it can be copied from another student, or made by a program, and "
    "questions can be looked at before they are answered."
)
LONGEST_NAME, COMMONEST, MOST_FIELDS = 80, 10, 200
"""Characters of what stands beside a code, orders of options that are listed, and fields of a link that is read."""
QUARTILES = ("smallest", "lower quartile", "median", "upper quartile", "largest")
EIGHTHS = 8
"""Directions into which arrows are counted."""


class Student(NamedTuple):
    """One code: who handed it in as far as its line says, and what it holds or why it cannot be read."""

    name: str
    results: Results | None
    note: str = ""


def tabulate(texts: Iterable[str], keys: Mapping[str, int] | None = None) -> str:
    """CSV of all result codes in these texts (a file each, a code a line or anywhere in a line).

    keys: of a task whose students' link does not hold which option is right, its name → that option, from 0.

    Rows by their first column: `answer`, a prediction; `score`, right answers of a student; `distribution`, how often
    a question was answered so, or the quartiles of numbers; `unreadable`, a damaged code with the reason; `remark`.
    """
    students = [marked(student, keys or {}) for text in texts for student in codes_in(text)]
    file = io.StringIO()
    table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for rows in (_answers(students), _scores(students), _distributions(students)):
        table.writerows(rows)
    if not students:
        table.writerow({"table": "remark", "note": "No result code was found: one begins with GDVIZ1-."})
    table.writerow({"table": "remark", "note": NO_PROOF})
    return file.getvalue()


def codes_in(text: str) -> Iterator[Student]:
    """The codes of a text, each with what stands beside it in its line."""
    for match in CODE.finditer(text):
        begins = text.rfind("\n", 0, match.start()) + 1
        ends = text.find("\n", match.end())
        beside = text[begins : match.start()] + text[match.end() : ends if ends >= 0 else len(text)]
        name = cell(CODE.sub("", beside))
        try:
            yield Student(name, read_code(match[0]))
        except LessonError as error:
            yield Student(name, None, error.message)


def marked(student: Student, keys: Mapping[str, int]) -> Student:
    """The student with the answers to these tasks judged by their keys."""
    if student.results is None:
        return student
    answers = tuple(
        one._replace(right=one.value == keys[one.lesson]) if one.lesson in keys and one.kind == "choice" else one
        for one in student.results.answers
    )
    return student._replace(results=student.results._replace(answers=answers))


def cell(text: str) -> str:
    """A text that a spreadsheet takes for a text, never for a formula."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text).strip(" ,;:\"'|\t-")[:LONGEST_NAME]
    return f"'{plain}" if plain.startswith(("=", "+", "@", "-")) else plain


def _answers(students: Sequence[Student]) -> Iterator[dict[str, object]]:
    seen: dict[str, str] = {}
    for number, student in enumerate(students, 1):
        name = student.name or f"student {number}"
        if student.results is None:
            yield {"table": "unreadable", "student": name, "note": student.note}
            continue
        key = repr(student.results)
        note = f"the same code as {seen[key]}" if key in seen else ""
        seen.setdefault(key, name)
        for answer in student.results.answers:
            yield {"table": "answer", "student": name, **_question(answer), "prediction": said(answer.value),
                   "right": int(answer.right), "note": note}  # fmt: skip


def _scores(students: Sequence[Student]) -> Iterator[dict[str, object]]:
    for number, student in enumerate(students, 1):
        if student.results is None:
            continue
        right, total = student.results.score
        yield {"table": "score", "student": student.name or f"student {number}", "right": right, "count": total,
               "share": share(right, total)}  # fmt: skip


def _distributions(students: Sequence[Student]) -> Iterator[dict[str, object]]:
    questions: dict[tuple[str, int, str], list[Answered]] = defaultdict(list)
    for student in students:
        for answer in student.results.answers if student.results else ():
            questions[answer.lesson, answer.place, answer.kind].append(answer)
    for key in sorted(questions):
        answers = questions[key]
        right = sum(answer.right for answer in answers)
        about = {"table": "distribution", **_question(answers[0])}
        yield {**about, "prediction": "all", "right": right, "count": len(answers), "share": share(right, len(answers))}
        for prediction, count in spread(answers[0].kind, [answer.value for answer in answers]):
            row = {**about, "prediction": prediction, "count": count}
            yield row if count == "" else {**row, "share": share(int(count), len(answers))}


def _question(answer: Answered) -> dict[str, object]:
    return {"lesson": answer.lesson, "question": answer.place + 1, "kind": answer.kind}


def spread(kind: str, answers: Sequence[Answer]) -> list[tuple[str, int | str]]:
    """How predictions are spread: (prediction, count); quartiles, which are no counts, with "" in its place."""
    if kind in ("choice", "order"):
        return [(name, count) for name, count in Counter(map(said, answers)).most_common(COMMONEST)]
    rows = np.array(answers, dtype=np.float64)
    if kind == "number":
        quartiles = np.quantile(rows, [0, 0.25, 0.5, 0.75, 1])
        return [(f"{name} {value:.6g}", "") for name, value in zip(QUARTILES, quartiles, strict=True)]
    if kind == "point":
        x, y = np.median(rows, axis=0)
        far = np.median(np.hypot(*(rows - (x, y)).T))
        return [(f"median ({x:.6g}, {y:.6g})", ""), (f"half of them within {far:.6g} of it", "")]
    turn = 360 / EIGHTHS
    eighths = Counter(int((math.degrees(math.atan2(dy, dx)) % 360 + turn / 2) // turn) % EIGHTHS for dx, dy in rows)
    return [(f"towards {turn * k:g}° ± {turn / 2:g}°", eighths[k]) for k in range(EIGHTHS) if eighths[k]]


def said(answer: Answer) -> str:
    """An answer as it stands in the table: options by their number, from 1."""
    if isinstance(answer, tuple):
        return f"({answer[0]:.6g}, {answer[1]:.6g})"
    if isinstance(answer, list):
        return " ".join(str(place + 1) for place in answer)
    return str(answer + 1) if isinstance(answer, int) else f"{answer:.6g}"


def share(part: int, whole: int) -> str:
    """A share to three digits; "" of nothing."""
    return f"{part / whole:.3f}" if whole else ""


def task_key(link: str) -> tuple[str, int]:
    """The name of the task in a teacher's link, and which option is right, from 0. Raises LessonError."""
    query = parse_qs(urlsplit(link.strip()).query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    scene = Scene.from_query(query).scene
    task, notices = read_task(query, scene)
    right = task.question.right if task and task.question else None
    if task is None or right is None:
        raise LessonError(" ".join(notices) or "This is no link with the key of a task: one has task.right in it.")
    return name_of(scene, task), right
