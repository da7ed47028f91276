"""A chart that can be clicked: Plotly in the page's colours, and the place that was clicked in its own numbers."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gdviz.ui.components.component import component, news, vendor_path

FARTHEST = 1e12


class Click(NamedTuple):
    """Where the chart was clicked, in its numbers; or (by arrow keys) how far to go on from what is chosen."""

    x: float
    y: float
    nudge: tuple[int, int] = (0, 0)


def chart(figure: Mapping[str, Any], key: str, take: Callable[[Click], None] | None = None, *, label: str) -> None:
    """Draw a figure of `gdviz.figures` (traces, layout, height); `take` is called with clicks and arrow keys.

    label: what the chart shows, for screen readers. Colours written as @ink, @accent, @warn, @good … follow the theme.
    """
    state = {"figure": figure, "vendor": vendor_path(), "label": label, "clickable": take is not None}
    component(__file__)(key=key, data=state, on_clicked_change=_Taken(key, take))


class _Taken(NamedTuple):
    """Forwards a click or an arrow key if the message is valid (untrusted input)."""

    key: str
    take: Callable[[Click], None] | None

    def __call__(self) -> None:
        message = news(self.key, "clicked")
        if self.take is None or not isinstance(message, Mapping):
            return
        x, y, across, up = (number(message.get(name)) for name in ("x", "y", "across", "up"))
        if across is not None and up is not None:
            self.take(Click(0.0, 0.0, (int(math.copysign(across != 0, across)), int(math.copysign(up != 0, up)))))
        elif x is not None and y is not None:
            self.take(Click(x, y))


def number(value: object) -> float | None:
    """A finite number within reason, else None."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) <= FARTHEST else None
