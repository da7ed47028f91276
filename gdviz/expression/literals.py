"""Numbers as they are typed, and the refusal of characters that are in no formula."""

import re
import unicodedata
from fractions import Fraction

from gdviz.expression.syntax import ExpressionError

_NUMBER = re.compile(
    r"(?:[0-9]+(?:_[0-9]{3})+|[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?:[eE][+-]?[0-9]+|D[+-]?[0-9]{1,2}(?![0-9A-Za-z])|(?<=[.0-9])d0(?![0-9A-Za-z]))?",
    re.ASCII,
)
_HEXADECIMAL = re.compile(r"0[xX][0-9A-Fa-f]+(?![A-Za-z0-9])", re.ASCII)
_MAX_DIGITS = 30
_SMALLEST, _LARGEST = 1e-12, 1e12


def number_at(text: str, at: int, end: int) -> tuple[int, Fraction | float]:
    """Where the number that begins at `at` ends, and its value; raises ExpressionError for none."""
    match = _NUMBER.match(text, at, end)
    if not match:
        raise ExpressionError("A number was expected after this point.", (at, at + 1), "Names with dots are not used.")
    if hexadecimal := _HEXADECIMAL.match(text, at, end):
        raise ExpressionError("Numbers are decimal here.", hexadecimal.span(), "As in 31 for 0x1F.")
    return match.end(), number(match.group(), at)


def number(typed: str, start: int) -> Fraction | float:
    """An exact whole number, or a float when typed with a point or an exponent; refused outside 1e-12 … 1e12."""
    span = (start, start + len(typed))
    if len(typed) > _MAX_DIGITS:
        raise ExpressionError("This number has too many digits.", span, "Use at most 30.")
    typed = typed.replace("_", "").replace("D", "e").replace("d", "e")  # 1_000 of Python, 1.0D-2 of Fortran
    value = float(typed)
    is_zero = not re.search("[1-9]", re.split("[eE]", typed)[0])
    if not is_zero and not _SMALLEST <= value <= _LARGEST:
        raise ExpressionError("This number is too large or too small.", span, "Use sizes from 1e-12 to 1e12.")
    return Fraction(int(typed)) if typed.isdigit() else value


COMMON_NAMES = {"_": "underscore"}
"""Where Unicode's name is not the one that people use."""


def unused(character: str, start: int) -> ExpressionError:
    """The refusal of a character, by its Unicode name only."""
    name = re.sub(r"[^a-z0-9 +-]", "", unicodedata.name(character, "").lower())
    label = COMMON_NAMES.get(character, name) or f"U+{ord(character):04X}"
    return ExpressionError(
        f"The character “{label}” is not used in formulas.", (start, start + 1), _remark(character, name)
    )


def _remark(character: str, name: str) -> str:
    remarks = {
        "∞": "Infinity is not a number here.",
        "°": "Angles are in radians: 45 degrees are 45 pi/180.",
        "\n": "Write the formula on one line.",
        "\r": "Write the formula on one line.",
        "!": "Factorials are not offered.",
        "'": "The derivatives are shown beside a formula; in a rule they are grad(theta) and hess(theta).",
        "∇": "Write the function itself: its gradient is shown beside it.",
        "_": "A name is a letter, and perhaps a number under it, as in x_1.",
        "‖": "Write sqrt(x^2 + y^2) for a length.",
    }
    looks_latin = name.startswith(("cyrillic", "fullwidth", "greek", "armenian", "cherokee"))
    return remarks.get(character, "It only looks like a Latin letter." if looks_latin and "letter" in name else "")
