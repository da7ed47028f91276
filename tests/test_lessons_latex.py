"""The formula of a claim as LaTeX."""

import xml.etree.ElementTree as ET

import pytest

from gdviz.lessons import COURSE, read_lesson, work_out
from gdviz.lessons.course import course_lesson
from gdviz.lessons.print_text import mathml
from gdviz.lessons.term_latex import term_latex
from gdviz.lessons.terms import parse
from gdviz.ui.learn.lesson_view import table


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        ("(kappa - 1)/(kappa + 1)", r"\frac{\kappa - 1}{\kappa + 1}"),
        ("((sqrt(kappa) - 1)/(sqrt(kappa) + 1))^2", r"\left(\frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}\right)^{2}"),
        ("3*(1 - 2*sgd.rate)^100", r"3 \left(1 - 2 \alpha\right)^{100}"),
        ("10*(9/11)^10", r"10 \left(\frac{9}{11}\right)^{10}"),
        ("(0 - 9/11)^3", r"\left(0 - \frac{9}{11}\right)^{3}"),
        ("2*3", r"2 \cdot 3"),
        ("1 - lambda_max*sgd2.rate", r"1 - \lambda_{\max} \alpha_{2}"),
        ("start.x*(1 - 2*sgd.rate)^10", r"x_0 \left(1 - 2 \alpha\right)^{10}"),
        ("norm(start)*exp(-norm(start)^2/2)", r"\lVert \theta_0\rVert e^{\frac{-\lVert \theta_0\rVert^{2}}{2}}"),
        ("ceil(log(10^8)/log(1 + sgd.rate))",
         r"\lceil \frac{\ln\left(10^{8}\right)}{\ln\left(1 + \alpha\right)}\rceil"),
        ("adagrad.rate/sqrt(100)", r"\frac{\alpha}{\sqrt{100}}"),
        ("sgd.slope(-1)/lambda_min", r"\frac{\lVert\nabla f_{T}\rVert}{\lambda_{\min}}"),
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("a - b - c", "a - b - c"),
        ("-(a + b)", r"-\left(a + b\right)"),
        ("-a^2", "-a^{2}"),
        ("(-a)^2", r"\left(-a\right)^{2}"),
        ("2^(a + 1)", "2^{a + 1}"),
        ("1e-6", "10^{-6}"),
        ("other.kappa", r"\kappa'"),
        ("sgd.end.x + minimum.y", "x_T + y^*"),
        ("abs(y) <= 1", r"\lvert y\rvert \le 1"),
        ("steps_below(1e-3)", r"\text{steps below}\left(0.001\right)"),
    ],
)  # fmt: skip
def test_terms_as_latex(term: str, latex: str) -> None:
    assert term_latex(parse(term)) == latex


def test_the_page_shows_the_formula_with_its_number() -> None:
    """By hand: κ = 10, so 9/11; a number that is typed is shown once."""
    scene = "~~~scene\nf=x^2%2B10y^2&start=3~2&steps=60&run=sgd~learning_rate~0.0909090909\n~~~\n"
    claims = "".join(
        f'~~~claim\nsays = "a | b"\ntheory = "{theory}"\nmeasured = "{measured}"\nwithin = 1e-3\n~~~\n'
        for theory, measured in (("(kappa - 1)/(kappa + 1)", "sgd.factor"), ("-6", "-gradient(start).x"))
    )
    moment = read_lesson(f'+++\ntitle = "t"\n+++\n{scene}{claims}').moments[0]
    _, _, first, second = table(moment.claims, work_out(moment)).split("\n")
    assert first == r"| a \| b | $\frac{\kappa - 1}{\kappa + 1}$ = 0.818182 | 0.818182 |"
    assert second == r"| a \| b | −6 | −6 |"


@pytest.mark.parametrize("key", list(COURSE))
def test_every_theory_of_the_course_is_set(key: str) -> None:
    """Each command is one that the print sheet knows, and no bar ends the cell of a table."""
    for moment in course_lesson(key).moments:
        for claim in moment.claims:
            latex = term_latex(claim.theory)
            assert "|" not in latex
            for text in ET.fromstring(mathml(latex)).iter("mtext"):
                assert text.text not in ("left", "frac", "lVert"), latex
