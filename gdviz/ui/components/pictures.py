"""Pictures that the browser draws, and what a visitor does on them: charts, small maps side by side, the player."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gdviz.ui.components.component import component, news, nothing, number, vendor_path, whole

FRAME_WATCH = "frame-watch"


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
    component("chart")(key=key, data=state, on_clicked_change=partial(_clicked, key, take))


def _clicked(key: str, take: Callable[[Click], None] | None) -> None:
    """Forwards a click or an arrow key if the message is valid (untrusted input)."""
    message = news(key, "clicked")
    if take is None or not isinstance(message, Mapping):
        return
    x, y, across, up = (number(message.get(name)) for name in ("x", "y", "across", "up"))
    if across is not None and up is not None:
        take(Click(0.0, 0.0, (int(math.copysign(across != 0, across)), int(math.copysign(up != 0, up)))))
    elif x is not None and y is not None:
        take(Click(x, y))


class Pick(NamedTuple):
    """The place that was clicked, on which of the maps."""

    panel: int
    x: float
    y: float


def panels(shown: Mapping[str, Any], key: str, take: Callable[[Pick], None] | None = None) -> None:
    """Draw what `gdviz.figures.small_maps.row` or `basin_row` made; `take` is called with clicks."""
    data = {**shown, "clickable": take is not None}
    component("panels")(key=key, data=data, on_picked_change=partial(_picked, key, take))


def _picked(key: str, take: Callable[[Pick], None] | None) -> None:
    """Forwards a click if the message is valid (untrusted input)."""
    message = news(key, "picked")
    if take is None or not isinstance(message, Mapping):
        return
    panel, x, y = (number(message.get(name)) for name in ("panel", "x", "y"))
    if panel is not None and x is not None and y is not None:
        take(Pick(int(panel), x, y))


@dataclass(frozen=True)
class PlayerResult:
    """What the visitor last did in the player: start (x, y), view switches and answer (x, y); None when untouched.

    view has the fields of `figures.View`, and `frame` when the player was left standing at one. answer is where the
    answer to `payload["asked"]` was placed (an arrow's tip); committed: by Enter.
    """

    start: tuple[float, float] | None
    view: dict[str, Any] | None
    answer: tuple[float, float] | None = None
    committed: bool = False


def player(
    payload: Mapping[str, Any],
    key: str = "player",
    *,
    on_start: Callable[[], None] | None = None,
    on_view: Callable[[], None] | None = None,
    on_answer: Callable[[], None] | None = None,
) -> PlayerResult:
    """Draw the player for `gdviz.figures.player_payload(...)` and return what the visitor last did in it.

    The callbacks run before the script, without arguments; inside them `chosen(key)` is what was done.
    The values stay in the session after they are handled, so a page takes them in the callback, not from every result.
    """
    component("player")(
        data={**payload, "key": key, "vendor": vendor_path(), "heard": newest_start(key)},
        key=key,
        on_start_change=on_start or nothing,
        on_view_change=on_view or nothing,
        on_answer_change=on_answer or nothing,
    )
    return chosen(key)


def chosen(key: str = "player") -> PlayerResult:
    """The start, the view and the answer last chosen in the player with this key; None where nothing was."""
    view, answer = news(key, "view"), point(news(key, "answer"))
    committed = answer is not None and news(key, "answer").get("final") is True
    switches = {k: view[k] for k in view if k != "n"} if isinstance(view, Mapping) else None
    return PlayerResult(point(news(key, "start")), switches, answer, committed)


def point(message: object) -> tuple[float, float] | None:
    """The point {x, y} that a browser sent; untrusted input: what is no point was not chosen."""
    place = (message.get("x"), message.get("y")) if isinstance(message, Mapping) else (None, None)
    x, y = map(number, place)
    return None if x is None or y is None else (x, y)


def newest_start(key: str) -> int | None:
    """The number of the newest start that has come from the browser: its answer, even when nothing moves."""
    start = news(key, "start")
    return whole(start.get("n")) if isinstance(start, Mapping) else None


def frame_shown(otherwise: int | None) -> int | None:
    """The frame at which the player stands; `otherwise` until the browser has sent it.

    Called in a fragment, it reruns that fragment alone when the player comes to a standstill.
    """
    frame = whole(news(FRAME_WATCH, "frame"))
    shown = otherwise if frame is None else frame
    with st.container(key="frame-watch-place"):
        component("frame_watch")(key=FRAME_WATCH, data={"shown": shown}, on_frame_change=nothing)
    return shown
