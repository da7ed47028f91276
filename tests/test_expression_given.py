"""Values that stand beside a formula, and what pasted text carries round it: against the same function by hand."""

from collections.abc import Callable
from math import cos, exp, pi

import pytest

from gdviz import ExpressionError, Surface
from tests.pasted_formulas import bowl, himmelblau, rastrigin, rosenbrock

Function = Callable[[float, float], float]
POINTS = ((0.5, -1.25), (1.75, 0.4), (-2.1, 1.3))


def ten(x: float, y: float) -> float:
    return x * x + 10 * y * y


DEFAULTS: list[tuple[str, Function]] = [
    ("def f(x, y, a=1, b=100): return (a-x)**2 + b*(y-x**2)**2", rosenbrock),
    ("def f(x, y, a=1.0, b: float = 1e2):\n    return (a-x)**2 + b*(y-x**2)**2", rosenbrock),
    ("lambda x, y, c=5: c*x**2 + y**2", lambda x, y: 5 * x * x + y * y),
    ("def f(x, a=2, b=3):\n    return a*x[0]**2 + b*x[1]**2", lambda x, y: 2 * x * x + 3 * y * y),
    ("def f(x, y, verbose=False, a=2.5): return a*x**2 + y**2", lambda x, y: 2.5 * x * x + y * y),
    ("const f = (x, y, a = 3) => a*x*x + y*y", lambda x, y: 3 * x * x + y * y),
    ("def f(x=1, y=2): return x**2 + 3*y**2", lambda x, y: x * x + 3 * y * y),
    ("def f(x, *args): return x[0]**2 + 10*x[1]**2", ten),
    ("def f(params, **kwargs):\n    x, y = params\n    return x**2 + 10*y**2", ten),
    (
        "def f(x, y, sigma=0.5):\n    return np.exp(-(x**2+y**2)/(2*sigma**2))",
        lambda x, y: exp(-(x * x + y * y) / 0.5),
    ),
    ("def rastrigin(x, A=10):\n    return A*len(x) + sum([(xi**2 - A*np.cos(2*np.pi*xi)) for xi in x])", rastrigin),
]
NOTES = (
    ("x^2 + a y^2, a = 3", "a = 3, as given beside the formula; leave it out for a slider."),
    ("x^2 + γ y^2 (γ = 10)", "γ = 10, as given beside the formula; leave it out for a slider."),
    ("x^2 + k y^2; k = 1e-7", "k = 10⁻⁷, as given beside the formula; leave it out for a slider."),
    (
        "def f(x, y, a=1, b=100): return (a-x)**2 + b*(y-x**2)**2",
        "a = 1 and b = 100, as given beside the formula; leave them out for sliders.",
    ),
)
BEHIND: list[tuple[str, Function]] = [
    (r"f(x,y) = x^2 + \gamma y^2, \quad \gamma = 10", ten),
    (r"f(x,y) = x^2 + \gamma y^2 \text{ with } \gamma = 10", ten),
    ("x^2 + γ y^2 (γ = 10)", ten),
    ("(a-x)^2 + b(y-x^2)^2, a=1, b=100", rosenbrock),
    ("f(x,y) = (a-x)^2 + b(y-x^2)^2 where a = 1 and b = 100.", rosenbrock),
    ("x^2 + k y^2; k = 10", ten),
    (r"f(\mathbf{x}) = \sum_{i=1}^{d}\cos^{2m}(x_i), m=2", lambda x, y: cos(x) ** 4 + cos(y) ** 4),
    ("x^2 + y^2, x > 0", bowl),
    (r"x^2+y^2, \quad x,y \geq 0", bowl),
    ("max(x, y)^2 for x in [-5, 5]", lambda x, y: max(x, y) ** 2),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2 where -5<=x,y<=5", himmelblau),
    (r"f(x) = x_1^2 + 10 x_2^2 \quad (x_1 > 0)", ten),
]
ROUND: list[tuple[str, Function]] = [
    ("minimize (x-1)^2 + (y-2)^2 + 3", lambda x, y: (x - 1) ** 2 + (y - 2) ** 2 + 3),
    ("minimize((x-1)^2 + y^2)", lambda x, y: (x - 1) ** 2 + y * y),
    ("scipy.optimize.minimize(lambda p: p[0]**2 + 10*p[1]**2, [1, 1]).x", ten),
    ("def rastrigin(X):\n    return 10*2 + sum(x**2 - 10*np.cos(2*np.pi*x) for x in X)", rastrigin),
    ("np.sum([xi**2 for xi in x])", bowl),
    ("np.prod([np.cos(pi*xi) for xi in x])", lambda x, y: cos(pi * x) * cos(pi * y)),
    ("sum(xi**2 - 10*cos(2*pi*xi) for xi in (x, y)) + 20", rastrigin),
    ("lambda x, y: 20 + sum([v**2 - 10*np.cos(2*np.pi*v) for v in [x, y]])", rastrigin),
    ("lambda x, y: sum(v**2 for v in [x, y])", bowl),
    ("sum(v**2 for v in (x, y)) for x in [-5, 5]", bowl),
    ("def f(x, y):\n    return prod(np.cos(pi*v) for v in [x, y])", lambda x, y: cos(pi * x) * cos(pi * y)),
    ("sum([100*(x[i+1]-x[i]**2)**2 + (1-x[i])**2 for i in range(len(x)-1)])", rosenbrock),
    ("sum(sum(v*w for v in (x, y)) for w in (x, 1))", lambda x, y: (x + y) * (x + 1)),
    ("np.mean([(x - c)**2 for c in [1, 2, 6]]) + y^2", lambda x, y: sum((x - c) ** 2 for c in (1, 2, 6)) / 3 + y * y),
    ("sum_{i=1}^2 x_i^2", bowl),
    ("Σ_{i=1}^{2} x_i^2", bowl),
    ("np.sum(x**2, axis=-1)", bowl),
    ("tf.reduce_sum(tf.square(x), axis=0)", bowl),
    ("def f(x, y):\n    # if y\n    return x**2 + y**2  # 2", bowl),
    ("def f(x, y):\n    'The bowl, where x > 0.'\n    return x**2 + y**2", bowl),
    (">>> def f(x, y):\n...     return x**2 + y**2", bowl),
    ("```python\ndef f(x, y):\n    return x**2 + y**2\n```", bowl),
    ("```\nx^2 + y^2\n```", bowl),
    ("Rosenbrock function: f(x, y) = (1-x)^2 + 100(y-x^2)^2", rosenbrock),
    ("Himmelblau's function: (x^2+y-11)^2+(x+y^2-7)^2", himmelblau),
    ("fr <- function(x) {\n    x1 <- x[1]\n    x2 <- x[2]\n    100 * (x2 - x1 * x1)^2 + (1 - x1)^2\n}", rosenbrock),
    ("\\(x) sum(x^2)", bowl),
    (r"x^2 + y^2.\quad ", bowl),
    ("scipy.special.expit(x) + y**2", lambda x, y: 1 / (1 + exp(-x)) + y * y),
]
REFUSED = [
    ("scipy.special.erf(x) + y**2", "tanh(1.2 x)"),
    ("gamma(x) + y^2", "Gamma function is not offered"),
    ("np.random.rand() + x", "random part"),
    ("=SUMSQ(A1,B1)", "A1^2 + B1^2"),
    ("@(x) x'*A*x", "x_1^2 + x_2^2"),
    (r"x^TAx", "x_1^2 + x_2^2"),
    ("def f(X): return sum(x**2 for x in Y)", "terms out"),
    ("sum(v*w for v in (x, y) for w in (x, y))", "terms out"),
    ("sum(i*v**2 for i, v in enumerate([x, y]))", "terms out"),
    ("sum(v**2 for v in (x, y) if v > 0)", "terms out"),
    ("x^2 + y^2 for x = 3", ""),
    ("x^2 + y^2, z = 3", ""),
    ("x = 3, y = 4", ""),
]


