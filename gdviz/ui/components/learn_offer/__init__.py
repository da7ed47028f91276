"""One quiet line that offers the course to a first visitor, once; it lies over the remark of the head."""

from pathlib import Path

from gdviz.ui.components.component import component

HERE = Path(__file__).parent


def learn_offer() -> None:
    """Draw the line, if this browser has not shown it before."""
    component(HERE)(key="learn-offer")
