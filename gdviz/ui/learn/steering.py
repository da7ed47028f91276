"""Steer by hand: on a dark map, by value and slope alone; then the map, and gradient descent beside one's own way."""

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.figures import STYLES, DrawnRun, Mark, View, landscape_marks, payload, without_hidden
from gdviz.lessons import code_of
from gdviz.lessons.steering import LONGEST_CODE, RATES, STEPS, WINDOW, Hidden, by_descent, by_hand, hidden
from gdviz.numeral import coordinates, count_word, numeral
from gdviz.trajectory import Trajectory
from gdviz.ui import session
from gdviz.ui.components.pictures import chosen, player
from gdviz.ui.learn import visit

PLAYER, MEMORY, FIELD = "steering-player", "steering", "steering-code"
LEAD = (
    "Somewhere in the dark is a landscape with more than one valley. You see only how high you stand and how the "
    "ground slopes under your feet: what gradient descent sees. You have {steps} steps to get as low as you can."
)
REPEAT = "Everybody who types the same group code is given the same landscape."


def show() -> None:
    """The task beside the dark map, or what came of it."""
    secret = hidden(visit.group())
    way = by_hand(secret, points(secret))
    over = way.steps >= STEPS or bool(_memory().get("given up"))
    with st.container(key="lesson"):
        with st.container(key="lesson-prose", gap="xsmall"):
            st.html('<p class="gdviz-crumb">Steer by hand</p>')
            _outcome(secret, way) if over else st.markdown(LEAD.format(steps=STEPS))
        with st.container(key="lesson-picture"):
            picture(secret, way, over)
        with st.container(key="lesson-answer", gap="small"):
            if not over:
                _question(way)
        with st.container(key="lesson-foot", gap="small"):
            _ways(over)


