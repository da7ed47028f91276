"""What belongs to one run on every page: its card, the rows of its knobs, its schedule and changes of its gradient."""

import base64
import html
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from gdviz.knob import Knob
from gdviz.numeral import numeral
from gdviz.scene import STEADY, TYPED, Run, schedule_setting
from gdviz.schedule import SCHEDULES
from gdviz.settings import OPTIONS
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs, symbol

RATE = "learning_rate"
MATTER = ("momentum", "beta1", "beta2", "alpha", "rho", "lambd", "mu")
BESIDE_RATE = 2
WORDS = {RATE: "learning rate", "momentum": "momentum", "mean square": "squares", "mean gradient": "mean"}
"""A knob's name, or what its help says that it is the share of → the word for it on a card."""
USUAL = ("sgd", "momentum", "adam", "nesterov", "rmsprop", "adagrad", "adamw", "adadelta")
"""Optimizers in the order in which new runs get them."""
CURVE = (300, 84)
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 8, 20
GREY, INK = "#858c98", "#6373dd"


@contextmanager
def card(
    run: Run, number: int, key: str, alone: bool, *, head: Callable[[], None], hide: Callable[[int], None],
    act: Callable[[int], None], more: Sequence[str] = (),
) -> Iterator[None]:  # fmt: skip
    """A card: what is drawn inside the context stands below its head.

    key: how the keys of its buttons begin. alone: the last run cannot be removed. head: draws what stands between the
    two buttons. hide, act: called with the run's style when it is hidden or shown, and when its menu is used.
    more: what else the menu offers.
    """
    with st.container(key=f"run{run.style}-card", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"run{run.style}-head"):
            st.button(
                f"{'Hide' if run.on else 'Show'} run {number}",
                icon=":material/visibility:" if run.on else ":material/visibility_off:",
                key=f"{key}-on", type="tertiary", on_click=hide, args=(run.style,),
            )  # fmt: skip
            head()
            st.menu_button(
                f"Run {number}", ["Duplicate", *more, *([] if alone else ["Remove"])], icon=":material/more_vert:",
                key=f"{key}-menu", type="tertiary", on_click=act, args=(run.style,),
            )  # fmt: skip
        yield
        if not run.on:
            st.html('<i class="gdviz-off"></i>')  # for the style sheet: the card stands back


def card_knobs(run: Run) -> tuple[str, ...]:
    """The knobs on the card: the rate and up to two more; of a typed rule, all."""
    names = run.chosen.knobs if run.optimizer == TYPED else MATTER
    beside = [name for name in names if name in run.chosen.knobs and name != RATE]
    most = len(beside) if run.optimizer == TYPED else BESIDE_RATE
    return (*(name for name in (RATE,) if name in run.chosen.knobs), *beside[:most])


def knob_row(run: Run, number: int, name: str, *, long: bool = False) -> Row:
    """The row of a knob; long: with its name beside its symbol."""
    knob, words = run.chosen.knobs[name], name.replace("_", " ")
    label = " ".join(dict.fromkeys((symbol(knob.symbol, name), words))) if long else knob_label(name, knob)
    aria = f"{words.capitalize()} of run {number}"
    return Row(name, label, aria, run.setting()[name], knob, slider=name == RATE or run.optimizer == TYPED)


def schedule_rows(run: Run, number: int, *, long: bool = False) -> list[Row]:
    """The rows of a schedule's knobs; long: with its name beside its symbol."""
    schedule, now, rows = SCHEDULES[run.schedule], schedule_setting(run), []
    for name, knob in schedule.knobs.items():
        sign, words = symbol(knob.symbol, name), name.replace("_", " ")
        label = " ".join(dict.fromkeys((sign, words))) if long else sign
        rows.append(Row(name, label, f"{schedule.name} {words} of run {number}", now[name], knob))
    return rows


def knob_label(name: str, knob: Knob) -> str:
    """The symbol of a knob, after the words for it; alone where a short word would say too little."""
    words = [word for key, word in WORDS.items() if key == name or key in knob.help]
    return " ".join(dict.fromkeys((*words[:1], symbol(knob.symbol, name))))


def next_optimizer(used: Collection[str]) -> str:
    """The first of the usual optimizers that is not used yet."""
    return next((key for key in USUAL if key not in used), USUAL[0])


