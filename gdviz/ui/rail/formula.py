"""The formula bar: pick or type a surface, see how it was read, turn its letters."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.expression import ExpressionError, name_latex, name_plain
from gdviz.figures import line_axis
from gdviz.gallery import GALLERY, named_instead
from gdviz.knob import Knob
from gdviz.scene import Parameter, Scene, start_of, surface_of, window_of
from gdviz.surface import Surface
from gdviz.ui import session, vocabulary
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.components.picker import picker
from gdviz.ui.frame import UNSTYLED
from gdviz.ui.rail import opening
from gdviz.ui.widgets import opens_dialog, order_dialog, refusal, section

CHOICE = "choice of a surface"  # the dialog
PLACEHOLDER = "Type a surface, for instance x^2 + 10 y^2, sin x cos y, a x^2 + y^2"
LONGEST_HEADLINE = 120
"""Characters of two lines in the head at 1110 pixels."""
UNBOUND = Knob(0, -1e6, 1e6, "", "")
USUAL_WINDOW = ((-5.0, 5.0), (-5.0, 5.0))


def bar(scene: Scene, *, opens: bool = False) -> Surface:
    """The bar; returns the surface to draw: the one named, or the last good one while the text is wrong.

    opens: a new surface brings a start and rates.
    """
    surface, error = _readable(scene)
    section("Surface")
    with st.container(
        horizontal=True, key="formula-bar", vertical_alignment="center", gap="xsmall", height=UNSTYLED, border=False
    ):
        named = surface.name if scene.text is None else "Your surface"
        st.button(named, icon=":material/grid_view:", key="pick-surface", on_click=partial(order_dialog, CHOICE))
        text = scene.text if scene.text is not None else surface.text
        st.text_input(
            "Surface", key=session.seed("formula", text), label_visibility="collapsed", max_chars=2000,
            placeholder=PLACEHOLDER, autocomplete="off", live="300ms", on_change=_typed, args=(opens,),
        )  # fmt: skip
        _reading(scene, surface)
        if opens:
            opening.phenomena_button()
        vocabulary.popover(vocabulary.FORMULA, "List of functions", "formula-words", ":material/function:")
        if error is not None:
            _refusal(error, text)
    with st.container(key="formula-below"):  # always there: what follows keeps its place, and the player its picture
        _choices(scene, surface)
        if surface.parameters:
            _parameters(scene, surface)
    if opens_dialog(CHOICE):
        _gallery(scene.surface if scene.text is None else None, opens)
    opening.phenomena_if_wanted()
    return surface


def _readable(scene: Scene) -> tuple[Surface, ExpressionError | None]:
    """The surface of the scene; while its text is wrong the last good one, and what is wrong."""
    memory = session.memory("surface")
    try:
        memory["good"] = surface_of(scene)
    except ExpressionError as error:
        named = named_instead(scene.text or "", "The button before the text opens the gallery.")
        return memory.get("good") or GALLERY[Scene().surface], named or error
    return memory["good"], None


def _reading(scene: Scene, surface: Surface) -> None:
    """The formula as it was understood, and its derivatives on demand."""
    with st.container(key="formula-reading", width="stretch"):
        axis = line_axis(surface)
        names = map(name_latex, surface.variables if axis is None else surface.variables[axis : axis + 1])
        st.latex(f"f({', '.join(names)}) = {surface.latex}")
    derivatives = st.popover("∇f, H", key="formula-derivatives", on_change="rerun")
    if derivatives.open:
        with derivatives:
            st.latex(rf"f = {surface.latex}")
            (across, up), (xx, xy, yy) = surface.gradient_latex, surface.hessian_latex
            st.latex(rf"\nabla f = \begin{{pmatrix}} {across} \\[2pt] {up} \end{{pmatrix}}")
            st.latex(rf"H = \begin{{pmatrix}} {xx} & {xy} \\[2pt] {xy} & {yy} \end{{pmatrix}}")
            for sentence in (*remarks(scene, surface), *surface.readings, surface.source):
                st.html(f"<p>{html.escape(sentence)}</p>")


def _refusal(error: ExpressionError, text: str) -> None:
    """Over the picture, which stays, and while the text is being typed only after a rest.

    The class alternates with the length of the text, so that each key begins the rest anew (theme.css).
    """
    with st.container(key=f"formula-error-{len(text) % 2}"):
        refusal(error, "formula-refusal", beside=True)


def _choices(scene: Scene, surface: Surface) -> None:
    """Which of two common readings was taken, where a typed text has two."""
    if scene.text is not None and surface.readings:
        st.html(f'<p class="gdviz-reading">{html.escape(" ".join(surface.readings))}</p>', width="stretch")


def headline(scene: Scene, surface: Surface) -> tuple[str, ...]:
    """The remarks as far as the head of the page has room: what the surface teaches, before how its text was read."""
    every = remarks(scene, surface)
    return every[:1] if surface.shows and len(" ".join(every)) > LONGEST_HEADLINE else every


def remarks(scene: Scene, surface: Surface) -> tuple[str, ...]:
    """What the surface teaches, and how its text was understood; a choice of two readings stands below the bar."""
    said = (surface.shows, *surface.notes_in(window_of(scene, surface)))
    return tuple(sentence for sentence in said if sentence and sentence not in surface.readings)


def _parameters(scene: Scene, surface: Surface) -> None:
    """A slider for each letter, between the two ends of its range, which may be typed over."""
    parameters = {p.name: p for p in scene.parameters}
    letters = [
        parameters.get(name) or Parameter(name, value, min(-5.0, value), max(5.0, value))
        for name, value in surface.parameters.items()
    ]
    rows: list[Row] = []
    for p in letters:
        knob = Knob(p.value, p.low, p.high, p.name, "")
        rows.append(Row(p.name, f"{name_plain(p.name)} =", f"Parameter {p.name}", p.value, knob, slider=True))
        rows.append(Row(f"{p.name} low", "from", f"Lowest {p.name}", p.low, UNBOUND))
        rows.append(Row(f"{p.name} high", "to", f"Highest {p.name}", p.high, UNBOUND))
    with st.container(key="formula-parameters"):
        knobs("parameters", rows, partial(_turned, letters), layout="letters")


def _turned(letters: Sequence[Parameter], values: Mapping[str, float]) -> None:
    """Letters with what was turned; a range turned inside out stays as it was."""
    scene, changed = session.recall(), {}
    for p in letters:
        low, high = values.get(f"{p.name} low", p.low), values.get(f"{p.name} high", p.high)
        low, high = (low, high) if low < high else (p.low, p.high)
        changed[p.name] = Parameter(p.name, min(max(values.get(p.name, p.value), low), high), low, high)
    others = {p.name: p for p in scene.parameters}
    touched = {name: p for name, p in changed.items() if name in others or p not in letters}
    session.keep_scene(replace(scene, parameters=tuple({**others, **touched}.values())))


def _typed(opens: bool) -> None:
    """Another formula: on the same window and from the same start, until the whole of it has been typed."""
    scene, shown = session.recall(), session.memory("surface").get("good") or GALLERY[Scene().surface]
    text = st.session_state["formula"]
    window = scene.window or shown.window
    chosen = None if window == USUAL_WINDOW else window
    changed = replace(scene, text=text, window=chosen, start=start_of(scene, shown))
    try:
        letters = surface_of(changed).parameters
        changed = replace(changed, parameters=tuple(p for p in scene.parameters if p.name in letters))
    except ExpressionError:
        pass  # the page says it; nothing typed is lost
    with session.part_of(opening.TYPING, held=True):
        session.keep_scene(changed)
    if opens:
        opening.note_typing(shown)


@st.dialog("Choose a surface", width="large")
def _gallery(chosen: str | None, opens: bool) -> None:
    """The gallery; a surface that is picked closes it."""
    if (key := picker(chosen)) is not None:
        _choose(key, opens)
        st.rerun()


def _choose(key: str, opens: bool) -> None:
    """A surface comes with its own window and start."""
    session.memory("surface")["picked"] = True
    scene = replace(session.recall(), surface=key, text=None, parameters=(), window=None, start=None)
    if opens:
        opening.pick(scene)
    else:
        session.keep_scene(scene)
