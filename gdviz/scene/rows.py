"""The model and the rows that a scene of the Data page names, these in the units of the model."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gdviz.learning.data import (
    COUNT,
    GENERATORS,
    INCLUDED,
    MODELS,
    NUMBER,
    SIGN,
    ZERO_ONE,
    Dataset,
    Model,
    Scaling,
    TableError,
    row_formula,
    scaling_of,
    travelled,
)
from gdviz.scene.data import DataScene, Numbers

GONE = "This link is about a table of somebody's own, and its rows did not travel with it."


@dataclass(frozen=True, eq=False)
class Material:
    """The rows of a scene: the data set, its columns in the units of the model, and what was done to them.

    classes: what the two values of the target stand for; () where the model takes it as a number.
    """

    dataset: Dataset
    columns: Mapping[str, np.ndarray]
    scaling: Scaling
    classes: tuple[str, ...]
    key: str

    @property
    def target(self) -> str:
        """The column to be predicted."""
        return list(self.columns)[-1]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The others."""
        return tuple(self.columns)[:-1]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.columns[self.target])


@lru_cache(maxsize=64)
def _made(key: str, rows: int, seed: int, knobs: Numbers) -> Dataset:
    return GENERATORS[key].dataset(rows, seed, **dict(knobs))


def dataset_of(data: DataScene) -> Dataset:
    """The data set that the scene names: made, included, or a table that is part of it. Raises TableError."""
    if data.set in GENERATORS:
        return _made(data.set, data.rows, data.seed, data.knobs)
    if data.set in INCLUDED:
        return INCLUDED[data.set].dataset()
    if not data.table:
        raise TableError(GONE)
    return travelled(data.table)


def model_of(data: DataScene) -> Model:
    """The model of the scene, with the typed row loss in place of its own."""
    model = MODELS[data.model]
    return model if data.loss is None else replace(model, row_loss=data.loss, values={})


def letters_of(data: DataScene, model: Model) -> dict[str, float]:
    """The letters of the row loss with their values. Raises ExpressionError for a loss that cannot be read."""
    names = row_formula(model.row_loss, model.weights, model.columns).reading.parameters
    numbers = {**model.values, **dict(data.letters)}
    return {name: numbers.get(name, 1.0) for name in names}


def material_of(raw: Dataset, data: DataScene, model: Model | None, target: str = NUMBER) -> Material:
    """The rows in the units of the model; model None: as one of this kind of target does. Raises TableError."""
    kind = model.target if model is not None else target
    if raw.lacks(kind):
        raise TableError(f"These rows do not suit the model: {raw.lacks(kind)}.")
    coded = raw.with_target(kind)
    columns = dict(coded.columns)
    as_number = kind == NUMBER and coded.target == NUMBER
    standard = data.standard and not coded.alone
    scaled = [*coded.inputs, *([list(columns)[-1]] if as_number else [])] if standard else []
    scaling = scaling_of(columns, scaled)
    columns = scaling.scaled(columns)
    digest = hashlib.blake2b(digest_size=8)
    for name, column in columns.items():
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(column).tobytes())
    return Material(coded, columns, scaling, _classes(coded, kind), digest.hexdigest())


def _classes(coded: Dataset, kind: str) -> tuple[str, ...]:
    """Names of the two classes. Classes written 0 and 1 are numbers like others to a model of numbers."""
    if coded.target in (NUMBER, COUNT) or (coded.target == ZERO_ONE and kind not in (SIGN, ZERO_ONE)):
        return ()
    return coded.classes or ("−1", "1")
