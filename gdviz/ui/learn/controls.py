"""The controls of a task that its teacher opened, and in a line what stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.expression import ExpressionError, name_plain
from gdviz.figures import labels, line_axis
from gdviz.knob import Knob
from gdviz.lessons import Task
from gdviz.numeral import coordinates, numeral, rounded
from gdviz.scene import STEPS, Parameter, Run, Scene, start_of, surface_of
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.components.menu import menu
from gdviz.ui.learn import visit
from gdviz.ui.rail.run_card import card_knobs, knob_row
from gdviz.ui.widgets import alert

PLACE = Knob(0.0, -1e6, 1e6, "x", "Where every run begins.")
REFUSED, TRIES = "refused formula", "tries"
OPENS = {
    "start": "the start", "knobs": "learning rates and other knobs", "optimizers": "the optimizers",
    "steps": "the number of steps", "parameters": "letters of the formula", "surface": "the formula",
}  # fmt: skip
"""Controls in words."""


def tried(task_set: visit.TaskSet) -> Scene:
    """The scene of a task as the visitor has turned it, as far as the teacher opened it."""
    scene: Scene = visit.memory().setdefault(TRIES, {}).get(task_set.key, task_set.scene)
    return scene


def try_out(task_set: visit.TaskSet, scene: Scene) -> None:
    """Keep a scene that the visitor turned."""
    visit.memory().setdefault(TRIES, {})[task_set.key] = scene.settled()


def later(task: Task) -> str:
    """What may be turned once the question is answered."""
    words = ", ".join(OPENS[name] for name in task.opens)
    return f"Once you have answered, you may turn {words}." if words else ""


def show(task_set: visit.TaskSet, task: Task) -> None:
    """Every control that is open, in the order of a page: formula, letters, start, steps, runs."""
    scene = tried(task_set)
    with st.container(key="task-controls", gap="xsmall"):
        if "surface" in task.opens:
            _formula(task_set, scene)
        rows = [row for control, make in ROWS.items() if control in task.opens for row in make(scene)]
        if rows:
            knobs("task-numbers", rows, partial(_turn, task_set), layout="list")
        for number, run in enumerate(scene.runs, 1):
            _run(task_set, task, run, number)
        if scene != task_set.scene:
            st.button("As the task was set", key="task-reset", type="tertiary", on_click=try_out,
                      args=(task_set, task_set.scene))  # fmt: skip
        if fixed := locked_words(scene, task):
            st.caption(f"Fixed in this task: {fixed}.")


def _formula(task_set: visit.TaskSet, scene: Scene) -> None:
    key = f"task-formula-{task_set.key}"
    st.text_input(
        "f(x, y)", scene.text or surface_of(scene).text, key=key, max_chars=2000, on_change=_type, args=(task_set, key)
    )
    if refused := visit.memory().get(REFUSED):
        alert(refused)


def _type(task_set: visit.TaskSet, key: str) -> None:
    """Another formula, if it is one; the window and the start stay."""
    typed = replace(tried(task_set), text=str(st.session_state[key]), parameters=())
    try:
        surface_of(typed)
    except ExpressionError as error:
        visit.memory()[REFUSED] = str(error)
        return
    visit.memory().pop(REFUSED, None)
    try_out(task_set, typed)


def _start(scene: Scene) -> list[Row]:
    surface, place = surface_of(scene), start_of(scene, surface_of(scene))
    rows = [
        Row(f"start {axis}", f"start {name_plain(name)}", f"Start {name}", value, PLACE)
        for axis, name, value in zip("xy", surface.variables, place, strict=True)
    ]
    free = line_axis(surface)
    return rows if free is None else [rows[free]]


def _steps(scene: Scene) -> list[Row]:
    return [Row("steps", "steps", "Steps", scene.steps, STEPS)]


def _letters(scene: Scene) -> list[Row]:
    rows = []
    for name, value in surface_of(scene).parameters.items():
        letter = _letter(scene, name, value)
        knob = Knob(value, letter.low, letter.high, name, "")
        rows.append(Row(f"letter {name}", name_plain(name), f"Parameter {name}", value, knob, slider=True))
    return rows


ROWS: Mapping[str, Callable[[Scene], list[Row]]] = {"parameters": _letters, "start": _start, "steps": _steps}


def _turn(task_set: visit.TaskSet, values: Mapping[str, float]) -> None:
    scene = tried(task_set)
    x, y = start_of(scene, surface_of(scene))
    if "start x" in values or "start y" in values:
        scene = replace(scene, start=(values.get("start x", x), values.get("start y", y)))
    if "steps" in values:
        scene = replace(scene, steps=int(values["steps"]))
    turned = {name.removeprefix("letter "): value for name, value in values.items() if name.startswith("letter ")}
    if turned:
        scene = with_letters(scene, turned)
    try_out(task_set, scene)


def with_letters(scene: Scene, turned: Mapping[str, float]) -> Scene:
    """The scene with letters of its formula set; bounds that a value is beyond give way."""
    letters = {letter.name: letter for letter in scene.parameters}
    letters |= {name: _letter(scene, name, value) for name, value in turned.items()}
    return replace(scene, parameters=tuple(letters.values()))


def _letter(scene: Scene, name: str, value: float) -> Parameter:
    """A letter with this value, and the bounds that the scene has for it, as far as they hold it."""
    usual = next((letter for letter in scene.parameters if letter.name == name), Parameter(name, value))
    return Parameter(name, value, min(usual.low, value), max(usual.high, value))


def move(task_set: visit.TaskSet, x: float, y: float) -> None:
    """The visitor placed the start on the map."""
    try_out(task_set, replace(tried(task_set), start=(rounded(x, 5), rounded(y, 5))))


def _run(task_set: visit.TaskSet, task: Task, run: Run, number: int) -> None:
    """What runs, and its knobs."""
    if "optimizers" in task.opens:
        menu(f"task-run{run.style}", run.optimizer, f"Optimizer of run {number}", partial(_swap, task_set, run.style))
    if "knobs" in task.opens and (rows := [knob_row(run, number, name, long=True) for name in card_knobs(run)]):
        if "optimizers" not in task.opens:
            st.html(f'<p class="gdviz-how">{run.name}</p>')
        knobs(f"task-run{run.style}-knobs", rows, partial(_knob, task_set, run.style), layout="list")


def _swap(task_set: visit.TaskSet, style: int, key: str) -> None:
    _replace(task_set, style, lambda run: run.with_optimizer(key))


def _knob(task_set: visit.TaskSet, style: int, values: Mapping[str, float]) -> None:
    def turned(run: Run) -> Run:
        for name, value in values.items():
            run = run.turned(name, value)
        return run

    _replace(task_set, style, turned)


def _replace(task_set: visit.TaskSet, style: int, change: Callable[[Run], Run]) -> None:
    scene = tried(task_set)
    runs = tuple(change(run) if run.style == style else run for run in scene.runs)
    try_out(task_set, replace(scene, runs=runs))


def locked_words(scene: Scene, task: Task) -> str:
    """What of start, steps and runs is seen and stays; nothing of what is hidden."""
    words = []
    if "start" not in task.opens:
        words.append(f"start {coordinates(start_of(scene, surface_of(scene)), 4)}")
    if "steps" not in task.opens:
        words.append(f"{numeral(scene.steps)} steps")
    if not {"optimizers", "knobs"} & set(task.opens) and "runs" not in task.hides:
        named = labels(scene.runs)
        words.append(", ".join(named[run.style] for run in scene.runs if run.on))
    return " · ".join(words)