def _question(way: Trajectory) -> None:
    """Where one stands, what one sees there, and the button that takes the step."""
    (x, y), slope, value = way.points[-1], way.gradients[-1], float(way.values[-1])
    with st.container(key="lesson-question", gap="xsmall"):
        st.markdown(f"**Step {way.steps + 1} of {STEPS}: click where you step next.**")
        st.html(
            '<table class="gdviz-table gdviz-steering"><tbody>'
            f"<tr><th scope='row'>you stand at</th><td>{coordinates((float(x), float(y)), 3)}</td></tr>"
            f"<tr><th scope='row'>height f</th><td>{numeral(value, 4)}</td></tr>"
            f"<tr><th scope='row'>slope ∇f</th><td>{coordinates((float(slope[0]), float(slope[1])), 3)}</td></tr>"
            "</tbody></table>"
        )
        placed = _memory().get("placed")
        words = (
            f"Next: {coordinates(placed, 3)}." if placed else "Downhill is against the slope; the arrow points there."
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Step there", key="steering-step", type="primary", disabled=placed is None, on_click=_step)
            st.html(f'<p class="gdviz-how" role="status">{words}</p>')


def _outcome(secret: Hidden, way: Trajectory) -> None:
    """Both ends, and the lowest point there is."""
    run, rate = by_descent(secret.code)
    best, lowest = secret.survey.global_minimum, float(way.values.min())
    came = f"You came down to **{_height(lowest)}** in {count_word(way.steps)}." if way.steps else "You took no step."
    st.markdown(
        f"{came} Gradient descent with α = {numeral(rate)}, the best of {len(RATES)} rates, ended at "
        f"**{_height(float(run.values[-1]))}** in {run.steps}."
    )
    if best is not None:
        short = (
            f": you were {numeral(max(lowest - best.value, 0.0), 2)} above it. {_moral(way, run)}" if way.steps else "."
        )
        st.markdown(f"The lowest point is at {coordinates(best.point, 3)}, with {_height(best.value)}{short}")


def _height(value: float) -> str:
    """A value of f in a line that does not break within it."""
    return f"f\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{numeral(value, 4)}"


def _moral(way: Trajectory, run: Trajectory) -> str:
    if float(way.values.min()) < float(run.values[-1]):
        return "**You did better**: you may leap where a slope tells you nothing, and be lucky."
    return "**It did at least as well as you**, by nothing but a slope and a rate."


def _ways(over: bool) -> None:
    """A group's code, and the way out."""
    with (
        st.form("steering-form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(
            "Group code", key=session.seed(FIELD, visit.group()), max_chars=LONGEST_CODE, help=REPEAT, width=200
        )
        st.form_submit_button("Another landscape" if over else "Begin anew", on_click=_another)
    with st.container(key="lesson-ways", horizontal=True, gap="small"):
        st.button("All lessons", on_click=visit.go)
        if not over:
            st.button("Show the map", key="steering-show", on_click=partial(_memory().__setitem__, "given up", True))


def picture(secret: Hidden, way: Trajectory, over: bool) -> None:
    """The dark map with the way so far; at the end the landscape with both ways."""
    question: dict[str, Any] = {"kind": "none"}
    if not over:
        question = {
            "kind": "point",
            "key": f"{secret.code} {way.steps}",
            "given": _memory().get("placed"),
            "truth": None,
        }
    data = payload_of(secret, way, over)
    parts, order = ("column", "over") if over else ("map", f"{secret.code} {way.steps}")
    player({**data, "parts": parts, "play": order if over else "", "asked": question, "frame_order": order},
           key=PLAYER, on_answer=_place)  # fmt: skip


def payload_of(secret: Hidden, way: Trajectory, over: bool) -> dict[str, Any]:
    """What the browser receives: before the end nothing of the landscape but where the visitor has stood."""
    runs, marks = [_drawn("You", 1, way)], list[Mark]()
    if over:
        run, rate = by_descent(secret.code)
        runs, marks = [*runs, _drawn(f"Gradient descent · α {numeral(rate)}", 0, run)], landscape_marks(secret.survey)
    view = View(size="projector" if session.recall().projector else "")
    data = payload(secret.surface, WINDOW, runs, start=secret.start, view=view, marks=marks)
    return data if over else without_hidden(data, ("map", "formula"))


def _drawn(name: str, style: int, run: Trajectory) -> DrawnRun:
    return DrawnRun(str(style), name, name, STYLES[style].color, STYLES[style].dash, run)


def points(secret: Hidden) -> list[tuple[float, float]]:
    """Where the visitor has stood, the start first."""
    way: list[tuple[float, float]] = _memory().setdefault("points", [])
    return [secret.start, *way]


def _another() -> None:
    """The landscape of the code that was typed, from its start; after the end of this one the next."""
    typed = code_of(str(st.session_state[FIELD]))
    ended = bool(_memory().get("given up")) or len(_memory().get("points", ())) >= STEPS
    visit.join(f"{typed}-next" if ended and typed == visit.group() else typed)
    session.memory(MEMORY).pop(visit.group(), None)


def _place() -> None:
    """A place was clicked on the map; Enter there takes the step."""
    result = chosen(PLAYER)
    if result.answer is not None and np.isfinite(result.answer).all():
        _memory()["placed"] = within(result.answer)
        if result.committed:
            _step()


def within(place: tuple[float, float]) -> tuple[float, float]:
    """The place, on the map."""
    x, y = (float(np.clip(part, *edges)) for part, edges in zip(place, WINDOW, strict=True))
    return (x, y)


def _step() -> None:
    placed = _memory().pop("placed", None)
    way = _memory().setdefault("points", [])
    if placed is not None and len(way) < STEPS:
        way.append(placed)


def _memory() -> dict[str, Any]:
    """Of the landscape of the group: where one has stood, what is placed, whether the map was asked for."""
    memory: dict[str, Any] = session.memory(MEMORY).setdefault(visit.group(), {})
    return memory
