"""A surface that is new: its start lies away from the minima, its rates below the limits of theory, and runs arrive."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.analysis.sweep.opening import PLACES, Outcome, _best, low_places, opening_rate, opening_start, outcome
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import Run, Scene
from gdviz.scene.running import opened
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory
from gdviz.ui.rail.opening import differs

pytestmark = pytest.mark.long


def eigenvalues(surface: Surface, point: np.ndarray) -> np.ndarray:
    xx, xy, yy = surface.hessian(*point)
    return np.linalg.eigvalsh([[xx, xy], [xy, yy]]) if np.isfinite([xx, xy, yy]).all() else np.array([np.nan, np.nan])


def path(surface: Surface, run: Run, scene: Scene) -> Trajectory:
    return descend(surface, run.chosen, scene.start or surface.start, scene.steps, **run.arguments(0))


def at_a_minimum(surface: Surface, run: Run, scene: Scene) -> bool:
    """Is the slope small and the Hessian positive definite where the run ends?"""
    points = path(surface, run, scene).points
    first, last = (np.hypot(*surface.gradient(*point)) for point in (points[0], points[-1]))
    return bool(last < 1e-3 * max(1.0, first) and eigenvalues(surface, points[-1])[0] > 0)


def test_more_runs_reach_a_minimum_than_with_the_usual_rates() -> None:
    chosen = usual = 0
    for key, surface in GALLERY.items():
        scene = Scene(surface=key)
        chosen += sum(at_a_minimum(surface, run, scene) for run in opened(scene, surface).runs)
        usual += sum(at_a_minimum(surface, run, scene) for run in scene.runs)
    assert chosen >= 1.5 * usual
    assert usual > 0


@pytest.mark.parametrize("key", list(GALLERY))
def test_no_rate_is_above_the_limit_of_theory_for_the_curvature_on_its_path(key: str) -> None:
    surface, scene = GALLERY[key], Scene(surface=key)
    descent, momentum = opened(scene, surface).runs[:2]
    for run, product in ((descent, 2.0), (momentum, 2 * (1 + 0.9))):  # Polyak 1964
        steepest = max(eigenvalues(surface, point)[1] for point in path(surface, run, scene).points)
        assert not run.setting()["learning_rate"] * steepest >= product


@pytest.mark.parametrize("key", list(GALLERY))
def test_the_start_of_a_typed_surface_lies_inside_and_away_from_its_known_minima(key: str) -> None:
    known = GALLERY[key]
    (left, right), (bottom, top) = known.window
    start = opening_start(Surface(known.text, window=known.window))
    assert start is not None
    assert left < start[0] < right
    assert bottom < start[1] < top
    assert np.hypot(*known.gradient(*start)) > 0
    diagonal = np.hypot(right - left, top - bottom)
    assert all(np.hypot(*(np.array(start) - minimum.point)) > 0.05 * diagonal for minimum in known.minima)


def test_a_bowl_in_a_corner_is_approached_from_another() -> None:
    corner = Surface("(x + 3.5)^2 + (y - 3)^2")  # where a start would usually be
    start = opening_start(corner)
    assert start is not None
    assert np.hypot(start[0] + 3.5, start[1] - 3) > 0.25 * np.hypot(10, 10)


def test_where_nothing_slopes_no_start_is_named() -> None:
    assert opening_start(Surface("3")) is None
    assert opening_start(Surface("log(-1 - x^2)")) is None
    assert opening_rate(Surface("3"), OPTIMIZERS["sgd"], (1, 1), 150) is None


def test_a_start_is_taken_where_the_function_is_defined() -> None:
    start = opening_start(Surface("log(x) + y^2"))
    assert start is not None
    assert start[0] > 0


def test_low_places_are_cells_lower_than_all_around() -> None:
    places = low_places(Surface("(x^2 - 4)^2 + y^2"), ((-5, 5), (-5, 5)))
    assert sorted(np.round(places[:, 0]).tolist()) == [-2, 2]
    assert np.allclose(places[:, 1], 0, atol=0.25)


def test_methods_and_rules_that_cannot_be_read_stay_and_the_link_reproduces_the_choice() -> None:
    runs = (Run("bfgs"), Run("typed", rule="theta = theta -", style=1), Run("adam", style=2))
    scene = opened(Scene(text="x^2 + 10y^2", runs=runs), Surface("x^2 + 10y^2"))
    assert scene.runs[:2] == runs[:2]
    assert scene.runs[2] != runs[2]
    assert scene.start is not None
    assert Scene.from_query(scene.settled().to_query()).scene == scene.settled()
    assert scene.settled().runs == scene.runs, "the link holds every digit of a rate"


def test_a_surface_of_the_gallery_keeps_its_own_start() -> None:
    assert opened(Scene(surface="rosenbrock"), GALLERY["rosenbrock"]).start is None


def test_what_is_chosen_heeds_clipping_and_schedules() -> None:
    run = Run("sgd", options=(("clip_norm", 1e-3),))
    clipped, free = (
        opened(replace(Scene(), runs=(one,)), GALLERY["bowl"]).runs[0].setting()["learning_rate"]
        for one in (run, Run("sgd"))
    )
    assert clipped >= free, "a shortened gradient needs a larger rate to get as far"


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("x^2 + y^2", "x^2+y^2", False),
        ("x^2 + 10y^2", "x^2 + 100.5 y^2", False),
        ("x**2 + y^2", "x^2 + y^2", False),
        ("sin(2x) + 1e-3 y", "sin(3x) + 2e+4 y", False),
        ("x^2 + y^2", "x^4 + y^2", True),
        ("x^2 + y^2", "x^2 + 10y^2", True),
        ("x^2 + y^2", "x^2 - y^2", True),
        ("x_1^2 + x_2^2", "x_1^2 + x_3^2", True),
        ("sin(x) + y", "cos(x) + y", True),
    ],
)
def test_a_text_is_new_when_more_than_its_numbers_differ(text: str, other: str, *, expected: bool) -> None:
    assert differs(text, other) is expected


@pytest.mark.parametrize(
    ("runs", "place"),
    [
        ([(90, 0.0), (55, 0.0), (12, 0.0), (10, 0.0), (None, 5.0)], 1),  # the first of the equally deep that is soon
        ([(20, 3.0), (30, 0.0), (25, 0.0), (None, 5.0)], 1),  # soon but shallow is passed over
        ([(90, 0.0), (80, 0.0), (None, 5.0)], 1),  # none is soon: the soonest
        ([(None, 5.0), (None, 2.0), (None, 3.0)], 1),  # none settles: the lowest
    ],
)
def test_the_smallest_rate_that_settles_soon_is_taken(runs: list[tuple[int | None, float]], place: int) -> None:
    """Soon is within 60 of the 100 steps."""
    outcomes = [Outcome(False, settled, value) for settled, value in runs]
    assert _best(outcomes, 100) == place
    assert _best([Outcome(True, None, -5.0), *outcomes], 100) == place + 1
    assert _best([Outcome(True, None, -5.0)] * 3, 100) == 0


def test_a_run_that_begins_at_a_minimum_has_settled_after_no_step() -> None:
    surface = Surface("x^2 + y^2")
    assert outcome(descend(surface, "sgd", (0, 0), 5, learning_rate=0.1), surface.window) == (False, 0, 0.0)
    halved = descend(surface, "sgd", (4, 0), 12, learning_rate=0.25)  # x = 4/2ᵗ: a thousandth of the slope after 10
    assert outcome(halved, surface.window).settled == 10


@pytest.mark.parametrize(("low", "first"), [((12, 19), False), ((12, 17), True), ((13, 19), True)])
def test_the_first_place_is_taken_when_a_quarter_of_the_diagonal_lies_between_it_and_the_low_place(
    low: tuple[int, int], *, first: bool
) -> None:
    """The window is the unit square, so that a quarter of its diagonal is √2/4; low: a node of a grid of 24 cells."""
    x, y = (k / 24 for k in low)
    start = opening_start(Surface(f"(x - {x})^2 + (y - {y})^2", window=((0, 1), (0, 1))))
    assert (np.hypot(x - 0.15, y - 0.8) >= np.sqrt(2) / 4) == first
    assert (start == (0.15, 0.8)) == first


def test_the_places_tried_lie_in_the_window_off_its_axes_and_diagonals() -> None:
    x, y = 2 * np.array(PLACES).T - 1
    assert len(set(PLACES)) == 12
    assert (np.maximum(abs(x), abs(y)) < 0.9).all()
    assert np.hypot(x, y).min() > 0.6
    assert min(abs(x).min(), abs(y).min(), (abs(abs(x) - abs(y))).min()) > 0.05
