"""The rail: one compact card a run, with its line, optimizer, rate and the knobs that matter."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.scene import MOST_RUNS, TYPED, Run, Scene
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs, symbol
from gdviz.ui.components.menu import menu
from gdviz.ui.components.rule_editor import editor
from gdviz.ui.rail.run_options import options
from gdviz.ui.rail.tuning import tuned
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.stage.stage import trajectory

MATTER = ("momentum", "beta1", "beta2", "alpha", "rho", "lambd", "mu")
SHOWN = 2
TUNE_HELP = (
    "Tries forty rates for every run from this start and keeps the one that stays on the map with the lowest values "
    "on average. The same search for all; the rates it finds stand on the cards."
)
NEXT = ("sgd", "momentum", "adam", "nesterov", "rmsprop", "adagrad", "adamw", "adadelta")


def rail(scene: Scene, surface: Surface) -> None:
    """All cards, a button for one more, and one that finds rates."""
    for number, run in enumerate(scene.runs, 1):
        card(run, number, scene, surface)
    with st.container(horizontal=True, key="rail-foot", gap="xsmall"):
        full = len(scene.runs) == MOST_RUNS
        st.button("Add a run", icon=":material/add:", key="add-run", on_click=_add, width="stretch", disabled=full)
        st.button(
            "Tune rates", icon=":material/instant_mix:", key="tune-rates", on_click=_tune, args=(surface,),
            width="stretch", help=TUNE_HELP,
        )  # fmt: skip


def card(run: Run, number: int, scene: Scene, surface: Surface) -> None:
    """One run: a row of name and buttons, a row for the rate, a row for up to two more knobs."""
    key, alone, readable = f"run{run.style}", len(scene.runs) == 1, rule_error(run) is None
    with st.container(key=f"{key}-card", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"{key}-head"):
            st.button(
                f"{'Hide' if run.on else 'Show'} run {number}",
                icon=":material/visibility:" if run.on else ":material/visibility_off:",
                key=f"{key}-on", type="tertiary", on_click=_change, args=(replace(run, on=not run.on),),
            )  # fmt: skip
            with st.container(key=f"{key}-menu-place", width="stretch"):
                menu(f"{key}-optimizer", run.optimizer, f"Optimizer of run {number}", partial(_swap, run.style))
            if readable:
                _more(run, number, scene, surface)
            st.menu_button(
                f"Run {number}",
                ["Duplicate"] if alone else ["Duplicate", "Remove"],
                icon=":material/more_vert:", key=f"{key}-menu", type="tertiary", on_click=_act, args=(run.style,),
            )  # fmt: skip
        if run.optimizer == TYPED:
            editor(run, number)
        names = ("learning_rate", *shown(run)) if readable else ()
        rows = [_row(run, number, name) for name in names if name in run.chosen.knobs]
        if rows:
            knobs(f"{key}-knobs", rows, partial(_turn, run.style), layout="card")
        if not run.on:
            st.html('<i class="gdviz-off"></i>')  # for the style sheet: the card stands back


def _row(run: Run, number: int, name: str, *, long: bool = False) -> Row:
    knob, words = run.chosen.knobs[name], name.replace("_", " ")
    sign = symbol(knob.symbol, name)
    label = f"{sign} {words}" if long and sign != words else sign
    said = f"{words.capitalize()} of run {number}"
    return Row(name, label, said, run.setting()[name], knob, slider=name == "learning_rate" or run.optimizer == TYPED)


def shown(run: Run) -> tuple[str, ...]:
    """The knobs that stand on the card beside the rate; the others are folded away."""
    if run.optimizer == TYPED:
        return tuple(name for name in run.chosen.knobs if name != "learning_rate")
    return tuple(name for name in MATTER if name in run.chosen.knobs)[:SHOWN]


def _more(run: Run, number: int, scene: Scene, surface: Surface) -> None:
    """Every other knob, the schedule, what is done to the gradient, and the equations, folded away."""
    optimizer = run.chosen
    folded = st.popover(
        f"Knobs of run {number}", icon=":material/tune:", type="tertiary", key=f"run{run.style}-more", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        st.html(f'<h2 class="gdviz-sub">{optimizer.name}</h2>')
        shape = "aligned" if any("&" in line for line in optimizer.latex) else "gathered"
        st.latex(rf"\begin{{{shape}}}" + r"\\".join(optimizer.latex) + rf"\end{{{shape}}}")
        if run.composes and run.optimizer != TYPED:
            st.button(
                "Edit a copy of this rule",
                icon=":material/edit:",
                on_click=_copy,
                args=(run.style,),
                key=f"run{run.style}-copy",
            )
        others = [name for name in optimizer.knobs if name != "learning_rate" and name not in shown(run)]
        if others:
            rows = [_row(run, number, name, long=True) for name in others]
            knobs(f"run{run.style}-others", rows, partial(_turn, run.style), layout="list")
        if run.composes:
            options(run, number, trajectory(surface, run, scene).rates, scene.steps)
        if run.optimizer != TYPED:
            st.caption(f"{optimizer.source}. {optimizer.note}")


def _turn(style: int, values: Mapping[str, float]) -> None:
    scene = session.recall()
    run = scene.run(style)
    for name, value in values.items():
        if rule_error(run) is None and name in run.chosen.knobs:  # its optimizer may have changed meanwhile
            run = run.turned(name, value)
    session.keep_scene(scene.with_run(run))


def _change(run: Run) -> None:
    session.keep_scene(session.recall().with_run(run))


def _swap(style: int, optimizer: str) -> None:
    """Another optimizer in the same place starts from its own defaults."""
    scene = session.recall()
    if any(run.style == style for run in scene.runs):
        session.keep_scene(scene.with_run(scene.run(style).with_optimizer(optimizer)))


def _copy(style: int) -> None:
    """The rule as text, in the same place."""
    scene = session.recall()
    session.keep_scene(scene.with_run(scene.run(style).copied()))


def _act(style: int) -> None:
    scene = session.recall()
    match st.session_state[f"run{style}-menu"]:
        case "Duplicate" if len(scene.runs) < MOST_RUNS:
            session.keep_scene(scene.with_another(scene.run(style)))
        case "Remove":
            session.keep_scene(scene.without_run(style))


def _tune(surface: Surface) -> None:
    session.keep_scene(tuned(session.recall(), surface))


def _add() -> None:
    """One more run: the first of the usual optimizers that the scene has not yet."""
    scene = session.recall()
    used = {run.optimizer for run in scene.runs}
    session.keep_scene(scene.with_another(Run(next((key for key in NEXT if key not in used), NEXT[0]))))
