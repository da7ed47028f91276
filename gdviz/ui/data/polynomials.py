"""Part three: a polynomial whose degree is how much it can bend."""

from gdviz.data.decoding import TableError
from gdviz.figures.fit_models import polynomial_model
from gdviz.scene import Scene
from gdviz.training import LeastSquares, polynomial, principal_plane
from gdviz.ui.data import many, settings
from gdviz.ui.data.rows import Material, material

SHOWS = (
    "A higher degree follows every row it learns from, and misses the others: the curve of the rows set apart turns up."
)


def show(scene: Scene) -> tuple[str, ...]:
    """The part whole; returns the sentences worth telling."""
    data = scene.data
    try:
        rows = material(data, None)
    except TableError as refused:
        settings.sentence(str(refused))
        return ()
    task = _task(scene, rows)

    def draw() -> None:
        fits = many.trained(task, data)
        if not fits:
            settings.sentence("No run is shown that can train so many weights: switch one on.")
            return
        plane = principal_plane(fits[0][1].points)
        one, other = (f"{100 * share:.1f} %" for share in plane.explained)
        along = (
            f"The two directions hold {one} and {other} of the first run's movement through {data.degree + 1} weights. "
        )
        many.picture(scene, task, rows, fits, plane, along + plane.sentence)

    many.layout(scene, task.training.rows, draw, ("degree", "share", "decay", "steps", "order"))
    return (SHOWS,)


def _task(scene: Scene, rows: Material) -> many.Task:
    data = scene.data
    parts = many.parted(data, rows.count)
    x, y = rows.columns[rows.inputs[0]], rows.columns[rows.target]
    powers = polynomial(x[parts.train], data.degree)
    features = powers.features(x)
    training = LeastSquares(features[parts.train], y[parts.train], data.decay)
    validation = LeastSquares(features[parts.validation], y[parts.validation])
    start = training.solution() * 0.0
    key = f"polynomial {rows.key} {data.degree} {data.share} {data.order} {data.decay}"
    return many.Task(training, validation, parts, start, polynomial_model(powers), key)
