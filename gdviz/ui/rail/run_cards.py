"""The cards of the Explore page, one for each run, and the buttons below them: another run, and the tuning of rates."""

import html
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.analysis.basins import RATES
from gdviz.analysis.diagnosis import ARRIVED, LOWEST, Verdict, diagnose
from gdviz.analysis.landscape import Survey
from gdviz.analysis.sweep.opening import MOST_STEPS, outcome, ranked
from gdviz.figures import conditions, hues
from gdviz.scene import MOST_RUNS, TYPED, Run, Scene, start_of, trajectory_of, window_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.knobs import knobs
from gdviz.ui.components.menu import menu
from gdviz.ui.components.rule_editor import editor
from gdviz.ui.rail import opening
from gdviz.ui.rail.run_card import RATE, card, card_knobs, change_run, knob_row, next_optimizer, options
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.stage.results import surveyed, trajectory

EQUAL = 1e-9
"""Values that differ by less than this share are equal."""
GUARDED = 8
"""So many of the best rates are held against the one that stands."""
OTHER_RATES, THREE_RATES = (0.5, 2.0), "α × ½, × 1, × 2"
TUNE_HELP = (
    "Tries forty rates for every run from this start: first those that settle on the map, lowest first, then soonest. "
    "The same search for all; a rate that would end worse than the present one is not taken."
)


def rail(scene: Scene, surface: Surface) -> None:
    """All cards, a button for one more, and one that finds rates."""
    opening.line(scene)
    bars = "".join(
        f".st-key-run{style}-card {{ --run: var(--gdviz-run-{hue}) }}" for style, hue in hues(scene.runs).items()
    )
    st.html(f"<style>{bars}</style>")
    for number, run in enumerate(scene.runs, 1):
        _card(run, number, scene, surface)
    with st.container(horizontal=True, key="rail-foot", gap="xsmall"):
        full = len(scene.runs) == MOST_RUNS
        st.button("Add a run", icon=":material/add:", key="add-run", on_click=_add, width="stretch", disabled=full)
        st.button(
            "Tune rates", icon=":material/instant_mix:", key="tune-rates", on_click=_tune, args=(surface,),
            width="stretch", help=TUNE_HELP,
        )  # fmt: skip


def _card(run: Run, number: int, scene: Scene, surface: Surface) -> None:
    """One run: its head, the editor of a typed rule, and its knobs."""
    key, readable = f"run{run.style}", rule_error(run) is None

    def head() -> None:
        with st.container(key=f"{key}-menu-place", width="stretch"):
            menu(f"{key}-optimizer", run.optimizer, f"Optimizer of run {number}", partial(_swap, run.style))
        if readable:
            _more(run, number, scene, surface)

    three = readable and RATE in run.chosen.knobs and len(scene.runs) + len(OTHER_RATES) <= MOST_RUNS
    more = (THREE_RATES,) if three else ()
    with card(run, number, key, len(scene.runs) == 1, head=head, hide=_hide, act=_act, more=more):
        if run.optimizer == TYPED:
            editor(run, number)
        rows = [knob_row(run, number, name) for name in card_knobs(run)] if readable else []
        if rows:
            with st.container(key=f"{key}-rows{1 if len(rows) == 1 else 2}"):  # the style sheet reserves their height
                knobs(f"{key}-knobs", rows, partial(_turn, run.style), layout="card", moves=True)
        if readable and (chips := conditions(run)):
            st.html('<p class="gdviz-chips">' + "".join(f"<span>{html.escape(chip)}</span>" for chip in chips) + "</p>")


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
        others = [name for name in optimizer.knobs if name not in card_knobs(run)]
        if others:
            rows = [knob_row(run, number, name, long=True) for name in others]
            knobs(f"run{run.style}-others", rows, partial(_turn, run.style), layout="list")
        if run.composes:
            options(run, number, trajectory(surface, run, scene).rates, scene.steps)
        if run.optimizer != TYPED:
            st.caption(f"{optimizer.source}. {optimizer.note}")


