"""The controls of the learning-rate page: which run, start, steps, a second knob, and the three rates."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.figures import conditions
from gdviz.scene import RATE, STEPS, Run, Scene, second_knob, start_of, sweepable, swept_runs, with_second_knob
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs, symbol
from gdviz.ui.rail.start import start_changes, start_rows
from gdviz.ui.readable_runs import playable

NAMES = ("first", "second", "third")
PLAY = "play"


def controls(surface: Surface, scene: Scene, subject: Run, run: Run) -> None:
    """Which run, from where, how many steps, its second knob; a button that chooses the rates again."""
    start = start_of(scene, surface)
    rows = start_rows(surface, start, scene.steps, STEPS)
    varied = with_second_knob(run)
    tried = second_knob(varied) if varied else None
    if varied and tried:
        knob = varied.chosen.knobs[tried]
        sign = symbol(knob.symbol, tried)
        words = tried.replace("_", " ")
        label = words if sign == words else f"{words} {sign}"
        rows.append(Row(tried, label, words.capitalize(), varied.setting()[tried], knob))
    with st.container(horizontal=True, key="rates-bar", vertical_alignment="bottom", gap="small"):
        choose_subject(scene, subject)
        knobs("rates-numbers", rows, partial(_set, tried, start), layout="strip")
        st.button("Choose the rates for me", key="rates-choose", on_click=_choose, disabled=not scene.rates)


def choose_subject(scene: Scene, subject: Run) -> None:
    """Which of the scene's runs is looked into, if there are several with a learning rate; else its name."""
    runs = swept_runs(scene)
    words = labels(runs)
    if len(runs) > 1:
        st.selectbox(
            "Optimizer", list(words.values()), key=session.seed("rates-subject", words[subject.style]),
            label_visibility="collapsed", on_change=_look, width=280,
        )  # fmt: skip
        return
    text = f"<b>{subject.name}</b>"
    left_out = scene.studied()
    if not sweepable(left_out):
        text += f" <span>in place of {left_out.name}, which chooses the length of its steps itself</span>"
    st.html(f'<p class="gdviz-subject">{text}</p>', width="content")


def labels(runs: tuple[Run, ...]) -> dict[int, str]:
    """Style → a label of its own for each run, without its rate: this page chooses others. Equals are numbered."""
    named = {run.style: " · ".join([run.name, *conditions(run)]) for run in runs}
    words = list(named.values())
    return {
        style: text if words.count(text) == 1 else f"{text} · run {place + 1}"
        for place, (style, text) in enumerate(named.items())
    }


def _look() -> None:
    """Another run, with rates of its own; a browser that is behind may name one that is no more."""
    scene, label = playable(session.recall()), st.session_state["rates-subject"]
    styles = {label: style for style, label in labels(swept_runs(scene)).items()}
    if label in styles:
        session.keep(study=(styles[label], *scene.study[1:]), rates=(), tried=())


def _set(tried: str | None, start: tuple[float, float], values: Mapping[str, float]) -> None:
    """Start and steps are the scene's, as on Explore; the second knob is tried here only."""
    second = {"tried": ((tried, values[tried]),)} if tried and tried in values else {}
    session.keep(**start_changes(start, values), **second)


def _choose() -> None:
    session.keep(rates=())


def turn(run: Run, rates: tuple[float, ...]) -> None:
    """A slider over each map."""
    knob = run.chosen.knobs["learning_rate"]
    knob = replace(knob, low=max(RATE.low, min(knob.low, *rates)), high=min(RATE.high, max(knob.high, *rates)))
    rows = [
        Row(str(place), "α", f"The {name} learning rate", rate, knob, slider=True)
        for place, (name, rate) in enumerate(zip(NAMES, rates, strict=True))
    ]
    knobs("rates-knobs", rows, partial(_turned, rates), layout="columns")


def _turned(rates: tuple[float, ...], values: Mapping[str, float]) -> None:
    for place, rate in values.items():
        rates = moved(rates, rate, int(place))
    session.keep(rates=rates)


def moved(rates: tuple[float, ...], rate: float, place: int | None = None) -> tuple[float, ...]:
    """The three rates, ascending, with the one in this place (that which is nearest, if None) moved to a rate."""
    nearest = min(range(len(rates)), key=lambda k: abs(rates[k] - rate) / (rates[k] + rate))
    changed = list(rates)
    changed[nearest if place is None else place] = rate
    return tuple(sorted(changed))


def play(**changes: object) -> None:
    """Change the scene, and let what is shown then play from its start."""
    session.keep(**changes)
    memory = session.memory("rates")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = str(memory["count"])
