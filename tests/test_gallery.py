"""Every gallery entry's answers, against mpmath, SciPy and formulas written a second time."""

import subprocess
import sys

import mpmath
import numpy as np
import pytest
from scipy.optimize import minimize

from gdviz.gallery import GALLERY, GROUPS
from gdviz.surface import Minimum, Surface
from tests.gallery_witness import WITNESSES, Formula

KINK_MINIMA = {"ackley", "folded", "bukin6"}
NOT_FOUND_BY_FORMULA = {"drop_wave"}  # smooth at its minimum, though the square root in the formula is not
NO_MINIMA = {"saddle", "monkey_saddle"}
# These have only some of their minima listed, the deepest first.
MORE_MINIMA = {
    "michalewicz", "rastrigin", "ackley", "griewank", "levy13", "bohachevsky", "drop_wave", "schaffer2", "schaffer4",
    "eggholder", "holder_table", "easom",
}  # fmt: skip
WANTED = """
bowl bowl_10 bowl_100 rosenbrock himmelblau beale booth matyas mccormick three_hump_camel six_hump_camel goldstein_price
easom ackley rastrigin griewank styblinski_tang levy13 bukin6 cross_in_tray eggholder holder_table drop_wave schaffer2
schaffer4 branin bohachevsky saddle monkey_saddle plateau cliff sharp_and_flat double_well spiral_valley ravine
"""
ANSWERS = [(key, minimum) for key, surface in GALLERY.items() for minimum in surface.minima]
SMOOTH = [(key, minimum) for key, minimum in ANSWERS if key not in KINK_MINIMA | NOT_FOUND_BY_FORMULA]
every_surface = pytest.mark.parametrize("key", GALLERY)
every_answer = pytest.mark.parametrize(("key", "minimum"), ANSWERS)
smooth_answers = pytest.mark.parametrize(("key", "minimum"), SMOOTH)


def inside(surface: Surface, x: float, y: float) -> bool:
    (x_low, x_high), (y_low, y_high) = surface.window
    return x_low < x < x_high and y_low < y < y_high


def exact(formula: Formula, point: tuple[float, float]) -> mpmath.mpf:
    return formula(mpmath.mpf(point[0]), mpmath.mpf(point[1]), mpmath)


def polished(formula: Formula, point: tuple[float, float]) -> list[mpmath.mpf]:
    """The critical point next to this one, to thirty digits."""

    def slopes(x: mpmath.mpf, y: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf]:
        f = lambda a, b: formula(a, b, mpmath)  # noqa: E731
        return mpmath.diff(f, (x, y), (1, 0)), mpmath.diff(f, (x, y), (0, 1))

    return list(mpmath.findroot(slopes, tuple(map(mpmath.mpf, point)), tol=1e-40, verify=False))


def test_the_surfaces_asked_for_are_here() -> None:
    assert set(WANTED.split()) <= set(GALLERY)
    assert sum(len(group) for group in GROUPS.values()) == len(GALLERY)


@every_surface
def test_an_entry_is_complete(key: str) -> None:
    surface = GALLERY[key]
    assert key.isidentifier()
    assert surface.name
    assert surface.source
    assert surface.shows.endswith(".")
    assert len(surface.shows) < 160
    assert not surface.parameters
    assert surface.variables == ("x", "y")
    assert (not surface.minima) == (key in NO_MINIMA)
    assert [m.value for m in surface.minima] == sorted(m.value for m in surface.minima), "the deepest come first"
    assert len({m.point for m in surface.minima}) == len(surface.minima)


def test_no_two_entries_share_a_name_or_a_formula() -> None:
    assert len({surface.name for surface in GALLERY.values()}) == len(GALLERY)
    assert len({surface.text for surface in GALLERY.values()}) == len(GALLERY)


@every_surface
def test_the_typed_text_says_the_formula(key: str) -> None:
    surface = GALLERY[key]
    x, y, z = surface.grid(shape=(23, 29))
    with np.errstate(all="ignore"):
        expected = WITNESSES[key](x[None, :], y[:, None], np)
    assert np.isfinite(z).all()
    np.testing.assert_allclose(z, expected, rtol=1e-11, atol=1e-11)


@every_surface
def test_the_start_is_defined_and_slopes(key: str) -> None:
    surface = GALLERY[key]
    assert inside(surface, *surface.start)
    assert np.isfinite(surface.value(*surface.start))
    slope = np.hypot(*surface.gradient(*surface.start))
    assert 1e-3 < slope < np.inf, "a start from which plain descent moves"


