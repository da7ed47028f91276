"""More formulas as people have them, each beside the same function in Python, by hand, and more that are refused."""

from collections.abc import Callable
from math import acos, acosh, atan, atan2, cbrt, cos, e, exp, floor, fmod, hypot, log, log10, pi, sin, sqrt, tanh, trunc

from tests.pasted_formulas import bowl, rastrigin, rosenbrock

Function = Callable[[float, float], float]


def _form(x: float, y: float) -> float:
    return x * x + x * y + y * y


MORE: list[tuple[str, Function]] = [
    # n is the number of variables beside a sum over a vector
    ("10*n + sum([(xi**2 - 10*np.cos(2*np.pi*xi)) for xi in x])", rastrigin),
    ("np.sum(x**2 - 10*np.cos(2*np.pi*x)) + 10*n", rastrigin),
    ("def f(x):\n    return np.sum(x**2) / n", lambda x, y: (x * x + y * y) / 2),
    # constants and numbers of other languages
    ("Math.log10(x*x + 1) + Math.cbrt(y + 9) + Math.E", lambda x, y: log10(x * x + 1) + cbrt(y + 9) + e),
    ("F = 100.D0*(X(2)-X(1)**2)**2 + (1.D0-X(1))**2", rosenbrock),
    ("1.0D-2*X**2 + Y**2", lambda x, y: 0.01 * x * x + y * y),
    ("DEXP(-X**2) + DSIN(Y)", lambda x, y: exp(-x * x) + sin(y)),
    ("1_000*x + y", lambda x, y: 1000 * x + y),
    # operators of other languages
    ("x // 2 + y**2", lambda x, y: floor(x / 2) + y * y),
    ("x %/% 2 + y %% 3", lambda x, y: floor(x / 2) + y % 3),
    ("sin.(x) .+ cos.(y)", lambda x, y: sin(x) + cos(y)),
    ("@. sin(x) + 2cos(y)", lambda x, y: sin(x) + 2 * cos(y)),
    # functions of libraries
    ("exp(-x^2)*sinpi(y)", lambda x, y: exp(-x * x) * sin(pi * y)),
    ("sind(30x) + exp10(y)", lambda x, y: sin(pi * x / 6) + 10**y),
    ("jnp.logaddexp(x, y)", lambda x, y: log(exp(x) + exp(y))),
    ("scipy.special.xlogy(y, x)", lambda x, y: y * log(x)),
    ("np.add(np.square(x), np.multiply(y, y))", bowl),
    ("asec(x) + acot(y)", lambda x, y: acos(1 / x) + atan(1 / y)),
    ("asech(x) + y", lambda x, y: acosh(1 / x) + y),
    ("np.trunc(x) + rem(y, 2)", lambda x, y: trunc(x) + fmod(y, 2)),
    ("np.heaviside(x, 0.5)*x**2 + y**2", lambda x, y: (x > 0) * x * x + y * y),
    ("HeavisideTheta[x] x^2 + UnitStep[y]", lambda x, y: (x > 0) * x * x + (y > 0)),
    ("jax.nn.silu(x) + torch.rsqrt(y*y + 1)", lambda x, y: x / (1 + exp(-x)) + 1 / sqrt(y * y + 1)),
    ("np.clip(x, -1, 1)**2 + y**2", lambda x, y: min(max(x, -1), 1) ** 2 + y * y),
    ("K.square(x) + self.y**2", bowl),
    (r"\arctan\left(y,x\right)", lambda x, y: atan2(y, x)),
    ("step(x) + softsign(y) + logit(x/9 + 0.5)",
     lambda x, y: (x > 0) + y / (1 + abs(y)) + log((x / 9 + 0.5) / (0.5 - x / 9))),
    # sums and norms over a vector
    ("(x**2).sum()", bowl),
    ("x.pow(2).sum() + x[0]", lambda x, y: x * x + y * y + x),
    ("torch.abs(x).sum(dim=0)", lambda x, y: abs(x) + abs(y)),
    ("((x - 1)**2).mean(axis=0)", lambda x, y: ((x - 1) ** 2 + (y - 1) ** 2) / 2),
    ("sum(sum(x.^2))", bowl),
    ("sum(i*x[i]^2 for i in 1:length(x))", lambda x, y: x * x + 2 * y * y),
    ("sum(x[i]^2 for i=1:2)", bowl),
    ("Sum[i x[i]^2, {i, 1, 2}]", lambda x, y: x * x + 2 * y * y),
    ("Sum(x[i]**2, (i, 1, 2))", bowl),
    ("np.sum([x**2, 2*y**2])", lambda x, y: x * x + 2 * y * y),
    ("np.linalg.norm(np.array([x, y]))", hypot),
    ("Norm[{x, y}]", hypot),
    (r"\|(x, y)\|^2", bowl),
    ("np.linalg.norm(x, ord=1)", lambda x, y: abs(x) + abs(y)),
    ("np.linalg.norm(x, np.inf)", lambda x, y: max(abs(x), abs(y))),
    (r"\|\mathbf{x}\|_1 + \|\mathbf{x}\|_2^2", lambda x, y: abs(x) + abs(y) + x * x + y * y),
    (r"\|x\|_\infty", lambda x, y: max(abs(x), abs(y))),
    (r"\|x - 1\|^2", lambda x, y: (x - 1) ** 2 + (y - 1) ** 2),
    ("||x-1||^2", lambda x, y: (x - 1) ** 2 + (y - 1) ** 2),
    (r"\|x\|^2 + \left\|x - 1\right\|^2", lambda x, y: x * x + y * y + (x - 1) ** 2 + (y - 1) ** 2),
    ("||x|-|y||", lambda x, y: abs(abs(x) - abs(y))),
    ("2||x|-1| + |y|", lambda x, y: 2 * abs(abs(x) - 1) + abs(y)),
    # the inner product of a vector with itself
    ("x @ x", bowl),
    ("x'*x", bowl),
    ("lambda x: x.T @ x", bowl),
    ("f(x) = x^T x", bowl),
    (r"\frac12 \mathbf{w}^\top\mathbf{w}", lambda x, y: (x * x + y * y) / 2),
    # headers
    ("[](double x, double y) { return x*x + y*y; }", bowl),
    ("auto f = [](double x, double y) { return x*x + y*y; };", bowl),
    ("double f(const std::vector<double>& x) { return x[0]*x[0] + x[1]*x[1]; }", bowl),
    ("func f(x, y float64) float64 { return x*x + math.Sin(y) }", lambda x, y: x * x + sin(y)),
    ("f x y = x^2 + 3*y", lambda x, y: x * x + 3 * y),
    ("\\x y -> x^2 + 3*y", lambda x, y: x * x + 3 * y),
    ("Let f(x,y) = x^2 + y^2.", bowl),
    (r"f:\mathbb{R}^2\to\mathbb{R},\; f(x,y)=x^2+y^2", bowl),
    ("=LN(1+x^2)+y^2", lambda x, y: log(1 + x * x) + y * y),
    ("x^2 + y^2 = z", bowl),
    ("x^2 + y^2 = f(x, y)", bowl),
    # what stands round a formula
    ("from math import *\nsin(x) + tanh(y)", lambda x, y: sin(x) + tanh(y)),
    ("import numpy as np\nx = np.linspace(-5, 5, 100)\nX, Y = np.meshgrid(x, x)\nZ = X**2 + Y**2\nplt.show()", bowl),
    ("[X, Y] = meshgrid(-5:0.1:5, -5:0.1:5);\nZ = X.^2 + Y.^2;\nsurf(X, Y, Z)", bowl),
    ("f(x, y) = `x**2 + y**2`", bowl),
    ("**f(x, y) = x² + y²**", bowl),
    ("f := x^2 + sin(y):", lambda x, y: x * x + sin(y)),
    ("z = x**2 + y**2 ! a bowl", bowl),
    ("x^2\u200b + y^2", bowl),
    ("\ufeffx^2 + y^2", bowl),
    # a product of the two letters
    ("u^2 + uv + v^2", _form),
    ("a^2 + ab + b^2", _form),
    ("w^2 + wb + b^2", _form),
    ("X1^2 + X2^2", bowl),
]  # fmt: skip

