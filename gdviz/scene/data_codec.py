"""The Data page ↔ its keys of a link, one field of the table each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from gdviz.knob import Knob
from gdviz.learning.data import GENERATORS
from gdviz.scene.bounds import LONGEST_TEXT, MOST_RUNS
from gdviz.scene.data import BATCH, CHOICES, LONGEST_TABLE, NUMBERS, OWN, SWITCHES, DataRun, DataScene
from gdviz.scene.run_codec import read_knobs, read_run, write_knobs, write_run
from gdviz.scene.texts import (
    NAME,
    read_choice,
    read_number,
    read_pairs,
    read_point,
    read_text,
    write_list,
    write_number,
    write_numbers,
    write_pairs,
)
from gdviz.scene.values import Field, SceneValues

MOST_LETTERS = 6
WORDS = {
    "part": "part of the Data page", "set": "data set", "model": "model", "activation": "activation",
    "plane": "plane", "axis": "axis", "rows": "number of rows", "seed": "seed of the rows",
    "order": "seed of the batches", "steps": "number of steps", "share": "training share", "decay": "weight decay",
    "folds": "number of folds",
    "degree": "degree", "hidden": "number of hidden units", "standard": "scaling", "replacement": "way of sampling",
    "equal_passes": "equal passes",
}  # fmt: skip


def _changed(scene: SceneValues, **changes: Any) -> SceneValues:
    return replace(scene, data=replace(scene.data, **changes))


def _field(name: str, words: str, write: Callable[[DataScene], list[str]], read: Callable[[str], Any]) -> Field:
    return Field(
        f"data.{name}", words, lambda s: write(s.data), lambda s, values: _changed(s, **{name: read(values[0])})
    )


def _choice(name: str) -> Field:
    return _field(name, WORDS[name], lambda d: [getattr(d, name)], lambda text: read_choice(text, CHOICES[name]))


def _number(name: str) -> Field:
    knob = NUMBERS[name]

    def read(text: str) -> float:
        value = read_number(text, knob, WORDS[name])
        return int(value) if knob.integer else value

    return _field(name, WORDS[name], lambda d: [write_number(getattr(d, name))], read)


def _switch(name: str) -> Field:
    return _field(name, WORDS[name], lambda d: ["on"] if getattr(d, name) else [], lambda text: text == "on")


def _knobs(data: DataScene) -> Mapping[str, Knob]:
    return GENERATORS[data.set].knobs if data.set in GENERATORS else {}


def _read_knobs(scene: SceneValues, values: list[str]) -> SceneValues:
    return _changed(scene, knobs=read_knobs(dict(read_pairs(values[0])), _knobs(scene.data)))


def _read_letters(text: str) -> tuple[tuple[str, float], ...]:
    pairs = [(name, read_number(value, name=name)) for name, value in read_pairs(text)]
    if not all(NAME.fullmatch(name) for name, _ in pairs):
        raise ValueError("not a name")
    return tuple(dict(pairs[:MOST_LETTERS]).items())


def _read_table(scene: SceneValues, values: list[str]) -> SceneValues:
    return _changed(scene, table=read_text(values[0], LONGEST_TABLE)) if scene.data.set == OWN else scene


def _read_runs(scene: SceneValues, values: list[str]) -> SceneValues:
    runs: list[DataRun] = []
    for place, text in enumerate(values[:MOST_RUNS]):
        batch, _, rest = text.partition("~")
        run = read_run(rest, place, [one.run.style for one in runs])
        runs.append(DataRun(run, int(read_number(batch, BATCH, "number of rows in a batch"))))
    return _changed(scene, runs=tuple(runs)) if runs else scene


DATA_FIELDS = (
    *map(_choice, ("part", "set", "model", "activation", "plane", "axis")),
    *map(_number, NUMBERS),
    *map(_switch, SWITCHES),
    Field(
        "data.knobs",
        "settings of the data",
        lambda s: [write_pairs(write_knobs(s.data.knobs, _knobs(s.data)))],
        _read_knobs,
    ),
    _field("letters", "letters of the row loss", lambda d: [write_numbers(d.letters[:MOST_LETTERS])], _read_letters),
    _field("loss", "row loss", lambda d: [] if d.loss is None else [d.loss], lambda t: read_text(t, LONGEST_TEXT)),
    Field("data.table", "table", lambda s: [s.data.table] if s.data.table and s.data.set == OWN else [], _read_table),
    _field("start", "first weights", lambda d: [write_list(d.start or ())], lambda t: read_point(t, "a first weight")),
    Field(
        "data.run",
        "runs on data",
        lambda s: [f"{one.batch}~{write_run(one.run, place)}" for place, one in enumerate(s.data.runs)],
        _read_runs,
    ),
)
"""The set stands before its settings: they are read with it."""
