"""One quiet line that offers the course to a first visitor, once; it lies over the remark of the head."""

from gdviz.ui.components.component import component


def learn_offer() -> None:
    """Draw the line, if this browser has not shown it before."""
    component(__file__)(key="learn-offer")
