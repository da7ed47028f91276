"""What is written in the cells of a column: numbers as people write them, dates, gaps, or names of classes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdviz.learning.data.dates import SHARE, compact, dated
from gdviz.learning.data.decoding import TableError
from gdviz.learning.data.numbers import (
    EURO,
    KRONE,
    Notation,
    Written,
    affixes,
    decimal_comma,
    doubtful,
    scales,
    tidy,
    value,
    written,
)

MISSING = frozenset(
    "na n/a #n/a #na nan -nan null none nil missing - -- --- — – ? ?? . .. … inf -inf <na> nat n.a. k.a. n.d. n.v. n/d "
    "1.#ind 1.#qnan -1.#ind -1.#qnan #null! #value! #ref! #div/0! #name? #num! #n/a! #spill! #calc! #error! tbd".split()
) | {"", "#n/a n/a", "not available", "keine angabe"}
MOST_LEVELS = 20
_BEGINS = re.compile(r"[<>~≈±+-]?\s?[.,]?\d")
_YES = frozenset(
    "yes y true t ja j da да tak evet e igen i ano ναι 是 有 对 真 はい 예 네 نعم हाँ ✓ ✔ ☑ on wahr vero".split()
)
_NO = frozenset(
    "no n false f nein nee ne nie nem nu нет hayır h όχι 否 无 错 假 いいえ 아니요 아니오 لا नहीं ✗ ✘ ☐ × off".split()
)


@dataclass(frozen=True)
class Column:
    """values (n,): numbers with NaN for gaps, or places among the levels; notes: sentences that follow its name.

    dated: the numbers count days or times.
    """

    values: np.ndarray
    levels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    why_not: str = ""
    dated: bool = False


def is_missing(cell: str) -> bool:
    """One of the ways to say that there is nothing."""
    text = tidy(cell)
    return text.lower() in MISSING or text.removesuffix("%").rstrip() == ""


def is_number(cell: str) -> bool:
    """A number in some notation."""
    return not is_missing(cell) and written(cell) is not None


def is_bare(cell: str) -> bool:
    """A number without a word behind it: 1952, 5 % and 3 €, but not 1st."""
    number = None if is_missing(cell) else written(cell)
    return number is not None and not any(character.isalpha() for character in number.back)


def notation_of(columns: Sequence[Sequence[str]], delimiter: str) -> Notation:
    """How commas are read in the table as a whole: one column with 1,5 decides for another with 1,234."""
    notations = [decimal_comma(filter(None, map(written, cells))) for cells in columns]
    sure = [notation.comma for notation in notations if notation is not None]
    if sure and all(comma == sure[0] for comma in sure):
        return Notation(sure[0])
    return Notation(delimiter == ";", sure=False)


def understood(cells: Sequence[str], table: Notation) -> Column:
    """Numbers with NaN for gaps, and no levels; or places among the levels: alphabetical, no before yes.

    A column is of numbers if two in three of its cells are. With more than 20 different texts it is all gaps.
    table: how commas and points are read where the column itself leaves it open.
    """
    missing = [is_missing(cell) for cell in cells]
    parts = [None if gap else written(cell) for cell, gap in zip(cells, missing, strict=True)]
    numbers = [part for part in parts if part is not None]
    if days := compact([tidy(cell) for cell in cells], missing):
        cells, numbers = days, []
    real = len(cells) - sum(missing)
    if not real:
        return Column(np.full(len(cells), np.nan), why_not="it is empty")
    if numbers and len(numbers) >= SHARE * real and _of_one_unit(numbers):
        return _numbers(parts, numbers, real, table)
    if dates := dated([tidy(cell) for cell in cells], missing):
        values = np.array(dates.values)
        notes = (f"holds {dates.unit}.", *_strangers(real, int(np.isfinite(values).sum()), "date"))
        return Column(values, notes=notes, dated=True)
    return _classes(cells, missing, bool(numbers) and not _of_one_unit(numbers))


def _of_one_unit(numbers: Sequence[Written]) -> bool:
    return affixes(numbers)[0] or scales(numbers) is not None


def _numbers(parts: Sequence[Written | None], numbers: Sequence[Written], real: int, table: Notation) -> Column:
    """The numbers of a column, and what was assumed of them."""
    _, unit = affixes(numbers)
    own = decimal_comma(numbers)
    if own is None and any(one.back in EURO or {one.front, one.back} & KRONE for one in numbers):
        own = Notation(True)
    comma = (own or table).comma
    if own is None and not table.sure and not any("," in one.digits for one in numbers):
        comma = False  # 1.234 and no sign of grouping by points
    factors = dict(zip(map(id, numbers), scales(numbers) or [1.0] * len(numbers), strict=True))
    values = np.array([np.nan if part is None else value(part, comma) * factors[id(part)] for part in parts])
    notes = list(_strangers(real, len(numbers), "number"))
    if unit == "%" and any(one.back != "%" for one in numbers):
        notes.append("has a percent sign in some cells only: all are taken as they stand.")
    if unit and unit != "%":
        notes.append("is read without its unit.")
    mark = "comma" if any("," in one.digits for one in numbers) else "point"
    if own is None and not table.sure and doubtful(numbers) and (mark == "comma" or table.comma):
        reading = "a decimal mark" if comma == (mark == "comma") else "a grouping of thousands"
        notes.append(f"has a {mark} before three digits: it is taken for {reading}.")
    lost = len(numbers) - int(np.isfinite(values).sum())
    if lost:
        notes.append(f"has {lost} numbers beyond 1e100, which count as gaps.")
    return Column(values, notes=tuple(notes))


def _strangers(real: int, fitting: int, kind: str) -> tuple[str, ...]:
    """How many cells are something else than the rest of the column."""
    other = real - fitting
    if not other:
        return ()
    verb = "is no" if other == 1 else "are no"
    counts = "counts as a gap" if other == 1 else "count as gaps"
    return (f"has {other} of {real} cells that {verb} {kind}{'' if other == 1 else 's'} and {counts}.",)


def no_first(levels: list[str]) -> list[str]:
    """These texts, turned round if they are yes and no in this order: ja is 1 and nein is 0, in any language."""
    turned = len(levels) == 2 and levels[0].casefold() in _YES and levels[1].casefold() in _NO
    return levels[::-1] if turned else levels


def _classes(cells: Sequence[str], missing: Sequence[bool], units: bool) -> Column:
    names = [cell.strip() for cell in cells]
    levels = no_first(sorted({name for name, gap in zip(names, missing, strict=True) if not gap}))
    if len(levels) > MOST_LEVELS:
        why = "its numbers have different units" if units else f"it has more than {MOST_LEVELS} different texts"
        return Column(np.full(len(cells), np.nan), why_not=why)
    place = {name: float(i) for i, name in enumerate(levels)}
    like_numbers = sum(_BEGINS.match(tidy(name)) is not None for name in levels)
    dressed = len(levels) > 2 and like_numbers >= SHARE * len(levels)
    notes = ("is taken for names of classes: its cells begin as numbers do, and go on otherwise.",) if dressed else ()
    return Column(np.array([place.get(name, np.nan) for name in names]), tuple(levels), notes)


_TOTALS = frozenset(
    "total totals totale totaal sum summe somme suma gesamt gesamtsumme average mean mittelwert durchschnitt moyenne"
    " media promedio итого всего 合计 总计 小计 合計 総計".split()
) | {"grand total", "sub-total", "subtotal"}


def has_total(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first word of the last row is that of a total or a mean, and no other row has it."""
    if len(rows) < 3:
        return False
    place = next((k for k, cell in enumerate(rows[-1]) if cell.strip()), 0)
    name = _plain(rows[-1][place])
    return name in _TOTALS and not any(_plain(row[place]) == name for row in rows[:-1])


def _plain(cell: str) -> str:
    return cell.strip().strip(":").casefold()


def is_title(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is of words over another one of words, below which there are numbers."""
    return len(rows) > 3 and not any(map(is_bare, (*rows[0], *rows[1]))) and any(map(is_bare, rows[2]))


def refuse_decimal_commas(rows: Sequence[Sequence[str]]) -> None:
    """Raises TableError for rows with twice as many cells as there are headings."""
    head, body = rows[0], rows[1:]
    if len(body) > 1 and len(head) > 1 and not any(map(is_bare, head)) and all(len(r) == 2 * len(head) for r in body):
        raise TableError(
            "The rows have twice as many entries as there are headings. Decimal commas need another mark between the "
            "columns: semicolons or tabs."
        )
