"""The card of one run, on every page that has cards: its head with buttons, and rows for the knobs that matter most."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from gdviz.knob import Knob
from gdviz.scene import TYPED, Run, schedule_setting
from gdviz.schedule import SCHEDULES
from gdviz.ui.components.knobs import Row, symbol

RATE = "learning_rate"
MATTER = ("momentum", "beta1", "beta2", "alpha", "rho", "lambd", "mu")
BESIDE_RATE = 2
WORDS = {RATE: "learning rate", "momentum": "momentum", "mean square": "squares", "mean gradient": "mean"}
"""A knob's name, or what its help says that it is the share of → the word for it on a card."""
USUAL = ("sgd", "momentum", "adam", "nesterov", "rmsprop", "adagrad", "adamw", "adadelta")
"""Optimizers in the order in which new runs get them."""


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
