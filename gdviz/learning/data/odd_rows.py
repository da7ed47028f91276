"""Rows that are no data: a title above the headings, a total at the end, decimal commas that part cells."""

from collections.abc import Sequence

from gdviz.learning.data.cells import is_bare
from gdviz.learning.data.decoding import TableError

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
