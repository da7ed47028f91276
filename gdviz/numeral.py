"""Numbers as people read them, one way in sentences, tables and labels: short, with a true minus sign."""

import math


def numeral(value: float, digits: int = 4) -> str:
    """So many significant digits, all those of a whole part below 100000; outside of 0.0001 … 100000 as "1.5e−7".

    The player writes them alike (numbers.js, shortNumber).
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    exponent = int(power)
    if not -4 <= exponent <= 4:
        text = f"{_trimmed(mantissa)}e{exponent}"
    else:
        text = _trimmed(f"{value:.{max(0, digits - 1 - exponent)}f}")
    return text.replace("-", "−")


def apart(value: float, other: float, digits: int = 4) -> tuple[str, str]:
    """Both numbers, with as many digits more as it takes to tell them apart, rounding left aside."""
    while abs(value - other) > 1e-9 * abs(other) and numeral(value, digits) == numeral(other, digits):
        digits += 1
    return numeral(value, digits), numeral(other, digits)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
