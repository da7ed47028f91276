"""The bar of the Data page: which part, which rows, which model, and the loss of one row."""

import html
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.knob import Knob
from gdviz.learning.data import GENERATORS, INCLUDED, MODELS, TableError
from gdviz.scene import DATA_PARTS, NUMBERS, OPENINGS, OWN, DataScene, Material, letters_of, model_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs, symbol
from gdviz.ui.components.menu import menu
from gdviz.ui.data import upload
from gdviz.ui.data.learning import dataset, has_own, material, rated, surface_of
from gdviz.ui.data.suitability import brought, models, with_model, with_set
from gdviz.ui.widgets import alert, close_dialog, refusal

PART_NAMES = dict(zip(DATA_PARTS, ("Mini-batches", "Overfitting", "Polynomial", "Small network"), strict=True))
TWO_CLASSES = ("moons", "rings", "xor", "blobs", "penguin_species", "iris")
ONE_INPUT = tuple(
    key
    for key, one in (GENERATORS | INCLUDED).items()
    if key not in (*TWO_CLASSES, "plane") and one.target == "number" and not one.alone
)
PLACEHOLDER = "The loss of one row, for instance (w*x + b - y)^2"


def bar(data: DataScene) -> None:
    """The row of pickers."""
    modelled = data.part in ("batches", "overfitting")
    with st.container(horizontal=True, key="data-bar", vertical_alignment="center", gap="xsmall"):
        st.segmented_control(
            "Part", list(DATA_PARTS), format_func=PART_NAMES.__getitem__, key=session.seed("data-part", data.part),
            label_visibility="collapsed", on_change=_part, width="content",
        )  # fmt: skip
        _sets(data, modelled)
        _rows(data)
        if modelled:
            with st.container(key="data-model-place", width=215):
                menu("data-model", data.model, "Model", _model, models(data))
            text = data.loss if data.loss is not None else MODELS[data.model].row_loss
            st.text_input(
                "Loss of one row", key=session.seed("data-loss", text), label_visibility="collapsed", max_chars=2000,
                placeholder=PLACEHOLDER, autocomplete="off", live="300ms", on_change=_loss,
            )  # fmt: skip
    upload.dialog_if_open(data)


def _sets(data: DataScene, modelled: bool) -> None:
    choices = [*GENERATORS, *INCLUDED] if modelled else list(TWO_CLASSES if data.part == "network" else ONE_INPUT)
    choices += [OWN] if data.set in choices or modelled or data.set == OWN else [data.set, OWN]
    st.selectbox(
        "Rows", choices, format_func=_set_name, label_visibility="collapsed", key=session.seed("data-set", data.set),
        on_change=_set, width=190,
    )  # fmt: skip


def _set_name(key: str) -> str:
    return "Your own table …" if key == OWN else (GENERATORS | INCLUDED)[key].name


def _rows(data: DataScene) -> None:
    """How the rows are made, or where they come from."""
    try:
        shown = dataset(data)
    except TableError:
        return
    st.html(f'<span class="gdviz-remark" id="gdviz-rows">{shown.rows:,} rows</span>', width="content")
    folded = st.popover("Rows", icon=":material/tune:", key="data-rows", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.html(f'<h2 class="gdviz-sub">{html.escape(shown.name)}</h2>')
        if data.set in GENERATORS:
            own_knobs, now = GENERATORS[data.set].knobs, dict(data.knobs)
            rows = [Row("rows", "rows", "Rows", data.rows, NUMBERS["rows"], slider=True)]
            rows += [
                Row(name, f"{symbol(knob.symbol, name)} {name}", name.capitalize(), now.get(name, knob.default), knob,
                    slider=True)
                for name, knob in own_knobs.items()
            ]  # fmt: skip
            rows.append(Row("seed", "seed", "Seed of the rows", data.seed, NUMBERS["seed"]))
            knobs("data-generator", rows, partial(_make, data.set), layout="list")
        for sentence in (shown.source, shown.licence, shown.note):
            if sentence:
                st.caption(html.escape(sentence).replace("*", r"\*").replace("_", r"\_"))
        if data.set == OWN:
            upload.embedding(data, shown)


def usable(data: DataScene) -> tuple[DataScene, Material, Surface] | None:
    """Rows and surface of the scene; the last good ones while the typed loss cannot be read; None without rows.

    Draws what is wrong with the loss, and its letters, in a place that is always there: the player keeps its own.
    """
    with st.container(key="data-below"):
        parts = _usable(data)
        if parts is not None:
            _letters_row(letters_of(parts[0], model_of(parts[0])))
    return parts


def _usable(data: DataScene) -> tuple[DataScene, Material, Surface] | None:
    good = session.memory("data good")
    try:
        rows = material(data, model_of(data))
        surface = surface_of(data, rows)
        good[data.part] = data
        return data, rows, surface
    except ExpressionError as refused:
        refusal(refused, "formula-refusal", beside=True)
        fallback = good.get(data.part)
        if fallback is None or fallback.set != data.set or fallback.model != data.model:
            fallback = replace(data, loss=None, letters=())
        rows = material(fallback, model_of(fallback))
        return fallback, rows, surface_of(fallback, rows)
    except TableError as refused:
        alert(str(refused))
        return None


def _letters_row(letters: dict[str, float]) -> None:
    """A slider for each letter of the row loss."""
    if letters:
        rows = [
            Row(name, name, f"Letter {name}", value, _letter(value), slider=True) for name, value in letters.items()
        ]
        with st.container(key="data-letters"):
            knobs("data-letter-knobs", rows, _turn_letters, layout="letters")


def _letter(value: float) -> Knob:
    return Knob(value, min(0.0, value), max(5.0, value), "", "A letter of the row loss.")


def _part() -> None:
    """Each part opens on its own scene the first time, with the visitor's rows if they suit it; then as it was left."""
    part, data = st.session_state["data-part"], session.recall().data
    if part not in DATA_PARTS or part == data.part:
        return
    left = session.memory("data parts")
    left[data.part] = data
    session.keep(data=left[part] if part in left else _fitting(brought(data, OPENINGS[part])))


def _set() -> None:
    key = st.session_state["data-set"]
    if key == OWN and not has_own():
        upload.open_dialog()
    if key in (GENERATORS | INCLUDED) or has_own():
        close_dialog()
        session.keep(data=_fitting(with_set(session.recall().data, key)))


def _model(key: str) -> None:
    data = session.recall().data
    changed = with_model(data, key)
    if changed != data:
        session.keep(data=_fitting(changed))


def _fitting(data: DataScene) -> DataScene:
    return data if data == OPENINGS[data.part] else rated(data)


def _loss() -> None:
    text, data = st.session_state["data-loss"], session.recall().data
    with session.part_of("the typed loss", held=True):
        session.keep_data(loss=None if text.strip() in ("", MODELS[data.model].row_loss) else text)


def _turn_letters(values: Mapping[str, float]) -> None:
    session.keep_data(letters=tuple({**dict(session.recall().data.letters), **values}.items()))


def _make(key: str, values: Mapping[str, float]) -> None:
    data = session.recall().data
    own_knobs = GENERATORS[key].knobs
    turned = {**dict(data.knobs), **{name: value for name, value in values.items() if name in own_knobs}}
    rows, seed = int(values.get("rows", data.rows)), int(values.get("seed", data.seed))
    session.keep_data(rows=rows, seed=seed, knobs=tuple(turned.items()))