@pytest.mark.parametrize(("text", "function"), DEFAULTS + BEHIND + ROUND)
def test_values_are_those_of_the_function_by_hand(text: str, function: Function) -> None:
    surface = Surface(text)
    assert not surface.parameters
    assert [float(surface.value(*point)) for point in POINTS] == pytest.approx([function(*point) for point in POINTS])


@pytest.mark.parametrize(("text", "hint"), REFUSED)
def test_what_is_not_offered_is_refused_with_something_to_write(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert hint in caught.value.hint


def test_the_way_to_write_branches_and_erf_holds() -> None:
    branch = Surface("x^2*(1 + sign(x))/2 - x*(1 - sign(x))/2")
    assert [float(branch.value(x, 0)) for x in (-2.0, 3.0)] == [2.0, 9.0]
    assert branch.gradient(3.0, 0.0)[0] == 6.0
    assert branch.gradient(-2.0, 0.0)[0] == -1.0


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_a_letter_that_is_no_slider_is_said_to_be_a_number(text: str, note: str) -> None:
    assert note in Surface(text).notes


@pytest.mark.parametrize("text", ["x^2 + a y^2", "a = x + 1\na^2 + y^2", "def f(x): return sum(x**2)"])
def test_nothing_is_said_of_letters_that_are_sliders_or_do_not_occur(text: str) -> None:
    assert not [note for note in Surface(text).notes if "as given" in note]