def _turn(style: int, values: Mapping[str, float]) -> None:
    def turned(run: Run) -> Run:
        for name, value in values.items():
            if rule_error(run) is None and name in run.chosen.knobs:  # its optimizer may have changed meanwhile
                run = run.turned(name, value)
        return run

    change_run(style, turned)


def _hide(style: int) -> None:
    """Hide the run, or show it again."""
    change_run(style, lambda run: replace(run, on=not run.on))


def _swap(style: int, optimizer: str) -> None:
    """Another optimizer in the same place starts from its own defaults."""
    change_run(style, lambda run: run.with_optimizer(optimizer))


def _copy(style: int) -> None:
    """The rule as text, in the same place."""
    change_run(style, Run.copied)


def _act(style: int) -> None:
    scene = session.recall()
    match st.session_state[f"run{style}-menu"], [run for run in scene.runs if run.style == style]:
        case "Duplicate", [run] if len(scene.runs) < MOST_RUNS:
            session.keep_scene(scene.with_another(run, style))
        case str(word), [_] if word == THREE_RATES and len(scene.runs) + len(OTHER_RATES) <= MOST_RUNS:
            session.keep_scene(scene.with_rates(style, OTHER_RATES))
        case "Remove", [_]:
            session.keep_scene(scene.without_run(style))


def _tune(surface: Surface) -> None:
    scene = session.recall()
    opening.change(tuned(scene, surface, surveyed(surface, window_of(scene, surface))), scene, "Rates were tuned.")


def _add() -> None:
    """One more run: the first of the usual optimizers that the scene has not yet."""
    scene = session.recall()
    used = {run.optimizer for run in scene.runs}
    session.keep_scene(scene.with_another(Run(next_optimizer(used))))


def tuned(scene: Scene, surface: Surface, survey: Survey | None) -> Scene:
    """The scene with the learning rate of each run the best of RATES, by the same search from the same start.

    survey: of its window; without one, no rate is held against the one that stands. Methods, whose natural rate is 1,
    and rules that cannot be read stay as they are.
    """
    return replace(scene, runs=tuple(_best(run, scene, surface, survey) for run in scene.runs))


def _best(run: Run, scene: Scene, surface: Surface, survey: Survey | None) -> Run:
    """The run at the best rate; as it is where each of the best few would end worse."""
    knob = run.chosen.knobs.get(RATE) if run.composes and not rule_error(run) else None
    if knob is None:
        return run
    tries = [run, *(run.turned(RATE, rate) for rate in RATES if knob.low <= rate <= knob.high)]
    start, window = start_of(scene, surface), window_of(scene, surface)
    short = replace(scene, steps=min(scene.steps, MOST_STEPS))
    order = ranked([outcome(trajectory_of(surface, turned, start, short), window) for turned in tries])
    best = [tries[place] for place in order[:GUARDED]]
    return next((turned for turned in best if not _worse(surface, scene, survey, run, turned)), run)


def _worse(surface: Surface, scene: Scene, survey: Survey | None, run: Run, other: Run) -> bool:
    """Does this run arrive, by its verdict over all steps, and the other not, or higher?"""
    (before, low), (after, high) = (_verdict_and_value(surface, scene, survey, one) for one in (run, other))
    if before not in ARRIVED or run == other:
        return False
    return after not in (LOWEST if before in LOWEST else ARRIVED) or high > low + EQUAL * max(1.0, abs(low))


def _verdict_and_value(surface: Surface, scene: Scene, survey: Survey | None, run: Run) -> tuple[Verdict | None, float]:
    """The verdict on a run over the scene's steps, None without a survey, and its last value."""
    trajectory = trajectory_of(surface, run, start_of(scene, surface), scene)
    verdict = diagnose(surface, run.chosen, trajectory, survey).verdict if survey else None
    return verdict, float(trajectory.values[-1])
