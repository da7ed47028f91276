"""Snapshots ↔ the values of one key of a link, each value a query of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, quote_plus, urlencode

from gdviz.scene.bounds import LONGEST_SNAPSHOTS, MOST_SNAPSHOTS
from gdviz.scene.field import PartlyReadError
from gdviz.scene.values import SceneValues

KEY, SNAPSHOTS = "snapshot", "snapshots"
OUTSIDE = (KEY, "projector")
"""Keys that a snapshot does not have: it holds no others, and the projector belongs to the room."""
MOST_VALUES = 100
"""Values in one snapshot, a run or a parameter each."""


def text_of(query: Mapping[str, Sequence[str]]) -> str:
    """A query as text."""
    return urlencode(query, doseq=True, safe="~")


def query_of(text: str) -> dict[str, list[str]]:
    """The inverse, without the keys that stay outside; ValueError for more values than a scene has."""
    query = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_VALUES)
    return {key: values for key, values in query.items() if key not in OUTSIDE}


def length(texts: Sequence[str]) -> int:
    """Characters that these snapshots take in a link."""
    return sum(len(f"&{KEY}=") + len(quote_plus(text, safe="~")) for text in texts)


def read_snapshots(scene: SceneValues, values: Sequence[str], canonical: Callable[[str], str]) -> SceneValues:
    """The scene with those that can be read, at most eight; PartlyReadError if others were given."""
    texts: list[str] = []
    for value in values[:MOST_SNAPSHOTS]:
        try:
            text = canonical(value) if length([value]) <= LONGEST_SNAPSHOTS else value
        except ValueError:
            continue
        if length([*texts, text]) <= LONGEST_SNAPSHOTS:
            texts.append(text)
    scene = replace(scene, snapshots=tuple(texts))
    if len(texts) < len(values):
        raise PartlyReadError(scene)
    return scene
