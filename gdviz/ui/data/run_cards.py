"""The rail of the Data page: a card for each run, with its optimizer, rate, schedule and batch."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.scene import MOST_RUNS, TYPED, Run
from gdviz.scene.data import BATCH, DataRun, DataScene, compared
from gdviz.scene.run import schedule_setting
from gdviz.schedule import SCHEDULES
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs, symbol
from gdviz.ui.data.changes import keep

MATTER = ("momentum", "beta1", "beta2", "alpha", "rho", "lambd", "mu")
NEXT = ("sgd", "momentum", "adam", "nesterov", "rmsprop", "adagrad")
COMPARE_HELP = (
    "Three runs alike but for their batches: all rows, eight, and one. The curves against rows are at equal cost."
)
DECAY_HELP = "A cosine brings every rate to 0: the noise of small batches shrinks with it."


def cards(data: DataScene, count: int, *, methods: bool) -> None:
    """All cards.

    count: rows to be learned from. methods: whether searches may be chosen, which need all rows of two weights.
    """
    choices = [key for key, one in OPTIMIZERS.items() if methods or isinstance(one, Optimizer)]
    for number, one in enumerate(data.runs, 1):
        _card(one, number, count, len(data.runs) == 1, choices)
    with st.container(horizontal=True, key="rail-foot", gap="xsmall"):
        full = len(data.runs) == MOST_RUNS
        st.button("Add a run", icon=":material/add:", key="data-add", on_click=_add, width="stretch", disabled=full)
        if methods:
            st.button("Full, mini, single", icon=":material/compare_arrows:", key="data-compare", on_click=_compare,
                      width="stretch", help=COMPARE_HELP)  # fmt: skip
    if any(one.batch for one in data.runs):
        decaying = all(one.run.schedule == "cosine" for one in data.runs if one.run.composes)
        st.toggle("Let the rates decay", key=session.seed("data-decaying", decaying), on_change=_decay, help=DECAY_HELP)


def _card(one: DataRun, number: int, count: int, alone: bool, choices: list[str]) -> None:
    run, key = one.run, f"run{one.run.style}"
    with st.container(key=f"{key}-card", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"{key}-head"):
            st.button(
                f"{'Hide' if run.on else 'Show'} run {number}",
                icon=":material/visibility:" if run.on else ":material/visibility_off:",
                key=f"{key}-data-on", type="tertiary", on_click=_change,
                args=(replace(one, run=replace(run, on=not run.on)),),
            )  # fmt: skip
            named = [*choices, *([] if run.optimizer in choices else [run.optimizer])]
            st.selectbox(
                f"Optimizer of run {number}", named, key=session.seed(f"{key}-data-optimizer", run.optimizer),
                format_func=_name, label_visibility="collapsed", on_change=_swap, args=(run.style,),
            )  # fmt: skip
            st.menu_button(
                f"Run {number}", ["Duplicate"] if alone else ["Duplicate", "Remove"], icon=":material/more_vert:",
                key=f"{key}-data-menu", type="tertiary", on_click=_act, args=(run.style,),
            )  # fmt: skip
        rows = [_row(run, number, name) for name in _shown(run)]
        if run.composes:
            seen = min(one.batch or count, count)
            rows.append(Row("batch", "batch", f"Batch of run {number}", seen, replace(BATCH, low=1, high=count)))
        if rows:
            knobs(f"{key}-data-knobs", rows, partial(_turn, run.style, count), layout="card")
        if run.composes and run.schedule != "constant":
            _schedule(run, number)
        if not run.on:
            st.html('<i class="gdviz-off"></i>')  # for the style sheet: the card stands back


def _name(key: str) -> str:
    return "Your rule" if key == TYPED else OPTIMIZERS[key].name


def _schedule(run: Run, number: int) -> None:
    now = schedule_setting(run)
    found = SCHEDULES[run.schedule]
    rows = [
        Row(name, symbol(knob.symbol, name), f"{found.name} {name.replace('_', ' ')} of run {number}", now[name], knob)
        for name, knob in list(found.knobs.items())[:2]
    ]
    st.html(f'<span class="gdviz-remark">{found.name}</span>')
    if rows:
        knobs(f"run{run.style}-data-schedule", rows, partial(_plan, run.style), layout="card")


def _shown(run: Run) -> list[str]:
    known = run.chosen.knobs
    return [name for name in ("learning_rate", *[name for name in MATTER if name in known][:2]) if name in known]


def _row(run: Run, number: int, name: str) -> Row:
    knob = run.chosen.knobs[name]
    said = f"{name.replace('_', ' ').capitalize()} of run {number}"
    return Row(name, symbol(knob.symbol, name), said, run.setting()[name], knob, slider=name == "learning_rate")


def _data() -> DataScene:
    return session.recall().data


def _change(one: DataRun) -> None:
    keep(runs=_data().with_run(one).runs)


def _turn(style: int, count: int, values: Mapping[str, float]) -> None:
    one = _data().run(style)
    run = one.run
    for name, value in values.items():
        if name in run.chosen.knobs:
            run = run.turned(name, value)
    batch = int(values.get("batch", one.batch))
    _change(DataRun(run, 0 if batch >= count else batch))


def _plan(style: int, values: Mapping[str, float]) -> None:
    one = _data().run(style)
    known = {name: value for name, value in values.items() if name in SCHEDULES[one.run.schedule].knobs}
    _change(replace(one, run=replace(one.run, schedule_knobs=tuple({**dict(one.run.schedule_knobs), **known}.items()))))


def _swap(style: int) -> None:
    key, one = st.session_state[f"run{style}-data-optimizer"], _data().run(style)
    if key in OPTIMIZERS:
        _change(replace(one, run=one.run.with_optimizer(key)))


def _act(style: int) -> None:
    data = _data()
    free = sorted(set(range(MOST_RUNS)) - {one.run.style for one in data.runs})
    match st.session_state[f"run{style}-data-menu"]:
        case "Duplicate" if free:
            one = data.run(style)
            keep(runs=(*data.runs, replace(one, run=replace(one.run, style=free[0], on=True))))
        case "Remove":
            left = tuple(one for one in data.runs if one.run.style != style)
            keep(runs=left or data.runs)


def _add() -> None:
    data = _data()
    used = {one.run.optimizer for one in data.runs}
    free = min(set(range(MOST_RUNS)) - {one.run.style for one in data.runs})
    key = next((key for key in NEXT if key not in used), NEXT[0])
    keep(runs=(*data.runs, DataRun(Run(key, style=free), data.runs[-1].batch)))


def _compare() -> None:
    """The rate of the first run of gradient descent, on batches of three sizes."""
    data = _data()
    rates = [one.run.setting()["learning_rate"] for one in data.runs if one.run.optimizer == "sgd"]
    keep(runs=compared(rates[0] if rates else 0.05))


def _decay() -> None:
    data = _data()
    plan = "cosine" if st.session_state["data-decaying"] else "constant"
    runs = [
        replace(one, run=replace(one.run, schedule=plan, schedule_knobs=())) if one.run.composes else one
        for one in data.runs
    ]
    keep(runs=tuple(runs))
