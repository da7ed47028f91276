"""Polynomial: its degree sets how closely it can follow the rows."""

from gdviz.figures import STYLES
from gdviz.figures.degrees import AtEnd, degree_chart
from gdviz.figures.sliced_runs import degree_errors, within
from gdviz.figures.validation_words import least_squares
from gdviz.learning.data import TableError
from gdviz.learning.training import DegreeErrors
from gdviz.scene import NUMBERS, DataScene, Scene, Task, task_of
from gdviz.ui import session
from gdviz.ui.components.chart import Click, chart
from gdviz.ui.data import high_dim
from gdviz.ui.data.rows import material
from gdviz.ui.widgets import sentences

SHOWS = "A high degree follows its own rows and misses the others."


def show(scene: Scene) -> tuple[str, ...]:
    """Draw this part; returns the remarks for the head of the page."""
    data = scene.data
    try:
        rows = material(data, None)
    except TableError as refused:
        sentences.alert(str(refused))
        return ()
    task = task_of(data, rows)
    errors = degree_errors(task, data, rows)
    names = ("degree", "share", "decay", "steps", "order")
    short, fewer = within(task, scene)
    note = least_squares(errors, data.degree)
    high_dim.layout(scene, task.training.rows, lambda: high_dim.picture(short, task, rows, fewer, note), names,
                    under=lambda: _chart(short.data, task, errors))  # fmt: skip
    return (SHOWS,)


def _chart(data: DataScene, task: Task, errors: DegreeErrors) -> None:
    """Error against degree; a click or an arrow key chooses the degree."""
    ends = [
        AtEnd(one.run.name, STYLES[one.run.style].color, float(task.validation.values(made.points[-1:])[0]))
        for one, made in high_dim.trained(task, data)
    ]
    figure = degree_chart(errors, data.degree, ends)
    chart(figure, "data-degrees", _choose, label="Error of least squares against the degree, both kinds of rows")


def _choose(click: Click) -> None:
    now, knob = session.recall().data.degree, NUMBERS["degree"]
    degree = now + click.nudge[0] if any(click.nudge) else click.x
    session.keep_data(degree=round(knob.clamp(degree)))
