"""Methods against SciPy's: every iterate where the algorithm is the same, the final point where it is a cousin."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.optimize
from scipy.optimize import OptimizeResult, minimize

from gdviz.optimizers import METHODS, Oracle
from gdviz.optimizers.methods.bfgs import Pairs, applied, scale, updated
from gdviz.trajectory import Trajectory
from tests.plain_surfaces import BEALE, BOOTH, CLASSICS, HIMMELBLAU, ROSENBROCK, SADDLE, VALLEY, PlainSurface, quadratic


def ours(key: str, surface: PlainSurface, steps: int, **knobs: float) -> Trajectory:
    return METHODS[key].run(Oracle(surface), np.array(surface.start), steps, knobs)


def scipys(method: str, surface: PlainSurface, derivatives: int = 1, **options: object) -> OptimizeResult:
    def hessian(p: np.ndarray) -> np.ndarray:
        xx, xy, yy = surface.hessian(*p)
        return np.array([[xx, xy], [xy, yy]])

    slopes = {"jac": lambda p: np.array(surface.gradient(*p))} if derivatives > 0 else {}
    bends = {"hess": hessian} if derivatives > 1 else {}
    start = np.array(surface.start)
    return minimize(lambda p: surface.value(*p), start, method=method, options=options, **slopes, **bends)


KINKED = PlainSurface(
    "kinks and ties",
    lambda x, y: abs(x - 0.25) + 2 * abs(y + 0.5) + round(3 * x) / 10,
    lambda x, y: (0.0, 0.0),
    lambda x, y: (0.0, 0.0, 0.0),
    (2.0, 1.0),
)
WAVES = PlainSurface(  # makes the simplex shrink
    "waves",
    lambda x, y: float(np.sin(9 * x) * np.cos(7 * y) + 0.1 * (x * x + y * y)),
    lambda x, y: (0.0, 0.0),
    lambda x, y: (0.0, 0.0, 0.0),
    (0.4, -0.2),
)
SIMPLEX_STARTS = [(0.0, 0.0), (-1.2, 1.0), (3.0, -2.0), (0.0, 1.5), (-0.001, -4.0)]


@pytest.mark.parametrize("start", SIMPLEX_STARTS, ids=str)
@pytest.mark.parametrize("surface", [*CLASSICS, SADDLE, KINKED, WAVES], ids=lambda s: s.name)
def test_every_nelder_mead_iterate_is_scipys(surface: PlainSurface, start: tuple[float, float]) -> None:
    there = replace(surface, start=start)
    steps = 150
    # SciPy counts the first simplex as an iteration
    witness = scipys("Nelder-Mead", there, 0, return_all=True, maxiter=steps + 1, maxfev=10**9, xatol=-1.0, fatol=-1.0)
    path = ours("nelder_mead", there, steps)
    assert np.array_equal(path.points, np.array(witness.allvecs))
    assert path.evaluations.value == witness.nfev
    assert path.evaluations.gradient == path.evaluations.hessian == 0
    assert np.array_equal(path.states["worst"][-1], witness.final_simplex[0][-1])


def test_the_simplex_makes_each_of_its_moves() -> None:
    paths = [ours("nelder_mead", replace(s, start=p), 150) for s in (ROSENBROCK, WAVES) for p in SIMPLEX_STARTS]
    moves = {trial["move"] for path in paths for trial in path.trials}
    assert moves == {"reflect", "expand", "contract outside", "contract inside", "shrink"}


@pytest.mark.parametrize("surface", [BOOTH, VALLEY, quadratic(3.0, -1.0, 0.5)], ids=lambda s: s.name)
@pytest.mark.parametrize("start", [(9.0, -4.0), (0.0, 0.0), (-30.0, 17.0)], ids=str)
def test_every_trust_region_iterate_is_scipys_where_the_model_is_convex(
    surface: PlainSurface, start: tuple[float, float]
) -> None:
    seen = [np.array(start)]
    there = replace(surface, start=start)
    knobs = {"radius": 0.7, "max_radius": 50.0}

    def hessian(p: np.ndarray) -> np.ndarray:
        xx, xy, yy = there.hessian(*p)
        return np.array([[xx, xy], [xy, yy]])

    minimize(
        lambda p: there.value(*p),
        np.array(start),
        method="dogleg",
        jac=lambda p: np.array(there.gradient(*p)),
        hess=hessian,
        callback=lambda p: seen.append(p.copy()),
        options={"initial_trust_radius": 0.7, "max_trust_radius": 50.0, "eta": 0.15, "gtol": 1e-9},
    )
    path = ours("trust_region", there, len(seen) - 1, **knobs)
    assert len(seen) > 2
    assert np.abs(path.points - np.array(seen)).max() < 1e-9


COUSINS = [("conjugate_gradient", "CG"), ("bfgs", "BFGS"), ("lbfgs", "L-BFGS-B"), ("damped_newton", "trust-exact")]
ONE_MINIMUM = [ROSENBROCK, BEALE, BOOTH, VALLEY]


@pytest.mark.parametrize(("key", "method"), [*COUSINS, ("newton", "trust-exact"), ("trust_region", "trust-exact")])
@pytest.mark.parametrize("surface", ONE_MINIMUM, ids=lambda s: s.name)
def test_the_final_point_is_scipys(key: str, method: str, surface: PlainSurface) -> None:
    if key == "newton" and surface is BEALE:
        surface = replace(BEALE, start=(2.9, 0.45))  # farther away plain Newton goes to Beale's saddle
    options = {"ftol": 1e-15, "gtol": 1e-10} if method == "L-BFGS-B" else {"gtol": 1e-9}
    witness = scipys(method, surface, 2 if method == "trust-exact" else 1, **options)
    assert np.abs(ours(key, surface, 200).points[-1] - witness.x).max() < 1e-6


@pytest.mark.parametrize("formula", [0, 1])
@pytest.mark.parametrize("surface", ONE_MINIMUM, ids=lambda s: s.name)
def test_both_conjugate_gradients_arrive(surface: PlainSurface, formula: int) -> None:
    path = ours("conjugate_gradient", surface, 300, formula=formula)
    assert np.abs(path.points[-1] - surface.minima[0]).max() < 1e-6


@pytest.mark.parametrize("search", [0, 1])
def test_line_search_descent_arrives_on_himmelblau_and_booth(search: int) -> None:
    for surface in (HIMMELBLAU, BOOTH):
        last = ours("line_search", surface, 300, search=search).points[-1]
        assert min(np.abs(last - m).max() for m in surface.minima) < 1e-6


def pairs_of_a_quadratic(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    noise = np.random.default_rng(3)
    steps = noise.normal(size=(count, 2))
    return [(s, np.array([[4.0, 1.0], [1.0, 2.0]]) @ s + 0.1 * s * abs(s)) for s in steps]


def test_the_bfgs_update_is_scipys() -> None:
    witness = scipy.optimize.BFGS(init_scale=1.0)
    witness.initialize(2, "inv_hess")
    inverse = np.eye(2)
    for step, change in pairs_of_a_quadratic(6):
        witness.update(step, change)
        inverse = updated(inverse, step, change)
        assert np.abs(inverse - witness.get_matrix()).max() < 1e-12
        assert np.abs(inverse @ change - step).max() < 1e-12  # the secant equation


@pytest.mark.parametrize("memory", [1, 2, 5])
def test_the_two_loops_are_the_last_few_dense_updates(memory: int) -> None:
    pairs: Pairs = Pairs(maxlen=memory)
    for pair in pairs_of_a_quadratic(7):
        pairs.append(pair)
    witness = scipy.optimize.BFGS(init_scale=scale(*pairs[-1]))
    witness.initialize(2, "inv_hess")
    for step, change in pairs:
        witness.update(step, change)
    for gradient in np.eye(2):
        assert np.abs(applied(pairs, gradient) - witness.get_matrix() @ gradient).max() < 1e-12
