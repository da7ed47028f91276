"""Formulas as people have them, each beside the same function in Python, by hand."""

from collections.abc import Callable
from math import cos, exp, floor, hypot, log, log10, pi, prod, sin, sqrt

Function = Callable[[float, float], float]


def rosenbrock(x: float, y: float) -> float:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def himmelblau(x: float, y: float) -> float:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def beale(x: float, y: float) -> float:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def rastrigin(x: float, y: float) -> float:
    return 20 + x * x + y * y - 10 * (cos(2 * pi * x) + cos(2 * pi * y))


def bowl(x: float, y: float) -> float:
    return x**2 + y**2


def griewank(x: float, y: float) -> float:
    return 1 + (x * x + y * y) / 4000 - cos(x) * cos(y / sqrt(2))


def ackley(x: float, y: float) -> float:
    mean = (cos(2 * pi * x) + cos(2 * pi * y)) / 2
    return -20 * exp(-0.2 * sqrt((x * x + y * y) / 2)) - exp(mean) + 20 + exp(1)


def shubert(x: float, y: float) -> float:
    return prod(sum(i * cos((i + 1) * u + i) for i in range(1, 6)) for u in (x, y))


def line_fit(rows: list[tuple[float, float]]) -> Function:
    return lambda w, b: sum((a * w + b - c) ** 2 for a, c in rows)


ROWS = [(0.5, 1.2), (1.1, 2.3), (1.7, 3.1), (2.4, 4.2), (3.3, 5.9), (4.1, 7.2), (5.2, 8.8), (6.3, 10.1)]
TEN_GAUSSIANS = [(0.37, 1.24, -0.81), (1.13, -0.62, 0.47), (0.94, 0.33, 1.71), (0.58, -1.46, -0.29)]

