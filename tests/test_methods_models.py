"""Methods that model the surface, step by step, against what the textbook promises of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdviz.optimizers import METHODS, Oracle
from gdviz.optimizers.methods.trust_region import dogleg
from gdviz.trajectory import Trajectory
from tests.plain_surfaces import BEALE, CLASSICS, HIMMELBLAU, ROSENBROCK, SADDLE, VALLEY, PlainSurface, quadratic
from tests.trials import trials

QUADRATICS = [quadratic(1.0, 0.0, 1.0), quadratic(2.0, -1.0, 3.0), quadratic(1.0, 0.0, 1000.0), VALLEY]


def run(key: str, surface: PlainSurface, steps: int, **knobs: float) -> Trajectory:
    return METHODS[key].run(Oracle(surface), np.array(surface.start), steps, knobs)


@pytest.mark.parametrize("surface", QUADRATICS, ids=lambda s: s.name)
@pytest.mark.parametrize("key", ["newton", "damped_newton"])
def test_newton_needs_one_step_on_a_quadratic(key: str, surface: PlainSurface) -> None:
    path = run(key, surface, 1)
    assert np.abs(path.points[1] - surface.minima[0]).max() < 1e-9
    assert path.evaluations.hessian == 1


@pytest.mark.parametrize("key", ["newton", "damped_newton", "trust_region"])
def test_newtons_family_squares_the_distance(key: str) -> None:
    path = run(key, replace(HIMMELBLAU, start=(3.3, 2.2)), 6)
    distance = np.linalg.norm(path.points - (3.0, 2.0), axis=1)
    far = distance[:-1] > 1e-7
    assert far.sum() >= 3
    assert (distance[1:][far] < distance[:-1][far] ** 2 + 1e-15).all()


@pytest.mark.parametrize("key", ["bfgs", "lbfgs"])
@pytest.mark.parametrize("surface", [ROSENBROCK, BEALE, HIMMELBLAU], ids=lambda s: s.name)
def test_quasi_newton_is_superlinear(key: str, surface: PlainSurface) -> None:
    path = run(key, surface, 60)
    end = min(surface.minima, key=lambda m: np.linalg.norm(path.points[-1] - m))
    distance = np.linalg.norm(path.points - end, axis=1)
    last = int(np.argmax(distance < 1e-8))
    ratios = distance[last - 2 : last + 1] / distance[last - 3 : last]
    assert last > 3
    assert ratios.max() < 0.5
    assert ratios[-1] < 0.1


def test_bfgs_learns_the_inverse_hessian() -> None:
    path = run("bfgs", VALLEY, 30)
    xx, xy, yy = VALLEY.hessian(0.0, 0.0)
    learnt = [[path.states["h_xx"][-1], path.states["h_xy"][-1]], [path.states["h_xy"][-1], path.states["h_yy"][-1]]]
    assert np.abs(np.array(learnt) @ [[xx, xy], [xy, yy]] - np.eye(2)).max() < 1e-3


def test_damped_newton_turns_every_curvature_positive() -> None:
    for floor, damping in ((1e-3, 0.0), (0.5, 0.0), (1e-3, 2.0)):
        path = run("damped_newton", SADDLE, 8, floor=floor, damping=damping)
        for point, gradient, trial in zip(path.points, path.gradients, path.trials, strict=False):
            xx, xy, yy = SADDLE.hessian(*point)
            eigenvalues, vectors = np.linalg.eig(np.array([[xx, xy], [xy, yy]]))
            modified = np.maximum(abs(eigenvalues), floor) + damping
            expected = -vectors @ np.diag(1 / modified) @ vectors.T @ gradient
            assert np.allclose(sorted(trial["modified"]), sorted(modified), rtol=1e-12)
            assert np.allclose(trial["direction"], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("surface", [*CLASSICS, SADDLE], ids=lambda s: s.name)
def test_the_trust_region_keeps_its_own_rules(surface: PlainSurface) -> None:
    path = run("trust_region", surface, 40)
    for k, trial in enumerate(path.trials):
        if trial.get("move") == "stay":
            break
        step = np.array(trial["candidate"]) - path.points[k]
        g, B = np.array(trial["model"]["g"]), np.array(trial["model"]["B"])
        assert np.linalg.norm(step) <= trial["radius"] * (1 + 1e-9)
        assert trial["accepted"] == (path.points[k + 1].tolist() == list(trial["candidate"]))
        assert trial["promised"] == pytest.approx(-(g @ step + step @ B @ step / 2), rel=1e-6, abs=1e-12)
        if trial["rho"] is not None:
            assert trial["accepted"] == (trial["rho"] > 0.15)
            smaller = path.states["radius"][k + 1] < path.states["radius"][k]
            assert smaller == (trial["rho"] < 0.25)


@trials(100)
@example(eigen=(0.210662987528027, 0.0), turn=0.210662987528027, heading=0.210662987528027, radius=1.0)
@given(
    eigen=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    turn=st.floats(0, 3.2),
    heading=st.floats(0, 6.3),
    radius=st.floats(0.01, 10),
)
def test_a_dogleg_step_is_inside_and_no_worse_than_the_cauchy_point(
    eigen: tuple[float, float], turn: float, heading: float, radius: float
) -> None:
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    B = rotation @ np.diag(eigen) @ rotation.T
    g = np.array([np.cos(heading), np.sin(heading)])
    bend = g @ B @ g
    with np.errstate(all="ignore"):  # as in a walk
        step, kind = dogleg(g, B, radius)
        cauchy = -(min(radius, 1 / bend) if bend > 0 else radius) * g
    model = [g @ p + p @ B @ p / 2 for p in (step, cauchy)]
    assert np.linalg.norm(step) <= radius * (1 + 1e-9)
    assert model[0] <= model[1] + 1e-9 * (1 + abs(model[1]))
    if kind == "dogleg":
        assert np.linalg.norm(step) == pytest.approx(radius, rel=1e-6)
