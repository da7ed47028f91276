"""Scenes beside the present one: those before and after it (undo and redo), and the snapshots that its link carries."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile

from gdviz.scene.bounds import LONGEST_SNAPSHOTS, MOST_SNAPSHOTS
from gdviz.scene.scene import Scene
from gdviz.scene.texts import length, query_of, text_of

MOST_SCENES = 100
"""Gestures that can be taken back."""
TOO_MANY = f"There are {MOST_SNAPSHOTS} snapshots already: delete one first."
TOO_LONG = "With this snapshot the link would be too long: delete another one first."


@dataclass(frozen=True)
class History:
    """The present scene between the past, oldest first, and the future, next first.

    gesture: the name of the gesture that is under way, "" if none: what it changes further is the same gesture.
    """

    present: Scene
    past: tuple[Scene, ...] = ()
    future: tuple[Scene, ...] = ()
    gesture: str = ""

    @property
    def undoable(self) -> bool:
        """Is there a scene to go back to?"""
        return any(scene != self.present for scene in self.past)

    @property
    def redoable(self) -> bool:
        """Is there a scene that was taken back?"""
        return any(scene != self.present for scene in self.future)


def changed(history: History, scene: Scene, gesture: str = "", *, held: bool = False) -> History:
    """A gesture made this scene; with `held` it goes on, and what comes next under its name belongs to it."""
    going_on = gesture if held else ""
    if gesture and gesture == history.gesture:
        return replace(history, present=scene, future=(), gesture=going_on)
    if scene == history.present and not held:
        return replace(history, gesture="")
    past = (*history.past, history.present)[-MOST_SCENES:]
    return History(scene, past, history.future if scene == history.present else (), going_on)


def undone(history: History) -> History:
    """One gesture taken back; without a past the same history."""
    past = tuple(dropwhile(lambda scene: scene == history.present, history.past[::-1]))[::-1]
    if not past:
        return replace(history, gesture="")
    return History(past[-1], past[:-1], (history.present, *history.future)[:MOST_SCENES])


def redone(history: History) -> History:
    """The gesture that was taken back last, made again; without a future the same history."""
    future = tuple(dropwhile(lambda scene: scene == history.present, history.future))
    if not future:
        return replace(history, gesture="")
    return History(future[0], (*history.past, history.present)[-MOST_SCENES:], future[1:])


def visited(history: History, scene: Scene) -> History:
    """The scene that the browser's Back or Forward names: its nearest place in the history, else a new one."""
    if scene == history.present:
        return replace(history, gesture="")
    if scene in history.past:
        place = len(history.past) - 1 - history.past[::-1].index(scene)
        future = (*history.past[place + 1 :], history.present, *history.future)
        return History(scene, history.past[:place], future[:MOST_SCENES])
    if scene in history.future:
        place = history.future.index(scene)
        past = (*history.past, history.present, *history.future[:place])
        return History(scene, past[-MOST_SCENES:], history.future[place + 1 :])
    return changed(history, scene)


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
