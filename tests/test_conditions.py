"""Choices by conditions: every spelling against Python by hand, derivatives against SymPy's Piecewise, NaN, jumps."""

import math
import re
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy

import gdviz
from gdviz import ExpressionError, Surface
from gdviz.analysis.diagnosis.next_step import computed
from gdviz.analysis.landscape.interval import enclose
from gdviz.expression import read
from gdviz.kernel import Graph
from gdviz.ui.rail.formula import remarks
from tests.export_runs import numpy_code, pytorch_code

Function = Callable[[float, float], float]
POINTS = [(x, y) for x in (-2.5, -1.0, -0.3, 0.0, 0.5, 1.0, 3.0) for y in (-1.5, 0.0, 0.25, 2.0)]


def relu(x: float, y: float) -> float:
    return x if x > 0 else 0.0


def leaky(x: float, y: float) -> float:
    return x if x > 0 else 0.1 * x


def folded(x: float, y: float) -> float:
    return x * x if x > 0 else -x


def huber(x: float, y: float) -> float:
    return (0.5 * x * x if abs(x) <= 1 else abs(x) - 0.5) + y * y


def choice(x: float, y: float) -> float:
    return x if x > 0 else y


SPELLINGS: list[tuple[str, Function]] = [
    ("np.where(abs(x) <= 1, 0.5*x**2, abs(x) - 0.5) + y**2", huber),
    ("|x| ≤ 1 ? x^2/2 + y^2 : |x| - 1/2 + y^2", huber),
    (r"y^2 + \begin{cases} \frac12 x^2 & |x| \le 1 \\ |x| - \frac12 & \text{otherwise} \end{cases}", huber),
    ("torch.where(x > 0, x, 0.1*x)", leaky),
    ("jnp.where(x > 0, x, 0.1*x)", leaky),
    ("x if x > 0 else 0.1*x", leaky),
    ("lambda x, y: x if x > 0 else 0.1*x", leaky),
    ("def f(x, y):\n    return x if x > 0 else 0.1*x", leaky),
    ("x > 0 ? x : 0.1*x", leaky),
    ("(x, y) => x > 0 ? x : 0.1*x", leaky),
    ("double f(double x, double y) { return x > 0 ? x : 0.1*x; }", leaky),
    ("Piecewise((x**2, x > 0), (−x, True))", folded),
    ("Piecewise[{{x^2, x > 0}, {-x, x <= 0}}]", folded),
    ("piecewise(x <= 0, -x, x > 0, x^2)", folded),
    (r"f(x) = \begin{cases} x^2, & \text{if } x > 0, \\ -x & \text{if } x \le 0. \end{cases}", folded),
    ("f(x) = \\left\\{\n\\begin{array}{ll}\nx^2 & x>0\\\\[2pt]\n-x&\\mbox{otherwise}\n\\end{array}\\right.", folded),
    (r"\begin{align} f(x) &= \begin{cases} x^2 & x>0 \\ -x & x\leqslant 0 \end{cases} \end{align}", folded),
    ("x^2 if x > 0, -x otherwise", folded),
    ("if x > 0 then x^2 else -x", folded),
    ("if (x > 0) x^2 else -x", folded),
    (r"\left\{x>0:x^{2},-x\right\}", folded),
    ("{x >= 0: x^2, x < 0: -x}", lambda x, y: x * x if x >= 0 else -x),
    ("If[x > 0, x, 0]", relu),
    ("Piecewise[{{x, x > 0}}, 0]", relu),
    ("(x>0).*x", relu),
    ("[x > 0] x", relu),
    ("=IF(A1>0;A1;0) + 0*B1", relu),
    ("=IF(A1>0;A1;0,1*A1) + 0*B1", leaky),
    ("=IF(AND(A1>0,B1>0),A1,0)", lambda x, y: x if x > 0 and y > 0 else 0),
    ("ifelse(x > 0, x, y)", choice),
    ("c = x > 0; f = where(c, x, y)", choice),
    ("!(x > 0) ? y : x", choice),
    ("where(not x > 0, y, x)", choice),
    ("np.where(0 < x < 1, x, y)", lambda x, y: x if 0 < x < 1 else y),
    ("0 < x && x < 1 ? x : y", lambda x, y: x if 0 < x < 1 else y),
    ("np.where((x > 0) & ~(y > 0), x, y)", lambda x, y: x if x > 0 and not y > 0 else y),
    ("np.where((x > 1) | (y > 0), x, y)", lambda x, y: x if x > 1 or y > 0 else y),
    ("x > 1 || y > 0 ? x : y", lambda x, y: x if x > 1 or y > 0 else y),
    ("|x| > 1 || |y| > 1 ? x : y", lambda x, y: x if abs(x) > 1 or abs(y) > 1 else y),
    ("||x|| > 1 ? x_1 : x_2", lambda x, y: x if math.hypot(x, y) > 1 else y),
    ("Piecewise((x, And(x > 0, y > 0)), (y, True))", lambda x, y: x if x > 0 and y > 0 else y),
    ("x > 1 ? x : x > 0 ? x^2 : x^3", lambda x, y: x if x > 1 else x * x if x > 0 else x**3),
    ("x if x > 1 else x**2 if x > 0 else x**3", lambda x, y: x if x > 1 else x * x if x > 0 else x**3),
    ("np.sum(np.where(np.abs(x) < 1, x**2, 2*np.abs(x) - 1))",
     lambda x, y: sum(u * u if abs(u) < 1 else 2 * abs(u) - 1 for u in (x, y))),
    ("x <-1 ? 1 : x", lambda x, y: 1 if x < -1 else x),
    ("1 > 0 ? x : y", lambda x, y: x),
    ("where(x <= y, x, y)", min),
    ("np.select([x > 1, x > 0], [x, x**2], default=y)", lambda x, y: x if x > 1 else x * x if x > 0 else y),
    ("np.select([x > 0, y > 0], [x, y], x + y)", lambda x, y: x if x > 0 else y if y > 0 else x + y),
    ("jnp.select([x > 0], [x])", relu),
    ("jax.lax.select(x > 0, x, 0.1*x)", leaky),
    ("jax.lax.cond(x > 0, lambda: x, lambda: 0.1*x)", leaky),
    ("jax.lax.cond(x > 0, lambda x: x, lambda x: 0.1*x, x)", leaky),
    ("lax.cond(x > 0, lambda _: x, lambda _: 0.1*x, None)", leaky),
    ("tf.cond(x > 0, lambda: x, lambda: y)", choice),
    ("lambda x, y: torch.cond(x > 0, lambda x, y: x, lambda x, y: y, (x, y))", choice),
    ("lambda x, y: np.where(x > 0, x, 0.1*x)", leaky),
    ("f = lambda x, y: (x > 0)*x", relu),
    ("def f(x, y):\n    if x > 0:\n        return x\n    else:\n        return 0.1*x", leaky),
    ("def f(x, y):     if x > 0:         return x     else:         return 0.1*x", leaky),
    ("def f(x, y):\n    if x > 0:\n        return x\n    return 0.1*x\n", leaky),
    ("if x > 0:\n    return x\nelse:\n    return 0.1*x", leaky),
    ("def f(p):\n    x, y = p\n    if x > 0:\n        return x\n    return y", choice),
    ("def f(x, y, delta=1):\n    a = abs(x)\n    if a <= delta:\n        return 0.5*x**2 + y**2\n"
     "    return delta*(a - 0.5*delta) + y**2", huber),
    ("def f(x, y):\n    if x > 1:\n        return x\n    elif x > 0:\n        return x**2\n"
     "    else:\n        return x**3", lambda x, y: x if x > 1 else x * x if x > 0 else x**3),
    ("def f(x, y):\n    if x > 0: return x\n    if y > 0: return y\n    return x*y",
     lambda x, y: x if x > 0 else y if y > 0 else x * y),
    ("def f(x, y):\n    if x > 0 and y >= 1:\n        z = x**2\n    else:\n        z = y**2\n"
     "    return z + 1", lambda x, y: (x * x if x > 0 and y >= 1 else y * y) + 1),
    ("double f(double x, double y) {\n  if (x > 1) {\n    return x;\n  } else if (x > 0) {\n    return x*x;\n  }"
     " else {\n    return x*x*x;\n  }\n}", lambda x, y: x if x > 1 else x * x if x > 0 else x**3),
    ("function(x, y) { if (x > 0) return x; else return y; }", choice),
    ("function f(x, y) { if (x > 0) { return x; } return y; }", choice),
    ("function z = f(x,y)\n if x > 0\n  z = x;\n else\n  z = y;\n end\nend", choice),
    ("def f(x, y):\n    # if it is positive\n    if x > 0:  # yes\n        return (x +\n                0)\n"
     "    else:  # other\n        return y if x > -9 else x", choice),
    ("sqrt(x) > 1 ? x : y", lambda x, y: x if x > 1 else y),  # NaN > 1 is false, as in NumPy
]  # fmt: skip
REFUSED = [
    ("x^2 + y^2 <= 1", "This is a condition"),
    ("x == 0 ? 1 : sin(x)/x", "Equality is not a condition"),
    ("np.where(x != 0, 1, x)", "Equality is not a condition"),
    (r"\begin{cases} 1 & x \ne 0 \\ 0 & \text{else} \end{cases}", "Equality is not a condition"),
    ("where(x, 1, 2)", "A condition is expected"),
    ("where(x > 0, 1)", "where takes 3 arguments"),
    ("x if x > 0", "What holds otherwise is missing"),
    ("x > 0 ? x", "What holds otherwise is missing"),
    ("Piecewise((x, x > 0))", "leave points out"),
    ("Piecewise((x, x > 0), (y, x < 0))", "leave points out"),
    (r"\begin{cases} x & x > 1 \\ -x & x < -1 \end{cases}", "leave points out"),
    (r"\begin{cases} x & x > 1 \\ -x & y \le 1 \end{cases}", "leave points out"),
    (r"\begin{cases} x & x > 1", "not closed"),
    ("np.select([x > 1], [x, y])", "a list of conditions and as many values"),
    ("if x > 0: print(x)", "Formulas are read here, not programs"),
    ("def f(x, y):\n    if x > 0:\n        return x**2", "Formulas are read here, not programs"),
    ("jax.lax.cond(x > 0, lambda u: u**2, lambda u: -u, x)", "Only one function is read at a time"),
    ("np.piecewise(x, [x < 0, x >= 0], [lambda x: -x, lambda x: x**2])", "Only one function is read at a time"),
    ("x^2 for x > 0, -x for x <= 0", "Cases are not written with these words"),
    ("x^2 for x > 0, 0 otherwise", "Cases are not written with these words"),
    ("x > 0 ? " * 30 + "x" + " : y" * 30, "nested too deeply"),
    ("where(x > 0, " * 26 + "x" + ", y)" * 26, "nested too deeply"),
    ("x > 0 ? " * 50 + "x" + " : y" * 50, "too long"),
    (" and ".join(["x > 0"] * 2000) + " ? x : y", "too long"),
]
PIECES = {
    "where(x > y, x^3*y, sin(x) + y^2)": lambda x, y, P: P((x**3 * y, x > y), (sympy.sin(x) + y**2, True)),
    "x*y > 1 ? log(x*y)^2 : exp(x*y)": lambda x, y, P: P((sympy.log(x * y) ** 2, x * y > 1), (sympy.exp(x * y), True)),
    "np.where(abs(x) <= 1, 0.5*x**2, abs(x) - 0.5)*y^2": lambda x, y, P: (
        P((x**2 / 2, abs(x) <= 1), (x - 0.5, x > 1), (-x - 0.5, True)) * y**2
    ),
    "where(x > 0 or y > 0, sqrt(x^2 + 1), x) y": lambda x, y, P: (
        P((sympy.sqrt(x**2 + 1), (x > 0) | (y > 0)), (x, True)) * y
    ),
    "(x > 0)*(y < 1)*x^2*y": lambda x, y, P: P((x**2 * y, (x > 0) & (y < 1)), (0, True)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "function"), SPELLINGS)
