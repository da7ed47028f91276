"""Second-order forward-mode differentiation over our trees, sharing no code with SymPy or the kernels."""

import math
from dataclasses import dataclass

from gdviz.expression import Binary, Call, Name, Negative, Node, Number


@dataclass(frozen=True)
class Jet:
    """A value with its two first and three second derivatives (xx, xy, yy)."""

    value: float
    first: tuple[float, float] = (0.0, 0.0)
    second: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def through(self, value: float, slope: float, bend: float) -> "Jet":
        """h(self) for a function h of one argument with the given value, h′ and h″ there."""
        x, y = self.first
        pairs = (x * x, x * y, y * y)
        second = tuple(slope * s + bend * p for s, p in zip(self.second, pairs, strict=True))
        return Jet(value, (slope * x, slope * y), second)

    def __add__(self, other: "Jet") -> "Jet":
        return Jet(
            self.value + other.value,
            tuple(a + b for a, b in zip(self.first, other.first, strict=True)),
            tuple(a + b for a, b in zip(self.second, other.second, strict=True)),
        )

    def __neg__(self) -> "Jet":
        return self.through(-self.value, -1.0, 0.0)

    def __mul__(self, other: "Jet") -> "Jet":
        a, b = self, other
        (ax, ay), (bx, by) = a.first, b.first
        cross = (2 * ax * bx, ax * by + ay * bx, 2 * ay * by)
        return Jet(
            a.value * b.value,
            (a.value * bx + b.value * ax, a.value * by + b.value * ay),
            tuple(a.value * t + b.value * s + c for s, t, c in zip(a.second, b.second, cross, strict=True)),
        )

    @property
    def is_constant(self) -> bool:
        """Whether nothing varies."""
        return not any(self.first) and not any(self.second)


def jet(node: Node, point: dict[str, Jet]) -> Jet:
    """Value and derivatives of a tree at a point; raises ArithmeticError or ValueError where it is undefined."""
    match node:
        case Number(value):
            return Jet(float(value))
        case Name(name):
            return point[name] if name in point else Jet({"pi": math.pi, "e": math.e}[name])
        case Negative(operand):
            return -jet(operand, point)
        case Binary(sign, left, right):
            return _binary(sign, jet(left, point), jet(right, point))
        case Call(function, arguments):
            return _call(function, [jet(argument, point) for argument in arguments])


def at(x: float, y: float, names: tuple[str, str] = ("x", "y"), **parameters: float) -> dict[str, Jet]:
    """The two variables as jets, and parameters as constants."""
    constants = {name: Jet(value) for name, value in parameters.items()}
    return {names[0]: Jet(x, (1.0, 0.0)), names[1]: Jet(y, (0.0, 1.0)), **constants}


def _reciprocal(u: Jet) -> Jet:
    return u.through(1 / u.value, -1 / u.value**2, 2 / u.value**3)


def _binary(sign: str, a: Jet, b: Jet) -> Jet:
    if sign == "+":
        return a + b
    if sign == "-":
        return a + -b
    if sign == "*":
        return a * b
    if sign == "/":
        return a * _reciprocal(b)
    if b.is_constant:
        n = b.value
        value = a.value**n
        if isinstance(value, complex):
            raise ValueError("not real")
        slope = n * a.value ** (n - 1) if n else 0.0
        bend = n * (n - 1) * a.value ** (n - 2) if n * (n - 1) else 0.0
        return a.through(value, slope, bend)
    return _call("exp", [b * _call("log", [a])])


def _call(function: str, u: list[Jet]) -> Jet:
    if function in ("max", "min"):
        best = u[0]
        for other in u[1:]:
            larger = other.value > best.value
            best = other if larger == (function == "max") else best
        return best
    if function == "hypot":
        return _call("sqrt", [u[0] * u[0] + u[1] * u[1]])
    if function == "atan2":
        return _atan2(*u)
    return u[0].through(*_slopes(function, u[0].value))


