"""A button that copies the address of the scene, and of the frame, that is shown."""

from pathlib import Path

from gdviz.ui.components.component import component

HERE = Path(__file__).parent


def copy_link() -> None:
    """Draw the button."""
    component(HERE)(key="copy-link", width="content", height="content")
