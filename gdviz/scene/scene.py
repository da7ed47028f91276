"""A scene: everything that decides the picture of a page, as one frozen value that a link can carry."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs

from gdviz.scene.codec import read, write
from gdviz.scene.values import SceneValues

MOST_FIELDS = 1000
"""Of a query, as Streamlit takes them."""


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


def is_link(text: str) -> bool:
    """Is the text an address or a query, and no formula?"""
    return "://" in text or text.startswith("?")


def query_of(link: str) -> str:
    """What stands behind the question mark; of a text without one all of it, of an address without one nothing."""
    text = link.strip()
    return text.partition("?")[2].partition("#")[0] if "?" in text else "" if "://" in text else text


def path_of(link: str) -> str:
    """What stands before the question mark, without the address of the app: the name of its page, "" for Explore."""
    text = link.strip()
    return "" if "?" not in text and "://" not in text else text.partition("?")[0].rstrip("/").rpartition("/")[2]


def arrival(link: str) -> Arrival:
    """The scene of a link, and a sentence for each part that could not be read.

    Raises TypeError for what is no text, ValueError for a text without a query.
    """
    if not isinstance(link, str):
        raise TypeError(f"link is the text of an address, not {type(link).__name__}.")
    text, query = link.strip(), query_of(link)
    try:
        fields = parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ValueError(f"The link has more than {MOST_FIELDS} fields.") from None
    if "=" not in query and "://" not in text:
        raise ValueError("This is no link: it has no question mark with fields behind it, as ?surface=himmelblau.")
    return Scene.from_query(fields)


def open_link(link: str) -> Scene:
    """The scene that a link of the app names; what cannot be read in it stands at its default, as in the app.

    Raises TypeError for what is no text, ValueError for a text without a query.
    """
    return arrival(link).scene
