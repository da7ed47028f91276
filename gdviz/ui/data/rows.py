"""From the scene to rows: made, included or the visitor's own, in the units that the model is given."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gdviz.data import GENERATORS, INCLUDED, MODELS, Dataset, Model, Scaling, Table, read_table, scaling_of
from gdviz.data.decoding import TableError
from gdviz.data.models import COUNT, NUMBER, SIGN, ZERO_ONE
from gdviz.scene.data import NUMBERS, OWN, DataScene
from gdviz.trajectory import Array
from gdviz.ui import session

GONE = "The link speaks of a table that did not travel with it: upload it again, or choose other rows."
Numbers = tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class Material:
    """The rows of a scene: the data set as it came, its columns as the model sees them, and what was done to them."""

    dataset: Dataset
    columns: Mapping[str, Array]
    scaling: Scaling
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

    @property
    def classes(self) -> tuple[str, ...]:
        """What the two values of the target stand for, or nothing."""
        return self.dataset.classes or (("−1", "1") if self.dataset.target in (SIGN, ZERO_ONE) else ())


@lru_cache(maxsize=64)
def _made(key: str, rows: int, seed: int, knobs: Numbers) -> Dataset:
    return GENERATORS[key].dataset(rows, seed, **dict(knobs))


def dataset(data: DataScene) -> Dataset:
    """The data set that the scene names. Raises TableError for a table that cannot be had."""
    if data.set in GENERATORS:
        return _made(data.set, data.rows, data.seed, data.knobs)
    if data.set in INCLUDED:
        return INCLUDED[data.set].dataset()
    own = session.memory("own table").get("set")
    if own is None and data.table:
        own = travelled(data.table)
    if own is None:
        raise TableError(GONE)
    found: Dataset = own
    return found


@lru_cache(maxsize=8)
def travelled(text: str) -> Dataset:
    """The rows that a link carries: headings are the roles, the target is last. Raises TableError."""
    table: Table = read_table(text)
    roles = {name: name for name in table.columns}
    values = table.columns[list(roles)[-1]]
    signs = set(np.unique(values[np.isfinite(values)]).tolist()) <= {-1.0, 1.0}
    return table.dataset(roles, SIGN if signs else NUMBER)


def as_text(found: Dataset) -> str:
    """Rows as a link may carry them."""
    lines = [",".join(found.columns)]
    lines += [",".join(f"{value:.6g}" for value in row) for row in zip(*found.columns.values(), strict=True)]
    return "\n".join(lines)


def material(data: DataScene, model: Model | None) -> Material:
    """The rows as the model sees them; model None: as they are needed without one. Raises TableError."""
    found = dataset(data)
    columns = dict(found.columns)
    target = list(columns)[-1]
    if model is not None and model.target == ZERO_ONE and found.target == SIGN:
        columns[target] = (columns[target] + 1) / 2
    scaled = [*found.inputs, *([target] if found.target == NUMBER else [])] if data.standard else []
    scaling = scaling_of(columns, scaled)
    columns = scaling.scaled(columns)
    digest = hashlib.blake2b(digest_size=8)
    for name, column in columns.items():
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(column).tobytes())
    return Material(found, columns, scaling, digest.hexdigest())


def suits(model: Model, columns: tuple[str, ...], target: str) -> bool:
    """Whether a model can be fitted to such rows."""
    if columns != model.columns:
        return False
    return target == model.target or (target, model.target) in {
        (SIGN, ZERO_ONE), (ZERO_ONE, SIGN), (COUNT, NUMBER), (SIGN, NUMBER),
    }  # fmt: skip


def model_for(found: Dataset, preferred: str) -> str:
    """The preferred model if it is for such targets, else the one made for these rows, else the first that suits."""
    able = [key for key, model in MODELS.items() if suits(model, tuple(found.columns), found.target)]
    fitting = sorted(able, key=lambda key: MODELS[key].target != found.target)
    if preferred in fitting and MODELS[preferred].target != found.target and MODELS[fitting[0]].target == found.target:
        preferred = ""
    if preferred in fitting:
        return preferred
    made = [key for key in fitting if MODELS[key].data == found.key]
    return (made or fitting or [next(iter(MODELS))])[0]


def with_set(data: DataScene, key: str) -> DataScene:
    """The scene with other rows, a model that suits them, and units that suit the model."""
    usual = DataScene()
    changed = replace(data, set=key, knobs=(), start=None, standard=key in INCLUDED, table="",
                      rows=data.rows if data.set in GENERATORS else usual.rows)  # fmt: skip
    return refitted(changed, data)


def refitted(changed: DataScene, before: DataScene) -> DataScene:
    """A typed loss and letters stay only with their model."""
    try:
        model = model_for(dataset(changed), changed.model)
    except TableError:
        return changed
    same = model == before.model
    return replace(changed, model=model, loss=before.loss if same else None, letters=before.letters if same else ())


def with_model(data: DataScene, key: str) -> DataScene:
    """The scene with another model, and rows made for it if those at hand do not suit."""
    model = MODELS[key]
    changed = replace(data, model=key, loss=None, letters=(), start=None)
    try:
        found = dataset(data)
        if suits(model, tuple(found.columns), found.target):
            return changed
    except TableError:
        pass
    return replace(changed, set=model.data, knobs=(), standard=False, table="", rows=int(NUMBERS["rows"].default))


def is_own(data: DataScene) -> bool:
    """Whether the rows are the visitor's."""
    return data.set == OWN
