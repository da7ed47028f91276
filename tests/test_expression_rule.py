"""The rule language: assignments with whole identifiers, read by the same tokens and parser."""

import random

import pytest

from gdviz.expression import Binary, Call, ExpressionError, Name, Number, latex, names_in, read_rule
from tests.test_expression_refused import assert_harmless

ADAM = """
    m = beta1*m + (1 - beta1)*g          # running mean
    v = beta2*v + (1 - beta2)*g^2

    theta = theta - alpha * (m/(1 - beta1^t)) / (sqrt(v/(1 - beta2^t)) + eps)
"""
IN_GREEK = """
m = β₁ m + (1 − β₁) g
v = β₂ v + (1 − β₂) g²
θ = θ − α · (m/(1 − β₁^t)) / (√(v/(1 − β₂^t)) + eps)
"""
IN_LATEX = r"""
m = \beta_1 m + (1 - \beta_1) g
v = \beta_{2} v + (1 - \beta_{2}) g^{2}
\theta = \theta - \alpha \cdot \left(\frac{m}{1 - \beta_1^t}\right) / \left(\sqrt{\frac{v}{1 - \beta_2^t}} + eps\right)
"""

GOOD: list[tuple[str, str, tuple[str, ...]]] = [
    ("theta = theta - alpha*g", "theta", ("theta", "alpha", "g")),
    ("θ = θ − α g", "theta", ("theta", "alpha", "g")),
    ("theta := theta - alpha g", "theta", ("theta", "alpha", "g")),
    ("m_hat = m/(1 - beta1^t)", "m_hat", ("m", "beta1", "t")),
    ("m\u0302 = m", "m_hat", ("m",)),
    (r"\hat{m} = \hat v + \tilde{g}", "m_hat", ("v_hat", "g_tilde")),
    ("v = max(beta2*v, abs(g))", "v", ("beta2", "v", "g")),
    ("s = where(g*old < 0, -1, 1)", "s", ("g", "old")),
    ("s = where(norm(g) >= 1, g/norm(g), g)", "s", ("g",)),
    ("n = dot(g, g) + sum(m)", "n", ("g", "m")),
    ("look = grad(theta + mu*v)", "look", ("theta", "mu", "v")),
    ("d = solve(hess(theta), g)", "d", ("theta", "g")),
    ("f2 = value(theta - alpha*g)", "f2", ("theta", "alpha", "g")),
    ("theta_prev = theta", "theta_prev", ("theta",)),
    ("v_{prev} = v", "v_prev", ("v",)),
    ("z = alpha (m + 1)", "z", ("alpha", "m")),
    ("z = 2pi m", "z", ("pi2", "m")),
    ("z = |g|", "z", ("g",)),
    ("z = ln(v) + exp(-v)", "z", ("v",)),
]

BAD: list[tuple[str, str]] = [
    ("", "There is no rule here."),
    ("\n  # only a comment\n", "There is no rule here."),
    ("theta", "A name and an equals sign"),
    ("= theta", "A name and an equals sign"),
    ("theta == 3", "second equals sign"),
    ("theta = m = g", "second equals sign"),
    ("theta - g = 3", "A name and an equals sign"),
    ("m <-\nd = g", "Line 1: A name and an equals sign"),
    ("sqrt = 3", "is a function"),
    ("pi = 3", "pi is a number"),
    ("theta = g\nm = foo(g)", "Line 2: foo is not a function"),
    ("theta = sine(g)", "sine is not a function"),
    ("theta = sec(g)", "sec is not a function"),
    ("theta = theta - alpha*inv(H)*g", "inv is not a function"),
    ("theta = theta - alpha*randn(2)", "draws no random numbers"),
    ("theta = g/norm_g(", "is not a function"),
    ("theta = g/||g", "bar is not closed"),
    ("theta = g/||g||_3", "Only the norms 1 and 2"),
    ("theta = f(g)", "f is not a function"),
    ("theta = g < 1", "comparison belongs inside where"),
    ("theta = where(g, 1, 2)", "condition of where"),
    ("theta = where(g < 1, 2)", "where takes 3 arguments"),
    ("theta = where(g < 1, g > 2, 0)", "comparison belongs inside where"),
    ("theta = sqrt g", "sqrt needs something in brackets"),
    ("theta = g.x", "number was expected"),
    ("theta = __import__", "underscore"),
    ("theta = g__class__", "cannot be used"),
    ("__theta = g", "underscore"),
    ("_g = g", "underscore"),
    ("theta = 'x'", "apostrophe"),
    ("theta = [g for g in m]", "“for” cannot be used"),
    ("theta = g[0]", "Square brackets"),
    ("theta = 9^9^9", "too large"),
    ("theta = g^1000", "Exponents above 100"),
    ("theta = g/0", "divides by zero"),
    ("theta = 1e99*g", "too large or too small"),
    ("theta = " + "(" * 30 + "g" + ")" * 30, "nested too deeply"),
    ("theta = " + "+".join(["g"] * 400), "too long"),
    ("theta = g\n" * 41, "too long"),
    ("\n" * 3000 + "theta = g", "too many lines"),
    ("x" * 5000, "too long"),
    ("theta = " + "a" * 21, "name is too long"),
    ("lambda x: x", "colon"),
    ("import os", "“import” cannot be used"),
    ("theta = eval(g)", "eval is not a function"),
    ("theta = g\\", "backslash"),
    ("theta = \x00", "not used"),
    ("theta = х", "cyrillic"),
    ("theta = max(g)", "max takes 2 to 4"),
    ("theta = g if m else v", "“if” cannot be used"),
    ("theta +- g", "A name and an equals sign"),
    ("theta == g", "second equals sign"),
]


