"""Small maps side by side, in step with the player or played by themselves; they can be clicked."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gdviz.ui.components.chart import number
from gdviz.ui.components.component import component, news


class Pick(NamedTuple):
    """The place that was clicked, on which of the maps."""

    panel: int
    x: float
    y: float


def panels(shown: Mapping[str, Any], key: str, take: Callable[[Pick], None] | None = None) -> None:
    """Draw what `gdviz.figures.small_multiples.row` or `basin_row` made; `take` is called with clicks."""
    data = {**shown, "clickable": take is not None}
    component(__file__)(key=key, data=data, on_picked_change=_Taken(key, take))


class _Taken(NamedTuple):
    """Forwards a click if the message is valid (untrusted input)."""

    key: str
    take: Callable[[Pick], None] | None

    def __call__(self) -> None:
        message = news(self.key, "picked")
        if self.take is None or not isinstance(message, Mapping):
            return
        panel, x, y = (number(message.get(name)) for name in ("panel", "x", "y"))
        if panel is not None and x is not None and y is not None:
            self.take(Pick(int(panel), x, y))
