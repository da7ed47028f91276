"""One key of a link: its name in a sentence, how it is written, and how it is read into a scene."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gdviz.scene.values import SceneValues


class Field(NamedTuple):
    """read: (scene so far, the values of the key) → scene; KeyError, ValueError or IndexError for what is no value."""

    key: str
    name: str
    write: Callable[[SceneValues], list[str]]
    read: Callable[[SceneValues, list[str]], SceneValues]


@dataclass
class PartlyReadError(ValueError):
    """Raised where some of a key's values can be read: the scene with those."""

    scene: SceneValues
