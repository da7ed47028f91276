"""A menu of choices in groups, with a line on each, built on the browser's own select element."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import TYPED
from gdviz.ui.components.component import component, news
from gdviz.ui.components.menu.lines import LINES

OWN = ("Your own", TYPED, "Your own rule …", "Type the equations: begins as a copy of the rule that stands here.")


Families = Sequence[Mapping[str, Any]]


def menu(key: str, chosen: str, label: str, take: Callable[[str], None], groups: Families | None = None) -> None:
    """Draw the menu; `take` gets the key of the choice that was picked.

    groups: as `families`, those of the optimizers if None; a member may be "disabled": greyed, and never picked.
    """
    shown = groups if groups is not None else families()
    able = frozenset(one["key"] for group in shown for one in group["members"] if not one.get("disabled"))
    component(__file__)(
        key=key,
        data={"chosen": chosen, "label": label, "families": shown},
        on_picked_change=partial(_take, key, take, able),
    )


@lru_cache(maxsize=1)
def families() -> list[dict[str, Any]]:
    """Families in menu order, each with its optimizers: key, name and a line of what it does."""
    by_family: dict[str, list[dict[str, str]]] = {}
    listed = [(one.family, key, one.name, LINES[key]) for key, one in OPTIMIZERS.items()]
    for family, key, name, line in [*listed, OWN]:
        by_family.setdefault(family[:1].upper() + family[1:], []).append({"key": key, "name": name, "line": line})
    return [{"family": family, "members": members} for family, members in by_family.items()]


def picked(message: object, able: Collection[str] = frozenset({*OPTIMIZERS, TYPED})) -> str | None:
    """The key that a browser sent, if it is one that can be picked."""
    key = message.get("key") if isinstance(message, Mapping) else None
    return key if isinstance(key, str) and key in able else None


def _take(key: str, take: Callable[[str], None], able: Collection[str]) -> None:
    chosen = picked(news(key, "picked"), able)
    if chosen is not None:
        take(chosen)