@pytest.mark.parametrize("text", [IN_GREEK, IN_LATEX])
def test_adam_in_greek_and_latex_is_adam(text):
    expected, found = read_rule(ADAM), read_rule(text)
    assert [(line.target, line.tree) for line in found] == [(line.target, line.tree) for line in expected]


def test_lines_remember_where_they_stood():
    lines = read_rule(ADAM)
    assert [line.line for line in lines] == [2, 3, 5]
    assert lines[0].text == "m = beta1*m + (1 - beta1)*g"
    for line in lines:
        assert ADAM[slice(*line.span)] == line.text
        assert ADAM[slice(*line.tree.span)] == line.text.split("=")[1].strip()


@pytest.mark.parametrize(("text", "target", "names"), GOOD)
def test_understood(text, target, names):
    (line,) = read_rule(text)
    assert line.target == target
    assert names_in(line.tree) == tuple(name.replace("pi2", "pi") for name in names)


@pytest.mark.parametrize(("text", "message"), BAD, ids=[ascii(text)[:30] for text, _ in BAD])
def test_refused(text, message):
    with pytest.raises(ExpressionError) as caught:
        read_rule(text)
    assert_harmless(caught.value, text)
    assert message in caught.value.message
    assert caught.value.text == text[:4000]


def test_positions_count_in_the_whole_text():
    with pytest.raises(ExpressionError) as caught:
        read_rule("m = g\n\ntheta = theta - alpha*foo(g)")
    error = caught.value
    assert error.message.startswith("Line 3: ")
    assert error.caret() == "theta = theta - alpha*foo(g)\n                      ^^^"


def test_a_tree_is_what_it_says():
    (line,) = read_rule("s = where(g >= 0, 2, -g)")
    condition = Binary(">=", Name("g"), Number(0))
    assert isinstance(line.tree, Call)
    assert line.tree.arguments[0] == condition
    assert latex(line.tree) == r"\begin{cases} 2 & \text{if } g \ge 0 \\ -g & \text{otherwise} \end{cases}"


def test_names_are_printed_as_mathematics():
    (line,) = read_rule("z = beta1*m_hat + theta_prev + eps + v2")
    assert latex(line.tree) == (r"\beta_{1} \hat{m} + \theta_{\mathrm{prev}} + \mathrm{eps} + v_{2}")


@pytest.mark.parametrize("seed", range(2))
def test_mutated_rules_are_understood_or_refused(seed):
    chance = random.Random(seed)
    pieces = [*"gmvθβ₁019+-*/^()[]{}|,.=<>_\\ '\"#;:\n\x00√\u0302", "where(", "grad(", r"\hat", "__", " = ", "\\frac"]
    sources = [ADAM, IN_GREEK, IN_LATEX, *(text for text, *_ in GOOD), *(text for text, _ in BAD if len(text) < 99)]
    for _ in range(800):
        text = chance.choice(sources)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(pieces) + text[at + chance.choice((0, 0, 1, 3)) :]
        try:
            lines = read_rule(text)
        except ExpressionError as error:
            assert_harmless(error, text)
            continue
        assert all(line.target.isascii() and line.target.isidentifier() for line in lines)
        assert all(name.isascii() and name.isidentifier() for line in lines for name in names_in(line.tree))
