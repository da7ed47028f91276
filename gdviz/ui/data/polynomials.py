"""Polynomial: its degree sets how closely it can follow the rows."""

from gdviz.figures import STYLES, Best
from gdviz.figures.degrees import AtEnd, degree_chart
from gdviz.figures.fit_models import polynomial_model
from gdviz.learning.data import TableError
from gdviz.learning.training import LeastSquares, Polynomial, polynomial, principal_plane
from gdviz.learning.training.polynomials import DegreeErrors, errors_by_degree
from gdviz.numeral import numeral
from gdviz.scene import NUMBERS, DataScene, Scene
from gdviz.ui import session
from gdviz.ui.components.chart import Click, chart
from gdviz.ui.data import high_dim
from gdviz.ui.data.rows import Material, material
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
    task = _task(data, rows)
    x, y = (rows.columns[name] for name in (rows.inputs[0], rows.target))
    errors = errors_by_degree(x, y, task.parts, int(NUMBERS["degree"].high), data.decay)
    names = ("degree", "share", "decay", "steps", "order")
    short, fewer = high_dim.within(task, scene, "Fewer runs or rows go further.")
    high_dim.layout(scene, task.training.rows, lambda: _draw(short, task, rows, errors, fewer), names,
                under=lambda: _chart(short.data, task, errors))  # fmt: skip
    return (SHOWS,)


def _draw(scene: Scene, task: high_dim.Task, rows: Material, errors: DegreeErrors, fewer: str) -> None:
    """Rows, models and the slice; below it what least squares reaches, and why the runs are short."""
    data = scene.data
    fits = high_dim.trained(task, data)
    if not fits:
        sentences.alert(f"No run is shown that can train so many weights: switch one on. {fewer}")
        return
    plane = principal_plane(fits[0][1].points)
    one, other = (f"{100 * share:.1f} %" for share in plane.explained)
    along = f"The two directions hold {one} and {other} of the first run's movement through {data.degree + 1} weights. "
    best = Best(task.training.solution(), "least squares") if isinstance(task.training, LeastSquares) else None
    high_dim.picture(scene, task, rows, fits, plane, along + plane.sentence, best)
    sentences.note(least_squares(errors, data.degree))
    sentences.note(fewer)


def least_squares(errors: DegreeErrors, degree: int) -> str:
    """What the least-squares fit of this degree reaches, and which degree is best."""
    learned, apart, best = errors.training[degree - 1], errors.validation[degree - 1], errors.best
    through = "0, through every row," if learned < 1e-12 * errors.training[0] else numeral(learned)
    both = f"error {through} over the rows learned from, {numeral(apart)} over"
    text = f"The least-squares fit of degree {degree}: {both}"
    lowest = "the lowest of all degrees" if best == degree else (
        f"lowest for degree {best}: {numeral(errors.validation[best - 1])}"
    )  # fmt: skip
    return f"{text} those set apart ({lowest}). Runs that have not arrived bend less than it."


def _chart(data: DataScene, task: high_dim.Task, errors: DegreeErrors) -> None:
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


def _task(data: DataScene, rows: Material) -> high_dim.Task:
    parts = high_dim.parted(data, rows.count)
    x, y = rows.columns[rows.inputs[0]], rows.columns[rows.target]
    powers: Polynomial = polynomial(x[parts.train], data.degree)
    features = powers.features(x)
    training = LeastSquares(features[parts.train], y[parts.train], data.decay)
    validation = LeastSquares(features[parts.validation], y[parts.validation])
    start = training.solution() * 0.0
    key = f"polynomial {rows.key} {data.degree} {data.share} {data.order} {data.decay}"
    return high_dim.Task(training, validation, parts, start, polynomial_model(powers), key)
