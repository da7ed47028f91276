"""Numbers written one way: short for people, −1.5 or 7.1·10⁻³⁰, in sentences, tables and charts; plain for JSON."""

import math
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from typing import Any

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
ROUNDING_NOISE = 1e-9
"""A coordinate as small as this is an exact 0 after rounding."""


def numeral(value: float, digits: int = 4) -> str:
    """So many significant digits, all those of a whole part below 100000; outside of 0.0001 … 100000 as 1.5·10⁻⁷.

    Halves are rounded away from 0. The player writes them alike (numbers.js, shortNumber).
    """
    try:
        value = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        value = math.inf if value > 0 else -math.inf
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    short = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    exponent = short.adjusted()
    if -4 <= exponent <= 4:
        whole = Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)
        return _trimmed(f"{short if exponent < digits - 1 else whole:f}")
    power = f"10{str(exponent).translate(SUPERSCRIPTS)}"
    mantissa = _trimmed(f"{short.scaleb(-exponent):f}")
    return f"{mantissa[:-1]}{power}" if mantissa in ("1", "−1") else f"{mantissa}·{power}"


def coordinate(value: float, digits: int = 4, noise: float = ROUNDING_NOISE) -> str:
    """The same for a coordinate or a height that may be 0 but for rounding noise."""
    return numeral(0.0 if abs(value) < noise else value, digits)


def coordinates(point: Iterable[float], digits: int = 4) -> str:
    """A point as (x, y)."""
    return f"({', '.join(coordinate(float(part), digits) for part in point)})"


def percent(share: float) -> str:
    """A share from 0 to 1 to a tenth of a percent; – for none at all."""
    return "–" if share == 0 else f"{100 * share:.1f} %" if share >= 0.001 else "< 0.1 %"


def count_word(count: int, thing: str = "step") -> str:
    """ "1 step" or "31 steps"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def apart(value: float, other: float, digits: int = 4) -> tuple[str, str]:
    """Both numbers, with as many digits more as it takes to tell them apart, rounding left aside."""
    while abs(value - other) > 1e-9 * abs(other) and numeral(value, digits) == numeral(other, digits):
        digits += 1
    return numeral(value, digits), numeral(other, digits)


def plain(value: Any) -> Any:
    """Dicts, lists, texts and numbers alone, as JSON takes them; None for a number that is not finite."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if hasattr(value, "tolist"):  # an array or a number of NumPy
        return plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def rounded(value: float, digits: int = 4) -> float:
    """The float nearest to a value of so many significant digits, as a control or a link holds it."""
    return float(f"{value:.{digits}g}")


def ticks(low: float, high: float, count: float) -> list[float]:
    """Round numbers 1, 2, 5 × 10^k from low to high, about `count` of them."""
    raw = (high - low) / max(1.0, count)
    power = 10.0 ** math.floor(math.log10(raw))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def _trimmed(text: str) -> str:
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
