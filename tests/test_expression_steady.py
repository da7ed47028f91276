"""What stays bounded as a whole has its value, gradient and curvature, however large its parts: against mpmath."""

import mpmath
import pytest

from gdviz.surface import Surface

m = mpmath.mp
FUNCTIONS = {
    "ln(1 + e^x) + y^2": lambda x, y: m.log(1 + m.exp(x)) + y**2,
    "log(exp(x) + 1)": lambda x, y: m.log(1 + m.exp(x)),
    "log(exp(x) + exp(y))": lambda x, y: m.log(m.exp(x) + m.exp(y)),
    "log(2 + 3exp(x))": lambda x, y: m.log(2 + 3 * m.exp(x)),
    "log(1 + exp(-x) + exp(y))": lambda x, y: m.log(1 + m.exp(-x) + m.exp(y)),
    "log(1 + exp(-y*x))": lambda x, y: m.log(1 + m.exp(-y * x)),
    "1/(1 + exp(-x))": lambda x, y: 1 / (1 + m.exp(-x)),
    "exp(x)/(1 + exp(x))": lambda x, y: m.exp(x) / (1 + m.exp(x)),
    "y/(2 + exp(x))": lambda x, y: y / (2 + m.exp(x)),
    "-log(sigmoid(x)) - log(1 - sigmoid(y))": lambda x, y: m.log(1 + m.exp(-x)) + m.log(1 + m.exp(y)),
    "sech(x) + y": lambda x, y: 1 / m.cosh(x) + y,
    "sech(x)^2 y": lambda x, y: y / m.cosh(x) ** 2,
    "1/cosh(x) + y": lambda x, y: 1 / m.cosh(x) + y,
    "y/cosh(x)^2": lambda x, y: y / m.cosh(x) ** 2,
    "sinh(x)/cosh(x)": lambda x, y: m.tanh(x),
    "cosh(x + 1)/sinh(x + 1) + 2/sinh(y + 2)": lambda x, y: m.coth(x + 1) + 2 * m.csch(y + 2),
    "(1 + e^-x)^-1 y": lambda x, y: y / (1 + m.exp(-x)),
    "coth(x + 1) + csch(y + 2)": lambda x, y: m.coth(x + 1) + m.csch(y + 2),
}
PLACES = [(800, 3), (-800, 3), (3, 800), (1.3, -0.7), (-41, 35), (0, 0)]


@pytest.mark.parametrize("text", FUNCTIONS)
def test_a_bounded_whole_of_unbounded_parts(text: str) -> None:
    surface, function = Surface(text), FUNCTIONS[text]
    with mpmath.workdps(900):
        for place in PLACES:
            if abs(place[0] * place[1]) > 1500 and "y*x" in text:
                continue
            x, y = (mpmath.mpf(k) for k in place)
            orders = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
            h = mpmath.mpf(10) ** -40
            expected = [function(x, y), *(mpmath.diff(function, (x, y), n, h=h) for n in orders)]
            got = [surface.value(*place), *surface.gradient(*place), *surface.hessian(*place)]
            for a, b in zip(got, expected, strict=True):
                assert float(a) == pytest.approx(float(b), rel=1e-11, abs=1e-14), (place, got)
