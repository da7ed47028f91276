"""A map of which a question withholds something: its formula or all of it is taken out of the payload."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from gdviz.figures.packing import pack_map
from gdviz.figures.player_payload import SHAPE


def withheld(payload: Mapping[str, Any], hides: Collection[str]) -> dict[str, Any]:
    """The payload of a map without runs, and without what `hides` names: "formula" or "map", and with it its signs.

    Without the formula the player cannot draw beside the window; without the map it draws level ground.
    """
    if not {"formula", "map"} & set(hides):
        return dict(payload)
    surface = {**payload["surface"], "name": "", "text": "", "program": None}
    surface["key"] = f"withheld {payload['run_key']} {surface['window']} {sorted(hides)}"
    marks = payload["marks"]
    if "map" in hides:
        level = pack_map(np.zeros(SHAPE))
        dark = {"z": level.codes, "low": level.low, "high": level.high, "scale": level.scale, "top": level.top}
        surface |= {**dark, "blank": 0.0, "holes": None, "constant": False, "dark": True}
        marks = []
    return {**payload, "surface": surface, "marks": marks}
