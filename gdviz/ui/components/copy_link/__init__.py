"""A button that copies the address of the scene, and of the frame, that is shown."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from gdviz.scene import Scene
from gdviz.ui.components.component import component

HERE = Path(__file__).parent


def copy_link(scene: Scene) -> None:
    """Draw the button."""
    query = urlencode(replace(scene, frame=None).to_query(), doseq=True, safe="~")
    component(HERE)(key="copy-link", data={"query": query}, width="content", height="content")
