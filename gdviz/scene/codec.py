"""Scene ↔ link by one table: how each field is written, and how it is read from a stranger's text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TypeVar, cast

from gdviz.gallery import GALLERY
from gdviz.knob import Knob
from gdviz.scene import bounds, texts
from gdviz.scene.data_codec import DATA_FIELDS
from gdviz.scene.run import Run
from gdviz.scene.run_codec import Numbers, read_parameter, read_run, write_parameter, write_run
from gdviz.scene.values import Field, Pair, PartlyReadError, SceneValues, part_of

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
    return cast(AnyScene, scene), texts.notice(unread, beyond)


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
        with texts.numbers_beyond() as sentences:
            try:
                scene = field.read(scene, values)
            except PartlyReadError as partly:
                scene = partly.scene
                unread.append(field.name)
            except (ValueError, KeyError, IndexError):
                unread.append(field.name)
                continue
        beyond |= sentences
    return scene, unread, tuple(beyond)


def _canonical(text: str) -> str:
    """The query of a snapshot as it would be written; ValueError if a part of it cannot be read."""
    canonical, beyond = _snapshot(text)
    texts.add_beyond(beyond)
    return canonical


@lru_cache(maxsize=64)
def _snapshot(text: str) -> tuple[str, tuple[str, ...]]:
    query = texts.query_of(text)
    scene, unread, beyond = _read(query, SceneValues())
    if unread or (query and not any(field.key in query for field in FIELDS)):
        raise ValueError("This names no scene.")
    return texts.text_of(write(scene)), beyond


def _read_snapshots(scene: SceneValues, values: Sequence[str]) -> SceneValues:
    """The scene with those that can be read, at most eight; PartlyReadError if others were given."""
    taken: list[str] = []
    for value in values[: bounds.MOST_SNAPSHOTS]:
        try:
            text = _canonical(value) if texts.length([value]) <= bounds.LONGEST_SNAPSHOTS else value
        except ValueError:
            continue
        if texts.length([*taken, text]) <= bounds.LONGEST_SNAPSHOTS:
            taken.append(text)
    scene = replace(scene, snapshots=tuple(taken))
    if len(taken) < len(values):
        raise PartlyReadError(scene)
    return scene


def _number(key: str, words: str, knob: Knob) -> Field:
    return part_of(
        key, words,
        lambda s: [] if getattr(s, key) is None else [texts.write_number(getattr(s, key))],
        lambda text: int(texts.read_number(text, knob, words)),
    )  # fmt: skip


def _read_text(scene: SceneValues, values: list[str]) -> SceneValues:
    return replace(scene, text=texts.read_text(values[0], bounds.LONGEST_TEXT), surface=SceneValues().surface)


def _read_parameters(scene: SceneValues, values: list[str]) -> SceneValues:
    read = map(read_parameter, values[: bounds.MOST_PARAMETERS])
    return replace(scene, parameters=tuple({parameter.name: parameter for parameter in read}.values()))


def _read_runs(scene: SceneValues, values: list[str]) -> SceneValues:
    runs: list[Run] = []
    for place, text in enumerate(values[: bounds.MOST_RUNS]):
        runs.append(read_run(text, place, [run.style for run in runs]))
    return replace(scene, runs=tuple(runs) or scene.runs)


def _read_window(text: str) -> tuple[Pair, Pair]:
    left, right, bottom, top = texts.read_list(text, name="an edge of the window")
    if right - left < bounds.NARROWEST or top - bottom < bounds.NARROWEST:
        raise ValueError("an empty window")
    return (left, right), (bottom, top)


def _read_start(text: str) -> Pair:
    return texts.read_point(text, "a coordinate of the start")


def _read_stop(text: str) -> Numbers:
    numbers = dict(texts.read_turned(text, bounds.TOLERANCES))
    return tuple((name, numbers[name]) for name in bounds.TOLERANCES if numbers.get(name))


def _read_view(text: str) -> tuple[tuple[str, str], ...]:
    pairs = {
        name: texts.read_choice(choice, bounds.VIEW[name]) for name, choice in dict(texts.read_pairs(text)).items()
    }
    return tuple((n, pairs[n]) for n, usual in bounds.VIEW.items() if pairs.get(n, usual[0]) != usual[0])


def _read_study(text: str) -> tuple[int, ...]:
    first = "~".join(text.split("~")[: bounds.MOST_STUDIED])
    return tuple(map(int, texts.read_list(first, bounds.STYLE, "style")))


def _read_rates(text: str) -> tuple[float, ...]:
    rates = texts.read_list(text, bounds.RATE, "learning rate")
    if len(rates) != bounds.MOST_RATES:
        raise ValueError("not three rates")
    return rates


def _read_escapes(text: str) -> Numbers:
    return tuple(pair for pair in texts.read_turned(text, bounds.ESCAPES) if pair[1] != bounds.ESCAPES[pair[0]].default)


FIELDS = (
    part_of(
        "surface", "surface", lambda s: [s.surface if s.text is None else SceneValues().surface],
        lambda text: texts.read_choice(text, GALLERY),
    ),
    Field("f", "formula", lambda s: [] if s.text is None else [s.text], _read_text),
    Field(
        "p", "parameters", lambda s: [write_parameter(p) for p in s.parameters[: bounds.MOST_PARAMETERS]],
        _read_parameters,
    ),
    part_of("window", "window", lambda s: [texts.write_list(chain(*s.window or ()))], _read_window),
    part_of("start", "start", lambda s: [texts.write_list(s.start or ())], _read_start),
    _number("steps", "number of steps", bounds.STEPS),
    _number("seed", "seed", bounds.SEED),
    part_of("stop", "stopping rule", lambda s: [texts.write_numbers(s.stop)], _read_stop),
    Field("run", "runs", lambda s: [write_run(run, place) for place, run in enumerate(s.runs)], _read_runs),
    part_of("view", "view", lambda s: [texts.write_pairs(s.view)], _read_view),
    _number("frame", "frame", bounds.FRAME),
    part_of("projector", "projector switch", lambda s: ["on"] * s.projector, lambda text: text == "on"),
    *DATA_FIELDS,
    part_of("study", "choice of runs", lambda s: [texts.write_list(s.study)], _read_study),
    part_of("rates", "learning rates", lambda s: [texts.write_list(s.rates)], _read_rates),
    part_of(
        "tried", "tried knobs", lambda s: [texts.write_numbers(s.tried)],
        lambda text: texts.read_turned(text, bounds.TRIED),
    ),
    part_of("escape", "ways of escape", lambda s: [texts.write_numbers(s.escapes)], _read_escapes, "escapes"),
    part_of("basins", "colours of basins", lambda s: [s.basins], lambda text: texts.read_choice(text, bounds.BASINS)),
    Field("snapshot", texts.SNAPSHOTS, lambda s: list(s.snapshots), _read_snapshots),
)  # fmt: skip
