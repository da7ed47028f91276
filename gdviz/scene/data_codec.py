"""The Data page ↔ its keys of a link, one field of the table each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gdviz.learning.data import GENERATORS
from gdviz.scene.bounds import LONGEST_TEXT, MOST_RUNS, STYLE
from gdviz.scene.data import BATCH, CHOICES, LONGEST_TABLE, NUMBERS, OWN, SWITCHES, DataRun, DataScene
from gdviz.scene.field import Field
from gdviz.scene.run_codec import read_run, write_run
from gdviz.scene.text import NAME, in_words, read_number, read_pairs, read_point, write_number, write_pairs
from gdviz.scene.values import SceneValues

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
    def read(text: str) -> str:
        if text not in CHOICES[name]:
            raise KeyError
        return text

    return _field(name, WORDS[name], lambda d: [getattr(d, name)], read)


def _number(name: str) -> Field:
    knob = NUMBERS[name]

    def read(text: str) -> float:
        value = read_number(text, knob, WORDS[name])
        return int(value) if knob.integer else value

    return _field(name, WORDS[name], lambda d: [write_number(getattr(d, name))], read)


def _switch(name: str) -> Field:
    return _field(name, WORDS[name], lambda d: ["on"] if getattr(d, name) else [], lambda text: text == "on")


def _pairs(pairs: tuple[tuple[str, float], ...]) -> list[str]:
    return [write_pairs([(name, write_number(value)) for name, value in pairs])] if pairs else []


def _read_knobs(scene: SceneValues, values: list[str]) -> SceneValues:
    knobs = GENERATORS[scene.data.set].knobs if scene.data.set in GENERATORS else {}
    numbers = {n: read_number(text, knobs[n], in_words(n)) for n, text in read_pairs(values[0]) if n in knobs}
    return _changed(
        scene, knobs=tuple((n, numbers[n]) for n in knobs if n in numbers and numbers[n] != knobs[n].default)
    )


def _write_knobs(scene: SceneValues) -> list[str]:
    knobs = GENERATORS[scene.data.set].knobs if scene.data.set in GENERATORS else {}
    return _pairs(tuple((n, v) for n, v in scene.data.knobs if n in knobs and v != knobs[n].default))


def _read_letters(text: str) -> tuple[tuple[str, float], ...]:
    pairs = [(name, read_number(value, name=name)) for name, value in read_pairs(text)]
    if not all(NAME.fullmatch(name) for name, _ in pairs):
        raise ValueError("not a name")
    return tuple(dict(pairs[:MOST_LETTERS]).items())


def _read_text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise ValueError("too long")
        text.encode()  # a lone surrogate cannot travel: UnicodeEncodeError is a ValueError
        return text

    return read


def _read_table(scene: SceneValues, values: list[str]) -> SceneValues:
    return _changed(scene, table=_read_text(LONGEST_TABLE)(values[0])) if scene.data.set == OWN else scene


def _read_start(text: str) -> tuple[float, float]:
    return read_point(text, "a first weight")


def _write_runs(scene: SceneValues) -> list[str]:
    runs = scene.data.runs
    return [f"{one.batch}~{write_run(one.run, place)}" for place, one in enumerate(runs)]


def _read_runs(scene: SceneValues, values: list[str]) -> SceneValues:
    runs: list[DataRun] = []
    for place, text in enumerate(values[:MOST_RUNS]):
        batch, _, rest = text.partition("~")
        run, taken = read_run(rest, place, STYLE), {one.run.style for one in runs}
        free = min(set(range(MOST_RUNS)) - taken)
        run = replace(run, style=free) if run.style in taken else run
        runs.append(DataRun(run, int(read_number(batch, BATCH, "number of rows in a batch"))))
    return _changed(scene, runs=tuple(runs)) if runs else scene


DATA_FIELDS = (
    *map(_choice, ("part", "set", "model", "activation", "plane", "axis")),
    *map(_number, NUMBERS),
    *map(_switch, SWITCHES),
    Field("data.knobs", "settings of the data", _write_knobs, _read_knobs),
    _field("letters", "letters of the row loss", lambda d: _pairs(d.letters[:MOST_LETTERS]), _read_letters),
    _field("loss", "row loss", lambda d: [] if d.loss is None else [d.loss], _read_text(LONGEST_TEXT)),
    Field("data.table", "table", lambda s: [s.data.table] if s.data.table and s.data.set == OWN else [], _read_table),
    _field("start", "first weights", lambda d: ["~".join(map(write_number, d.start))] if d.start else [], _read_start),
    Field("data.run", "runs on data", _write_runs, _read_runs),
)
"""The set stands before its settings: they are read with it."""
