"""The card of one step below the player: why it went so, and each line of the rule with its numbers."""

import html
from collections.abc import Sequence

import streamlit as st

from gdviz.expression import name_latex, name_plain
from gdviz.figures import labels
from gdviz.figures.trials import attempt, trial_sentence
from gdviz.numeral import rounded
from gdviz.optimizers import Method, Optimizer
from gdviz.rule import Line, autopsy, why
from gdviz.rule.latex import number
from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui import session
from gdviz.ui.components.pictures import frame_shown
from gdviz.ui.stage.trial_table import tried_table

DIGITS = 5
TURNED, WON = r"\textcolor{#d9581f}{\;\text{sign turned}}", r"\textcolor{#1b87a6}{\;\text{mostly }%s}"
PICK = "autopsy-pick"


@st.fragment
def card(surface: Surface, scene: Scene, trajectories: dict[int, Trajectory]) -> None:
    """Why this step, and its arithmetic when asked for; only this card reruns while the visitor steps."""
    shown = frame_shown(scene.frame)
    runs = [run for run in scene.runs if run.on and run.style in trajectories]
    if not runs:
        return
    with st.container(key="autopsy", gap="xsmall"):
        run = _chosen(runs, scene)
        optimizer, trajectory = run.chosen, trajectories[run.style]
        ahead = dict(scene.view).get("step") == "next"
        step = step_at(trajectory, shown, ahead)
        if step is None:
            if trajectory.ending is not Ending.UNDEFINED_START:  # said above the picture, with a start that would do
                st.html(f'<p class="gdviz-why">{html.escape(trajectory.ending.value)}</p>')
            return
        reason = _sentence(optimizer, trajectory, step)
        when = ", which is to come" if shown is not None and step > shown else ""
        st.html(f'<p class="gdviz-why" data-step="{step}"><b>Why step {step}{when}?</b> {reason}</p>')
        other = "Take the step just made" if ahead else "Take the next step"
        if st.button(other, key="autopsy-step", type="tertiary", on_click=_turn_step, args=(ahead,)):
            st.rerun()  # the player shows the same step
        apart = st.expander("Take this step apart", key="autopsy-open", on_change="rerun", icon=":material/calculate:")
        if apart.open:
            with apart:
                taken_apart(surface, run, trajectory, step)


def step_at(trajectory: Trajectory, frame: int | None, ahead: bool = False) -> int | None:
    """The step just made at this frame (None: the last one), or the next; at the start the first, at the end the last.

    None for a run without steps.
    """
    if trajectory.steps < 1:
        return None
    return trajectory.steps if frame is None else min(max(frame + ahead, 1), trajectory.steps)


def _turn_step(ahead: bool) -> None:
    """Take the other step apart: the one just made, or the one that comes next."""
    others = tuple(pair for pair in session.recall().view if pair[0] != "step")
    session.keep(view=others if ahead else (*others, ("step", "next")))


def _chosen(runs: Sequence[Run], scene: Scene) -> Run:
    """The run whose inside is shown, or the one picked here."""
    inside = dict(scene.view).get("inside")
    names = labels(runs)
    if inside is not None and int(inside) in names:
        return scene.run(int(inside))
    if len(runs) == 1:
        return runs[0]
    if st.session_state.get(PICK) not in names:
        st.session_state[PICK] = runs[0].style
    with st.container(key="autopsy-run"):
        picked = st.segmented_control(
            "Run that is taken apart", list(names), format_func=names.__getitem__, required=True, key=PICK,
            label_visibility="collapsed",
        )  # fmt: skip
    return scene.run(picked if picked in names else runs[0].style)


def _sentence(optimizer: Optimizer | Method, trajectory: Trajectory, step: int) -> str:
    if isinstance(optimizer, Optimizer):
        return html.escape(why(optimizer, trajectory, step))
    return html.escape(trial_sentence(attempt(trajectory.trials[step - 1], trajectory.gradients[step - 1].tolist())))


def taken_apart(surface: Surface, run: Run, trajectory: Trajectory, step: int) -> None:
    """Each line as the rule has it, and with this step's numbers for both coordinates."""
    optimizer = run.chosen
    if isinstance(optimizer, Method):
        st.html(tried_table(trajectory, step, run.setting(), [name_plain(name) for name in surface.variables]))
        st.latex(r"\begin{aligned}" + r"\\".join(f"&{line}" for line in optimizer.latex) + r"\end{aligned}")
        return
    for place, line in enumerate(autopsy(surface, optimizer, trajectory, step)):
        with st.container(horizontal=True, key=f"autopsy-line{place}", vertical_alignment="center"):
            st.latex(line.latex.replace("&=", "="), width="content")
            st.latex(with_numbers(line, [name_latex(name) for name in surface.variables]), width="content")


def with_numbers(line: Line, names: Sequence[str]) -> str:
    """The line's numbers as aligned LaTeX: one row a coordinate, with what turned and what outweighed the rest."""
    if not line.numbers:
        entries = [shown(value) for value in line.values]
        return rf"\begin{{pmatrix}} {entries[0]} & {entries[1]} \\ {entries[2]} & {entries[3]} \end{{pmatrix}}"
    rows = []
    for place, numbers in enumerate(line.numbers):
        name = rf"{names[place]}\!:\;" if len(line.numbers) > 1 else ""
        value = shown(line.values[place])
        result = "" if numbers.replace(r"\left(", "").replace(r"\right)", "") == value else f" = {value}"
        rows.append(f"{name}&{numbers}{result}{marks(line, place)}")
    return r"\begin{aligned}" + r"\\[3pt]".join(rows) + r"\end{aligned}"


def marks(line: Line, place: int) -> str:
    """What is worth a second look in one coordinate of a line."""
    winner = line.dominant[place]
    mostly = "" if winner is None or len(line.terms) < 2 else WON % line.terms[winner].latex
    return (TURNED if line.turned[place] else "") + mostly


def shown(value: float) -> str:
    """A number as the autopsy's lines print it."""
    return number(rounded(value, DIGITS))[0] if abs(value) < float("inf") else r"\text{undefined}"
