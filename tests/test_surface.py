"""Surfaces against mpmath: value, gradient and Hessian, at points and arrays, at kinks and where there is no value."""

import math
import pickle
import subprocess
import sys
import threading
import warnings
from dataclasses import FrozenInstanceError, replace

import mpmath
import numpy as np
import pytest

from gdviz.expression import ExpressionError
from gdviz.kernel import CHUNK, Graph, define, scalar_block
from gdviz.kernel.formula import formula
from gdviz.surface import Minimum, Surface

POINTS = [(0.3, -0.7), (1.25, 2.5), (-2.2, 0.9), (3.7, -3.1)]


def styblinski(x, y):
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


def goldstein(x, y):
    one = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    two = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return one * two


def ackley(x, y):
    far = -20 * mpmath.exp(-mpmath.mpf("0.2") * mpmath.sqrt((x**2 + y**2) / 2))
    return far - mpmath.exp((mpmath.cos(2 * mpmath.pi * x) + mpmath.cos(2 * mpmath.pi * y)) / 2) + mpmath.e + 20


KNOWN = {
    "100 (y - x^2)^2 + (1 - x)^2": lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2,
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2": lambda x, y: (
        (mpmath.mpf("1.5") - x + x * y) ** 2
        + (mpmath.mpf("2.25") - x + x * y**2) ** 2
        + (mpmath.mpf("2.625") - x + x * y**3) ** 2
    ),
    "20 + x^2 - 10cos(2 pi x) + y^2 - 10 cos(2 pi y)": lambda x, y: (
        20 + x**2 - 10 * mpmath.cos(2 * mpmath.pi * x) + y**2 - 10 * mpmath.cos(2 * mpmath.pi * y)
    ),
    "-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2 pi x) + cos(2 pi y))) + e + 20": ackley,
    "(1+(x+y+1)^2*(19-14x+3x^2-14y+6x*y+3y^2))*(30+(2x-3y)^2*(18-32x+12x^2+48y-36x*y+27y^2))": goldstein,
    "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2": styblinski,
    "x/(1 + y^2) - 3/(x^2 + 2)": lambda x, y: x / (1 + y**2) - 3 / (x**2 + 2),
    "sin(x y)^2/(x^2 + y^2)": lambda x, y: mpmath.sin(x * y) ** 2 / (x**2 + y**2),
    "tanh(x) y^3 - atan(x y)": lambda x, y: mpmath.tanh(x) * y**3 - mpmath.atan(x * y),
    "ln(1 + x^2) + log10(2 + y^2)": lambda x, y: mpmath.log(1 + x**2) + mpmath.log10(2 + y**2),
    "hypot(x, y) + softplus(x) - sigmoid(y)": lambda x, y: (
        mpmath.hypot(x, y) + mpmath.log(1 + mpmath.exp(x)) - 1 / (1 + mpmath.exp(-y))
    ),
    "(x^2 + 1)^1.3 + 2^(x y/4) + cbrt(x^2 + y^2)": lambda x, y: (
        (x**2 + 1) ** mpmath.mpf("1.3") + mpmath.mpf(2) ** (x * y / 4) + mpmath.cbrt(x**2 + y**2)
    ),
    "|x| + 2|y - 1| + max(x, y)": lambda x, y: abs(x) + 2 * abs(y - 1) + max(x, y),
    "x^-2 + (2x)^-3 y - -x": lambda x, y: x**-2 + (2 * x) ** -3 * y + x,
}


def close(found, truth, scale=1.0):
    return float(found) == pytest.approx(float(truth), rel=2e-12, abs=2e-12 * max(1.0, scale))


