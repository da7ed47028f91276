"""What Streamlit's markup lacks for keyboards and screen readers: skip links, a `nav`, scrollers in reach, Space."""

from gdviz.ui.components.component import component


def landmarks(page: str) -> None:
    """Add them to the page of this name; there is nothing to see."""
    component(__file__)(key="landmarks", data={"page": page})
