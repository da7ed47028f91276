"""The rows of the Data page: those that its scene names, or the visitor's own table."""

from gdviz.learning.data import NUMBER, Dataset, Model, as_text
from gdviz.scene import OWN, DataScene, dataset_of, material_of
from gdviz.scene import Material as Material
from gdviz.ui import session


def dataset(data: DataScene) -> Dataset:
    """The data set that the scene names. Raises TableError for a table that cannot be had."""
    own: Dataset | None = session.memory("own table").get("set") if data.set == OWN else None
    if own is None or (data.table and as_text(own) != data.table):
        return dataset_of(data)
    return own


def has_own() -> bool:
    """Whether this visit has a table of its own."""
    return session.memory("own table").get("set") is not None


def material(data: DataScene, model: Model | None, target: str = NUMBER) -> Material:
    """The rows in the units of the model; model None: as one of this kind of target does. Raises TableError."""
    return material_of(dataset(data), data, model, target)
