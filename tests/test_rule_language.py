"""The rule language: what names mean, what is refused and where, and rules beyond the plane."""

import re
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.descent import descend, descend_many
from gdviz.expression import ExpressionError
from gdviz.optimizers import OPTIMIZERS, RULES, Optimizer
from gdviz.rule import custom_optimizer, walk
from gdviz.rule.kinds import SCALAR, VECTOR
from gdviz.surface import Surface
from tests.trials import trials


def test_names_read_before_they_are_assigned_are_memory() -> None:
    rule = custom_optimizer("d = m - g\nm = beta*m + g\nn = n + norm(d)\ntheta = theta - alpha*m*q").program
    assert dict(rule.states) == {"m": VECTOR, "n": SCALAR}
    assert rule.knobs == ("beta", "q")


def test_memory_starts_as_a_number_and_grows_with_what_it_is_given() -> None:
    rule = custom_optimizer("a = b\nb = c\nc = c + g\nk = k + 1\ntheta = theta - alpha*a").program
    assert dict(rule.states) == {"b": VECTOR, "c": VECTOR, "k": SCALAR}


def test_unknown_letters_become_knobs_with_ranges_that_hold_their_defaults() -> None:
    rule = custom_optimizer("m = beta1*m + (1 - beta1)*g\ntheta = theta - alpha*m/(norm(g) + eps) - weight*q*theta")
    assert list(rule.knobs) == ["learning_rate", "beta1", "eps", "weight", "q"]
    assert all(knob.low <= knob.default <= knob.high for knob in rule.knobs.values())
    assert rule.knobs["beta1"].symbol == r"\beta_{1}"


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("", "no rule", 0),
        ("m = g", "No line moves the point", 0),
        ("m = g\nv = m + g", "No line moves the point", 6),
        ("t = 3\ntheta = g", "t is given", 0),
        ("alpha = 3\ntheta = g", "alpha is given", 0),
        ("theta = norm(alpha)", "Norm takes a vector", 13),
        ("theta = dot(alpha, g)", "first part of dot", 12),
        ("theta = dot(g, 3)", "second part of dot is a vector", 15),
        ("theta = hess(theta)", "matrix", 0),
        ("H = hess(theta)\ntheta = theta - H*g", "Line 2: Matrices occur only", 32),
        ("theta = grad(3)", "Grad looks at a point", 13),
        ("theta = where(g, 1, 2)", "comparison", 14),
        ("theta = g < 1", "where", 8),
        ("theta = theta - noise*g", "noise", 16),
        ("theta = theta - seed*g", "seed", 16),
        ("theta = theta - xi", "xi", 16),
        ("theta = " + " + ".join(["grad(grad(theta))"] * 9), "elsewhere too often", None),
        ("theta = " + " + ".join("abcdijklnpqr"), "too many letters", None),
        ("\n".join([f"z{i} = z{i} + g" for i in range(20)] + ["theta = g"]), "remembers too much", None),
    ],
)
def test_what_is_no_rule_is_refused_with_a_sentence_and_a_place(text: str, words: str, at: int | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        custom_optimizer(text)
    assert words in caught.value.message
    assert at is None or caught.value.position == at
    assert caught.value.text == text or not text


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "theta = theta.__class__",
        "theta = open(g)",
        "theta = exec(g)",
        "theta = lambda: 0",
        "theta = g^9^9^9",
        "theta = " + "(" * 5000 + "g" + ")" * 5000,
        "\n".join(["m = m + g"] * 1000),
        "theta = " + "-" * 3000 + "g",
        "theta = g; import os",
        "theta = g\x00",
        "import = g\ntheta = g",
    ],
)
def test_hostile_text_is_refused_or_harmless(text: str) -> None:
    try:
        rule = custom_optimizer(text)
    except ExpressionError as error:
        refused = error.message
    else:
        refused = descend("x^2 + y^2", rule, (1, 1), 3).ending.value
    assert re.fullmatch(r"[^<>`$\\\x00]+", refused)


def test_doubling_lines_stay_small() -> None:
    text = "\n".join(["m = g", *["m = m*m + m/2"] * 30, "theta = theta - alpha*m"])
    assert descend("sin(x)cos(y)", custom_optimizer(text), (1e-3, 1), 3).points.shape[1] == 2


def test_newton_as_a_rule_is_the_method() -> None:
    surface = Surface("(1 - x)^2 + 5(y - x^2)^2 + x^4")
    rule = custom_optimizer("theta = theta - alpha*solve(hess(theta), g)")
    run = descend(surface, rule, (-0.5, 1.0), 12, learning_rate=1.0)
    method = descend(surface, "newton", (-0.5, 1.0), 12)
    np.testing.assert_allclose(run.points, method.points, atol=1e-10)
    assert run.evaluations.hessian == 12
    twice = custom_optimizer("H = hess(theta)\nd = solve(H, g)\ntheta = theta - d + 0*dot(H, d) + 0*value(theta + d)")
    again = descend(surface, twice, (-0.5, 1.0), 12)
    np.testing.assert_allclose(again.points, method.points, atol=1e-10)
    assert (again.evaluations.value, again.evaluations.hessian) == (12, 12)
    ends = descend_many(surface, rule, [(-0.5, 1.0), (0.5, 0.2)], 12, learning_rate=1.0, retire=False)
    np.testing.assert_allclose(ends.points[0], run.points[-1], atol=1e-10)


