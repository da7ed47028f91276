"""Eight run styles: a colour-blind-safe colour (Okabe and Ito 2008) and a line of its own for each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from gdviz.figures import colors
from gdviz.scene import Run


class Style(NamedTuple):
    """A colour and a Plotly dash."""

    color: str
    dash: str
    name: str


STYLES = (
    Style(colors.BLUE, "solid", "blue"),
    Style(colors.VERMILLION, "dash", "vermillion"),
    Style(colors.GREEN, "dot", "green"),
    Style(colors.PURPLE, "dashdot", "purple"),
    Style(colors.ORANGE, "longdash", "orange"),
    Style(colors.SKY, "longdashdot", "sky"),
    Style(colors.YELLOW, "solid", "yellow"),
    Style("#777777", "dash", "grey"),
)


def hues(runs: Sequence[Run]) -> dict[int, int]:
    """Style → the style whose colour it has: neighbours that differ in the rate only share that of the first."""
    chosen: dict[int, int] = {}
    for number, run in enumerate(runs):
        alike = number > 0 and _without_rate(run) == _without_rate(runs[number - 1])
        chosen[run.style] = chosen[runs[number - 1].style] if alike else run.style
    return chosen


def looks(runs: Sequence[Run]) -> dict[int, Style]:
    """Style → its look: its own dash, or a free one where another run of the same colour has that."""
    chosen: dict[int, Style] = {}
    for style, hue in hues(runs).items():
        own, color = STYLES[style], STYLES[hue].color
        taken = {look.dash for look in chosen.values() if look.color == color}
        dash = next((look.dash for look in (own, *STYLES) if look.dash not in taken), own.dash)
        chosen[style] = own._replace(color=color, dash=dash)
    return chosen


def _without_rate(run: Run) -> Run:
    return replace(run, on=True, style=0, knobs=tuple(sorted(pair for pair in run.knobs if pair[0] != "learning_rate")))
