"""Exact numbers: which constants SymPy gets as fractions, and how many bits sums, products and powers may give them."""

from fractions import Fraction

from gdviz.expression.constants import LARGEST
from gdviz.expression.tree import Binary, Name, Node, Number

LARGEST_EXACT = 10**6


def is_exact(value: Fraction | float) -> bool:
    """Does SymPy get this number as a fraction? All others as floats, which grow no longer by products and powers."""
    exact = Fraction(value)
    whole = exact.denominator == 1 and abs(exact) < LARGEST
    return whole or (isinstance(value, Fraction) and max(abs(exact.numerator), exact.denominator) <= LARGEST_EXACT)


def bits(value: Fraction | float) -> tuple[int, int]:
    """Of the numerator and of the denominator (0 for a whole number) as SymPy gets them."""
    exact = Fraction(value) if is_exact(value) else Fraction(0)
    return exact.numerator.bit_length(), (exact.denominator - 1).bit_length()


def added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Of a sum, in which SymPy may collect like terms."""
    return max(a[0] + b[1], a[1] + b[0]) + 1, a[1] + b[1]


def multiplied(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Of a product."""
    return a[0] + b[0], a[1] + b[1]


def folded(node: Node, value: float) -> tuple[int, int]:
    """Of a part without letters: fractions as typed and multiples of π stay exact, all others become floats."""
    match node:
        case Binary("/", Number(Fraction() as above), Number(Fraction() as below)):
            return bits(above / below)
        case Binary("*" | "/", Number(factor), Name("pi")) | Binary("*" | "/", Name("pi"), Number(factor)):
            return multiplied(bits(factor), bits(factor)[::-1])
    return bits(value)
