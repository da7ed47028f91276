"""What a hand is still changing on a page, and the answer to it, in a fragment that holds nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from gdviz.ui import session
from gdviz.ui.components.component import component, news

KEY, NEWEST = "drag", "number of the newest message"


def drag(moved: Mapping[str, Any] | None, take: Callable[[], None]) -> None:
    """Draw the component, unseen; moved: paths for the player and sliders, or None when the page says all itself.

    `take` is called when a hand has changed something; inside it `held()` is what.
    """
    component(__file__)(key=KEY, data={"moved": moved}, on_held_change=take)


def held() -> Mapping[str, Any]:
    """What the hand changed last (untrusted input): {start: {x, y}} or {board, values}, and the message's number n.

    Empty where a newer message was handled before: a hand that let go is not overtaken by what it passed on its way.
    """
    message = news(KEY, "held")
    if not isinstance(message, Mapping) or not isinstance(message.get("n"), int | float):
        return {}
    return message if message["n"] >= session.memory(KEY).get(NEWEST, 0) else {}


def note_handled(number: object) -> None:
    """The message of this number was handled: older ones that are still under way no longer count."""
    if isinstance(number, int | float):
        session.memory(KEY)[NEWEST] = number
