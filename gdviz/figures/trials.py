"""What every step of a method tried, in few enough characters to be drawn: rays, circles, triangles."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.numeral import numeral, rounded
from gdviz.trajectory import Trajectory

MOST_SPOTS = 24
"""Trials of one search that are drawn; the accepted one is always the last of them."""
Trial = Mapping[str, Any]


def tried(trajectory: Trajectory, budget: int) -> list[dict[str, Any]]:
    """One entry a step, as far as `budget` characters go.

    stay: True where the run stood still. ray: the direction. spots: [x, y, rate, f, armijo, wolfe, taken] of each
    trial on it. beta, restart: of conjugate gradients. model: [g1, g2, Bxx, Bxy, Byy] of the quadratic believed in;
    circle: its radius; to, kind, ratio, taken: the step proposed and its fate. bends: eigenvalues; turned: what they
    were changed to. move, before, after, corners: the triangle's move, its vertices, and the points tried (name, x,
    y, f). Numbers that are not finite are None.
    """
    entries, room = [], budget
    for number, trial in enumerate(trajectory.trials):
        entry = attempt(trial, trajectory.gradients[number].tolist())
        room -= len(json.dumps(entry))
        if room < 0:
            break
        entries.append(entry)
    return entries


def attempt(trial: Trial, gradient: Sequence[float]) -> dict[str, Any]:
    """The entry of one step, from what it tried and the gradient before it."""
    if trial.get("move") == "stay":
        return {"stay": True}
    parts: dict[str, Any] = {}
    if "direction" in trial:
        parts["ray"] = _short(trial["direction"])
    if "search" in trial:
        parts["spots"] = [_spot(spot) for spot in _fewer(trial["search"])]
    if "beta" in trial:
        parts |= {"beta": _short(trial["beta"]), "restart": bool(trial["restart"])}
    if "hessian" in trial:
        (xx, xy), (_, yy) = trial["hessian"]
        parts["model"] = _short((*gradient, xx, xy, yy))
    if "eigenvalues" in trial:
        parts["bends"] = _short(trial["eigenvalues"])
    if "modified" in trial:
        parts["turned"] = _short(trial["modified"])
    if "radius" in trial:
        parts |= _circle(trial)
    if "simplex" in trial:
        corners = [[name, *_short(point), _short(value)] for name, point, value in trial["tried"]]
        parts |= {"move": trial["move"], "before": _short(trial["simplex"]), "after": _short(trial["after"])}
        parts["corners"] = corners
    return parts


def _circle(trial: Trial) -> dict[str, Any]:
    model = trial["model"]
    (xx, xy), (_, yy) = model["B"]
    parts = {"circle": _short(trial["radius"]), "model": _short((*model["g"], xx, xy, yy))}
    parts |= {"to": _short(trial["candidate"]), "kind": trial["kind"], "ratio": _short(trial["rho"])}
    return parts | {"taken": bool(trial["accepted"])}


def _spot(spot: Trial) -> list[Any]:
    taken = bool(spot["accepted"])
    return [*_short(spot["point"]), _short(spot["rate"]), _short(spot["value"]), spot["armijo"], spot["wolfe"], taken]


def _fewer(search: Sequence[Trial]) -> Sequence[Trial]:
    return search if len(search) <= MOST_SPOTS else (*search[: MOST_SPOTS - 1], search[-1])


def _short(value: Any) -> Any:
    """Numbers to six digits, in lists as they stood."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Sequence):
        return [_short(one) for one in value]
    number = float(value)
    return rounded(number, 6) if math.isfinite(number) else None


def trial_sentence(entry: Mapping[str, Any]) -> str:
    """What a method decided in one step, as a sentence."""
    if entry.get("stay"):
        return "Nothing better can be told from here: it stays."
    if "move" in entry:
        return f"The triangle's worst vertex led it to {entry['move']}, after trying {len(entry['corners'])} points."
    if "circle" in entry:
        fate = "taken, for the model kept" if entry["taken"] else "refused, for the model kept only"
        share = "nothing" if entry["ratio"] is None else numeral(entry["ratio"], 3)
        return (
            f"A {entry['kind']} step within a circle of {numeral(entry['circle'], 3)}, {fate} {share} of its promise."
        )
    return f"{_heading(entry)} {_search(entry.get('spots', []))}".strip()


def _heading(entry: Mapping[str, Any]) -> str:
    if "beta" in entry:
        again = "It began afresh, straight downhill." if entry["restart"] else ""
        return again or f"The direction keeps {numeral(entry['beta'], 3)} of the last one."
    if "turned" in entry and min(entry["bends"]) < 0:
        return "The surface bends down here: that curvature was turned positive."
    if "bends" in entry and min(entry["bends"]) < 0:
        return "The surface bends down here, so Newton's step heads for a saddle or a maximum."
    return "It steps to the bottom of the quadratic that fits here." if "bends" in entry else ""


def _search(spots: Sequence[Sequence[Any]]) -> str:
    if not spots:
        return ""
    short = sum(spot[4] is False for spot in spots)
    steep = sum(spot[4] is not False and spot[5] is False and not spot[6] for spot in spots)
    reasons = [f"{short} fell too little (Armijo)"] * bool(short) + [f"{steep} stayed too steep (Wolfe)"] * bool(steep)
    taken = next((spot for spot in spots if spot[6]), spots[-1])
    tries = f"{len(spots)} rates were tried" if len(spots) > 1 else "The first rate tried was good enough"
    return f"{tries}{': ' if reasons else ''}{', '.join(reasons)}; the rate {numeral(taken[2])} was taken."