@pytest.mark.parametrize("text", KNOWN)
def test_value_gradient_and_hessian_are_right(text):
    surface, f = Surface(text), KNOWN[text]
    mpmath.mp.dps = 40
    for x, y in POINTS:
        at = (mpmath.mpf(x), mpmath.mpf(y))
        size = abs(float(f(*at)))
        assert close(surface.value(x, y), f(*at), size)
        for order, found in (((1, 0), 0), ((0, 1), 1)):
            assert close(surface.gradient(x, y)[found], mpmath.diff(f, at, order), size)
        for order, found in (((2, 0), 0), ((1, 1), 1), ((0, 2), 2)):
            assert close(surface.hessian(x, y)[found], mpmath.diff(f, at, order), 10 * size)
    mpmath.mp.dps = 15


@pytest.mark.parametrize("text", KNOWN)
def test_arrays_say_what_scalars_say(text):
    surface = Surface(text)
    xs, ys = np.random.default_rng(7).uniform(-4, 4, (2, 60))
    many = [surface.value(xs, ys), *surface.gradient(xs, ys), *surface.hessian(xs, ys)]
    for place in range(60):
        x, y = float(xs[place]), float(ys[place])
        single = [surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)]
        scale = max(1.0, float(np.max(np.abs(single))))
        np.testing.assert_allclose([row[place] for row in many], single, rtol=1e-12, atol=1e-13 * scale)


@pytest.mark.parametrize("text", list(KNOWN)[:3])
def test_arrays_and_scalars_are_the_same_bits_on_polynomials(text):
    surface = Surface(text)
    xs, ys = np.random.default_rng(3).uniform(-4, 4, (2, 200))
    for name in ("value", "gradient", "hessian"):
        many = np.array(getattr(surface, name)(xs, ys)).reshape(-1, 200)
        single = np.array([np.atleast_1d(getattr(surface, name)(x, y)) for x, y in zip(xs, ys, strict=True)])
        assert np.array_equal(many, single.T)


def test_shapes_and_types():
    surface = Surface("x^2 + 3y")
    assert type(surface.value(1, 2)) is np.float64
    assert all(type(part) is np.float64 for part in surface.hessian(1, np.array(2)))
    assert surface.value(np.zeros(4), np.zeros((3, 1))).shape == (3, 4)
    assert all(part.shape == (3, 4) for part in surface.hessian(np.zeros(4, int), np.zeros((3, 1), np.float32)))
    assert surface.value([1, 2], 3).dtype == np.float64
    assert surface.gradient(np.empty(0), 1.0)[0].shape == (0,)
    assert np.array_equal(surface.gradient(np.zeros(3), 0.0)[1], [3.0, 3.0, 3.0])


def test_grid_has_rows_of_y():
    xs, ys, z = Surface("x + 100y", window=((0, 1), (0, 2))).grid(shape=(3, 5))
    assert (xs.shape, ys.shape, z.shape) == ((5,), (3,), (3, 5))
    assert z[2, 4] == 201.0
    assert Surface("x + 100y").grid(((2, 3), (0, 1)), (2, 2))[2][0, 1] == 3.0


def test_more_points_than_a_chunk():
    xs = np.linspace(-2, 2, 2 * CHUNK + 17)
    np.testing.assert_array_equal(Surface("x^2 + y").value(xs, 1.0), xs * xs + 1.0)


def test_parameters_are_arguments():
    surface = Surface("a x^2 + b y", parameters={"a": 2})
    assert dict(surface.parameters) == {"a": 2.0, "b": 1.0}
    assert surface.value(3, 5) == 23.0
    turned = surface.with_parameters(b=-1)
    assert (turned.value(3, 5), turned.gradient(3.0, 5.0)) == (13.0, (12.0, -1.0))
    assert turned.evaluator is surface.evaluator
    assert surface.value(3, 5) == 23.0
    assert turned.gradient(np.ones(2), np.ones(2))[1].tolist() == [-1.0, -1.0]
    assert turned.key != surface.key
    assert turned.with_parameters(b=1.0).key == surface.key


