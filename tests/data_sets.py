"""The data sets that come with gdviz, real and made, by their keys."""

from gdviz.learning.data import GENERATORS, INCLUDED, Dataset


def load_dataset(key: str, rows: int = 60, seed: int = 0, **knobs: float) -> Dataset:
    """A data set by its key: a real one as it is, or a made one of this size, seed and knobs.

    Raises KeyError for an unknown key, and as Generator.dataset.
    """
    return INCLUDED[key].dataset() if key in INCLUDED else GENERATORS[key].dataset(rows, seed, **knobs)