def test_a_look_at_the_point_itself_costs_nothing_new() -> None:
    run = descend("x^2 + y^2", custom_optimizer("theta = theta - alpha*grad(theta)*value(theta)/f"), (1, 1), 7)
    plain = descend("x^2 + y^2", "sgd", (1, 1), 7, learning_rate=0.1)
    np.testing.assert_allclose(run.points, plain.points, rtol=1e-13)
    assert (run.evaluations.value, run.evaluations.gradient) == (7, 7)


def test_begins_are_taken_from_the_start() -> None:
    rule = Optimizer(
        "pull", "Pull", "n = n + 1\ntheta = home + (theta - home)/n", {}, begins={"home": "theta - 1", "n": "1"}
    )
    run = descend("x^2 + y^2", rule, (3.0, 4.0), 3)
    np.testing.assert_allclose(run.points, [[3, 4], [2.5, 3.5], [2 + 1 / 6, 3 + 1 / 6], [2 + 1 / 24, 3 + 1 / 24]])
    assert run.states["home"].tolist() == [[2, 3]] * 4
    assert run.states["n"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_in_any_number_of_coordinates_the_rule_is_the_same(key: str) -> None:
    surface = Surface("x^2 + 10y^2 + x y")
    optimizer = OPTIMIZERS[key]
    assert isinstance(optimizer, Optimizer)
    starts = np.array([[1.0, -0.7, 0.3], [0.5, 0.9, -1.1]])
    steps = walk(
        optimizer.program,
        starts,
        {"grad": lambda t, p: np.array(surface.gradient(*p)), "value": lambda t, p: surface.value(*p)},
        optimizer.settings(),
    )
    points = [point for point, _ in islice(steps, 31)]
    for lane, start in enumerate(starts.T):
        run = descend(surface, optimizer, start, 30)
        found = np.array([point[:, lane] for point in points])[: run.steps + 1]
        np.testing.assert_allclose(found, run.points, rtol=1e-7, atol=1e-9)


def test_adam_in_five_coordinates_is_adam_in_each() -> None:
    scales = np.array([1.0, 2.0, 5.0, 10.0, 50.0])
    start = np.linspace(-1, 2, 5)
    optimizer = OPTIMIZERS["adam"]
    assert isinstance(optimizer, Optimizer)
    steps = walk(optimizer.program, start, {"grad": lambda t, p: scales * p}, optimizer.settings())
    whole = [p for p, _ in islice(steps, 41)]
    for i, scale in enumerate(scales):
        run = descend(Surface("a x^2/2 + y^2", parameters={"a": float(scale)}), "adam", (start[i], 0.3), 40)
        np.testing.assert_allclose([p[i] for p in whole], run.points[:, 0], rtol=1e-9, atol=1e-12)


PIECES = some.sampled_from(
    (
        *("theta", "g", "t", "alpha", "f", "m", "n", "beta1", "eps", "xi", "pi", "noise", "β₁", "θ", "√"),
        *("norm", "dot", "sum", "grad", "value", "hess", "solve", "where", "sqrt", "exp", "log", "min", "max", "sign"),
        *("=", "+", "-", "*", "/", "^", "(", ")", ",", "<", "<=", ">=", "0", "1", "2", "0.5", "1e-3", "#", "\n", "\t"),
        *(
            "∇",
            "\\nabla",
            "‖",
            "||",
            "_{t-1}",
            "_t",
            "←",
            "+=",
            "-=",
            "Δ",
            "@",
            "^T",
            "E[g^2]",
            "\\hat{m}_t",
            "x^{(k)}",
        ),
        *(
            "lr",
            "dw",
            "w",
            "x",
            "θ_prev",
            "f(x)",
            "for",
            "while",
            "t+1",
            "\\\\",
            "$$",
            "H",
            "clip",
            "e^",
            "[t]",
            "x_{k+1}",
        ),
        *(";", ":", ".", "__", "import", "lambda", "[", "]", "{", "}", "\\frac", "'", '"', "%", "&", "|"),
    )
)


@trials(120)
@given(some.one_of(some.text(max_size=60), some.lists(PIECES, max_size=25).map(" ".join)))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    for candidate in (text, f"theta = {text}"):
        try:
            rule = custom_optimizer(candidate)
        except ExpressionError as error:
            start, end = error.span
        else:
            start, end = 0, len(candidate)
            assert len(rule.latex) == len(rule.program.lines)
            descend("x^2 + y^2", rule, (1.0, 0.5), 2)
        assert 0 <= start <= end <= len(candidate) + 1


def test_floor_and_ceil_make_stairs() -> None:
    rule = custom_optimizer("theta = theta - alpha*g/(floor(t/3) + ceil(t/4))")
    assert rule.latex == (
        r"\theta_{t} &= \theta_{t-1} - \frac{\alpha_t \, g_t}{\left\lfloor \frac{t}{3} \right\rfloor"
        r" + \left\lceil \frac{t}{4} \right\rceil}",
    )
    run = descend("x^2 + y^2", rule, (1, 2), 9, learning_rate=0.1)
    expected = np.array([1.0, 2.0])
    for t in range(1, 10):
        expected = expected - 0.1 * 2 * expected / (t // 3 - (-t // 4))
    np.testing.assert_allclose(run.points[-1], expected, rtol=1e-13)
