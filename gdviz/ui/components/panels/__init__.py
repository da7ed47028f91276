"""Small maps side by side, in lock-step with the player or played by themselves; a click on one is told."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from gdviz.ui.components.chart import number
from gdviz.ui.components.component import component

HERE = Path(__file__).parent


class Pick(NamedTuple):
    """The place that was clicked, on which of the maps."""

    panel: int
    x: float
    y: float


def panels(shown: Mapping[str, Any], key: str, take: Callable[[Pick], None] | None = None) -> None:
    """Draw what `gdviz.figures.small_multiples.row` or `basin_row` made; `take` hears of clicks."""
    data = {**shown, "clickable": take is not None}
    component(HERE)(key=key, data=data, on_picked_change=_Taken(key, take))


class _Taken(NamedTuple):
    """A pick that is one is handed on; a stranger may have written it."""

    key: str
    take: Callable[[Pick], None] | None

    def __call__(self) -> None:
        state = st.session_state.get(self.key)
        said = state.get("picked") if isinstance(state, Mapping) else None
        if self.take is None or not isinstance(said, Mapping):
            return
        panel, x, y = (number(said.get(name)) for name in ("panel", "x", "y"))
        if panel is not None and x is not None and y is not None:
            self.take(Pick(int(panel), x, y))
