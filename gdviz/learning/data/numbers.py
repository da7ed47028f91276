"""Numbers as people write them in cells: grouping, decimal commas, brackets for minus, currencies, percent, units."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LARGEST = 1e100
"""Beyond it squares overflow, and a cell counts as a gap."""
_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2013\u2010\u2011\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002", " "),
    }
)
_NUMBER = r"(?:[0-9][0-9.,'’_ ]*[0-9]|[0-9])[.,]?|[.,][0-9]+"
_MONEY = (
    r"(?:US|A|AU|C|CA|HK|NZ|R|S|NT|MX)?\$|[€£¥₹₩₽₺₫฿₴₪₦₱₡₵¢₿]|USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|SEK|NOK|DKK|PLN|"
    r"CZK|HUF|BRL|ZAR|RUB|TRY|MXN|KRW|Rs\.?|Fr\.|SFr\.?|kr\.?|zł|Kč|Ft"
)
_CELL = re.compile(
    rf"(?P<sign>[-+]?)\s?(?P<open>\()?\s?(?P<front>{_MONEY})?\s?(?P<inner>[-+]?)"
    rf"(?P<number>{_NUMBER})(?P<power>[eE][+-]?[0-9]{{1,3}})?"
    r"\s?(?P<back>[^\W\d_][^\d()]{0,11}?(?:\^?[23])?|[°%‰µΩ′″\"$€£¥₹][^\d()]{0,9}?(?:\^?[23])?)?"
    r"\s?(?P<close>\))?\s?(?P<after>-?)"
)
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:-{1,2}|—)(?=\D*$)")
"""1'200.- and 12,-- are whole amounts."""
_TIMES_TEN = re.compile(r"(?<=[0-9])\s?[×x·*]\s?10(?:\s?\^\s?|\*\*)?\(?([-+]?[0-9]{1,3}|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\)?$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SPACED = re.compile(r"(?<=\d)[ '’_](?=\d{3}(?!\d))")
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.\d*)?|\.\d+", re.ASCII)
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?|,\d+", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""1,234: a thousand, or a little more than one."""
_POWERS = {"K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "Mio": 1e6, "Mio.": 1e6, "T": 1e12}
_POWERS |= {"m": 1e6, "mn": 1e6, "b": 1e9, "Mrd": 1e9, "Mrd.": 1e9, "Tsd.": 1e3}
EURO = frozenset({"€", "EUR", "Eur", "euro", "Euro"})
KRONE = frozenset(
    {"kr", "kr.", "DKK", "NOK", "SEK", "ISK", "zł", "PLN", "Kč", "CZK", "Ft", "HUF", "R$", "BRL", "₺", "TRY"}
)
"""Money of countries that all write a decimal comma."""


class Written(NamedTuple):
    """A cell that is a number: its digits, the exponent, minus or not, what stands before and behind."""

    digits: str
    power: str
    negative: bool
    front: str
    back: str


@dataclass(frozen=True)
class Notation:
    """comma: whether the decimal mark of the doubtful cells is a comma; sure: whether a cell says so."""

    comma: bool
    sure: bool = True


def tidy(cell: str) -> str:
    """Without spaces round it, with plain minus signs, spaces and digits."""
    text = _NO_CENTS.sub("", cell.translate(_SAME).strip())
    if power := _TIMES_TEN.search(text):
        text = f"{text[: power.start()]}e{power.group(1).translate(_RAISED)}"
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    return text


def written(cell: str) -> Written | None:
    """The parts of a cell that is a number in some notation; None for anything else."""
    text = tidy(cell)
    match = _CELL.fullmatch(text) if len(text) <= 40 else None
    if not match:
        return None
    part = {name: value or "" for name, value in match.groupdict().items()}
    if bool(part["open"]) != bool(part["close"]) or (part["sign"] and part["inner"]):
        return None
    digits = _SPACED.sub("", part["number"])
    if not (_POINT.fullmatch(digits) or _COMMA.fullmatch(digits)):
        return None
    negative = "-" in part["sign"] + part["inner"] + part["after"] or bool(part["open"])
    return Written(digits, part["power"], negative, part["front"].strip(), part["back"].strip())


def decimal_comma(cells: Iterable[Written]) -> Notation | None:
    """What the cells themselves say of commas and points; None if nothing."""
    points = commas = 0
    for one in cells:
        point, comma = bool(_POINT.fullmatch(one.digits)), bool(_COMMA.fullmatch(one.digits))
        marked = "." in one.digits or "," in one.digits
        if not marked or _EITHER.fullmatch(one.digits):
            continue
        if point and comma:  # 0,512 and 0.512: no group begins with 0
            comma = "," in one.digits
            point = not comma
        points, commas = points + point, commas + comma
    return None if points == commas else Notation(commas > points)


def doubtful(cells: Iterable[Written]) -> bool:
    """Whether there are cells such as 1,234 or 1.234."""
    return any(_EITHER.fullmatch(one.digits) for one in cells)


def value(one: Written, comma: bool) -> float:
    """The number, NaN beyond 1e100; cells that can be read in one way only are read so."""
    digits = one.digits
    if _EITHER.fullmatch(digits):
        as_comma = comma
    elif _POINT.fullmatch(digits) and _COMMA.fullmatch(digits):
        as_comma = "," in digits
    else:
        as_comma = not _POINT.fullmatch(digits)
    plain = digits.replace(".", "").replace(",", ".") if as_comma else digits.replace(",", "")
    number = float(plain + one.power)
    if abs(number) > LARGEST:
        return math.nan
    return -number if one.negative else number


def affixes(cells: Sequence[Written]) -> tuple[bool, str]:
    """Whether what stands round the numbers is the same for all that have it, and what it is ("" for nothing)."""
    fronts = {one.front for one in cells} - {""}
    backs = {one.back for one in cells} - {""}
    unit = " ".join((*fronts, *backs)) if len(fronts) <= 1 and len(backs) <= 1 else ""
    return len(fronts) <= 1 and len(backs) <= 1, unit


def scales(cells: Sequence[Written]) -> list[float] | None:
    """The factors of 900K and 1.2M side by side; None if the endings are no such letters, or all the same."""
    backs = {one.back for one in cells}
    if len(backs - {""}) < 2 or not backs - {""} <= set(_POWERS):
        return None
    return [_POWERS.get(one.back, 1.0) for one in cells]
