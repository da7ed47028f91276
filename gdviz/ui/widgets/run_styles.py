"""Eight run styles: a colour-blind-safe colour (Okabe and Ito 2008) and a line of its own for each."""

from typing import NamedTuple


class Style(NamedTuple):
    """A colour and a Plotly dash."""

    color: str
    dash: str
    name: str


STYLES = (
    Style("#0072B2", "solid", "blue"),
    Style("#D55E00", "dash", "vermillion"),
    Style("#009E73", "dot", "green"),
    Style("#CC79A7", "dashdot", "purple"),
    Style("#E69F00", "longdash", "orange"),
    Style("#56B4E9", "longdashdot", "sky"),
    Style("#B8A900", "solid", "yellow"),
    Style("#777777", "dash", "grey"),
)
