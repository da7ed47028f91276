"""Snapshots: scenes in order beside the present one, a lesson plan that travels in its link."""

from dataclasses import replace
from functools import lru_cache

from gdviz.scene.bounds import LONGEST_SNAPSHOTS, MOST_SNAPSHOTS
from gdviz.scene.scene import Scene
from gdviz.scene.text import length, query_of, text_of

TOO_MANY = f"There are {MOST_SNAPSHOTS} snapshots already: delete one first."
TOO_LONG = "With this snapshot the link would be too long: delete another one first."


def snapshot(scene: Scene, frame: int | None = None) -> str:
    """The scene at a frame (None: the last) as the query of its link; the projector belongs to the room, not to it."""
    return text_of(replace(scene, snapshots=(), projector=False, frame=frame).to_query())


def with_snapshot(scene: Scene, frame: int | None = None) -> Scene:
    """The scene with a snapshot of itself at the end; ValueError, with a sentence, if there is no room for it."""
    texts = (*scene.snapshots, snapshot(scene, frame))
    if len(texts) > MOST_SNAPSHOTS:
        raise ValueError(TOO_MANY)
    if length(texts) > LONGEST_SNAPSHOTS:
        raise ValueError(TOO_LONG)
    return replace(scene, snapshots=texts)


def without_snapshot(scene: Scene, place: int) -> Scene:
    """The scene without the snapshot in this place."""
    return replace(scene, snapshots=scene.snapshots[:place] + scene.snapshots[place + 1 :])


def at_snapshot(scene: Scene, place: int) -> Scene:
    """The scene of the snapshot in this place, with its frame; the snapshots and the projector stay."""
    return replace(_read(scene.snapshots[place]), snapshots=scene.snapshots, projector=scene.projector)


def places(scene: Scene) -> tuple[int, ...]:
    """The places of the snapshots that are this scene, at whatever frame."""
    present = replace(scene, frame=None)
    return tuple(
        place for place in range(len(scene.snapshots)) if replace(at_snapshot(scene, place), frame=None) == present
    )


@lru_cache(maxsize=64)
def _read(text: str) -> Scene:
    return Scene.from_query(query_of(text)).scene
