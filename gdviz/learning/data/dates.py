"""Dates and times in cells as numbers: days from the first date, seconds or minutes of a clock."""

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: place + 1
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "janu maart maa apri mei juni juli augu sept okto nove dece",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for place, name in enumerate(names.split())
}
_CLOCK = (
    r"(?:[T ]\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:[.,]\d+)?))?"
    r"\s?(?P<half>[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_CLOCK}", re.ASCII | re.IGNORECASE)
_SHORT = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}}){_CLOCK}", re.ASCII | re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:(?P<d>\d{{1,2}})[-. ]{{1,2}})?(?P<name>[^\W\d_]{{3,9}})\.?[-, ]{{0,2}}(?P<y>\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_AMERICAN = re.compile(rf"(?P<name>[^\W\d_]{{3,9}})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}}){_CLOCK}", re.IGNORECASE)
_MONTH = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", re.ASCII)
_QUARTER = re.compile(r"(?:(?P<y>\d{4})[- ]?Q(?P<q>[1-4])|Q(?P<p>[1-4])[- /]?(?P<z>\d{4}))", re.ASCII | re.IGNORECASE)
_TIME = re.compile(
    r"(?P<a>-?\d{1,3}):(?P<b>\d{2})(?::(?P<c>\d{2}(?:[.,]\d+)?))?\s?(?P<half>[ap]\.?m\.?)?", re.ASCII | re.IGNORECASE
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_ORDINAL = re.compile(r"(?<=\d)(?:er|st|nd|rd|th)(?=[ ,])")
_OF = re.compile(r" (?:de|of) ")
_LAP = re.compile(r"(?P<m>\d{1,3}):(?P<s>\d{2}(?:[.,]\d+)?)", re.ASCII)
SHARE = 2 / 3
"""A column is of dates, or of numbers, if at least so many of its cells are."""


class Dated(NamedTuple):
    """values: numbers with NaN for cells that are no date; unit: what they count, for a note."""

    values: list[float]
    unit: str


def dated(cells: Sequence[str], missing: Sequence[bool]) -> Dated | None:
    """A column of dates or of times as numbers, if two in three of its cells are; None otherwise."""
    texts = [_plain(cell.strip()) for cell in cells]
    fewest = SHARE * (len(texts) - sum(missing))
    for read in (_times, _quarters, _dates):
        column = read(texts)
        if column and sum(map(math.isfinite, column.values)) >= max(fewest, 1):
            return column
    return None


def compact(cells: Sequence[str], missing: Sequence[bool]) -> list[str] | None:
    """The dates of a column of 20200131, with hyphens; None if a cell is none, or there are fewer than three."""
    texts = [cell for cell, gap in zip(cells, missing, strict=True) if not gap]
    if len(texts) < 3 or not all(map(_COMPACT.fullmatch, texts)):
        return None
    split = [_COMPACT.sub(r"\1-\2-\3", cell) for cell in cells]
    return (
        split
        if all(_day(text, american=False)[0] for text, gap in zip(split, missing, strict=True) if not gap)
        else None
    )


def _plain(text: str) -> str:
    """2020年1月31日, 1er janvier 2020 and 1 de enero de 2020 with the marks that the patterns know."""
    return _OF.sub(" ", _ORDINAL.sub("", _EAST_ASIAN.sub(r"\1-\2-\3", text)))


def _dates(texts: Sequence[str]) -> Dated | None:
    """Days from the earliest date."""
    months_first = [match for text in texts if (match := _SHORT.fullmatch(text))]
    american = any(int(match["b"]) > 12 for match in months_first)
    european = any(int(match["a"]) > 12 or match["sep"] == "." for match in months_first)
    days = [_day(text, american and not european) for text in texts]
    days_read = [day for day, _ in days if day]
    if not days_read:
        return None
    first = min(days_read)
    order = ""
    if months_first and not american and not european:
        order = ", the day before the month (write 1959-01-31 for another order)"
    values = [day - first + passed if day else math.nan for day, passed in days]
    return Dated(values, f"dates, counted in days from {date.fromordinal(first)}{order}")


def _day(text: str, american: bool) -> tuple[int, float]:
    """The day as an ordinal, and the part of it that has passed; 0 for anything that is no date."""
    if not 6 <= len(text) <= 40 or not any(c.isdigit() for c in text):
        return 0, 0.0
    try:
        if match := _ISO.fullmatch(text):
            return _ordinal(match["y"], int(match["m"]), match["d"]), _passed(match)
        if match := _SHORT.fullmatch(text):
            day, month = (match["b"], match["a"]) if american else (match["a"], match["b"])
            return _ordinal(match["y"], int(month), day), _passed(match)
        if match := _AMERICAN.fullmatch(text) or _NAMED.fullmatch(text):
            number = _MONTHS.get(match["name"].lower()[:4]) or _MONTHS.get(match["name"].lower()[:3])
            return _ordinal(match["y"], number or 0, match["d"] or "1"), _passed(match)
        if match := _MONTH.fullmatch(text):
            return _ordinal(match["y"], int(match["m"]), "1"), 0.0
    except ValueError:
        pass
    return 0, 0.0


def _ordinal(year: str, month: int, day: str) -> int:
    whole = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    return date(whole, month, int(day)).toordinal()


def _passed(match: re.Match[str]) -> float:
    """The part of the day that has passed."""
    if match["hour"] is None:
        return 0.0
    hour = _hour(int(match["hour"]), match["half"])
    return (hour + int(match["minute"]) / 60 + _number(match["second"]) / 3600) / 24


def _hour(hour: int, half: str | None) -> int:
    return hour if not half else hour % 12 + (12 if half.lower().startswith("p") else 0)


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))


def _quarters(texts: Sequence[str]) -> Dated | None:
    """Years with quarters."""
    values = []
    for text in texts:
        match = _QUARTER.fullmatch(text)
        values.append(int(match["y"] or match["z"]) + (int(match["q"] or match["p"]) - 1) / 4 if match else math.nan)
    return Dated(values, "quarters, counted in years") if any(map(math.isfinite, values)) else None


def _times(texts: Sequence[str]) -> Dated | None:
    """Seconds of h:mm:ss, and of m:ss.s; minutes of h:mm."""
    laps = [_LAP.fullmatch(text) for text in texts]
    if any(one and not one["s"].isdigit() for one in laps):
        seconds = [60 * int(one["m"]) + _number(one["s"]) if one else math.nan for one in laps]
        return Dated(seconds, "times of minutes and seconds, counted in seconds")
    times = [_TIME.fullmatch(text) for text in texts]
    whole = any(one and one["c"] for one in times)
    values = [_clock(one, whole) if one else math.nan for one in times]
    unit = "times, counted in seconds from 0:00:00" if whole else "times, counted in minutes from 0:00"
    return Dated(values, unit) if any(times) else None


def _clock(match: re.Match[str], whole: bool) -> float:
    """Seconds, or minutes, since midnight."""
    minutes = _hour(abs(int(match["a"])), match["half"]) * 60 + int(match["b"])
    passed = minutes * 60 + _number(match["c"]) if whole else minutes
    return -passed if match["a"].startswith("-") else passed
