"""What a run is called, and its look: eight colour-blind-safe colours (Okabe and Ito 2008), each with its own line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from gdviz.figures import colors
from gdviz.numeral import numeral
from gdviz.scene import STEADY, Run
from gdviz.schedule import SCHEDULES
from gdviz.settings import OPTIONS


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


def label(run: Run, words: Sequence[str] | None = None) -> str:
    """The name of a run in the legend: its optimizer, its rate, and these words; None: what else is not as usual."""
    rate = run.setting().get("learning_rate")
    more = conditions(run) if words is None else words
    return " · ".join([run.name, *([f"α {numeral(rate)}"] if rate is not None else []), *more])


def labels(runs: Sequence[Run]) -> dict[int, str]:
    """Style → label; of runs that would be labelled alike the later ones are numbered from 2."""
    named: dict[int, str] = {}
    count: Counter[str] = Counter()
    for run in runs:
        name = label(run)
        count[name] += 1
        named[run.style] = f"{name} ({count[name]})" if count[name] > 1 else name
    return named


def conditions(run: Run) -> list[str]:
    """Schedule and options of a run, where they are not as usual, in words."""
    if not run.composes:
        return []
    plan = [SCHEDULES[run.schedule].name.lower()] if run.schedule != STEADY else []
    return plan + [OPTIONS[name].short for name, value in run.options if value]