def _atan2(y: Jet, x: Jet) -> Jet:
    """By the half of the plane in which one quotient is smooth."""
    if abs(x.value) >= abs(y.value):
        angle = _call("atan", [y * _reciprocal(x)])
    else:
        angle = Jet(math.copysign(math.pi / 2, y.value)) + -_call("atan", [x * _reciprocal(y)])
    return Jet(math.atan2(y.value, x.value), angle.first, angle.second)


def _slopes(function: str, u: float) -> tuple[float, float, float]:
    """(h, h′, h″) of a function of one argument, each written out by hand."""
    sin, cos, cosh, sinh, exp, sqrt = math.sin, math.cos, math.cosh, math.sinh, math.exp, math.sqrt
    tan, tanh = math.tan, math.tanh
    match function:
        case "sin":
            return sin(u), cos(u), -sin(u)
        case "cos":
            return cos(u), -sin(u), -cos(u)
        case "tan":
            return tan(u), 1 / cos(u) ** 2, 2 * tan(u) / cos(u) ** 2
        case "sec":
            return 1 / cos(u), sin(u) / cos(u) ** 2, (1 + sin(u) ** 2) / cos(u) ** 3
        case "csc":
            return 1 / sin(u), -cos(u) / sin(u) ** 2, (1 + cos(u) ** 2) / sin(u) ** 3
        case "cot":
            return cos(u) / sin(u), -1 / sin(u) ** 2, 2 * cos(u) / sin(u) ** 3
        case "asin":
            return math.asin(u), (1 - u * u) ** -0.5, u * (1 - u * u) ** -1.5
        case "acos":
            return math.acos(u), -((1 - u * u) ** -0.5), -u * (1 - u * u) ** -1.5
        case "atan":
            return math.atan(u), 1 / (1 + u * u), -2 * u / (1 + u * u) ** 2
        case "sinh":
            return sinh(u), cosh(u), sinh(u)
        case "cosh":
            return cosh(u), sinh(u), cosh(u)
        case "tanh":
            return tanh(u), 1 / cosh(u) ** 2, -2 * tanh(u) / cosh(u) ** 2
        case "sech":
            return 1 / cosh(u), -sinh(u) / cosh(u) ** 2, (sinh(u) ** 2 - 1) / cosh(u) ** 3
        case "csch":
            return 1 / sinh(u), -cosh(u) / sinh(u) ** 2, (cosh(u) ** 2 + 1) / sinh(u) ** 3
        case "coth":
            return cosh(u) / sinh(u), -1 / sinh(u) ** 2, 2 * cosh(u) / sinh(u) ** 3
        case "asinh":
            return math.asinh(u), (1 + u * u) ** -0.5, -u * (1 + u * u) ** -1.5
        case "acosh":
            return math.acosh(u), (u * u - 1) ** -0.5, -u * (u * u - 1) ** -1.5
        case "atanh":
            return math.atanh(u), 1 / (1 - u * u), 2 * u / (1 - u * u) ** 2
        case "exp":
            return exp(u), exp(u), exp(u)
        case "log" | "log2" | "log10":
            scale = {"log": 1.0, "log2": math.log(2), "log10": math.log(10)}[function]
            return math.log(u) / scale, 1 / (u * scale), -1 / (u * u * scale)
        case "sqrt":
            return sqrt(u), 0.5 / sqrt(u), -0.25 * u**-1.5
        case "cbrt":
            size, sign = abs(u), math.copysign(1.0, u)
            return math.cbrt(u), size ** (-2 / 3) / 3, -2 * sign * size ** (-5 / 3) / 9
        case "abs":
            return abs(u), math.copysign(1.0, u) if u else 0.0, 0.0
        case "relu":
            return max(u, 0.0), 1.0 if u > 0 else 0.0 if u < 0 else 0.5, 0.0
        case "sign":
            return float((u > 0) - (u < 0)), 0.0, 0.0
        case "floor":
            return float(math.floor(u)), 0.0, 0.0
        case "ceil":
            return float(math.ceil(u)), 0.0, 0.0
        case "sigmoid":
            s = 1 / (1 + exp(-u))
            return s, s * (1 - s), s * (1 - s) * (1 - 2 * s)
        case "softplus":
            s = 1 / (1 + exp(-u))
            return math.log1p(exp(u)), s, s * (1 - s)
    raise KeyError(function)