# (text, part of the message, part of the hint)
REFUSED: list[tuple[str, str, str]] = [
    ("np.mean((w*x + b - y)**2)", "x is a vector in this sum, and y stands beside it", "the Data page has losses over"),
    ("sum((y - m*x - b)^2)", "x is a vector in this sum, and y stands beside it", "the Data page has losses over"),
    ("((w*2 + b - 5)**2).mean()", "w is a vector in this sum, and b stands beside it", "Write all terms out"),
    ("L(w,b) = np.mean((w*x + b - y)**2)", "I cannot tell what mean goes over", "the Data page has losses over"),
    (r"\|x - a\|_2^2", "Within a norm “a” may be a vector as well", "(x_1 - 1)^2 + (x_2 - 2)^2"),
    ("‖x−y‖²", "Within a norm “y” may be a vector as well", "(x_1 - 1)^2 + (x_2 - 2)^2"),
    (r"\|Ax - b\|^2", "I cannot tell what this norm goes over", "Write all terms out"),
    ("0x1F*x + y", "Numbers are decimal here", "31"),
    (r"\int_0^x t^2 dt + y", "Integrals and limits are not taken", "result"),
    ("∫ x dx", "Integrals and limits are not taken", "result"),
    ("sinc(x) + y", "“sinc” is not offered", "sin(x)/x"),
    ("leaky_relu(x) + y", "“leaky” is not offered", "max(x, 0.01 x)"),
    ("x^2 + sin(45°) y", "degree sign", "45 pi/180"),
]