# (text, function of the two variables in their order; parameters are 1)
PASTED: list[tuple[str, Function]] = [
    # functions of a vector
    ("f(x) = x_1^2 + \\beta x_2^2", bowl),
    ("L(w) = w_1^2 + 3w_2^2", lambda x, y: x * x + 3 * y * y),
    ("f(u) = (11-u_1-u_2)^2 + (1+u_1+10 u_2-u_1 u_2)^2",
     lambda x, y: (11 - x - y) ** 2 + (1 + x + 10 * y - x * y) ** 2),
    ("f(x) = x_1^2", lambda x, y: x * x),
    ("z_1^2+2z_2^2", lambda x, y: x * x + 2 * y * y),
    ("f(\\mathbf{x}) = \\|\\mathbf{x}\\|^2", bowl),
    ("f(w) = \\frac{1}{2}\\|w\\|_2^2", lambda x, y: bowl(x, y) / 2),
    ("f(x) = ‖x‖", hypot),
    ("||x||^2", bowl),
    ("f(x_1, x_2, \\dots, x_n) = \\sum_{i=1}^n x_i^2", bowl),
    # brackets as indices
    ("100*(x(2)-x(1)^2)^2+(1-x(1))^2", rosenbrock),
    ("(x(1)^2 + x(2) - 11)^2 + (x(1) + x(2)^2 - 7)^2", himmelblau),
    ("f(x)=100*(x(2)-x(1)^2)^2+(1-x(1))^2", rosenbrock),
    ("f = @(x) 100*(x(2) - x(1)^2)^2 + (1 - x(1))^2;", rosenbrock),
    ("(1 - x[0])**2 + 100*(x[1] - x[0]**2)**2", rosenbrock),
    ("(1.0 - x[1])^2 + 100.0 * (x[2] - x[1]^2)^2", rosenbrock),
    ("x[:, 0]**2 + x[:, 1]**2", bowl),
    ("x[..., 0]**2 + x[..., 1]**2", bowl),
    ("x[[1]]^2 + x[[2]]^2", bowl),
    ("theta[0]**2 + theta[1]**2", bowl),
    # elementwise signs, punctuation, comments
    ("(1.5 - x + x.*y).^2 + (2.25 - x + x.*y.^2).^2 + (2.625 - x + x.*y.^3).^2", beale),
    ("x.^2 + y.^2./2", lambda x, y: x * x + y * y / 2),
    ("(x + 2*y - 7)^2 + (2*x + y - 5)^2;", lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2),
    ("x^2 + y^2.", bowl),
    ("x^2 + y^2  # a bowl", bowl),
    ("x^2 + y^2  // a bowl", bowl),
    ("x^2 + y^2  % a bowl", bowl),
    ("/* a bowl */ x*x + y*y", bowl),
    ('"x^2 + y^2"', bowl),
    ("“x^2 + y^2”", bowl),
    ("`x**2 + y**2`", bowl),
    # code round the formula
    ("f = lambda x, y: (1 - x)**2 + 100*(y - x**2)**2", rosenbrock),
    ("lambda x: x[0]**2 + x[1]**2", bowl),
    ("f = lambda p: p[0]**2 + p[1]**2", bowl),
    ("f = @(x,y) x^2 + y^2", bowl),
    ("(x, y) => x * x + y * y", bowl),
    ("const f = (x, y) => Math.pow(x, 2) + Math.pow(y, 2);", bowl),
    ("f := (x, y) -> x^2 + y^2", bowl),
    ("f(x,y) -> x^2+y^2", bowl),
    ("f <- function(x, y) x^2 + y^2", bowl),
    ("function(x) 100*(x[2]-x[1]^2)^2 + (1-x[1])^2", rosenbrock),
    ("def f(x, y): return (1 - x)**2 + 100*(y - x**2)**2", rosenbrock),
    ("def f(x: float, y: float) -> float:\n    return x**2 + y**2", bowl),
    ("def f(x, y):    a = 1    b = 100    return (a - x)**2 + b*(y - x**2)**2", rosenbrock),
    ("def f(X):\n    x, y = X\n    return x**2 + y**2", bowl),
    ("import numpy as np\n\ndef f(x):\n    '''Himmelblau'''\n    x1 = x[0]\n    x2 = x[1]\n"
     "    a = x1**2 + x2 - 11  # first\n    return a**2 + (x1 + x2**2 - 7)**2", himmelblau),
    ("function [y] = beale(xx)\nx1 = xx(1);\nx2 = xx(2);\nterm1 = (1.5 - x1 + x1*x2)^2;\n"
     "term2 = (2.25 - x1 + x1*x2^2)^2;\nterm3 = (2.625 - x1 + x1*x2^3)^2;\ny = term1 + term2 + term3;\nend", beale),
    ("function f(x, y) { return x*x + Math.exp(-y); }", lambda x, y: x * x + exp(-y)),
    ("double f(double x, double y) { return std::pow(x, 2) + std::sin(y); }", lambda x, y: x * x + sin(y)),
    ("double f(const double x, const double y)\n{\n    const double a = 1.0;\n    return a*x*x + fabs(y);\n}",
     lambda x, y: x * x + abs(y)),
    ("return x**2 + y**2;", bowl),
    ("f[x_, y_] := Sin[x] + Cos[y]^2", lambda x, y: sin(x) + cos(y) ** 2),
    ("Plot3D[x^2 + y^2, {x, -5, 5}, {y, -5, 5}]", bowl),
    ("fminsearch(@(x) x(1)^2 + x(2)^2, [1, 2])", bowl),
    ("a = 1; b = 100; (a - x)^2 + b*(y - x^2)^2", rosenbrock),
    ("s = x + y\ns *= s\ns", lambda x, y: (x + y) ** 2),
    # libraries
    ("Math.pow(1.5 - x + x * y, 2) + Math.pow(2.25 - x + x * y * y, 2)",
     lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2),
    ("20 + x1**2 + x2**2 - 10*(sym.cos(2*sym.pi*x1) + sym.cos(2*sym.pi*x2))", rastrigin),
    ("jnp.sin(x) + y**2", lambda x, y: sin(x) + y * y),
    ("torch.exp(-x**2) + torch.square(y)", lambda x, y: exp(-x * x) + y * y),
    ("x.pow(2) + y.pow(2)", bowl),
    ("tf.math.square(x) + tf.square(y)", bowl),
    ("Math.PI*x + M_PI*y", lambda x, y: pi * (x + y)),
    ("1.0f*x*x + powf(y, 2.0f)", bowl),
    ("np.linalg.norm(x)", hypot),
    ("np.dot(x, x)", bowl),
    ("E^(-x^2) + y^2", lambda x, y: exp(-x * x) + y * y),
    ("Sin[x] Exp[-y^2] + E", lambda x, y: sin(x) * exp(-y * y) + exp(1)),
    ("Log[10, x^2+y^2]", lambda x, y: log10(x * x + y * y)),
    ("Power[x, 2] + Sqrt[y^2 + 1]", lambda x, y: x * x + sqrt(y * y + 1)),
    ("=A1^2+B1^2", bowl),
    ("=POWER(A1;2)+SIN(B1)", lambda x, y: x * x + sin(y)),
    ("=B6^3-2*B6-5", lambda x, y: x**3 - 2 * x - 5),
    ("=LOG($A$1^2+1)+PI()*B1", lambda x, y: log10(x * x + 1) + pi * y),
    # LaTeX as it stands on pages and in papers
    ("{\\displaystyle f(x,y)=(1-x)^{2}+100(y-x^{2})^{2}}", rosenbrock),
    ("f(x,y) = x^2 + y^2 \\\\", bowl),
    ("x^2 + y^2 \\tag{1}", bowl),
    ("f(x,y)&=x^2+y^2", bowl),
    ("\\min_{x,y} x^2+y^2", bowl),
    ("\\min_{x \\in \\mathbb{R}^2} f(x) = x_1^2 + x_2^2", bowl),
    ("\\underset{x,y}{\\min}\\; x^2+y^2", bowl),
    ("\\operatorname*{arg\\,min}_{x,y} x^2+y^2", bowl),
    ("{e}^{{x}_{1}}\\left(4{x}_{1}^{2}+2{x}_{2}^{2}+4{x}_{1}{x}_{2}+2{x}_{2}+1\\right)",
     lambda x, y: exp(x) * (4 * x * x + 2 * y * y + 4 * x * y + 2 * y + 1)),
    ("f\\!\\left(x,y\\right)=x^2+y^2", bowl),
    ("\\begin{aligned} f(x,y) &= (x^2+y-11)^2 \\\\ &\\quad + (x+y^2-7)^2 \\end{aligned}", himmelblau),
    ("\\begin{equation}\n f(x, y) = x^2 + y^2. \\label{eq:bowl}\n\\end{equation}", bowl),
    ("$f(x, y) = x^2 + y^2$.", bowl),
    ("f(x,y)=x^2+y^2, \\quad -5 \\le x,y \\le 5", bowl),
    ("\\boldsymbol{x}^2 + \\bm{y}^2", bowl),
    ("z = f(x, y) = -\\left(\\cos^2 x + \\cos^2 y \\right)^2", lambda x, y: -((cos(x) ** 2 + cos(y) ** 2) ** 2)),
    ("f_{\\text{Beale}}(x) = \\left(x_1 x_2 - x_1 + 1.5\\right)^{2} + x_2^2",
     lambda x, y: (x * y - x + 1.5) ** 2 + y * y),
    ("\\Delta(\\alpha, \\beta)=(\\alpha-5)^2+(\\beta-5)^2", lambda x, y: (x - 5) ** 2 + (y - 5) ** 2),
    ("\\mathcal{L}_{\\mathrm{train}}(w, b) := (w - 1)^2 + b^2", lambda x, y: (x - 1) ** 2 + y * y),
    ("f: \\mathbb{R}^2 \\to \\mathbb{R}, f(x, y) = x^2 + y^2", bowl),
    ("f(x,y)=z=x^2+y^2", bowl),
    ("y = x1^2 + x2^2", bowl),
    ("plot x^2+y^2", bowl),
    ("minimize x^2 + y^2", bowl),
    ("min (x-1)^2 + y^2", lambda x, y: (x - 1) ** 2 + y * y),
    ("x^2+y^2 → min", bowl),
    ("ｘ^２ ＋ ｙ^２", bowl),
    ("xx + yy", bowl),
    ("γ(x²+y²)", bowl),
    ("\\eta \\left(\\sqrt{2-\\eta^2} + \\eta \\right)", lambda x, y: x * (sqrt(2 - x * x) + x)),
    # sums and products
    ("f(\\mathbf {x} )=An+\\sum _{i=1}^{n}\\left[x_{i}^{2}-A\\cos(2\\pi x_{i})\\right]",
     lambda x, y: 2 + x * x + y * y - cos(2 * pi * x) - cos(2 * pi * y)),
    ("\\prod_{i=1}^2\\cos\\left(\\frac{x_i}{\\sqrt{i}}\\right)", lambda x, y: cos(x) * cos(y / sqrt(2))),
    ("f(x) = \\sum_{i=1}^{n-1} \\left[100(x_{i+1}-x_i^2)^2 + (1-x_i)^2\\right]", rosenbrock),
    ("10n + \\sum_{i=1}^n x_i^2 - 10\\cos(2\\pi x_i)", rastrigin),
    ("f(x)=\\frac{1}{4000}\\sum_{i=1}^{d} x_i^2 - \\prod_{i=1}^{d}\\cos\\left(\\frac{x_i}{\\sqrt{i}}\\right) + 1",
     griewank),
    ("-20\\exp\\left[-0.2\\sqrt{\\frac{1}{d}\\sum_{i=1}^d x_i^2}\\right] - \\exp\\left[\\frac1d \\sum_{i=1}^d "
     "\\cos(2\\pi x_i)\\right] + 20 + e", ackley),
    ("\\left(\\sum_{i=1}^{5} i\\cos((i+1)x+i)\\right)\\left(\\sum_{i=1}^{5} i\\cos((i+1)y+i)\\right)", shubert),
    ("f(\\boldsymbol{x}) = \\sum_{i=1}^{d}\\left(\\sum_{j=1}^{i} x_j\\right)^2", lambda x, y: x * x + (x + y) ** 2),
    ("\\frac12 \\sum_i x_i^4 - 16x_i^2 + 5x_i", lambda x, y: sum(u**4 - 16 * u * u + 5 * u for u in (x, y)) / 2),
    ("∑_{i=1}^2 x_i²", bowl),
    ("np.sum(x**2)", bowl),
    ("10*len(x) + sum(x**2 - 10*np.cos(2*np.pi*x))", rastrigin),
    ("def rosen(x):\n    return sum(100.0*(x[1:]-x[:-1]**2.0)**2.0 + (1-x[:-1])**2.0)", rosenbrock),
    ("sum(x[i]**2 for i in range(2))", bowl),
    ("\\sum_{i=0}^{2} e^{-i x/10} + y", lambda x, y: 1 + exp(-x / 10) + exp(-x / 5) + y),
    ("\\sum_{i=1}^n x_i^2 + \\left(\\frac12 \\sum_{i=1}^n i x_i\\right)^2", lambda x, y: bowl(x, y) + (x / 2 + y) ** 2),
    ("\\sum_{i=1}^{n-1} (x_i - 1)^2 + (x_n - 1)^2", lambda x, y: (x - 1) ** 2 + (y - 1) ** 2),
    ("def f(x):\n    u = 1 + (x - 1)/4\n    return sum(u**2) + u[0]",
     lambda x, y: (1 + (x - 1) / 4) ** 2 + (1 + (y - 1) / 4) ** 2 + 1 + (x - 1) / 4),
    ("def f(x):\n    i = np.arange(1, len(x) + 1)\n    return np.sum(i*x**2)", lambda x, y: x * x + 2 * y * y),
    ("def f(x):\n    t = x[1:]**2 + x[:-1]**2\n    return (sum(t**2)\n            + x[-1])",
     lambda x, y: bowl(x, y) ** 2 + y),
    ("sum(100*(x[i+1]-x[i]**2)**2 + (1-x[i])**2 for i in range(len(x)-1))", rosenbrock),
    ("np.mean(x**2) + np.prod(np.cos(x))", lambda x, y: bowl(x, y) / 2 + cos(x) * cos(y)),
    # functions that are said in terms of others
    ("log1p(x^2) + expm1(y)", lambda x, y: log(1 + x * x) + exp(y) - 1),
    ("mod(x, 2) + y mod 3 + x % 1", lambda x, y: x % 2 + y % 3 + x % 1),
    ("round(x + 0.23) + y", lambda x, y: floor(x + 0.73) + y),
    # decimals do not grow
    (" + ".join(f"({a}w + b - {c})^2" for a, c in ROWS), line_fit(ROWS)),
    (" + ".join(f"{c} exp(-({a} (x - {b})^2 + {abs(b)} x y + {c + 1:.2f} (y - {a})^2))" for c, a, b in TEN_GAUSSIANS),
     lambda x, y: sum(c * exp(-(a * (x - b) ** 2 + abs(b) * x * y + float(f"{c + 1:.2f}") * (y - a) ** 2))
                      for c, a, b in TEN_GAUSSIANS)),
]  # fmt: skip

