"""The player as a Streamlit component."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gdviz.ui.components.component import component, news, nothing, vendor_path

FARTHEST = 1e12


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
    component(__file__)(
        data={**payload, "key": key, "vendor": vendor_path(), "heard": heard(key)},
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
    numbers = [float(n) for n in place if isinstance(n, int | float) and abs(n) <= FARTHEST]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def heard(key: str) -> int | None:
    """The number of the newest start that has come from the browser: its answer, even when nothing moves."""
    start = news(key, "start")
    number = start.get("n") if isinstance(start, Mapping) else None
    return number if isinstance(number, int) else None
