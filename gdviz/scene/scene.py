"""A scene: everything that decides the picture of a page, as one frozen value that a link can carry."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gdviz.scene.codec import read, write
from gdviz.scene.values import SceneValues


class Arrival(NamedTuple):
    """A scene read from a link, and a sentence for each part that could not be read."""

    scene: "Scene"
    notices: tuple[str, ...]


class Scene(SceneValues):
    __doc__ = SceneValues.__doc__

    def to_query(self) -> dict[str, list[str]]:
        """The link: key → values, only what differs from the default scene."""
        return write(self)

    @staticmethod
    def from_query(query: Mapping[str, str | Sequence[str]]) -> Arrival:
        """The scene a link names: unknown keys are ignored, numbers clamped, the rest defaults.

        Raises TypeError for what is no query; never for what it says.
        """
        if not isinstance(query, Mapping):
            raise TypeError(f"A query is a mapping of keys to texts, as Scene.to_query makes it, not {query!r:.40}.")
        listed = {key: texts if isinstance(texts, str | Sequence) else [texts] for key, texts in query.items()}
        return Arrival(*read(listed, Scene()))

    def settled(self) -> "Scene":
        """This scene as its own link names it: clamped, rounded, nothing but what a link can say."""
        return Scene.from_query(self.to_query()).scene