# (text, part of the message, span, part of the hint)
SENTENCES: list[tuple[str, str, tuple[int, int], str]] = [
    ("plt.plot(x)", "“plt” before a point", (0, 3), "Leave it and the point out"),
    ("foo.sin(x)", "“foo” before a point", (0, 3), "as in sin(x)"),
    ("plat x^2+y^2", "“plat”", (0, 4), "Put * between"),
    ("maximize x^2 + y^2", "minimum", (0, 9), "minus sign"),
    ("\\max_{x,y} -x^2", "minimum", (0, 5), "minus sign"),
    ("x^2 + y^2 s.t. x + y = 1", "Constraints", (9, 14), "only the function"),
    ("\\frac{d}{dx}x^2", "Derivatives", (0, 12), "its derivatives are shown"),
    ("d/dx x^2", "Derivatives", (0, 4), "function itself"),
    ("x^T y", "Vectors and matrices", (0, 3), "x_1^2 + x_2^2"),
    ("x @ y", "Vectors and matrices", (2, 5), "x_1^2 + x_2^2"),
    ("for i in range(3): x", "not programs", (0, 3), "without loops"),
    ("x^2 + y^2; x + y", "behind the end", (9, 10), "one formula"),
    ("\\sum x_i", "no index", (0, 4), "write all terms out"),
    ("\\sum_{i=1}^{k/4} x_i", "not whole numbers", (0, 4), "n and d are 2"),
    ("\\sum_{i=1}^{60}\\sum_{j=1}^{60} x_1", "too long", (15, 19), "64 terms"),
    ("x[1:]^2 + x[0]", "part of a vector", (0, 5), "two parts"),
    ("def f(x):\n    i = arange(5)\n    return sum(i*x)", "different lengths", (45, 46), "Write all terms out"),
    ("def f(x): return x\ndef g(x): return 2", "one function", (19, 22), "formula out"),
    ("sum(3)", "what sum goes over", (0, 3), "all terms"),
    ("f(x) = x + x_1 + x_2 + \\|x\\|", "x is a vector", (7, 8), "x_1 and x_2"),
    ("sum(x^2) + x", "x is a vector", (4, 5), "x_1 and x_2"),
    ("x^2 + y^2 = 4", "equation", (10, 11), "right-hand side"),
    ("erf(x)", "not offered", (0, 3), ""),
    ("x.foo(2)", "“foo” is not known", (1, 5), "x.pow(2)"),
]  # fmt: skip