@pytest.mark.parametrize("wrong", [{"c": 1.0}, {"a": math.nan}, {"a": math.inf}])
def test_wrong_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match="parameter"):
        Surface("a x^2", parameters=wrong)


def test_wrong_text_is_refused_with_a_position():
    with pytest.raises(ExpressionError) as refusal:
        Surface("x + foo(y)")
    assert refusal.value.position == 4


def test_surfaces_are_values():
    surface = Surface("x^2", name="Bowl", minima=[Minimum((0, 0), 0)], parameters={})
    assert surface == Surface("x^2", name="Bowl", minima=[Minimum((0, 0), 0)])
    assert hash(surface) == hash(replace(surface))
    assert surface != Surface("x^2", name="Other")
    with pytest.raises(FrozenInstanceError):
        surface.name = "Else"
    with pytest.raises(TypeError):
        surface.parameters["a"] = 1.0
    copy = pickle.loads(pickle.dumps(replace(surface, start=(1, 2))))
    assert (copy.value(3, 0), copy.start, copy.minima) == (9.0, (1.0, 2.0), surface.minima)


def test_the_start_lies_in_the_window():
    (x_low, x_high), (y_low, y_high) = window = ((2, 3), (-1, 7))
    x, y = Surface("x y", window=window).start
    assert x_low < x < x_high
    assert y_low < y < y_high


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("1/x + y", (0.0, 1.0), math.inf),
        ("ln(x) + y", (0.0, 1.0), -math.inf),
        ("ln(x) + y", (-1.0, 1.0), math.nan),
        ("sqrt(x) y", (-1.0, 1.0), math.nan),
        ("exp(x) + y", (1e4, 1.0), math.inf),
        ("x^1.5 + y", (-1.0, 1.0), math.nan),
        ("sin(x) + y", (math.inf, 1.0), math.nan),
        ("x y", (0.0, math.inf), math.nan),
        ("floor(x) + y", (math.inf, 1.0), math.inf),
        ("x^100 + y^100", (1e300, 1.0), math.inf),
    ],
)
def test_undefined_is_nan_or_infinite_and_never_a_warning(text, point, value):
    surface = Surface(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for found in (surface.value(*point), surface.value(np.array(point[:1]), point[1])[0]):
            assert np.array_equal(found, value, equal_nan=True)
        for function in (surface.gradient, surface.hessian):
            function(*point)
            function(np.array(point[:1]), point[1])


@pytest.mark.parametrize(
    ("text", "point", "gradient"),
    [
        ("|x| + y", (0.0, 0.0), (0.0, 1.0)),
        ("|x| + y", (-2.0, 0.0), (-1.0, 1.0)),
        ("max(x, y)", (1.0, 1.0), (0.5, 0.5)),
        ("max(x, y)", (2.0, 1.0), (1.0, 0.0)),
        ("min(x, y)", (2.0, 1.0), (0.0, 1.0)),
        ("relu(x) + y", (0.0, 1.0), (0.5, 1.0)),
        ("sign(x) + floor(y) + ceil(x)", (0.5, 0.5), (0.0, 0.0)),
    ],
)
def test_kinks_have_the_usual_subgradient(text, point, gradient):
    surface = Surface(text)
    assert not surface.smooth
    assert surface.gradient(*point) == gradient
    assert tuple(part[0] for part in surface.gradient(np.array(point[:1]), point[1])) == gradient
    assert surface.hessian(*point) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "gradient"),
    [
        ("sqrt(x^2 + y^2)", (0.0, 0.0)),
        ("hypot(x, y) + 3y", (0.0, 3.0)),
        ("sqrt((x - y)^2) + x", (1.0, 0.0)),
        ("sqrt(x^2 - 2x y + y^2)", (0.0, 0.0)),
        ("-20exp(-0.2sqrt((x^2 + y^2)/2)) + 2x", (2.0, 0.0)),
        ("asin(1 - x^2) + y", (0.0, 1.0)),
        ("sqrt(x) + y", (math.inf, 1.0)),
    ],
)
def test_the_tip_of_a_root_has_the_subgradient_and_a_cliff_has_none(text, gradient):
    surface = Surface(text)
    assert surface.gradient(0.0, 0.0) == gradient
    assert tuple(part[0] for part in surface.gradient(np.zeros(1), np.zeros(1))) == gradient


