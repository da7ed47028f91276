"""A data set: columns of numbers, what the target is, where it comes from; and its columns in standard units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

NUMBER, COUNT, SIGN, ZERO_ONE = "number", "count", "sign", "zero_one"
"""What a target is: any number, a whole number from 0, -1 or 1, 0 or 1."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Columns (rows,) of float64, finite, of one length; the target last.

    labels: column → what it is and its unit, for axes. target: NUMBER, COUNT, SIGN or ZERO_ONE.
    classes: what -1 and 1 (or 0 and 1) stand for. source, licence: of real data. note: what to know, such as rows
    left out. alone: only the model that they are made for suits these rows.
    """

    key: str
    name: str
    columns: Mapping[str, np.ndarray]
    target: str
    labels: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    note: str = ""
    alone: bool = False

    def __post_init__(self) -> None:
        for column in self.columns.values():
            column.flags.writeable = False

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(next(iter(self.columns.values())))

    @property
    def inputs(self) -> tuple[str, ...]:
        """All columns but the target."""
        return tuple(self.columns)[:-1]

    def lacks(self, target: str) -> str:
        """What the target of these rows lacks for a model of such a target, as a clause; "" if it will do.

        Any target will do as a NUMBER; classes are two different values; a COUNT is a whole number from 0 to 10⁶.
        """
        if target in (self.target, NUMBER):
            return ""
        values = list(self.columns.values())[-1]
        if target in (SIGN, ZERO_ONE):
            different = np.unique(values).size
            return "" if different == 2 else f"it needs two classes, and the target has {different} different values"
        whole = self.target == NUMBER and bool(((values >= 0) & (values <= 1e6) & (values == np.round(values))).all())
        return "" if whole else "it needs counts: whole numbers from 0"

    def with_target(self, target: str) -> "Dataset":
        """The same rows with classes coded as -1 and 1 (SIGN) or 0 and 1 (ZERO_ONE). Raises ValueError if it cannot be.

        Any target is a NUMBER, and classes coded 0 and 1 are a COUNT. Of two numbers the larger is 1, and both become
        the names of the classes.
        """
        if target in (self.target, NUMBER):
            return self
        name, values = list(self.columns.items())[-1]
        distinct = np.unique(values)
        if target == COUNT:
            if distinct[0] < 0 or (distinct != np.round(distinct)).any():
                raise ValueError("The target of this model counts: whole numbers from 0.")
            return replace(self, target=target)
        if distinct.size != 2:
            raise ValueError("The target of this model is one of two classes.")
        coded = np.where(values == distinct[1], 1.0, -1.0 if target == SIGN else 0.0)
        names = self.classes or (class_names(distinct) if self.target in (NUMBER, COUNT) else ())
        return replace(self, target=target, columns={**self.columns, name: coded}, classes=names)


def class_names(values: np.ndarray) -> tuple[str, ...]:
    """Numbers that stand for classes, as a table has them: -1, 0.5."""
    return tuple(np.format_float_positional(value, trim="-") for value in values)


@dataclass(frozen=True)
class Scaling:
    """What was taken from each column and what it was then divided by: name → (mean, standard deviation)."""

    by: Mapping[str, tuple[float, float]]

    def scaled(self, data: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The columns in standard units; those that are not known are left as they are."""
        return {name: self._scaled(name, column) for name, column in data.items()}

    def _scaled(self, name: str, column: np.ndarray) -> np.ndarray:
        mean, spread = self.by.get(name, (0.0, 1.0))
        return (column - mean) / spread


def scaling_of(data: Mapping[str, np.ndarray], names: Iterable[str]) -> Scaling:
    """Mean and standard deviation (divided by n, as scikit-learn's StandardScaler) of these columns.

    A column without spread is only centred.
    """
    scales = {}
    for name in names:
        mean, spread = float(np.mean(data[name])), float(np.std(data[name]))
        tiny = 1e-12 * max(1.0, abs(mean))
        scales[name] = (mean, spread if spread > tiny else 1.0)
    return Scaling(scales)
