"""Changes of the Data page's part of the scene."""

from dataclasses import replace
from typing import Any

from gdviz.scene.data import DataScene
from gdviz.ui import session


def keep(**changes: Any) -> None:
    """The scene with some fields of its data changed becomes the scene."""
    keep_data(replace(session.recall().data, **changes))


def keep_data(data: DataScene) -> None:
    """This becomes what the Data page shows."""
    session.keep(data=data)
