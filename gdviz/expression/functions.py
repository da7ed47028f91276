"""Functions as SymPy sees them: real, never evaluated, with derivatives in closed form."""

import math
from collections.abc import Callable
from typing import Any

import sympy

Expr = Any  # SymPy has no type hints


class Inert(sympy.Function):
    """A real function that SymPy cannot look into.

    Without `is_real` SymPy asks for real and imaginary parts and expands powers without end; with its own functions it
    inspects arguments. Subclasses, one per kernel operation, give `slope`: the derivative by one of their arguments.
    """

    is_real = True
    operation: str
    slope: Callable[..., Expr]

    @classmethod
    def eval(cls, *arguments: Expr) -> None:
        """Never anything."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """Derivative by the argument numbered argindex, from 1."""
        return type(self).slope(argindex, *self.args)


ANY = tuple(range(2, 10))


def _inert(name: str, slope: Callable[..., Expr], arity: int | tuple[int, ...] = 1) -> type[Inert]:
    """A class of this module, so that expressions can be pickled."""
    operation = "pow" if name == "fpow" else name.removeprefix("g")
    members = {"nargs": arity, "slope": staticmethod(slope), "operation": operation, "__module__": __name__}
    return type(name, (Inert,), members)


def power(base: Expr, exponent: Expr) -> Expr:
    """base^exponent: a SymPy power only for whole exponents, square roots by name, everything else inert."""
    if isinstance(base, ghypot) and exponent != 1:
        return radial(exponent, base.args)
    if exponent.is_number and float(exponent).is_integer():
        return base ** sympy.Integer(int(exponent))
    if exponent.is_number and abs(float(exponent)) == 0.5:
        return gsqrt(base) if exponent > 0 else 1 / gsqrt(base)
    return fpow(base, exponent)


def _fpow_slope(index: int, base: Expr, exponent: Expr) -> Expr:
    if index == 1:
        return exponent * power(base, exponent - 1) if exponent.is_number else gfall(base, exponent, sympy.S.One)
    return fpow(base, exponent) * sympy.Float(math.log(base)) if base.is_number else powlog(base, exponent, 1)


def powlog(base: Expr, exponent: Expr, times: int) -> Expr:
    """base^exponent·ln(base)^times, which is 0 where the power is."""
    return gpowlog(base, exponent, sympy.Integer(times)) if times else power(base, exponent)


def _powlog_slope(index: int, base: Expr, exponent: Expr, times: Expr) -> Expr:
    if index == 2:
        return powlog(base, exponent, int(times) + 1)
    return exponent * powlog(base, exponent - 1, int(times)) + times * powlog(base, exponent - 1, int(times) - 1)


def falling(exponent: Expr, times: int) -> Expr:
    """exponent·(exponent - 1)·…, so many factors."""
    return sympy.Mul(*(exponent - k for k in range(times)))


def _fall_slope(index: int, base: Expr, exponent: Expr, times: Expr) -> Expr:
    """Of the times-th derivative of base^exponent by its base, which is 0 where its coefficient is."""
    if index == 1:
        return gfall(base, exponent, times + 1)
    symbol = sympy.Dummy(real=True)
    coefficient = falling(symbol, int(times))
    change = coefficient.diff(symbol).subs(symbol, exponent) * power(base, exponent - times)
    return change + falling(exponent, int(times)) * powlog(base, exponent - times, 1)


def norm(*coordinates: Expr) -> Expr:
    """√(u² + v² + …), of any order of the coordinates one expression, so that it cancels."""
    return ghypot(*sorted(coordinates, key=sympy.default_sort_key))


def radial(exponent: Expr, coordinates: tuple[Expr, ...]) -> Expr:
    """r^exponent, where r² = u² + v² + …: of an even exponent without a root."""
    if exponent.is_number and float(exponent / 2).is_integer():
        return sympy.Add(*(u**2 for u in coordinates)) ** sympy.Integer(int(exponent) // 2)
    return gradial(exponent, *coordinates)


def _radial_slope(index: int, exponent: Expr, *coordinates: Expr) -> Expr:
    if index == 1:
        return powlog(norm(*coordinates), exponent, 1)
    return exponent * gpush(exponent - 1, *_first(index - 1, coordinates))


def _push_slope(index: int, exponent: Expr, u: Expr, *others: Expr) -> Expr:
    """Of r^q·u/r: a derivative by a coordinate is r^(q - 1) times something bounded, and never 0/0 at the tip."""
    below = radial(exponent - 1, (u, *others))
    if index == 1:
        return powlog(norm(u, *others), exponent, 1) * gunit(u, *others)
    if index == 2:
        return below * (gaside(u, *others) ** 2 + exponent * gunit(u, *others) ** 2)
    return (exponent - 1) * below * gunit(u, *others) * gunit(*_first(index - 1, (u, *others)))


def _first(index: int, arguments: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The arguments with the one numbered index, from 1, before the others."""
    return (arguments[index - 1], *arguments[: index - 1], *arguments[index:])


def _unit_slope(index: int, u: Expr, *others: Expr) -> Expr:
    """Of u/r, where r² = u² + …: (r² - u²)/r³, and -uv/r³ by another coordinate v."""
    if index > 1:
        return -gunit(u, *others) * gunit(*_first(index, (u, *others))) / norm(u, *others)
    return gaside(u, *others) ** 2 / norm(u, *others)


_LN2, _LN10 = sympy.Float(math.log(2)), sympy.Float(math.log(10))

