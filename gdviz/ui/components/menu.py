"""A menu of choices in groups, with a line on each, built on the browser's own select element; that of optimizers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import TYPED
from gdviz.ui.components.component import component, news

OWN = ("Your own", TYPED, "Your own rule …", "Type the equations: begins as a copy of the rule that stands here.")


LINES = {
    "sgd": "Steps straight downhill, as far as the slope is steep.",
    "momentum": "Rolls on: each step adds the slope to a velocity that decays.",
    "nesterov": "Momentum that looks ahead: it brakes before the valley's other wall.",
    "qhm": "A mix of plain descent and momentum.",
    "aggmo": "Three velocities at once: quick, middling and slow to forget.",
    "asgd": "Plain descent whose rate decays, averaging where it has been.",
    "polyak_sgd": "As far as a straight slope would need to reach the lowest value.",
    "adagrad": "A rate for each coordinate, smaller the more slope it has seen.",
    "rmsprop": "A rate for each coordinate: divides by the recent size of the slope.",
    "adadelta": "RMSProp that sets its own rate from the size of its recent steps.",
    "adam": "Momentum, divided by the recent size of the slope in each coordinate.",
    "adamw": "Adam that also shrinks the point towards the origin, apart from the slope.",
    "amsgrad": "Adam whose rates never grow back.",
    "adamax": "Adam that divides by the largest recent slope.",
    "nadam": "Adam that looks ahead, as Nesterov does.",
    "radam": "Adam that starts as momentum, until it has seen enough slopes.",
    "adabelief": "Adam that takes long steps where the slope is as expected.",
    "yogi": "Adam whose rates change slowly.",
    "adan": "Adam that also follows how the slope changes.",
    "adopt": "Adam that divides by the slopes before this one.",
    "ademamix": "Adam with a quick and a very slow mean of the slope.",
    "prodigy": "Adam that estimates its own rate from the way it has come.",
    "sign_sgd": "The same length in every coordinate: only the sign of the slope counts.",
    "rprop": "A step for each coordinate: longer while the sign stays, shorter when it turns.",
    "lion": "The sign of a mean of the slope: every step has the same length.",
    "tiger": "The sign of the momentum, with one memory only.",
    "lookahead": "Momentum that is pulled back to a slow point every few steps.",
    "lookahead_adam": "Adam that is pulled back to a slow point every few steps.",
    "sam": "Takes the slope from a little uphill: prefers flat minima.",
    "sam_adam": "Adam with the slope from a little uphill: prefers flat minima.",
    "schedule_free_sgd": "Plain descent with averaging in place of a decaying rate.",
    "schedule_free_adamw": "AdamW with averaging in place of a decaying rate.",
    "newton": "Jumps to where the curvature puts the level point, be it a saddle.",
    "damped_newton": "Newton that goes downhill only, and past saddles.",
    "line_search": "Straight downhill, as far as it pays: needs no rate.",
    "conjugate_gradient": "Line searches whose directions do not undo each other.",
    "bfgs": "Learns the curvature from the slopes, then steps as Newton would.",
    "lbfgs": "BFGS that remembers only the last few steps.",
    "trust_region": "Steps within a circle, which grows while the prediction holds.",
    "nelder_mead": "A triangle that flips, stretches and shrinks; it needs no slope.",
}
"""Optimizer key → sentence; no two alike."""
Families = Sequence[Mapping[str, Any]]


def menu(key: str, chosen: str, label: str, take: Callable[[str], None], groups: Families | None = None) -> None:
    """Draw the menu; `take` gets the key of the choice that was picked.

    groups: as `families`, those of the optimizers if None; a member may be "disabled": greyed, and never picked.
    """
    shown = groups if groups is not None else families()
    able = frozenset(one["key"] for group in shown for one in group["members"] if not one.get("disabled"))
    component("menu")(
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
