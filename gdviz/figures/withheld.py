"""A picture of which a question or a task withholds something: what is hidden is taken out of the payload."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from gdviz.figures.packing import SHAPE, pack_floats, pack_map

MINIMA = ("minimum", "global")
LOSSES = ("values", "gradients", "angles", "checked", "stop")


def without_hidden(payload: Mapping[str, Any], hides: Collection[str]) -> dict[str, Any]:
    """The payload without what `hides` names, of "formula", "map", "minima", "verdicts", "readouts" and "runs".

    Without the formula the player cannot draw beside the window; without the map, and its signs, it draws level ground.
    Without runs they have no names, no rates, and no verdicts, which would name them. Without verdicts nothing says how
    a run went; without readouts the paths have points and no values.
    """
    shown = dict(payload)
    if {"formula", "map"} & set(hides):
        shown.pop("fit", None)  # rows and model would give the loss away
        shown["surface"] = without_formula(payload, dark="map" in hides, hides=hides)
    if {"formula", "map", "minima"} & set(hides):
        shown["points_in_view"] = False
    if "map" in hides:
        shown["marks"] = [mark for mark in shown["marks"] if mark["run"] is not None]
    if "minima" in hides:
        shown["marks"] = [mark for mark in shown["marks"] if mark["kind"] not in MINIMA]
    if {"verdicts", "runs"} & set(hides):
        shown["marks"] = [mark for mark in shown["marks"] if mark["run"] is None]
        shown["fates"] = {}
    if "runs" in hides:
        shown["runs"] = [
            {**run, "name": f"run {k}", "label": f"run {k}", "rate": None, "rates": None}
            for k, run in enumerate(shown["runs"], 1)
        ]
    if "readouts" in hides:
        shown["marks"] = [{**mark, "value": None, "text": ""} for mark in shown["marks"]]
        shown["runs"] = [without_values(run) for run in shown["runs"]]
        if "fit" in shown:
            shown["fit"] = without_losses(shown["fit"])
        shown["run_key"] = f"{payload['run_key']} without values"
    return shown


def without_losses(fit: Mapping[str, Any]) -> dict[str, Any]:
    """The rows and models of a payload without the losses and gradients of batches and of rows set apart."""
    runs = {run: {name: part for name, part in one.items() if name not in LOSSES} for run, one in fit["runs"].items()}
    return {**fit, "key": f"{fit['key']} without losses", "runs": runs}


def without_formula(payload: Mapping[str, Any], *, dark: bool, hides: Collection[str]) -> dict[str, Any]:
    """The surface of a payload as its picture alone; dark: not even that."""
    surface = {**payload["surface"], "name": "", "text": "", "program": None, "line": None}
    surface["key"] = f"withheld {payload['run_key']} {surface['window']} {sorted(hides)}"
    if dark:
        surface |= asdict(pack_map(np.zeros(SHAPE))) | {"holes": None, "constant": False}
    return surface


def without_values(run: Mapping[str, Any]) -> dict[str, Any]:
    """A run of a payload with its path alone: values and gradients are undefined."""
    unknown = np.full(run["steps"] + 1, np.nan)
    return {**run, "values": pack_floats(unknown, 5), "gradients": pack_floats(np.stack([unknown, unknown]), 4)}
