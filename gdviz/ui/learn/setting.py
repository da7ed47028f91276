"""The dialog in which a teacher sets a task on the scene of Explore: a link, a QR code, and a frame for other pages."""

import html
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import segno
import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.lessons import LessonError
from gdviz.lessons.questions import truth
from gdviz.lessons.sheet import task_sheet
from gdviz.lessons.task import Task, make_task
from gdviz.lessons.worked import work_out
from gdviz.scene import Scene
from gdviz.ui import session
from gdviz.ui.learn.quantities_menu import answers, orders
from gdviz.ui.learn.where import where
from gdviz.ui.widgets.sentences import alert

KINDS = {
    "": "Nothing: only show it",
    "point": "A point on the map",
    "arrow": "An arrow from the start",
    "number": "A number",
    "choice": "One of several options",
    "order": "The runs in order",
}
ASKS = {
    "point": "Where will it be? Click the place.",
    "arrow": "Draw the arrow.",
    "number": "What is the number?",
    "choice": "Which is right?",
    "order": "Which comes first, which last?",
}
HIDES = {
    "formula": "the formula", "map": "the map", "minima": "the minima", "verdicts": "how the runs went",
    "readouts": "numbers and loss curve", "menu": "the menu",
}  # fmt: skip
WANTED = "set a task"


def offer(scene: Scene) -> None:
    """The button on Explore, and the dialog while it is open."""
    st.button("Set a task", key="task-open", icon=":material/assignment:", type="tertiary", on_click=_want)
    if session.memory(WANTED).get("open"):
        _dialog(scene)


def _want() -> None:
    session.memory(WANTED)["open"] = True


def _close() -> None:
    session.memory(WANTED).clear()


@st.dialog("Set a task", width="large", on_dismiss=_close)
def _dialog(scene: Scene) -> None:
    st.caption("Your students see this scene and your question; the runs play once they have answered.")
    title = st.text_input("Title", key="task-title", max_chars=120, placeholder="Where does it stop?")
    kind = st.selectbox("What is asked", list(KINDS), index=1, format_func=KINDS.__getitem__, key="task-kind")
    try:
        entries = question(kind or "", scene) if kind else {}
        hides = st.pills("Hide", list(HIDES), selection_mode="multi", format_func=HIDES.__getitem__, key="task-hides")
        if not title:
            st.caption("A title makes the link.")
            return
        task = make_task(scene, title, hides=hides or (), **entries)
        if task.question:
            truth(task.question, work_out(task.moment(scene)))
    except (LessonError, ExpressionError) as error:  # of a formula or a rule that is being typed
        alert(str(error))
        return
    made(scene, task)


def question(kind: str, scene: Scene) -> dict[str, Any]:
    """The fields of a question of this kind, as `make_task` takes them."""
    entries: dict[str, Any] = {"kind": kind}
    entries["ask"] = st.text_input("Your question", key="task-ask", max_chars=400, placeholder=ASKS[kind]) or ASKS[kind]
    entries |= FIELDS[kind](scene)
    entries["hint"] = st.text_input("A hint (may be left empty)", key="task-hint", max_chars=400)
    return entries


def quantity(kind: str, scene: Scene) -> dict[str, Any]:
    """Which quantity of the runs is right."""
    choices = answers(scene, kind)
    picked = st.selectbox(
        "The right answer is", list(choices), format_func=choices.__getitem__, key=f"task-answer-{kind}"
    )
    return {"answer": picked or ""}


def number(scene: Scene) -> dict[str, Any]:
    """A quantity, and the range that is offered."""
    entries = quantity("number", scene)
    with st.container(horizontal=True):
        low = st.number_input("from", value=0.0, key="task-low", format="%g")
        high = st.number_input("to", value=1000.0, key="task-high", format="%g")
    return {**entries, "low": float(low), "high": float(high)}


def choice(scene: Scene) -> dict[str, Any]:
    """Options, one a line, and which is right."""
    text = st.text_area(
        "The options, one a line", key="task-options", max_chars=2000, placeholder="It arrives.\nIt flies away."
    )
    options = [line.strip() for line in text.splitlines() if line.strip()]
    right = st.selectbox(
        "The right one", range(1, len(options) + 1), format_func=lambda k: options[k - 1], key="task-right"
    )
    return {"options": options, "right": right or 1}


def order(scene: Scene) -> dict[str, Any]:
    """By what the runs are put in order."""
    choices = orders(scene)
    picked = st.selectbox("In order of", list(choices), key="task-order")
    options, values = choices[picked] if picked else ((), ())
    return {"options": options, "values": values}


FIELDS: Mapping[str, Any] = {
    "point": lambda scene: quantity("point", scene),
    "arrow": lambda scene: quantity("arrow", scene),
    "number": number,
    "choice": choice,
    "order": order,
}


def made(scene: Scene, task: Task) -> None:
    """The link, the QR code, and the frame for another page."""
    link = f"{where()}/learn?{urlencode(scene.to_query() | task.to_query(), doseq=True, safe='~')}"
    source, title = html.escape(f"{link}&embed=true"), html.escape(task.title)
    frame = f'<iframe src="{source}" width="100%" height="760" title="{title}"></iframe>'
    with st.container(key="task-made"):
        st.markdown("**The link for your students**")
        st.code(link, language=None, wrap_lines=True)
        picture = qr(link)
        st.html(
            f'<img alt="QR code of the link" src="{picture}">'
            if picture
            else "<p>The link is too long for a QR code.</p>"
        )
        st.markdown("**To put it into another page**")
        st.code(frame, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            st.link_button("Open it in a new tab", link)
            st.download_button("Print sheet", partial(task_sheet, task, scene, link), "task.html", "text/html",
                               icon=":material/print:", on_click="ignore", key="task-sheet")  # fmt: skip


def qr(link: str) -> str:
    """A QR code as the address of a picture; nothing where the link is too long for one."""
    try:
        return str(segno.make(link, micro=False, error="l").svg_data_uri(scale=4, border=2, light="#fff"))
    except segno.DataOverflowError:
        return ""
