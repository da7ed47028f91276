"""Scene ↔ link by one table: how each field is written, and how it is read from a stranger's text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from gdviz.gallery import GALLERY
from gdviz.knob import Knob
from gdviz.scene import bounds
from gdviz.scene.data_codec import DATA_FIELDS
from gdviz.scene.field import Field, PartlyReadError
from gdviz.scene.notices import add_beyond, notice, numbers_beyond
from gdviz.scene.run import Run
from gdviz.scene.run_codec import read_parameter, read_run, write_parameter, write_run
from gdviz.scene.snapshot_codec import SNAPSHOTS, query_of, read_snapshots, text_of
from gdviz.scene.text import read_number, read_pairs, read_point, read_turned, write_number, write_numbers, write_pairs
from gdviz.scene.values import SceneValues

AnyScene = TypeVar("AnyScene", bound=SceneValues)


def write(scene: SceneValues) -> dict[str, list[str]]:
    """key → values, only where the scene differs from the default."""
    written = ((field.key, field.write(scene), usual) for field, usual in zip(FIELDS, _usual(), strict=True))
    return {key: values for key, values, usual in written if values != usual}


@lru_cache(maxsize=1)
def _usual() -> tuple[list[str], ...]:
    """How each field of the default scene is written: a page writes its links many times."""
    return tuple(field.write(SceneValues()) for field in FIELDS)


def read(query: Mapping[str, str | Sequence[str]], default: AnyScene) -> tuple[AnyScene, tuple[str, ...]]:
    """The scene, and one text on the fields that could not be read and numbers out of bounds; never raises."""
    scene, unread, beyond = _read(query, default)
    return cast(AnyScene, scene), notice(unread, beyond)


def _read(
    query: Mapping[str, str | Sequence[str]], default: SceneValues
) -> tuple[SceneValues, list[str], tuple[str, ...]]:
    """The scene, the names of fields that could not be read, and a sentence for each number out of bounds."""
    scene, unread, beyond = default, [], dict[str, None]()
    for field in FIELDS:
        raw = query.get(field.key)
        if raw is None:
            continue
        values = [raw] if isinstance(raw, str) else [value for value in raw if isinstance(value, str)]
        with numbers_beyond() as sentences:
            try:
                scene = field.read(scene, values)
            except PartlyReadError as partly:
                scene = partly.scene
                unread.append(field.name)
            except (ValueError, KeyError, IndexError):
                unread.append(field.name)
                continue
        beyond |= dict.fromkeys(sentences)
    return scene, unread, tuple(beyond)


def _canonical(text: str) -> str:
    """The query of a snapshot as it would be written; ValueError if a part of it cannot be read."""
    canonical, beyond = _snapshot(text)
    add_beyond(beyond)
    return canonical


@lru_cache(maxsize=64)
def _snapshot(text: str) -> tuple[str, tuple[str, ...]]:
    query = query_of(text)
    scene, unread, beyond = _read(query, SceneValues())
    if unread or (query and not any(field.key in query for field in FIELDS)):
        raise ValueError("This names no scene.")
    return text_of(write(scene)), beyond


def _read_runs(scene: SceneValues, values: list[str]) -> SceneValues:
    runs: list[Run] = []
    for place, text in enumerate(values[: bounds.MOST_RUNS]):
        run, taken = read_run(text, place, bounds.STYLE), {other.style for other in runs}
        free = min(set(range(bounds.MOST_RUNS)) - taken)
        runs.append(replace(run, style=free) if run.style in taken else run)
    return replace(scene, runs=tuple(runs) or scene.runs)


def _read_surface(scene: SceneValues, values: list[str]) -> SceneValues:
    if values[0] not in GALLERY:
        raise KeyError
    return replace(scene, surface=values[0])


def _read_text(scene: SceneValues, values: list[str]) -> SceneValues:
    if len(values[0]) > bounds.LONGEST_TEXT:
        raise ValueError("too long")
    values[0].encode()  # a lone surrogate cannot travel: UnicodeEncodeError is a ValueError
    return replace(scene, text=values[0], surface=SceneValues().surface)


def _read_window(scene: SceneValues, values: list[str]) -> SceneValues:
    left, right, bottom, top = (read_number(text, name="an edge of the window") for text in values[0].split("~"))
    if right - left < bounds.NARROWEST or top - bottom < bounds.NARROWEST:
        raise ValueError("an empty window")
    return replace(scene, window=((left, right), (bottom, top)))


def _write_window(scene: SceneValues) -> list[str]:
    return ["~".join(write_number(edge) for side in scene.window for edge in side)] if scene.window else []


def _read_start(scene: SceneValues, values: list[str]) -> SceneValues:
    return replace(scene, start=read_point(values[0], "a coordinate of the start"))


def _read_stop(scene: SceneValues, values: list[str]) -> SceneValues:
    numbers = dict(read_turned(values[0], bounds.TOLERANCES))
    return replace(scene, stop=tuple((name, numbers[name]) for name in bounds.TOLERANCES if numbers.get(name)))


def _read_view(scene: SceneValues, values: list[str]) -> SceneValues:
    pairs = dict(read_pairs(values[0]))
    if any(choice not in bounds.VIEW[name] for name, choice in pairs.items()):
        raise ValueError("no such choice")
    return replace(
        scene, view=tuple((n, pairs[n]) for n, usual in bounds.VIEW.items() if pairs.get(n, usual[0]) != usual[0])
    )


def _read_study(scene: SceneValues, values: list[str]) -> SceneValues:
    styles = [int(read_number(text, bounds.STYLE, "style")) for text in values[0].split("~")[: bounds.MOST_STUDIED]]
    return replace(scene, study=tuple(styles))


def _read_rates(scene: SceneValues, values: list[str]) -> SceneValues:
    rates = tuple(read_number(text, bounds.RATE, "learning rate") for text in values[0].split("~"))
    if len(rates) != bounds.MOST_RATES:
        raise ValueError("not three rates")
    return replace(scene, rates=rates)


def _read_escapes(scene: SceneValues, values: list[str]) -> SceneValues:
    numbers = read_turned(values[0], bounds.ESCAPES)
    return replace(scene, escapes=tuple(pair for pair in numbers if pair[1] != bounds.ESCAPES[pair[0]].default))


def _read_tried(scene: SceneValues, values: list[str]) -> SceneValues:
    return replace(scene, tried=read_turned(values[0], bounds.TRIED))


def _read_basins(scene: SceneValues, values: list[str]) -> SceneValues:
    return replace(scene, basins=bounds.BASINS[bounds.BASINS.index(values[0])])


def _number(key: str, name: str, knob: Knob) -> Field:
    def read_one(scene: SceneValues, values: list[str]) -> SceneValues:
        number: dict[str, Any] = {key: int(read_number(values[0], knob, name))}
        return replace(scene, **number)

    def write_one(scene: SceneValues) -> list[str]:
        return [] if getattr(scene, key) is None else [write_number(getattr(scene, key))]

    return Field(key, name, write_one, read_one)


FIELDS = (
    Field("surface", "surface", lambda s: [s.surface if s.text is None else SceneValues().surface], _read_surface),
    Field("f", "formula", lambda s: [] if s.text is None else [s.text], _read_text),
    Field(
        "p",
        "parameters",
        lambda s: [write_parameter(p) for p in s.parameters[: bounds.MOST_PARAMETERS]],
        lambda s, values: replace(
            s, parameters=tuple({p.name: p for p in map(read_parameter, values[: bounds.MOST_PARAMETERS])}.values())
        ),
    ),
    Field("window", "window", _write_window, _read_window),
    Field("start", "start", lambda s: ["~".join(map(write_number, s.start))] if s.start else [], _read_start),
    _number("steps", "number of steps", bounds.STEPS),
    _number("seed", "seed", bounds.SEED),
    Field("stop", "stopping rule", lambda s: [write_numbers(s.stop)], _read_stop),
    Field("run", "runs", lambda s: [write_run(run, place) for place, run in enumerate(s.runs)], _read_runs),
    Field("view", "view", lambda s: [write_pairs(s.view)], _read_view),
    _number("frame", "frame", bounds.FRAME),
    Field(
        "projector", "projector switch", lambda s: ["on"] * s.projector, lambda s, v: replace(s, projector=v[0] == "on")
    ),
    *DATA_FIELDS,
    Field("study", "choice of runs", lambda s: ["~".join(map(str, s.study))] if s.study else [], _read_study),
    Field("rates", "learning rates", lambda s: ["~".join(map(write_number, s.rates))] if s.rates else [], _read_rates),
    Field("tried", "tried knobs", lambda s: [write_numbers(s.tried)], _read_tried),
    Field("escape", "ways of escape", lambda s: [write_numbers(s.escapes)], _read_escapes),
    Field("basins", "colours of basins", lambda s: [s.basins], _read_basins),
    Field("snapshot", SNAPSHOTS, lambda s: list(s.snapshots), lambda s, values: read_snapshots(s, values, _canonical)),
)
