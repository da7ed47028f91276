"""Numerically stable forms of formulas, in which no part over- or underflows by itself: products and logarithms."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gdviz.expression.constants import constant
from gdviz.expression.exponentials import (
    ONE,
    ZERO,
    Terms,
    add,
    divide,
    expanded,
    exponential,
    has_exponential,
    largest,
    logarithm,
    number,
    positive,
    power_of_norm,
    scaled,
    subtract,
    times,
)
from gdviz.expression.syntax import Binary, Call, Name, Negative, Node

NESTED = 3  # terms of a sum whose logarithm is written with softplus: each one more doubles what is written
BASES = {"log": 1.0, "log2": math.log(2.0), "log10": math.log(10.0)}
_E = Name("e")


class Factor(NamedTuple):
    """base^power in a product; terms: the base as a sum of exponentials."""

    base: Node
    power: float
    terms: Terms

    @property
    def grows(self) -> bool:
        """Whether there is an exponential in it."""
        return has_exponential(self.terms)


def steady(node: Node, whole: bool = True) -> Node:
    """The same function as a tree of bounded parts. whole: node is not just the beginning of a longer product."""
    bounded: Node | None = None
    match node:
        case Call("log" | "log2" | "log10", (inner,)):
            bounded = _logarithm(BASES[node.function], inner)
        case Binary("*" | "/" | "^") | Call("sqrt") if whole:
            bounded = _product(node)
    if bounded is not None:
        return bounded
    match node:
        case Negative(operand):
            return Negative(steady(operand), node.span)
        case Call(function, arguments):
            call = Call(function, tuple(map(steady, arguments)), node.span)
            return power_of_norm(call.arguments[0], number(0.5)) or call if function == "sqrt" else call
        case Binary(operator, left, right):
            first, last = steady(left, whole=operator not in "*/"), steady(right)
            power = power_of_norm(first, last) if operator == "^" else None
            return power or Binary(operator, first, last, node.span)
    return node


def _factors(node: Node, power: float = 1.0) -> Iterator[Factor]:
    """What a product is made of; what stands under a root stays together."""
    if power.is_integer():
        match node:
            case Binary("*" | "/", left, right):
                yield from _factors(left, power)
                yield from _factors(right, power if node.operator == "*" else -power)
                return
            case Binary("^", base, exponent) if base != _E and (p := constant(exponent)) is not None:
                yield from _factors(base, power * p)
                return
            case Call("sqrt", (inner,)):
                yield from _factors(inner, power / 2.0)
                return
    yield Factor(node, power, expanded(node))


def _settled(factor: Factor) -> Factor:
    if not factor.grows:
        base = steady(factor.base)
        return Factor(base, factor.power, {ZERO: base})
    return factor._replace(terms={steady(a): steady(c) for a, c in factor.terms.items()})


def _product(node: Node) -> Node | None:
    """A product with exponentials below the line, or several of them: each sum over its largest exponential."""
    factors = list(_factors(node))
    growing = [factor for factor in factors if factor.grows]
    several = len(growing) > 1 and any(len(factor.terms) == 1 for factor in growing)
    if not several and all(factor.power > 0.0 for factor in growing):
        return None
    factors = [_settled(factor) for factor in factors]
    growing = [factor for factor in factors if factor.grows]
    others = [(factor.base, factor.power) for factor in factors if not factor.grows]
    if share := _reciprocal(growing):
        return _quotient([*others, share])
    return times(_quotient([*others, *((scaled(f.terms), f.power) for f in growing)]), exponential(_scale(growing)))


def _reciprocal(growing: Sequence[Factor]) -> tuple[Node, float] | None:
    """One over a cosh or sinh, or e^a/(c·e^b + k·e^a) = σ(a - b + ln(k/c))/k, as base and power; else None."""
    divisor, *rest = sorted(growing, key=lambda factor: factor.power)
    if not divisor.power.is_integer():
        return None
    match divisor.base:
        case Call(("cosh" | "sinh") as function, _) if not rest:
            return Call("sech" if function == "cosh" else "csch", (next(iter(divisor.terms)),)), -divisor.power
    above = rest[0].terms if rest else {ZERO: ONE}
    if len(divisor.terms) != 2 or not positive(divisor.terms) or len(above) != 1:
        return None
    if rest and not (len(rest) == 1 and rest[0].power == -divisor.power == 1.0):
        return None
    ((a, factor),) = above.items()
    if a not in divisor.terms:
        return None
    k = divisor.terms[a]
    ((b, c),) = [term for term in divisor.terms.items() if term[0] != a]
    shift = number(math.log((constant(k) or 1.0) / (constant(c) or 1.0)))
    return divide(times(factor, Call("sigmoid", (add(subtract(a, b), shift),))), k), -divisor.power


def _scale(growing: Sequence[Factor]) -> Node:
    """The exponent that is left over: of the largest exponentials above the line less those below."""
    powers: dict[Node, float] = {}
    for factor in growing:
        exponent = largest(factor.terms)
        powers[exponent] = powers.get(exponent, 0.0) + factor.power
    total: Node = ZERO
    for exponent, power in powers.items():
        if power > 0.0:
            total = add(total, times(number(power), exponent))
        elif power < 0.0:
            total = subtract(total, times(number(-power), exponent))
    return total


def _quotient(factors: Sequence[tuple[Node, float]]) -> Node:
    above: Node = ONE
    below: Node = ONE
    for base, power in factors:
        raised = _raised(base, abs(power))
        above, below = (times(above, raised), below) if power > 0.0 else (above, times(below, raised))
    return divide(above, below)


def _raised(base: Node, power: float) -> Node:
    if power == 1.0 or base == ONE:
        return base
    root = Call("sqrt", (base,)) if power == 0.5 else Binary("^", base, number(power))
    return power_of_norm(base, number(power)) or root


def _logarithm(scale: float, inner: Node) -> Node | None:
    """ln of a product, over scale: the exponents of its exponentials, and the logarithm of the rest."""
    match inner:
        case Call("sigmoid", (u,)):
            return divide(Negative(Call("softplus", (Negative(steady(u)),))), number(scale))
        case Binary("-", one, Call("sigmoid", (u,))) if one == ONE:
            return divide(Negative(Call("softplus", (steady(u),))), number(scale))
    factors = list(map(_settled, _factors(inner)))
    if not any(factor.grows for factor in factors):
        return None
    total: Node = ZERO
    rest: list[tuple[Node, float]] = []
    for factor in factors:
        if factor.grows and positive(factor.terms) and len(factor.terms) <= NESTED:
            total = add(total, times(number(factor.power), logarithm(factor.terms)))
        else:
            rest.append((scaled(factor.terms), factor.power))
            total = add(total, times(number(factor.power), largest(factor.terms)))
    argument = _quotient(rest)
    value = constant(argument)
    if value is not None and value <= 0.0:
        return None
    total = total if argument == ONE else add(total, Call("log", (argument,)))
    return divide(total, number(scale))
