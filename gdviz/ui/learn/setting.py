"""The dialog in which a teacher sets a task on the scene of Explore: a link, a QR code, and a frame for other pages."""

import html
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import segno
import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.lessons import PAGES, LessonError, Task, make_task, task_sheet, truth, work_out
from gdviz.scene import Scene
from gdviz.ui.learn.address import where
from gdviz.ui.learn.controls import OPENS
from gdviz.ui.learn.quantities_menu import answers, orders
from gdviz.ui.widgets import alert, close_dialog, is_dialog_open, order_dialog

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
    "readouts": "numbers and loss curve", "runs": "optimizers and rates", "menu": "the menu",
}  # fmt: skip
IN_THE_LINK = (
    "The link holds the scene and your question. The right answer is worked out from the run and is not in it; "
    "who opens the same scene on Explore can see the run, though."
)
NOT_IN_THE_LINK = (
    "The students' link holds the question and its options, and not which one is right: their answers go into a result "
    "code, which they hand in. Keep the second link: it has the key, judges by it, and so does "
    "`python -m gdviz results --key LINK FILE`."
)
DIALOG = "task"


def offer(scene: Scene, page: str = PAGES[0]) -> None:
    """The button on the page of the scene, and the dialog while it is open."""
    st.button(
        "Set a task",
        key="task-open",
        icon=":material/assignment:",
        type="tertiary",
        on_click=partial(order_dialog, DIALOG),
    )
    if is_dialog_open(DIALOG):
        _dialog(scene, page)


@st.dialog("Set a task", width="large", on_dismiss=close_dialog)
def _dialog(scene: Scene, page: str) -> None:
    st.caption("Your students see this scene and your question; the runs play once they have answered.")
    title = st.text_input("Title", key="task-title", max_chars=120, placeholder="Where does it stop?")
    kind = st.selectbox("What is asked", list(KINDS), index=1, format_func=KINDS.__getitem__, key="task-kind")
    try:
        entries = question(kind or "", scene, page) if kind else {}
        entries |= shown(page, bool(kind))
        if not title:
            st.caption("A title makes the link.")
            return
        task = make_task(scene, title, page=page, **entries)
        if task.question and not task.question.keyless:
            truth(task.question, work_out(task.moment(scene)))
    except (LessonError, ExpressionError) as error:  # of a formula or a rule that is being typed
        alert(str(error))
        return
    made(scene, task)


def shown(page: str, asks: bool) -> dict[str, Any]:
    """What is hidden, and what the students may turn; everything else is seen and stays as it is."""
    hides = st.pills("Hide", list(HIDES), selection_mode="multi", format_func=HIDES.__getitem__, key="task-hides")
    if page != PAGES[0]:
        return {"hides": hides or ()}
    opens = st.pills("Your students may turn", list(OPENS), selection_mode="multi", format_func=OPENS.__getitem__,
                     key="task-opens", help="Everything else is seen and stays as it is here.")  # fmt: skip
    first = asks and st.toggle("The runs are seen before the answer", key="task-shows")
    return {"hides": hides or (), "opens": opens or (), "shows": bool(first)}


def question(kind: str, scene: Scene, page: str) -> dict[str, Any]:
    """The fields of a question of this kind, as `make_task` takes them."""
    entries: dict[str, Any] = {"kind": kind}
    entries["ask"] = st.text_input("Your question", key="task-ask", max_chars=400, placeholder=ASKS[kind]) or ASKS[kind]
    entries |= FIELDS[kind](scene, page)
    entries["hint"] = st.text_input("A hint (may be left empty)", key="task-hint", max_chars=400)
    return entries


def quantity(kind: str, scene: Scene, page: str) -> dict[str, Any]:
    """Which quantity of the runs is right."""
    choices = answers(scene, kind, page)
    picked = st.selectbox(
        "The right answer is", list(choices), format_func=choices.__getitem__, key=f"task-answer-{kind}"
    )
    return {"answer": picked or ""}


def number(scene: Scene, page: str) -> dict[str, Any]:
    """A quantity, and the range that is offered."""
    entries = quantity("number", scene, page)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        low = st.number_input("from", value=0.0, key="task-low", format="%g")
        high = st.number_input("to", value=1000.0, key="task-high", format="%g")
        log = st.toggle("logarithmic slider", key="task-log", disabled=low <= 0)
    return {**entries, "low": float(low), "high": float(high), "log": bool(log) and low > 0}


def choice(scene: Scene, page: str) -> dict[str, Any]:
    """Options, one a line, and which is right."""
    text = st.text_area(
        "The options, one a line", key="task-options", max_chars=2000, placeholder="It arrives.\nIt flies away."
    )
    options = [line.strip() for line in text.splitlines() if line.strip()]
    right = st.selectbox(
        "The right one", range(1, len(options) + 1), format_func=lambda k: options[k - 1], key="task-right"
    )
    return {"options": options, "right": right or 1}


def order(scene: Scene, page: str) -> dict[str, Any]:
    """By what the runs are put in order."""
    choices = orders(scene, page)
    picked = st.selectbox("In order of", list(choices), key="task-order")
    options, values = choices[picked] if picked else ((), ())
    return {"options": options, "values": values}


FIELDS: Mapping[str, Any] = {
    "point": partial(quantity, "point"),
    "arrow": partial(quantity, "arrow"),
    "number": number,
    "choice": choice,
    "order": order,
}


def made(scene: Scene, task: Task) -> None:
    """The link, the QR code, and the frame for another page."""
    link = link_of(scene, task)
    source, title = html.escape(f"{link}&embed=true"), html.escape(task.title)
    frame = f'<iframe src="{source}" width="100%" height="760" title="{title}"></iframe>'
    with st.container(key="task-made"):
        keyed = task.question is not None and task.question.right is not None
        st.markdown("**The link for your students**")
        st.code(link, language=None, wrap_lines=True)
        if task.question:
            st.caption(NOT_IN_THE_LINK if keyed else IN_THE_LINK)
        if keyed:
            st.markdown("**The link with the key, for you alone**")
            st.code(link_of(scene, task, key=True), language=None, wrap_lines=True)
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


def link_of(scene: Scene, task: Task, *, key: bool = False) -> str:
    """The link of the task; key: with the right option of a choice."""
    return f"{where()}/learn?{urlencode(scene.to_query() | task.to_query(key=key), doseq=True, safe='~')}"


def qr(link: str) -> str:
    """A QR code as the address of a picture; nothing where the link is too long for one."""
    try:
        return str(segno.make(link, micro=False, error="l").svg_data_uri(scale=4, border=2, light="#fff"))
    except segno.DataOverflowError:
        return ""