@every_answer
def test_a_minimum_has_its_stated_value(key: str, minimum: Minimum) -> None:
    surface = GALLERY[key]
    assert inside(surface, *minimum.point)
    with mpmath.workdps(30):
        assert abs(exact(WITNESSES[key], minimum.point) - minimum.value) <= 4e-16 * max(1, abs(minimum.value))
    computed = surface.value(*minimum.point)
    assert computed == pytest.approx(minimum.value, rel=1e-13, abs=1e-11 if abs(minimum.value) > 1 else 1e-14)


@smooth_answers
def test_a_smooth_minimum_is_a_critical_point_to_the_last_digit(key: str, minimum: Minimum) -> None:
    with mpmath.workdps(40):
        found = polished(WITNESSES[key], minimum.point)
        for stated, true in zip(minimum.point, found, strict=True):
            assert abs(stated - true) <= 2.3e-16 * max(1, abs(true))


@smooth_answers
def test_a_smooth_minimum_is_flat_and_curves_upwards(key: str, minimum: Minimum) -> None:
    surface = GALLERY[key]
    hxx, hxy, hyy = surface.hessian(*minimum.point)
    curvatures = np.linalg.eigvalsh([[hxx, hxy], [hxy, hyy]])
    assert curvatures[0] > 0
    reach = 2e-15 * max(1.0, *map(abs, minimum.point)) * curvatures[1]
    assert np.hypot(*surface.gradient(*minimum.point)) <= 1e-13 * max(1, abs(minimum.value)) + reach


@every_answer
def test_every_minimum_is_lowest_on_circles_round_it(key: str, minimum: Minimum) -> None:
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False) + 0.1
    (low, high), _ = GALLERY[key].window
    with mpmath.workdps(30):
        for share in (1e-4, 1e-7):
            radius = share * (high - low)
            for angle in angles:
                x, y = minimum.point[0] + radius * np.cos(angle), minimum.point[1] + radius * np.sin(angle)
                assert exact(WITNESSES[key], (x, y)) > minimum.value


@every_answer
def test_scipy_goes_no_lower_from_near_by(key: str, minimum: Minimum) -> None:
    (low, high), _ = GALLERY[key].window
    generator = np.random.default_rng(7)
    for _ in range(2):
        start = np.array(minimum.point) + 0.005 * (high - low) * generator.normal(size=2)
        with np.errstate(all="ignore"):
            found = minimize(lambda p: WITNESSES[key](p[0], p[1], np), start, method="Nelder-Mead")
        lower_neighbour = np.hypot(*(found.x - np.array(minimum.point))) > 0.02 * (high - low)
        assert found.fun >= minimum.value - 1e-9 * max(1, abs(minimum.value)) or lower_neighbour


@pytest.mark.parametrize("key", sorted(set(GALLERY) - NO_MINIMA))
def test_nothing_in_the_window_is_lower_than_the_first_minimum(key: str) -> None:
    if key == "eggholder":  # its edge is lower than its deepest minimum: said in `shows`
        assert "edge" in GALLERY[key].shows
        return
    surface = GALLERY[key]
    _, _, z = surface.grid(shape=(301, 301))
    assert z.min() >= surface.minima[0].value - 1e-9 * max(1, abs(surface.minima[0].value))


@pytest.mark.parametrize("key", sorted(set(GALLERY) - MORE_MINIMA - NO_MINIMA - KINK_MINIMA - {"cross_in_tray"}))
def test_where_minima_are_few_all_in_the_window_are_listed(key: str) -> None:
    surface = GALLERY[key]
    (x_low, x_high), (y_low, y_high) = surface.window
    for x in np.linspace(x_low, x_high, 6):
        for y in np.linspace(y_low, y_high, 6):
            found = minimize(
                lambda p: float(surface.value(*p)), (x, y), jac=lambda p: np.array(surface.gradient(*p)), method="BFGS"
            )
            flat = np.hypot(*surface.gradient(*found.x)) < 1e-5
            if not (flat and inside(surface, *found.x)) or min(np.linalg.eigvalsh(matrix(surface, found.x))) < 1e-3:
                continue
            assert min(np.hypot(*(found.x - np.array(m.point))) for m in surface.minima) < 1e-2


def matrix(surface: Surface, point: np.ndarray) -> list[list[float]]:
    hxx, hxy, hyy = surface.hessian(*point)
    return [[hxx, hxy], [hxy, hyy]]


def test_looking_at_the_gallery_loads_no_sympy() -> None:
    code = (
        "import sys; from gdviz.gallery import GALLERY; [s.grid(shape=(4, 4)) for s in GALLERY.values()]; "
        "print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