def options(run: Run, number: int, rates: np.ndarray | None, steps: int) -> None:
    """The folded settings of a run that takes a schedule and changes of its gradient."""
    if "learning_rate" in run.chosen.knobs:
        schedule(run, number, rates, steps)
    st.html('<h2 class="gdviz-sub">Done to the gradient (0: nothing)</h2>')
    now = dict(run.options)
    rows = [
        Row(name, option.name, f"{option.name.capitalize()} of run {number}", now.get(name, 0.0), option.knob)
        for name, option in OPTIONS.items()
    ]
    knobs(f"run{run.style}-options", rows, partial(_change_options, run.style), layout="list")


def schedule(run: Run, number: int, rates: np.ndarray | None, steps: int) -> None:
    """The schedule, its curve (of the run itself, if it took all its steps) and its knobs."""
    key, chosen = f"run{run.style}", SCHEDULES[run.schedule]
    st.selectbox(
        f"Schedule of run {number}", list(SCHEDULES), format_func=lambda name: SCHEDULES[name].name,
        key=session.seed(f"{key}-schedule", run.schedule), on_change=_plan, args=(run.style,), help=chosen.note,
    )  # fmt: skip
    whole = rates is not None and len(rates) == steps
    planned = rates if whole else chosen.values(steps, run.setting()["learning_rate"], dict(run.schedule_knobs))
    st.html(curve_picture(np.asarray(planned)))
    if run.schedule != STEADY:
        st.latex(r"\begin{gathered}" + r"\\".join(chosen.latex) + r"\end{gathered}")
        if not chosen.needs_losses:
            st.caption("*n* steps are done before step *t* = *n* + 1.")
    knobs(
        f"{key}-schedule-knobs",
        schedule_rows(run, number, long=True),
        partial(_turn_schedule, run.style),
        layout="list",
    )


def curve_picture(rates: np.ndarray) -> str:
    """The rate against the step, rates (steps,), as a picture: SVG in an <img>, for Streamlit strips it elsewhere."""
    first, last, most = (numeral(rate, 3) for rate in (rates[0], rates[-1], np.nanmax(rates)))
    said = f"Learning rate against step: from {first} to {last}, at most {most}"
    picture = base64.b64encode(curve_svg(rates).encode()).decode("ascii")
    return f'<img class="gdviz-curve" alt="{html.escape(said)}" src="data:image/svg+xml;base64,{picture}">'


def curve_svg(rates: np.ndarray) -> str:
    """The drawing itself, in tones that stand on either theme."""
    width, height = CURVE
    steps, top = len(rates), max(float(np.nanmax(rates)), 1e-300)
    across = LEFT + (width - LEFT - RIGHT) * np.arange(steps) / max(steps - 1, 1)
    down = TOP + (height - TOP - BOTTOM) * (1 - rates / top)
    sampled = np.unique(np.linspace(0, steps - 1, min(steps, 400)).astype(int))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across[sampled], down[sampled], strict=True))
    floor, right = height - BOTTOM, width - RIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="11"'
        f' font-family="sans-serif" fill="{GREY}"><path d="M{LEFT} {TOP}V{floor}H{right}" fill="none" stroke="{GREY}"/>'
        f'<text x="{LEFT - 5}" y="{TOP + 8}" text-anchor="end">{numeral(top, 3)}</text>'
        f'<text x="{LEFT - 5}" y="{floor}" text-anchor="end">0</text><text x="{LEFT}" y="{height - 5}">1</text>'
        f'<text x="{right}" y="{height - 5}" text-anchor="end">step {steps}</text>'
        f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="1.8"/></svg>'
    )


def change_run(style: int, change: Callable[[Run], Run]) -> None:
    """The run of this style changed, if the scene still has it: a late message may be about one that was removed."""
    scene = session.recall()
    for run in scene.runs:
        if run.style == style:
            session.keep_scene(scene.with_run(change(run)))


def _plan(style: int) -> None:
    chosen = st.session_state[f"run{style}-schedule"]
    change_run(style, lambda run: replace(run, schedule=chosen, schedule_knobs=()))


def _turn_schedule(style: int, values: Mapping[str, float]) -> None:
    change_run(style, lambda run: run.scheduled(values))


def _change_options(style: int, values: Mapping[str, float]) -> None:
    change_run(style, lambda run: replace(run, options=tuple({**dict(run.options), **values}.items())))