def test_a_quotient_that_was_typed_stays_undefined():
    surface = Surface("x y/sqrt(x^2 + y^2)")
    assert math.isnan(surface.value(0.0, 0.0))
    assert all(map(math.isnan, surface.gradient(0.0, 0.0)))


@pytest.mark.parametrize("text", KNOWN)
def test_a_formula_and_its_gradient_share_nodes(text):
    surface = Surface(text)
    graph = Graph()
    inputs = {graph.input("x"): "x", graph.input("y"): "y"}
    f, gx, gy = surface.instantiate(graph, *inputs)
    lines, expressions = scalar_block(graph, [f, gx, gy], inputs)
    body = "".join(f"    {line}\n" for line in [*lines, f"return {', '.join(expressions)}"])
    together = define("fused", f"def fused(x, y):\n{body}")(1.25, -0.5)
    assert together == (surface.value(1.25, -0.5), *surface.gradient(1.25, -0.5))


def test_instantiate_names_parameters_and_takes_any_point():
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    f, *_, hxx, _, _ = Surface("a x^2 + y").instantiate(graph, y, x, order=2)
    a = graph.input("p_a")
    assert f is graph.apply("add", x, graph.apply("mul", a, graph.apply("mul", y, y)))
    assert hxx is graph.apply("mul", 2.0, a)


def test_surfaces_of_functions():
    centre = np.array([[1.0], [2.0]])
    surface = Surface.of_functions(
        "distance to data set 7",
        lambda p: np.sum((p - centre) ** 2, axis=0),
        lambda p: 2 * (p - centre),
        lambda p: np.array([[2.0], [0.0], [2.0]]),
        variables=("w", "b"),
        name="Distance",
        window=((0, 4), (0, 4)),
    )
    assert (surface.symbolic, surface.variables, surface.name, dict(surface.parameters)) == (
        False,
        ("w", "b"),
        "Distance",
        {},
    )
    assert surface.value(1, 4) == 4.0
    assert surface.gradient(3, 2) == (4.0, 0.0)
    assert [part.shape for part in surface.hessian(np.zeros((2, 3)), 0.0)] == [(2, 3)] * 3
    assert surface.grid(shape=(3, 5))[2].shape == (3, 5)
    assert replace(surface, name="Else").value(1, 2) == 0.0
    with pytest.raises(TypeError):
        surface.instantiate(Graph(), None, None)


def test_sixteen_threads_at_once_are_right():
    texts = [f"(x - {n})^2 y + sin({n} x)" for n in range(2, 10)]
    failures = []

    def work(text, n):
        surface = Surface(text)
        gx, gy = surface.gradient(0.5, 2.0)
        right = (2 * (0.5 - n) * 2.0 + n * math.cos(n * 0.5), (0.5 - n) ** 2)
        if not np.allclose((gx, gy), right, rtol=1e-12) or surface.hessian(np.zeros(5), 1.0)[1].shape != (5,):
            failures.append(text)

    threads = [threading.Thread(target=work, args=(text, n)) for n, text in enumerate(texts, 2) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_cache_is_bounded():
    assert formula.cache_info().maxsize <= 256


def test_values_need_no_sympy():
    code = (
        "import sys, numpy; from gdviz.surface import Surface; s = Surface('sin(x) + a y^2');"
        "assert s.value(0, 2) == 4.0 and s.grid()[2].shape == (160, 160); assert 'sympy' not in sys.modules;"
        "assert s.gradient(0, 2) == (1.0, 4.0) and 'sympy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
