"""Undo and redo: the scenes before and after the present one, a scene for each gesture."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import dropwhile

from gdviz.scene.scene import Scene

MOST_SCENES = 100
"""Gestures that can be taken back."""


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
    past = _without_last(history.past, lambda scene: scene == history.present)
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


def _without_last(scenes: tuple[Scene, ...], unwanted: Callable[[Scene], bool]) -> tuple[Scene, ...]:
    return tuple(dropwhile(unwanted, scenes[::-1]))[::-1]
