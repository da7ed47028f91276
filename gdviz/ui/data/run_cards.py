"""The cards of the Data page, one for each run: optimizer, rate, schedule and batch."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.scene import BATCH, MOST_RUNS, STEADY, TYPED, DataRun, DataScene, Run, compared
from gdviz.schedule import SCHEDULES
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.rail.run_card import card, card_knobs, knob_row, next_optimizer, schedule_rows

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
    run, key = one.run, f"run{one.run.style}-data"

    def head() -> None:
        named = [*choices, *([] if run.optimizer in choices else [run.optimizer])]
        st.selectbox(
            f"Optimizer of run {number}", named, key=session.seed(f"{key}-optimizer", run.optimizer),
            format_func=_name, label_visibility="collapsed", on_change=_swap, args=(run.style,),
        )  # fmt: skip

    with card(run, number, key, alone, head=head, hide=_hide, act=_act):
        rows = [knob_row(run, number, name) for name in card_knobs(run)]
        if run.composes:
            seen = min(one.batch or count, count)
            rows.append(Row("batch", "batch", f"Batch of run {number}", seen, replace(BATCH, low=1, high=count)))
        if rows:
            knobs(f"{key}-knobs", rows, partial(_turn, run.style, count), layout="card")
        if run.composes and run.schedule != STEADY:
            _schedule(run, number)


def _name(key: str) -> str:
    return "Your rule" if key == TYPED else OPTIMIZERS[key].name


def _schedule(run: Run, number: int) -> None:
    st.html(f'<span class="gdviz-remark">{SCHEDULES[run.schedule].name}</span>')
    if rows := schedule_rows(run, number)[:2]:
        knobs(f"run{run.style}-data-schedule", rows, partial(_plan, run.style), layout="card")


def _data() -> DataScene:
    return session.recall().data


def _change(style: int, change: Callable[[DataRun], DataRun]) -> None:
    """The run of this style changed, if the scene still has it: a late message may be about one that was removed."""
    data = _data()
    for one in data.runs:
        if one.run.style == style:
            session.keep(data=data.with_run(change(one)))


def _hide(style: int) -> None:
    """Hide the run, or show it again."""
    _change(style, lambda one: replace(one, run=replace(one.run, on=not one.run.on)))


def _turn(style: int, count: int, values: Mapping[str, float]) -> None:
    def turned(one: DataRun) -> DataRun:
        run, batch = one.run, int(values.get("batch", one.batch))
        for name, value in values.items():
            if name in run.chosen.knobs:
                run = run.turned(name, value)
        return DataRun(run, 0 if batch >= count else batch)

    _change(style, turned)


def _plan(style: int, values: Mapping[str, float]) -> None:
    _change(style, lambda one: replace(one, run=one.run.scheduled(values)))


def _swap(style: int) -> None:
    key = st.session_state[f"run{style}-data-optimizer"]
    if key in OPTIMIZERS:
        _change(style, lambda one: replace(one, run=one.run.with_optimizer(key)))


def _act(style: int) -> None:
    data = _data()
    match st.session_state[f"run{style}-data-menu"], [one for one in data.runs if one.run.style == style]:
        case "Duplicate", [one] if len(data.runs) < MOST_RUNS:
            session.keep(data=data.with_another(one, style))
        case "Remove", [_]:
            session.keep(data=data.without_run(style))


def _add() -> None:
    """One more run, with the batch of the last."""
    data = _data()
    used = {one.run.optimizer for one in data.runs}
    session.keep(data=data.with_another(DataRun(Run(next_optimizer(used)), data.runs[-1].batch)))


def _compare() -> None:
    """The rate of the first run of gradient descent, on batches of three sizes."""
    data = _data()
    rates = [one.run.setting()["learning_rate"] for one in data.runs if one.run.optimizer == "sgd"]
    session.keep_data(runs=compared(rates[0] if rates else 0.05))


def _decay() -> None:
    data = _data()
    plan = "cosine" if st.session_state["data-decaying"] else STEADY
    runs = [
        replace(one, run=replace(one.run, schedule=plan, schedule_knobs=())) if one.run.composes else one
        for one in data.runs
    ]
    session.keep_data(runs=tuple(runs))
