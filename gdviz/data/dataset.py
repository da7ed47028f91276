"""A data set: columns of numbers, what the target is, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gdviz.data.row_formula import Array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Columns (rows,) of float64, finite, of one length; the target last.

    labels: column → what it is and its unit, for axes. target: NUMBER, COUNT, SIGN or ZERO_ONE of models.py.
    classes: what -1 and 1 (or 0 and 1) stand for. source, licence: of real data. note: what to know, such as rows
    left out.
    """

    key: str
    name: str
    columns: Mapping[str, Array]
    target: str
    labels: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    note: str = ""

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(next(iter(self.columns.values())))

    @property
    def inputs(self) -> tuple[str, ...]:
        """All columns but the target."""
        return tuple(self.columns)[:-1]
