"""The upload of a table: a file or pasted rows, the choice of columns; it stays in this visit only."""

import re
from dataclasses import replace

import streamlit as st

from gdviz.learning.data import (
    SIGN,
    Dataset,
    Table,
    TableError,
    as_text,
    heading,
    read_table,
    rows_from,
    usual_inputs,
    usual_target,
)
from gdviz.scene import LONGEST_TABLE, OWN, DataScene, part_unfit
from gdviz.ui import session
from gdviz.ui.data.learning import dataset as dataset_of
from gdviz.ui.data.learning import rated
from gdviz.ui.data.suitability import refitted
from gdviz.ui.widgets import alert, close_dialog, is_dialog_open, order_dialog

PASTED = 2_000_000
HINT = (
    "One or two inputs and a column to be predicted, parted by commas, semicolons or tabs. It stays in this visit and "
    "is stored nowhere."
)
DIALOG = "own table"
EMBED_HELP = "The rows become part of the address: whoever has the link has the rows."


def open_dialog() -> None:
    """The dialog opens in the next run of the page."""
    order_dialog(DIALOG)


def dialog_if_open(data: DataScene) -> None:
    """The dialog, until a table is used or it is closed."""
    if is_dialog_open(DIALOG):
        _dialog(data.part)


@st.dialog("Your own table", width="large", on_dismiss=close_dialog)
def _dialog(part: str) -> None:
    st.caption(HINT)
    file = st.file_uploader("A CSV file", key="own-file")
    pasted = st.text_area(
        "Or paste the rows", key="own-text", max_chars=PASTED, height=130, placeholder="x,y\n1,2.1\n2,3.9"
    )
    content: bytes | str | None = file.getvalue() if file is not None else (pasted or None)
    if content is None:
        return
    try:
        table = read_table(content)
    except TableError as refused:
        alert(str(refused))
        return
    for note in table.notes:
        st.caption(_plain(note))
    _choose(table, part)


def _choose(table: Table, part: str) -> None:
    """Which columns are inputs, and which is predicted."""
    names = list(table.columns)
    heads = {name: _head(table, name) for name in names}
    with st.container(horizontal=True, key="own-columns", gap="small"):
        target = st.selectbox("To be predicted", names, index=names.index(usual_target(table)), key="own-target",
                              format_func=lambda name: _plain(heads[name]))  # fmt: skip
        usual = usual_inputs(table, target, 2 if part == "network" else 1)
        inputs = _inputs([name for name in names if name != target], heads, usual)
    levels = table.levels.get(target, ())
    classes: tuple[str, str] | None = None
    if len(levels) > 2:
        picked = st.multiselect("Two classes of it", list(levels), default=list(levels[:2]), max_selections=2,
                                key="own-classes", format_func=_plain)  # fmt: skip
        classes = (picked[0], picked[1]) if len(picked) == 2 else None
    try:
        dataset = _dataset(table, inputs, target, classes, part)
    except TableError as refused:
        alert(str(refused))
        return
    st.caption(_plain(f"{dataset.rows:,} rows. {_use_of(dataset)}"))
    if st.button("Use these rows", type="primary", key="own-use"):
        _use(dataset, part)
        st.rerun()


def _head(table: Table, name: str) -> str:
    """A column as the dialog names it: its heading, and some of its texts."""
    texts = f" ({', '.join(table.levels[name][:3])})" if name in table.levels else ""
    return f"{heading(table, name)}{texts}"


def _inputs(names: list[str], heads: dict[str, str], usual: list[str]) -> list[str]:
    """One or two columns other than the target: those chosen, at first the usual ones."""
    chosen = st.session_state.get("own-inputs", usual)
    left = [name for name in chosen if name in names]
    # What was chosen before may be the target now, or a column of another table.
    st.session_state["own-inputs"] = left if left or not chosen else usual
    return st.multiselect("Inputs", names, max_selections=2, key="own-inputs",
                          format_func=lambda name: _plain(heads[name]))  # fmt: skip


def _use_of(dataset: Dataset) -> str:
    """What can be learned from such rows."""
    if dataset.classes:
        low, high = dataset.classes
        return f"Two classes, {low} and {high}: for classification, and as 0 and 1 for regression."
    both = "" if dataset.lacks(SIGN) else ", and as two classes for classification"
    return f"A number to be predicted: for regression{both}."


def _use(dataset: Dataset, part: str) -> None:
    """These rows become those of the page, in standard units, for this visit."""
    close_dialog()
    session.memory("own table")["set"] = dataset
    data = session.recall().data
    shown = replace(data, set=OWN, table="", start=None, standard=True, knobs=())
    fitted = refitted(shown, data)
    session.keep(data=rated(fitted))


def _dataset(table: Table, inputs: list[str], target: str, classes: tuple[str, str] | None, part: str) -> Dataset:
    """The chosen columns under the names that formulas use. Raises TableError."""
    if target in inputs:
        raise TableError("The column to be predicted cannot be an input too.")
    if not inputs:
        raise TableError("Choose at least one input.")
    if len(table.levels.get(target, ())) > 2 and classes is None:
        raise TableError("Choose two classes of the column to be predicted.")
    dataset = rows_from(table, inputs, target, classes)
    if refused := part_unfit(dataset, part):
        raise TableError(refused)
    return dataset


def embedding(data: DataScene, dataset: Dataset) -> None:
    """Another table; and whether the rows travel in the link: only if the visitor says so, and only few."""
    st.button("Upload another table", icon=":material/upload:", key="own-another", on_click=open_dialog)
    text = as_text(dataset)
    small = len(text) <= LONGEST_TABLE
    st.toggle("Put the rows into the link", key=session.seed("own-embed", bool(data.table)), disabled=not small,
              on_change=_embed, help=EMBED_HELP)  # fmt: skip
    if not small:
        st.caption("These are too many rows for a link.")


def _embed() -> None:
    data = session.recall().data
    try:
        text = as_text(dataset_of(data)) if st.session_state["own-embed"] else ""
    except TableError:
        return
    session.keep_data(table=text if len(text) <= LONGEST_TABLE else "")


def _plain(text: str) -> str:
    """A stranger's words as plain text: nothing that Markdown or HTML would take for its own."""
    return re.sub(r"[^\w .,:;()%+\-–−/°²³€$£=#]", "·", text)[:200]
