"""Formulas as nodes: every function of the vocabulary, and random formulas against forward-mode differentiation."""

import math
import random

import mpmath
import numpy as np
import pytest

from gdviz.expression import Call, ExpressionError, Number
from gdviz.expression.vocabulary import FORMULA_FUNCTIONS
from gdviz.kernel import Graph, reachable
from gdviz.kernel.translate import from_tree
from gdviz.surface import Surface

SPECIAL = {
    "abs": abs,
    "sign": mpmath.sign,
    "cbrt": lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)),
    "log2": lambda u: mpmath.log(u, 2),
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
    "relu": lambda u: max(u, 0),
    "square": lambda u: u * u,
    "exp2": lambda u: mpmath.mpf(2) ** u,
    "round": lambda u: mpmath.floor(u + mpmath.mpf("0.5")),
    "mod": lambda u, v: u - v * mpmath.floor(u / v),
    "pow": lambda u, v: u**v,
    "max": max,
    "min": min,
}


@pytest.mark.parametrize("function", [name for name in FORMULA_FUNCTIONS if name != "where"])  # of no numbers
@pytest.mark.parametrize("shift", [0.31, 1.62])
def test_every_function_of_the_vocabulary(function, shift):
    truth = SPECIAL.get(function) or getattr(mpmath, function)
    inside = ["0.4x + 0.3", "y", "x*y - 1", "0.7"]
    for count in range(FORMULA_FUNCTIONS[function][0], FORMULA_FUNCTIONS[function][1] + 1):
        surface = Surface(f"{function}({', '.join(inside[:count])}) + 0*y")
        x, y = shift, 2.0 + shift

        def f(x, y, count=count):
            return truth(*[mpmath.mpf("0.4") * x + mpmath.mpf("0.3"), y, x * y - 1, mpmath.mpf("0.7")][:count])

        exact = f(x, y)
        if isinstance(exact, mpmath.mpc):
            assert math.isnan(surface.value(x, y))
            continue
        assert surface.value(x, y) == pytest.approx(float(exact), rel=1e-14)
        assert surface.value(np.array([x]), y)[0] == pytest.approx(float(exact), rel=1e-14)
        slopes = [mpmath.diff(f, (mpmath.mpf(x), mpmath.mpf(y)), order) for order in ((1, 0), (0, 1))]
        assert surface.gradient(x, y) == pytest.approx([float(s) for s in slopes], rel=1e-11, abs=1e-11)


class Dual:
    """A number with its derivative: forward-mode differentiation that shares nothing with SymPy or the graph."""

    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope


def random_formula(chance, depth):
    """(text, function of two Duals)."""
    if depth == 0:
        leaf = chance.choice("xxyyn")
        if leaf == "n":
            number = round(chance.uniform(0.2, 3), 2)
            return str(number), lambda x, y: Dual(number)
        return leaf, (lambda x, y: x) if leaf == "x" else (lambda x, y: y)
    kind = chance.choice(["+", "-", "*", "/", "^", "sin", "exp", "tanh", "sqrt", "neg"])
    left, f = random_formula(chance, depth - 1)
    if kind in ("+", "-", "*", "/"):
        right, g = random_formula(chance, depth - 1)
        return _binary(kind, left, right, f, g)
    if kind == "^":
        n = chance.choice([2, 3, 5])
        return f"({left})^{n}", lambda x, y: _chain(f(x, y), lambda u: u**n, lambda u: n * u ** (n - 1))
    if kind == "neg":
        return f"(-({left}))", lambda x, y: _chain(f(x, y), lambda u: -u, lambda u: -1.0)
    outer, slope = {
        "sin": (math.sin, math.cos),
        "exp": (lambda u: math.exp(-u * u), lambda u: -2 * u * math.exp(-u * u)),
        "tanh": (math.tanh, lambda u: 1 - math.tanh(u) ** 2),
        "sqrt": (lambda u: math.sqrt(1 + u * u), lambda u: u / math.sqrt(1 + u * u)),
    }[kind]
    text = {"sin": "sin({})", "exp": "exp(-({})^2)", "tanh": "tanh({})", "sqrt": "sqrt(1+({})^2)"}[kind]
    return text.format(left), lambda x, y: _chain(f(x, y), outer, slope)


def _chain(u, outer, slope):
    return Dual(outer(u.value), slope(u.value) * u.slope)


def _binary(kind, left, right, f, g):
    if kind == "/":  # kept away from its pole
        return f"({left})/(2+({right})^2)", lambda x, y: _quotient(f(x, y), g(x, y))
    combine = {
        "+": lambda u, v: Dual(u.value + v.value, u.slope + v.slope),
        "-": lambda u, v: Dual(u.value - v.value, u.slope - v.slope),
        "*": lambda u, v: Dual(u.value * v.value, u.slope * v.value + u.value * v.slope),
    }[kind]
    return f"({left}){kind}({right})", lambda x, y: combine(f(x, y), g(x, y))


def _quotient(u, v):
    below = 2 + v.value**2
    return Dual(u.value / below, (u.slope * below - u.value * 2 * v.value * v.slope) / below**2)


@pytest.mark.parametrize("seed", range(120))
def test_random_formulas_agree_with_forward_differentiation(seed):
    chance = random.Random(seed)
    text, f = random_formula(chance, chance.choice([2, 3, 4]))
    surface = Surface(f"{text} + 0*x + 0*y")
    for x, y in ((0.37, -1.21), (-0.9, 0.45)):
        by_x, by_y = f(Dual(x, 1.0), Dual(y)), f(Dual(x), Dual(y, 1.0))
        size = 1e-11 * (1 + abs(by_x.value) + abs(by_x.slope) + abs(by_y.slope))
        assert surface.value(x, y) == pytest.approx(by_x.value, rel=1e-11, abs=size)
        assert surface.gradient(x, y) == pytest.approx((by_x.slope, by_y.slope), rel=1e-10, abs=size)


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 23),
        ("100 (y - x^2)^2 + (1 - x)^2", 14),
        ("e^(x y)", 4),
        ("exp(-x^2 - y^2)", 9),
        ("sin(x)cos(y)", 8),
    ],
)
def test_value_and_gradient_take_few_operations_together(text, operations):
    graph = Graph()
    nodes = Surface(text).instantiate(graph, graph.input("x"), graph.input("y"))
    assert sum(bool(node.arguments) for node in reachable(nodes)) <= operations


def test_large_factors_do_not_overflow_in_secret():
    surface = Surface("(10^9 x)^30 (10^9 x)^10 y^2")
    assert surface.value(1e-9, 2.0) == pytest.approx(4.0)
    with pytest.raises(ExpressionError):  # here the derivatives' numbers are refused, and check says so beforehand
        surface.check()
    surface = Surface("(10^9 x)^30 y").check()
    assert surface.gradient(1e-9, 2.0)[1] == pytest.approx(1.0)


def test_long_sums_need_no_deep_recursion():
    text = "+".join(["x"] * 60 + ["y"] * 60)
    assert Surface(text).value(1.0, 2.0) == 180.0


def test_a_call_that_is_not_in_the_vocabulary_is_refused():
    with pytest.raises(KeyError):
        from_tree(Graph(), Call("system", (Number(1.0),)), {})
