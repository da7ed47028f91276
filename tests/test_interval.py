"""Interval bounds against mpmath, operation by operation and for a whole formula with its derivatives."""

import mpmath
import numpy as np
import pytest

from gdviz.analysis.landscape.interval import OPERATIONS, enclose
from gdviz.kernel.graph import Graph
from gdviz.surface import Surface

REACHES = {
    "asin": (-1, 1), "acos": (-1, 1), "atanh": (-0.99, 0.99), "acosh": (1, 5), "sqrt": (0, 5), "log": (0.01, 5),
    "log2": (0.01, 5), "log10": (0.01, 5),
}  # fmt: skip
WITNESS = {
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)), "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)), "abs": abs,
    "cbrt": lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)), "log2": lambda u: mpmath.log(u, 2), "neg": lambda u: -u,
    "step": lambda u: (mpmath.sign(u) + 1) / 2,
}  # fmt: skip
UNARY = (
    "neg abs sign step sqrt cbrt exp log log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh"
    " floor ceil sigmoid softplus"
)
BINARY = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "max": max, "min": min, "hypot": mpmath.hypot, "atan2": mpmath.atan2, "pow": lambda a, b: a**b,
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "ne": lambda a, b: a != b,
}  # fmt: skip


@pytest.mark.parametrize("op", UNARY.split())
def test_unary_bounds_hold_against_mpmath(op: str) -> None:
    random = np.random.default_rng(7)
    low, high = REACHES.get(op, (-5, 5))
    ends = np.sort(random.uniform(low, high, (2, 60)), axis=0)
    with np.errstate(all="ignore"):
        lower, upper = OPERATIONS[op]((ends[0], ends[1]))
    witness = WITNESS.get(op) or getattr(mpmath, op)
    for i in range(60):
        for share in (0.0, 0.31, 0.5, 0.87, 1.0):
            u = min(ends[0, i] + share * (ends[1, i] - ends[0, i]), ends[1, i])
            with mpmath.workdps(40):
                assert lower[i] <= witness(mpmath.mpf(u)) <= upper[i]


@pytest.mark.parametrize("op", BINARY)
def test_binary_bounds_hold_against_mpmath(op: str) -> None:
    random = np.random.default_rng(8)
    a, b = (np.sort(random.uniform(-3, 3, (2, 80)), axis=0) for _ in range(2))
    a = np.abs(a) + 0.1 if op == "pow" else a
    a = np.sort(a, axis=0)
    with np.errstate(all="ignore"):
        lower, upper = OPERATIONS[op]((a[0], a[1]), (b[0], b[1]))
    for i in range(80):
        for s, t in random.uniform(0, 1, (5, 2)):
            p, q = mpmath.mpf(a[0, i] + s * (a[1, i] - a[0, i])), mpmath.mpf(b[0, i] + t * (b[1, i] - b[0, i]))
            with mpmath.workdps(40):
                assert lower[i] <= BINARY[op](p, q) <= upper[i]


def test_bounds_of_a_whole_formula_hold() -> None:
    surface = Surface("a x^3 sin(x y) - exp(-y^2)/(2 + cos(x)) + (x - y)^-2 + abs(x)^1.5", parameters={"a": 0.3})
    graph = Graph()
    outputs = surface.instantiate(graph, graph.input("x"), graph.input("y"), order=2)
    random = np.random.default_rng(9)
    low = random.uniform(-2, 2, (2, 200))
    high = low + random.uniform(0, 0.3, (2, 200))
    parameter = np.full(200, 0.3)
    bounds = enclose(outputs, {"x": (low[0], high[0]), "y": (low[1], high[1]), "p_a": (parameter, parameter)}, 200)
    for _ in range(10):
        x, y = low + random.uniform(0, 1, (2, 200)) * (high - low)
        values = (surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y))
        for (lower, upper), value in zip(bounds, values, strict=True):
            held = (lower <= value) & (value <= upper)
            assert held[np.isfinite(value)].all()


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "ne"])
def test_a_comparison_is_sure_where_it_holds_for_every_pair_and_possible_where_for_some(op: str) -> None:
    ends = [(low, high) for low in range(-1, 3) for high in range(low, 3)]
    for a in ends:
        for b in ends:
            pairs = [(p / 2, q / 2) for p in range(2 * a[0], 2 * a[1] + 1) for q in range(2 * b[0], 2 * b[1] + 1)]
            truths = [BINARY[op](p, q) for p, q in pairs]
            boxes = [(np.array([float(low)]), np.array([float(high)])) for low, high in (a, b)]
            lower, upper = OPERATIONS[op](*boxes)
            assert (lower[0], upper[0]) == (float(all(truths)), float(any(truths))), (a, b)


@pytest.mark.parametrize("exponent", [-3, -2, -1, 0, 1, 2, 3, 4, 5])
def test_a_whole_power_has_the_bounds_of_its_values_whatever_the_sign_of_the_base(exponent: int) -> None:
    ends = np.sort(np.random.default_rng(10).uniform(-2, 2, (2, 60)), axis=0)
    power = np.full(60, float(exponent))
    with np.errstate(all="ignore"):
        lower, upper = OPERATIONS["pow"]((ends[0], ends[1]), (power, power))
    for i, (low, high) in enumerate(ends.T):
        if exponent < 0 and low <= 0 <= high:
            assert (lower[i], upper[i]) == (-np.inf, np.inf)
            continue
        values = np.append(np.linspace(low, high, 100), np.clip(0.0, low, high)) ** float(exponent)
        assert (lower[i], upper[i]) == pytest.approx((values.min(), values.max()), rel=1e-12)
        assert lower[i] <= values.min() <= values.max() <= upper[i]


@pytest.mark.parametrize("op", ["sqrt", "log", "log2", "log10"])
def test_outside_of_the_domain_anything_is_possible_and_beside_it_what_the_part_inside_allows(op: str) -> None:
    with np.errstate(all="ignore"):
        lower, upper = OPERATIONS[op]((np.array([-2.0, -2.0, -1.0, 0.25]), np.array([-1.0, 0.0, 4.0, 4.0])))
    witness = (
        getattr(mpmath, op) if op in ("sqrt", "log10") else lambda u: mpmath.log(u, 2 if op == "log2" else mpmath.e)
    )
    assert (lower[0], upper[0]) == (-np.inf, np.inf)
    assert upper[2:] == pytest.approx([float(witness(4))] * 2)
    assert lower[3] == pytest.approx(float(witness(0.25)))
    assert lower[2] == pytest.approx(0) if op == "sqrt" else lower[2] == -np.inf
