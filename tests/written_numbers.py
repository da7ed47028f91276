"""Numbers as the pages write them, read back: −7.1·10⁻³⁰ is -7.1e-30."""

import re

POWER = "10[⁻⁰¹²³⁴-⁹]+"
NUMBER = rf"(−?{POWER}|−?\d+(?:\.\d+)?(?:·{POWER})?)"
PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def read(text: str) -> float:
    """The number that a text stands for; ValueError if none."""
    found = re.fullmatch(NUMBER, text)
    if not found:
        raise ValueError(f"not a number: {text}")
    mantissa, power = re.fullmatch(r"(−?[\d.]*?)·?(?:10([⁻⁰¹²³⁴-⁹]+))?", text).groups()
    return float(f"{mantissa.translate(PLAIN)}{'' if mantissa.strip('−') else '1'}e{(power or '0').translate(PLAIN)}")
