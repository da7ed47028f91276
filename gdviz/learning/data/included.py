"""Real data sets that come with gdviz, each with its source and licence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from gdviz.learning.data.dataset import NUMBER, SIGN, Dataset
from gdviz.learning.data.table import Table, read_table

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Included:
    """How a data set is taken from its table: roles (name in formulas → column), rows (column → text), classes.

    alone: see Dataset.
    """

    key: str
    name: str
    file: str
    roles: Mapping[str, str]
    labels: Mapping[str, str]
    source: str
    licence: str
    target: str = NUMBER
    classes: tuple[str, str] | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    def dataset(self) -> Dataset:
        """The data set, read on first use. Units are those of the table."""
        return _dataset(self.key)

    def table(self) -> Table:
        """All columns of the table it is taken from, for other choices."""
        return _table(self.file)


@lru_cache(maxsize=32)
def _table(file: str) -> Table:
    return read_table((FOLDER / file).read_bytes())


@lru_cache(maxsize=32)
def _dataset(key: str) -> Dataset:
    of = INCLUDED[key]
    table = _table(of.file)
    for column, text in of.only.items():
        rows = table.columns[column] == table.levels[column].index(text)
        columns = {name: values[np.asarray(rows)] for name, values in table.columns.items()}
        table = Table(columns, table.levels, table.headings, table.notes)
    data = table.dataset(of.roles, of.target, classes=of.classes)
    about = (of.source, of.licence, data.note)
    return Dataset(of.key, of.name, data.columns, of.target, of.labels, data.classes, *about, of.alone)


_ANSCOMBE = "F. J. Anscombe, The American Statistician 27 (1973) 17–21."
_PENGUINS = "Gorman, Williams, Fraser, PLoS ONE 9 (2014) e90081; Horst, Hill, Gorman, doi 10.5281/zenodo.3960218."
_IRIS = "R. A. Fisher 1936; UCI Machine Learning Repository, doi 10.24432/C56C76."
_CANCER = "Wolberg, Mangasarian, Street 1995; UCI Machine Learning Repository, doi 10.24432/C5DW2B."
_NUMBERS = "Published numbers; no licence of their own."
_XY = {"x": "x", "y": "y"}

_INCLUDED = (
    *(
        Included(f"anscombe_{i}", f"Anscombe's set {roman}", "anscombe.csv", _XY, _XY, _ANSCOMBE, _NUMBERS,
                 only={"set": roman})
        for i, roman in enumerate(("I", "II", "III", "IV"), start=1)
    ),
    Included("stopping", "Stopping distances", "stopping.csv", {"x": "speed_mph", "y": "distance_ft"},
             {"x": "speed (mph)", "y": "stopping distance (ft)"},
             "M. Ezekiel, Methods of Correlation Analysis, 1930.", _NUMBERS),
    Included("penguins", "Penguins: flipper and weight", "penguins.csv",
             {"x": "flipper_length_mm", "y": "body_mass_g"}, {"x": "flipper (mm)", "y": "weight (g)"}, _PENGUINS,
             "CC0 1.0"),
    Included("temperature", "Global temperature", "global_temperature.csv", {"x": "year", "y": "anomaly_c"},
             {"x": "year", "y": "difference from 1951–1980 (°C)"}, "NASA GISS, GISTEMP v4.", "Public domain"),
    Included("penguin_species", "Penguins: two species by their bills", "penguins.csv",
             {"x1": "bill_length_mm", "x2": "bill_depth_mm", "y": "species"},
             {"x1": "bill length (mm)", "x2": "bill depth (mm)", "y": "species"}, _PENGUINS, "CC0 1.0", SIGN,
             ("Adelie", "Gentoo")),
    Included("iris", "Irises: two species that overlap", "iris.csv",
             {"x1": "petal_length_cm", "x2": "petal_width_cm", "y": "species"},
             {"x1": "petal length (cm)", "x2": "petal width (cm)", "y": "species"}, _IRIS, "CC BY 4.0", SIGN,
             ("versicolor", "virginica")),
    Included("tumours", "Tumours: radius and diagnosis", "breast_cancer.csv", {"x": "mean_radius", "y": "diagnosis"},
             {"x": "mean radius", "y": "diagnosis"}, _CANCER, "CC BY 4.0", SIGN, ("benign", "malignant")),
    Included("reviews", "Reviews: two words counted", "reviews.csv", {"x1": "good", "x2": "bad", "y": "opinion"},
             {"x1": "times it says good", "x2": "times it says bad", "y": "opinion"},
             "Forty short reviews written for gdviz.", "CC0 1.0", SIGN, ("against", "for"), alone=True),
)  # fmt: skip
INCLUDED: dict[str, Included] = {one.key: one for one in _INCLUDED}
"""In menu order."""