# (text, words that one of its readings must have); the second of two is how to get the other reading
READINGS: list[tuple[str, str, str]] = [
    ("1/xy", "only the first factor is under the line", "1/(x y)"),
    ("y^2 + z^2", "z has a slider", "f(y, z) ="),
    ("x^2 + t", "t has a slider", "f(x, t) ="),
    ("x/2y", "only the first factor", "1/(x y)"),
    ("1/2x", "only the first factor", "1/(x y)"),
    ("6/2(1+x)", "only the first factor", "1/(x y)"),
    ("e^2x", "(e^2) x", "e^(2x)"),
    ("e^xy", "(e^2) x", "e^(2x)"),
    ("2^-xy", "(e^2) x", "e^(2x)"),
    ("x^(1/3)", "no real value for negative x", "cbrt"),
    ("sqrt 2x", "sqrt(2) x", "sqrt(2x)"),
    ("√2x", "sqrt(2) x", "sqrt(2x)"),
    ("sin x y", "sin(x y)", "sin(x) y"),
    ("H(x)", "H times x", "slider"),
    ("P(x) + y", "P times x", "slider"),
    ("log x + y", "natural logarithm", "log10"),
    ("log(x^2 + 1)", "natural logarithm", "log10"),
    ("log(10, x)", "base last", "log(x, 10)"),
    ("lg x", "base 10", "log2"),
    ("2^x^2", "from the right", "(2^x)^2"),
    ("x^1/2 + y", "divided by 2", "x^(1/2)"),
    ("sin^-1 x", "inverse", "1/sin(x)"),
    ("sin⁻¹(x)", "inverse", "1/sin(x)"),
    ("x(2) + y", "x times 2", "x_2"),
    ("xx + y", "x times x", "x^2"),
    ("E^x + y", "number e", "another letter"),
    ("x mod 2", "negative x", ""),
    ("round(x)", "halves up", ""),
    ("\\sum_{i=1}^n x_i^2", "two variables, n = 2", ""),
    ("=-A1^2+B1", "squares the minus sign", "-(A1^2)"),
    ("=A1+B1", "A1 and B1 are the variables", ""),
    ("x^2, x in [-1, 1]", "left out", "window"),
]  # fmt: skip

PLAIN = [
    "x^2 + 10y^2", "1/2 x^2", "x/(2y)", "(x/2)y", "\\frac{1}{2}x", "e^(2x)", "e^{2x}", "e^2 x", "x^2y",
    "3x^2y", "sqrt(2)x", "\\sqrt2 x", "sin 2x", "sin xy", "cos 2π x", "sin x cos y", "x(y+1)", "a(x+1)",
    "2^(x^2)", "ln x", "np.log(x)", "Math.log(x)", "log10(x)", "log(x, 10)", "log_2 x", "e^-x^2", "-x^2",
    "x/2*y", "1/x + y", "x y/2", "γ*(x+1)", "0.5x",
]  # fmt: skip
