"""Last rows of a table that sum up the others."""

from collections.abc import Sequence

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