def test_values_are_those_of_the_choice_by_hand(text: str, function: Function) -> None:
    surface = Surface(text)
    expected = [function(*point) for point in POINTS]
    assert [float(surface.value(*point)) for point in POINTS] == pytest.approx(expected)
    assert surface.value(*np.transpose(POINTS)) == pytest.approx(expected)


@pytest.mark.parametrize("text", [text for text, _ in SPELLINGS if text[0] != "="])
def test_the_latex_is_read_back_as_the_same_function(text: str) -> None:
    surface = Surface(text)
    again = Surface(surface.latex)
    assert again.value(*np.transpose(POINTS)) == pytest.approx(surface.value(*np.transpose(POINTS)))


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_choice_is_refused_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert message in caught.value.message


@pytest.mark.parametrize("text", [text for text, message in REFUSED if "program" in message or "function" in message])
def test_a_program_with_branches_that_is_not_read_names_the_way_that_works(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert "where(x ≥ 0, a, b)" in caught.value.hint


@pytest.mark.parametrize("text", PIECES)
def test_derivatives_are_those_of_sympys_piecewise(text: str) -> None:
    x, y = sympy.symbols("x y", real=True)
    exact = PIECES[text](x, y, sympy.Piecewise)
    surface = Surface(text)
    for point in np.random.default_rng(5).uniform(-2, 2, (25, 2)).tolist():
        at = dict(zip((x, y), map(sympy.Float, point), strict=True))
        orders = ((), (x,), (y,), (x, x), (x, y), (y, y))
        expected = [float((exact.diff(*order) if order else exact).subs(at).doit()) for order in orders]
        got = [surface.value(*point), *surface.gradient(*point), *surface.hessian(*point)]
        assert list(map(float, got)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_nan_of_the_part_that_does_not_hold_spoils_nothing() -> None:
    surface = Surface("x > 0 ? sqrt(x)*log(x) + x^x : x^2*y")
    for x in (-2.0, -1e-300, -700.0):
        assert float(surface.value(x, 3.0)) == pytest.approx(3 * x * x)
        assert list(map(float, surface.gradient(x, 3.0))) == pytest.approx([6 * x, x * x])
        assert list(map(float, surface.hessian(x, 3.0))) == pytest.approx([6.0, 2 * x, 0.0])
    many = np.array([[-2.0, -0.5], [3.0, 3.0]])
    assert np.stack(surface.gradient(*many)) == pytest.approx(np.array([6 * many[0], many[0] ** 2]))
    run = gdviz.descend(surface, "adam", start=(-2.0, 1.0), steps=50, learning_rate=0.01)
    assert len(run.points) == 51
    assert np.isfinite(run.points).all()


def test_descent_is_a_loop_by_hand_across_the_border() -> None:
    run = gdviz.descend("np.where(x > 1, log(x) + 2, x^2) + y^2", "sgd", start=(4.0, 1.0), steps=80, learning_rate=0.3)
    x, y = 4.0, 1.0
    for point in run.points:
        assert point.tolist() == pytest.approx([x, y])
        x, y = x - 0.3 * (1 / x if x > 1 else 2 * x), y - 0.3 * 2 * y


def test_a_jump_is_named_with_its_place_and_size_and_a_seam_is_not() -> None:
    (jump,) = [note for note in Surface("where(x > 1 and y < 2, 3, 0) + x + y^2").notes if "jumps where" in note]
    assert "as by 3 at (1, " in jump
    for joined in ("np.where(abs(x) <= 1, 0.5*x**2, abs(x) - 0.5) + y**2", "where(x < y, x, y)", "(x > 0) x^2"):
        assert not any("jumps where" in note for note in Surface(joined).notes)
        assert any("made of pieces" in note for note in Surface(joined).notes)
        assert not Surface(joined).smooth


@pytest.mark.parametrize(("text", "window", "parameters", "said"), [
    ("where(x > a, b, 0) + x + y^2", ((-5, 5), (-5, 5)), {"a": 3, "b": 2},
     "as by 2 at (3, … for a = 3, b = 2."),
    ("where(x > a, b, 0) + x + y^2", ((-5, 5), (-5, 5)), {"a": 30, "b": 2}, "outside there is one, by 2 at (30, "),
    ("where(x > 1000, x, 0) + y^2", ((900, 1100), (-5, 5)), {}, "as by 1000 at (1000, "),
    ("where(x > 0.001, 0.5, 0) + y^2", ((0, 0.002), (0, 0.002)), {}, "as by 0.5 at (0.001, 0.00"),
    ("where(x > a, x - a, 0) + y^2", ((-5, 5), (-5, 5)), {"a": 2},
     "No jump was found where its pieces meet, … 64 × 64 over the window and a wider one to ±274, for a = 2."),
    ("where(lambda*x > 1, 1, 0) + y^2", ((-5, 5), (-5, 5)), {"lambda": 0.5}, "as by 1 at (2, 0.0"),
])  # fmt: skip
def test_jumps_are_looked_for_in_the_window_and_for_the_parameters_shown(
    text: str, window: gdviz.surface.Window, parameters: dict[str, float], said: str
) -> None:
    notes = Surface(text, window=window, parameters=parameters).notes
    assert all(part in notes[-1] for part in said.split("…")), notes


@pytest.mark.parametrize("seed", range(20))
def test_a_random_jump_is_where_the_condition_changes_and_as_high_as_the_pieces_differ(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b, c, p, q, h = (round(float(number), 2) for number in random.uniform(-3, 3, 6))
    line = f"({a})*x + ({b})*y > {c}"
    surface = Surface(f"where({line}, {p}x + {h}, {q}*y^2) + x*y".replace("+ -", "- "), window=((-6, 6), (-4, 4)))
    place, size = re.search(r"by (\S+) at \((.+)\)", surface.notes[-1]).groups()[::-1]
    x, y = (written(part) for part in place.split(", "))
    assert a * x + b * y == pytest.approx(c, abs=0.005 * (1 + abs(a * x) + abs(b * y)))
    assert written(size) == pytest.approx(abs(p * x + h - q * y * y), rel=0.02, abs=0.02)


def written(number: str) -> float:
    """What a number in a sentence is."""
    return float(number.replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def test_the_pages_remark_follows_the_window_that_is_shown() -> None:
    surface = Surface("where(x > 7, 3, 0) + y^2")
    inside, beyond = (gdviz.Scene(text=surface.text, window=side) for side in (((5, 9), (-2, 2)), ((0, 2), (0, 2))))
    assert "It jumps where its pieces meet, as by 3 at (7, " in remarks(inside, surface)[-1]
    assert "outside there is one, by 3 at (7, " in remarks(beyond, surface)[-1]


def test_beside_a_drop_there_is_no_minimum_but_at_an_attained_one_there_is() -> None:
    window = ((-5, 5), (-5, 5))
    assert not gdviz.survey(Surface("where(x > 0, x^2, x^2 + 1) + y^2"), window).critical_points
    (kept,) = gdviz.survey(Surface("where(x > 0, x^2 + 1, x^2) + y^2"), window).critical_points
    assert kept.is_minimum
    assert kept.value == 0.0
    huber = gdviz.survey(Surface(SPELLINGS[0][0]), window)
    assert huber.critical_points[0].point == pytest.approx((0.0, 0.0))
    assert any("pieces" in doubt for doubt in huber.doubts)


def test_steps_over_a_bend_are_not_said_to_cross_a_kink() -> None:
    bend = gdviz.descend(SPELLINGS[0][0] + "/9 ", "sgd", start=(-1.5, 1.0), steps=60, learning_rate=3.0)
    kink = gdviz.descend("where(x < 0, -x, x) + y^2/9", "sgd", start=(-1.5, 1.0), steps=60, learning_rate=0.5)
    assert not any("kink" in event.sentence for event in bend.events)
    assert any("the slope jumps from −1 to 1 at a kink" in event.sentence for event in kink.events)


@pytest.mark.parametrize("text", [*PIECES, "x > 0 ? log(x) : x", "where(x < y < 1, x y, 1/y)"])
def test_intervals_hold_every_value_and_derivative(text: str) -> None:
    surface, graph = Surface(text), Graph()
    x, y = graph.input("x"), graph.input("y")
    random = np.random.default_rng(7)
    low = random.uniform(-2, 2, (2, 200))
    high = low + random.exponential(0.3, (2, 200))
    inside = low + (high - low) * random.random((2, 200))
    bounds = enclose(surface.instantiate(graph, x, y, 2), {"x": (low[0], high[0]), "y": (low[1], high[1])}, 200)
    values = (surface.value(*inside), *surface.gradient(*inside), *surface.hessian(*inside))
    for (least, most), value in zip(bounds, values, strict=True):
        slack = 1e-9 * (1 + np.abs(value))
        assert not (np.isfinite(value) & ((value < least - slack) | (value > most + slack))).any()


def test_more_digits_of_a_choice_are_those_of_the_part_that_holds() -> None:
    tree = read("x > 0 ? log(x) : sqrt(1 - x) + 1/y").tree
    with mpmath.workdps(50):
        assert computed(tree, {"x": 2.0, "y": 0.0}) == mpmath.log(2)
        assert computed(tree, {"x": -3.0, "y": 4.0}) == mpmath.mpf("2.25")
        assert computed(tree, {"x": -3.0, "y": 0.0}) == mpmath.inf


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("text", ["np.where((x > 0) & (y > 0) | ~(x < 1), x**2, y) + y**2", "x > 0 ? log(x)^2 : x^2*y"])
def test_the_program_to_take_away_takes_the_same_steps(text: str) -> None:
    names: dict[str, object] = {}
    exec(numpy_code(text, "sgd", (-0.9, 1.0), 20, {"learning_rate": 0.1}), names)
    run = gdviz.descend(text, "sgd", start=(-0.9, 1.0), steps=20, learning_rate=0.1)
    assert np.array(names["path"]) == pytest.approx(run.points)


def test_pytorch_computes_only_the_part_that_holds() -> None:
    code = pytorch_code("x > 0 ? log(x)^2 : x^2", "sgd", (-0.9, 1.0), 20, {"learning_rate": 0.1})
    assert "return torch.log(x)**2 if x > 0 else x**2" in code
    assert "torch.where" not in code


@pytest.mark.parametrize(
    "text", ["0,5x^2 + y^2", "exp(-0,5(x^2+y^2))", "sin(0,5x) + y", "where(x>0,5, x, y)", "x^{0,5}"]
)
def test_a_decimal_comma_is_named_with_what_to_write(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert "write decimals with a point, 0.5 for 0,5" in caught.value.hint


def test_a_comma_that_parts_two_numbers_is_said_and_the_one_of_latex_is_a_point() -> None:
    assert any("0,5 write 0.5" in reading for reading in Surface("max(0,5x, y)").readings)
    assert not Surface("max(0, 5x, y)").readings
    assert float(Surface("0{,}25 x^2 + y").value(2.0, 1.0)) == 2.0