gabs: type[Inert] = _inert("gabs", lambda i, u: gsign(u))
gsign: type[Inert] = _inert("gsign", lambda i, u: sympy.S.Zero)
gstep: type[Inert] = _inert("gstep", lambda i, u: sympy.S.Zero)
gfloor: type[Inert] = _inert("gfloor", lambda i, u: sympy.S.Zero)
gceil: type[Inert] = _inert("gceil", lambda i, u: sympy.S.Zero)
gmax: type[Inert] = _inert("gmax", lambda i, u, v: gstep(u - v) if i == 1 else gstep(v - u), 2)
gmin: type[Inert] = _inert("gmin", lambda i, u, v: gstep(v - u) if i == 1 else gstep(u - v), 2)
fpow: type[Inert] = _inert("fpow", _fpow_slope, 2)
gpowlog: type[Inert] = _inert("gpowlog", _powlog_slope, 3)
gfall: type[Inert] = _inert("gfall", _fall_slope, 3)
gsqrt: type[Inert] = _inert("gsqrt", lambda i, u: 1 / (2 * groot(u)))
# The square root in a derivative: at 0 just above 0, so that the slope 0/0 at the tip of √(x² + y²) is 0.
groot: type[Inert] = _inert("groot", lambda i, u: 1 / (2 * groot(u)))
gcbrt: type[Inert] = _inert("gcbrt", lambda i, u: 1 / (3 * gcbrt(u) ** 2))
gexp: type[Inert] = _inert("gexp", lambda i, u: gexp(u))
glog: type[Inert] = _inert("glog", lambda i, u: 1 / u)
glog2: type[Inert] = _inert("glog2", lambda i, u: 1 / (_LN2 * u))
glog10: type[Inert] = _inert("glog10", lambda i, u: 1 / (_LN10 * u))
gsin: type[Inert] = _inert("gsin", lambda i, u: gcos(u))
gcos: type[Inert] = _inert("gcos", lambda i, u: -gsin(u))
gtan: type[Inert] = _inert("gtan", lambda i, u: 1 + gtan(u) ** 2)
gasin: type[Inert] = _inert("gasin", lambda i, u: 1 / groot(1 - u**2))
gacos: type[Inert] = _inert("gacos", lambda i, u: -1 / groot(1 - u**2))
gatan: type[Inert] = _inert("gatan", lambda i, u: 1 / (1 + u**2))
gatan2: type[Inert] = _inert("gatan2", lambda i, v, u: (gunit(u, v) if i == 1 else -gunit(v, u)) / norm(u, v), 2)
gsinh: type[Inert] = _inert("gsinh", lambda i, u: gcosh(u))
gcosh: type[Inert] = _inert("gcosh", lambda i, u: gsinh(u))
gtanh: type[Inert] = _inert("gtanh", lambda i, u: 1 - gtanh(u) ** 2)
gsech: type[Inert] = _inert("gsech", lambda i, u: -gsech(u) * gtanh(u))
gcsch: type[Inert] = _inert("gcsch", lambda i, u: -gcsch(u) * gcoth(u))
gcoth: type[Inert] = _inert("gcoth", lambda i, u: -(gcsch(u) ** 2))
gasinh: type[Inert] = _inert("gasinh", lambda i, u: 1 / gsqrt(u**2 + 1))
gacosh: type[Inert] = _inert("gacosh", lambda i, u: 1 / (gsqrt(u - 1) * gsqrt(u + 1)))
gatanh: type[Inert] = _inert("gatanh", lambda i, u: 1 / (1 - u**2))
ghypot: type[Inert] = _inert("ghypot", lambda i, *u: gunit(*_first(i, u)), ANY)
# hypot(u, v, …)^p, and hypot(u, v, …)^q·u/hypot(u, v, …); the exponent stands first.
gradial: type[Inert] = _inert("gradial", _radial_slope, ANY)
gpush: type[Inert] = _inert("gpush", _push_slope, ANY)
# u/hypot(u, v, …), at the tip 0.
gunit: type[Inert] = _inert("gunit", _unit_slope, ANY)
# hypot(v, …)/hypot(u, v, …), at the tip 1: so r² has the curvature 2 there.
gaside: type[Inert] = _inert("gaside", lambda i, *u: sympy.nan, ANY)
# The larger of two exponents, as the scale of a sum that does not depend on it: a constant in every derivative.
gpeak: type[Inert] = _inert("gpeak", lambda i, u, v: sympy.S.Zero, 2)
# Conditions are constants in every derivative; of a choice Differential takes that of the part that holds.
glt: type[Inert] = _inert("glt", lambda i, u, v: sympy.S.Zero, 2)
gle: type[Inert] = _inert("gle", lambda i, u, v: sympy.S.Zero, 2)
ggt: type[Inert] = _inert("ggt", lambda i, u, v: sympy.S.Zero, 2)
gge: type[Inert] = _inert("gge", lambda i, u, v: sympy.S.Zero, 2)
gand: type[Inert] = _inert("gand", lambda i, u, v: sympy.S.Zero, 2)
gor: type[Inert] = _inert("gor", lambda i, u, v: sympy.S.Zero, 2)
gnot: type[Inert] = _inert("gnot", lambda i, u: sympy.S.Zero)
gwhere: type[Inert] = _inert("gwhere", lambda i, c, a, b: sympy.nan, 3)
COMPARISONS: dict[str, type[Inert]] = {"<": glt, "<=": gle, ">": ggt, ">=": gge}
gsigmoid: type[Inert] = _inert("gsigmoid", lambda i, u: gsigmoid(u) * (1 - gsigmoid(u)))
gsoftplus: type[Inert] = _inert("gsoftplus", lambda i, u: gsigmoid(u))

ALL: tuple[type[Inert], ...] = tuple(Inert.__subclasses__())
