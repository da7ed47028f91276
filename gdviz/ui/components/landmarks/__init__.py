"""What Streamlit's markup lacks for keyboards and screen readers: skip links, a `nav`, scrollers in reach, Space."""

from pathlib import Path

from gdviz.ui.components.component import component

HERE = Path(__file__).parent


def landmarks(page: str) -> None:
    """Add them to the page of this name; there is nothing to see."""
    component(HERE)(key="landmarks", data={"page": page})
