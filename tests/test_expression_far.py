"""Norms at and near 0 and far out, and quotients and logarithms of exponentials far out: generated, against mpmath."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdviz.surface import Surface
from tests.trials import trials

m = mpmath.mp
ORDERS = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
H = "1e-200"


def computed(text: str, x: float, y: float) -> list[float]:
    """f, gradient and Hessian of the surface at one point, the same from the loop for one point and for many."""
    surface = Surface(text)
    one = [surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)]
    xs, ys = np.array([x, 1.0]), np.array([y, 2.0])
    many = [row[0] for row in (surface.value(xs, ys), *surface.gradient(xs, ys), *surface.hessian(xs, ys))]
    assert one == pytest.approx(many, rel=1e-9, abs=1e-12 * max(abs(number) for number in [*many, 1e-300]), nan_ok=True)
    return [float(number) for number in one]


def exact(function, x: float, y: float) -> list[float]:
    with mpmath.workdps(520):
        place = (mpmath.mpf(x), mpmath.mpf(y))
        derivatives = [mpmath.diff(function, place, order, h=mpmath.mpf(H)) for order in ORDERS]
        return [float(mpmath.mpf(number)) for number in (function(*place), *derivatives)]


SIZES = st.sampled_from([1e-170, 3e-165, 1e-90, 1e-8, 0.5, 2.0, 7e9])
SIGNS = st.sampled_from([-1.0, 0.0, 1.0])
SQUARES = st.sampled_from(["x^2 + y^2", "(x^2 + y^2)/2", "3x^2 + 5y*y", "x^2/4 + y^2 + (x - y)^2", "2(x^2 + 4y^2)"])
SUMS = {
    "x^2 + y^2": lambda x, y: x * x + y * y,
    "(x^2 + y^2)/2": lambda x, y: (x * x + y * y) / 2,
    "3x^2 + 5y*y": lambda x, y: 3 * x * x + 5 * y * y,
    "x^2/4 + y^2 + (x - y)^2": lambda x, y: x * x / 4 + y * y + (x - y) ** 2,
    "2(x^2 + 4y^2)": lambda x, y: 2 * (x * x + 4 * y * y),
}
POWERS = st.sampled_from(["(1/2)", "(3/4)", "1.3", "(3/2)", "1.75", "(5/2)"])


@trials(20, picky=True)
@given(SQUARES, POWERS, SIZES, SIGNS, SIGNS)
def test_a_power_of_a_sum_of_squares_near_its_tip_and_far_from_it(squares, power, size, across, up):
    p = number(power)
    x, y = size * across, 0.7 * size * up
    got = computed(f"({squares})^{power}", x, y)
    if not across and not up:
        assert got[0] == 0.0
        assert p == 0.5 or got[1:3] == [0.0, 0.0]
        assert p < 1.1 or got[3:] == [0.0, 0.0, 0.0]
        return
    expected = exact(lambda x, y: SUMS[squares](x, y) ** mpmath.mpf(p), x, y)
    assume(all(entry == 0.0 or 1e-290 < abs(entry) < 1e290 for entry in expected))
    for part in (slice(0, 1), slice(1, 3), slice(3, 6)):
        scale = max(abs(entry) for entry in expected[part])
        assert got[part] == pytest.approx(expected[part], rel=1e-10, abs=max(1e-12 * scale, 1e-160))


def number(power: str) -> float:
    above, _, below = power.strip("()").partition("/")
    return float(above) / float(below or 1)


@pytest.mark.parametrize("text", ["sqrt(x^2 + y^2)", "hypot(x, y)", "hypot(x, y)^1", "sqrt(x*x + y^2)"])
@pytest.mark.parametrize("size", [1e-170, 1e-300, 1e200, 1e300])
def test_the_slope_of_a_norm_is_a_direction(text, size):
    gx, gy = Surface(text).gradient(3 * size, 4 * size)
    assert (gx, gy) == pytest.approx((0.6, 0.8), rel=1e-14)


TIPS = {
    "-cos(sqrt(x^2 + y^2))": ((0, 0), lambda x, y: -mpmath.cos(mpmath.hypot(x, y))),
    "cos(60*hypot(x, y))": ((0, 0), lambda x, y: mpmath.cos(60 * mpmath.hypot(x, y))),
    "-cos(sqrt((x - 1)^2 + (y + 200)^2))": ((1, -200), lambda x, y: -mpmath.cos(mpmath.hypot(x - 1, y + 200))),
    "cosh(hypot(x, 2y)) + x*y": ((0, 0), lambda x, y: mpmath.cosh(mpmath.hypot(x, 2 * y)) + x * y),
    "sqrt(x^2 + y^2)*sin(sqrt(x^2 + y^2))": ((0, 0), lambda x, y: mpmath.hypot(x, y) * mpmath.sin(mpmath.hypot(x, y))),
    "hypot(x, y)*tanh(hypot(x, y))": ((0, 0), lambda x, y: mpmath.hypot(x, y) * mpmath.tanh(mpmath.hypot(x, y))),
    "log(1 + sqrt(x^2 + y^2)^2)": ((0, 0), lambda x, y: mpmath.log(1 + x * x + y * y)),
    "exp(-hypot(x, y)^2)": ((0, 0), lambda x, y: mpmath.exp(-x * x - y * y)),
    "sqrt(x^2 + y^2 + (x - y)^2)^2 - 1": ((0, 0), lambda x, y: x * x + y * y + (x - y) ** 2 - 1),
    "(x^2 + y^2 + (x - y)^2 + x^4)^(3/2)": ((0, 0), lambda x, y: (x * x + y * y + (x - y) ** 2 + x**4) ** 1.5),
    "(x^2 + y^2)^a": ((0, 0), lambda x, y: x * x + y * y),
    "(x^2 + y^2 + (x - y)^2)^a": ((0, 0), lambda x, y: x * x + y * y + (x - y) ** 2),
    "abs(x)^2 + y^2": ((0, 3), lambda x, y: x * x + y * y),
    "abs(x)^(2a) + y^2": ((0, 3), lambda x, y: x * x + y * y),
    "cos(abs(x)) + cosh(abs(x - y))": ((0, 0), lambda x, y: mpmath.cos(x) + mpmath.cosh(x - y)),
    "(x^2)^a*y": ((0, 3), lambda x, y: x * x * y),
    "abs(x*y)^3": ((0, 2), lambda x, y: abs(x * y) ** 3),
}


@pytest.mark.parametrize("text", TIPS)
def test_curvatures_at_the_tip_of_a_norm_are_those_of_the_function(text):
    (a, b), f = TIPS[text]
    with mpmath.workdps(120):
        h = mpmath.mpf(10) ** -30
        xx = (f(a + h, b) - 2 * f(mpmath.mpf(a), mpmath.mpf(b)) + f(a - h, b)) / h**2
        yy = (f(a, b + h) - 2 * f(mpmath.mpf(a), mpmath.mpf(b)) + f(a, b - h)) / h**2
        xy = (f(a + h, b + h) - f(a + h, b - h) - f(a - h, b + h) + f(a - h, b - h)) / (4 * h**2)
        expected = [float(xx), float(xy), float(yy)]
    surface = Surface(text)
    near = pytest.approx(expected, rel=1e-9, abs=1e-9 * max(map(abs, expected)) + 1e-11)
    assert list(surface.hessian(a, b)) == near
    many = surface.hessian(np.array([a, a + 1.0, a]), np.array([b, b + 1.0, b]))
    assert [float(entry[0]) for entry in many] == near
    assert np.isfinite(many).all()


def test_curvatures_at_the_tip_of_a_norm():
    assert Surface("sqrt(x^2 + y^2)^3").hessian(0, 0) == (0.0, 0.0, 0.0)
    assert Surface("sqrt(1 + x^2 + 4y^2)").hessian(0, 0) == (1.0, 0.0, 4.0)
    assert Surface("sqrt(x^2 + y^2 + z)", parameters={"z": 1.0}).hessian(0, 0) == (1.0, 0.0, 1.0)
    assert Surface("(x^2 + y^2)^a", parameters={"a": 0.75}).gradient(0, 0) == (0.0, 0.0)


@pytest.mark.parametrize("text", ["sqrt(x^2 + y^2)", "exp(-hypot(x, y))", "x^3*y/(x^2 + y^2 + 0*x)", "hypot(x, y)*x"])
def test_where_the_directions_disagree_there_is_no_curvature(text):
    hessian = Surface(text).hessian(0, 0)
    assert np.isnan(hessian).all() or hessian == (0.0, 0.0, 0.0)


def test_x_to_the_y_at_zero():
    surface = Surface("x^y")
    assert surface.hessian(0, 1) == (0.0, -math.inf, 0.0)  # along y = 1 it is x, and f_xy = x^(y - 1)(1 + y ln x)
    assert Surface("y^x").hessian(1, 0) == (0.0, -math.inf, 0.0)
    assert Surface("x^a").hessian(0, 0) == (0.0, 0.0, 0.0)
    assert surface.gradient(0, 2) == (0.0, 0.0)
    assert surface.hessian(0, 2) == (2.0, 0.0, 0.0)
    assert surface.gradient(0, 1.5) == (0.0, 0.0)
    expected = exact(lambda x, y: x**y, 1.3, 2.2)
    assert computed("x^y", 1.3, 2.2) == pytest.approx(expected, rel=1e-12)
    assert math.isnan(surface.gradient(-1, 2)[1])


def test_an_angle_turns_as_fast_as_it_is_near():
    gx, gy = Surface("atan2(y, x)").gradient(3e-170, 4e-170)
    assert (gx, gy) == pytest.approx((-0.16e170, 0.12e170), rel=1e-13)


COEFFICIENTS = st.sampled_from([1, 2, -1, 0.5])
SLOPES = st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (1, 1), (1, -2), (0, 0)])
TERM = st.tuples(COEFFICIENTS, SLOPES)
FAR = st.sampled_from([-1000.0, -370.0, -40.0, -1.5, 0.3, 2.0, 36.0, 355.0, 710.0, 1000.0])


def written(terms) -> str:
    return " + ".join(f"({c})*e^({a}x + {b}y)" for c, (a, b) in terms)


def total(terms, x, y):
    return sum((mpmath.mpf(c) * m.exp(a * x + b * y) for c, (a, b) in terms), mpmath.mpf(0))


@trials(15, picky=True)
@given(
    st.lists(TERM, min_size=1, max_size=3),
    st.lists(TERM, min_size=2, max_size=3, unique_by=lambda term: term[1]),
    st.sampled_from([1, 2]),
    st.sampled_from(["", "x*"]),
    FAR,
    FAR,
)
def test_a_quotient_of_sums_of_exponentials_far_out(above, below, power, factor, x, y):
    assume(any(slope != (0, 0) for _, slope in below))
    with mpmath.workdps(520):
        parts = [abs(total([term], mpmath.mpf(x), mpmath.mpf(y))) for term in below]
        assume(abs(total(below, mpmath.mpf(x), mpmath.mpf(y))) > 0.05 * max(parts))

    def function(x, y):
        return (x if factor else 1) * total(above, x, y) / total(below, x, y) ** power

    expected = exact(function, x, y)
    assume(all(abs(entry) < 1e290 for entry in expected))
    got = computed(f"{factor}({written(above)})/({written(below)})^{power}", x, y)
    scale = max(1e-300, *(abs(entry) for entry in expected))
    with mpmath.workdps(520):
        largest = float(max(abs(total([term], mpmath.mpf(x), mpmath.mpf(y))) for term in above) / max(parts) ** power)
    assume(largest < 1e280)
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-11 * max(scale, largest * (abs(x) if factor else 1)))


@trials(12, picky=True)
@given(st.lists(TERM, min_size=2, max_size=5, unique_by=lambda term: term[1]), FAR, FAR)
def test_the_logarithm_of_a_sum_of_exponentials_far_out(terms, x, y):
    with mpmath.workdps(520):
        place = mpmath.mpf(x), mpmath.mpf(y)
        assume(total(terms, *place) > 0.05 * max(abs(total([term], *place)) for term in terms))
    expected = exact(lambda x, y: m.log(total(terms, x, y)), x, y)
    got = computed(f"ln({written(terms)})", x, y)
    assert got == pytest.approx(expected, rel=1e-10, abs=1e-12)


HYPERBOLIC = {
    "ln(cosh(x))": lambda x, y: m.log(m.cosh(x)),
    "ln(cosh(x) + cosh(y))": lambda x, y: m.log(m.cosh(x) + m.cosh(y)),
    "log10(1 + e^x)": lambda x, y: m.log10(1 + m.exp(x)),
    "ln(2e^x - 1) y": lambda x, y: y * m.log(2 * m.exp(x) - 1),
    "sinh(x + y)/(cosh(x) + 2)": lambda x, y: m.sinh(x + y) / (m.cosh(x) + 2),
    "(e^x - e^-x)/(e^x + e^-x)": lambda x, y: m.tanh(x),
    "e^(-x^2)(e^x + e^-x)": lambda x, y: m.exp(-x * x) * 2 * m.cosh(x),
    "1/sqrt(1 + e^(2x))": lambda x, y: 1 / m.sqrt(1 + m.exp(2 * x)),
    "ln(1/(e^x + e^-x)) + y": lambda x, y: y - m.log(2 * m.cosh(x)),
    "x e^x/(1 + e^x) - 1/(1 + e^-x)^2": lambda x, y: x / (1 + m.exp(-x)) - 1 / (1 + m.exp(-x)) ** 2,
    "sinh(x)/(1 + cosh(x))": lambda x, y: m.tanh(x / 2),
    "e^x/(e^x + e^y + 1)": lambda x, y: 1 / (1 + m.exp(y - x) + m.exp(-x)),
    "-ln(e^x/(e^x + e^y + 1))": lambda x, y: m.log(1 + m.exp(y - x) + m.exp(-x)),
}


@pytest.mark.parametrize("text", HYPERBOLIC)
@pytest.mark.parametrize("place", [(900.0, 2.0), (20.0, -3.0), (1.25, 0.5), (1e-9, 1.0)])
def test_hyperbolic_and_other_quotients(text, place):
    expected = exact(HYPERBOLIC[text], *place)
    assert computed(text, *place) == pytest.approx(expected, rel=1e-9, abs=1e-13)
