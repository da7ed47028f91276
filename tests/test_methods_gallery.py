"""Methods on the gallery: the classics' answers and SciPy's final points, from each surface's own start."""

import numpy as np
import pytest
from scipy.optimize import minimize

from gdviz.gallery import GALLERY
from gdviz.optimizers import METHODS, Oracle
from gdviz.trajectory import Ending, Trajectory

CLASSICS = ["bowl_100", "tilted_bowl", "spiral_valley", "rosenbrock", "beale", "booth", "matyas", "zakharov", "cliff"]
COUSINS = {
    "damped_newton": "trust-exact",
    "conjugate_gradient": "CG",
    "bfgs": "BFGS",
    "lbfgs": "L-BFGS-B",
    "trust_region": "trust-exact",
    "nelder_mead": "Nelder-Mead",
}
TIGHT = {"L-BFGS-B": {"ftol": 1e-16, "gtol": 1e-11}, "Nelder-Mead": {"xatol": 1e-11, "fatol": 1e-22}}


def run(key: str, name: str, steps: int) -> Trajectory:
    surface = GALLERY[name]
    return METHODS[key].run(Oracle(surface), np.array(surface.start, dtype=float), steps)


@pytest.mark.parametrize("name", CLASSICS)
def test_the_final_points_on_the_classics_are_scipys_and_the_known_minimum(name: str) -> None:
    surface = GALLERY[name]

    def hessian(p: np.ndarray) -> np.ndarray:
        xx, xy, yy = surface.hessian(*p)
        return np.array([[xx, xy], [xy, yy]])

    known = np.array(surface.minima[0].point)
    for key, method in COUSINS.items():
        witness = minimize(
            lambda p: float(surface.value(*p)),
            np.array(surface.start, dtype=float),
            method=method,
            jac=None if method == "Nelder-Mead" else lambda p: np.array(surface.gradient(*p)),
            hess=hessian if method == "trust-exact" else None,
            options=TIGHT.get(method, {"gtol": 1e-10}),
        )
        last = run(key, name, 200).points[-1]
        assert np.abs(last - witness.x).max() < 1e-6, key
        assert np.abs(last - known).max() < 1e-6, key


@pytest.mark.parametrize("name", ["folded", "bukin6", "cross_in_tray", "ackley", "monkey_saddle"])
def test_hard_surfaces_end_with_a_sentence_and_finite_points(name: str) -> None:
    for key in METHODS:
        path = run(key, name, 60)
        assert np.isfinite(path.points).all()
        assert np.isfinite(path.values).all()
        assert path.ending is not Ending.ALL_STEPS or path.steps == 60
