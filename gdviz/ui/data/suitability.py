"""Which models suit which rows, and the scene after one of the two is changed."""

from dataclasses import replace
from typing import Any

from gdviz.learning.data import COUNT, GENERATORS, INCLUDED, MODELS, SIGN, ZERO_ONE, Dataset, TableError
from gdviz.scene import OPENINGS, OWN, DataScene, part_unfit
from gdviz.ui.data.learning import dataset

KINDS = {SIGN: "classes", ZERO_ONE: "classes", COUNT: "counts"}
"""Targets by what a model makes of them; all others are numbers."""
FAMILIES = {"": "For a number", "counts": "For counts", "classes": "For two classes", "used": "Where it is used"}


def unfit(data: DataScene) -> dict[str, str]:
    """Why the models that do not suit the visitor's own rows do not; other rows are changed with the model."""
    if data.set != OWN:
        return {}
    try:
        rows = dataset(data)
    except TableError:
        return {}
    return {key: reason for key, model in MODELS.items() if (reason := model.unfit(rows))}


def models(data: DataScene) -> list[dict[str, Any]]:
    """The models by what they predict; those that do not suit the visitor's rows greyed, with the reason."""
    greyed = unfit(data)
    return [
        {"family": words, "members": [_member(key, greyed.get(key, "")) for key, model in MODELS.items()
                                      if ("used" if model.alone else KINDS.get(model.target, "")) == kind]}
        for kind, words in FAMILIES.items()
    ]  # fmt: skip


def _member(key: str, reason: str) -> dict[str, Any]:
    line = f"Not for these rows: {reason}." if reason else MODELS[key].shows
    return {"key": key, "name": MODELS[key].name, "line": line, "disabled": bool(reason)}


def model_for(rows: Dataset, preferred: str) -> str:
    """The preferred model if it is for such targets, else the one made for these rows, else the first that suits."""
    able = [key for key, model in MODELS.items() if not model.unfit(rows)]
    like = [key for key in able if KINDS.get(MODELS[key].target) == KINDS.get(rows.target)]
    if preferred in (like or able):
        return preferred
    made = [key for key in like if MODELS[key].data == rows.key]
    return (made or like or able or [next(iter(MODELS))])[0]


def suiting(data: DataScene) -> tuple[DataScene, str]:
    """The scene with rows that are here and suit its part, and a model that suits them; a sentence where it differs."""
    try:
        refused = part_unfit(dataset(data), data.part)
        if not refused:
            return suited(data) if data.part in ("batches", "overfitting") else (data, "")
    except TableError as error:
        refused = str(error)
    opening = OPENINGS[data.part]
    key = MODELS[data.model].data if data.part in ("batches", "overfitting") else opening.set
    made = replace(data, set=key, table="", standard=False, start=None, rows=opening.rows, knobs=())
    return made, f"{refused} Shown in their place: {(GENERATORS | INCLUDED)[key].name}."


def suited(data: DataScene) -> tuple[DataScene, str]:
    """The scene with a model that suits its rows, and a sentence where that is another than a link names.

    Raises TableError for rows that cannot be had or that no model suits.
    """
    rows = dataset(data)
    reason = MODELS[data.model].unfit(rows)
    if not reason:
        return data, ""
    key = model_for(rows, data.model)
    if MODELS[key].unfit(rows):
        raise TableError("No model here suits these rows: choose others.")
    sentence = (
        f"{MODELS[data.model].name} does not suit these rows: {reason}. {MODELS[key].name} is shown in its place."
    )
    return replace(data, model=key, loss=None, letters=()), sentence


def with_set(data: DataScene, key: str) -> DataScene:
    """The scene with other rows, a model that suits them, and units that suit the model."""
    own = [model.rows for model in MODELS.values() if model.alone and model.data == key]
    fixed = data.set in (OWN, *INCLUDED) or MODELS[data.model].alone
    usual = own or ([DataScene().rows] if fixed else [])
    standard = key == OWN or (key in INCLUDED and not own)
    changed = replace(data, set=key, knobs=(), start=None, standard=standard, table="", rows=[*usual, data.rows][0])
    return refitted(changed, data)


def brought(data: DataScene, opening: DataScene) -> DataScene:
    """The opening scene of another part, on the visitor's own rows if those are at hand and suit it."""
    if data.set != OWN:
        return opening
    try:
        if part_unfit(dataset(data), opening.part):
            return opening
    except TableError:
        return opening
    own = replace(opening, set=OWN, table=data.table, standard=data.standard, knobs=(), start=None)
    return refitted(own, opening)


def refitted(changed: DataScene, before: DataScene) -> DataScene:
    """A typed loss and letters stay only with their model."""
    try:
        model = model_for(dataset(changed), changed.model)
    except TableError:
        return changed
    same = model == before.model
    return replace(changed, model=model, loss=before.loss if same else None, letters=before.letters if same else ())


def with_model(data: DataScene, key: str) -> DataScene:
    """The scene with another model. Rows that do not suit it give way to rows made for it, but never the visitor's own:
    with those, nothing changes."""
    model = MODELS[key]
    changed = replace(data, model=key, loss=None, letters=(), start=None)
    try:
        reason = model.unfit(dataset(data))
    except TableError:  # a table that is not here yet
        return changed
    if not reason:
        return changed
    if data.set == OWN:
        return data
    return replace(changed, set=model.data, knobs=(), standard=False, table="", rows=model.rows)
