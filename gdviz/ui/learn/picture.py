"""The picture of a moment: before an answer the map alone, with nothing of its runs; afterwards everything."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gdviz.export import Contents, contents_of
from gdviz.figures import Played, RowsPlayed, ground_payload, played, rows_ground_payload, rows_played, without_hidden
from gdviz.lessons import PAGES, Judged, Moment, Question, work_out
from gdviz.numeral import numeral
from gdviz.scene import Scene
from gdviz.ui import session
from gdviz.ui.cache import cached
from gdviz.ui.components.pictures import chosen, player
from gdviz.ui.learn.visit import QuestionId, answer, place_answer

PLAYER = "lesson-player"
ON_MAP = ("point", "arrow")
MOST_PICTURES = 6


def show(
    moment: Moment,
    at: QuestionId,
    value: object,
    judged: Judged | None,
    hides: Collection[str] = (),
    *,
    shows: bool = False,
    on_start: Callable[[float, float], None] | None = None,
) -> None:
    """Draw the player: open for an answer, or playing the runs.

    hides: what a task withholds to the end. shows: the runs are seen before the answer. on_start: takes the start where
    nothing is asked on the map.
    """
    assert moment.scene is not None
    scene = replace(moment.scene, projector=session.recall().projector)
    start = work_out(moment).start
    if moment.question and judged is None and not shows:
        data = open_payload(scene, {*moment.question.hides, *hides}, moment.page)
        parts, play = "map", ""
    else:
        data = cached("lesson pictures", (scene, moment.page), lambda: whole_payload(scene, moment.page), MOST_PICTURES)
        data = without_hidden(data, hides)
        parts, play = "picture" if "readouts" in hides else "column", name_of(at)
    movable = on_start is not None and (moment.question is None or moment.question.kind not in ON_MAP)
    question = None if movable else on_the_map(moment.question, at, start, value, judged)
    player(
        {**data, "parts": parts, "play": play, "asked": question, "frame_order": name_of(at)},
        key=PLAYER,
        on_start=partial(take_start, on_start) if movable and on_start else None,
        on_answer=partial(take, at, moment.question, start),
    )


def take_start(place: Callable[[float, float], None]) -> None:
    """The visitor placed the start on the map."""
    if start := chosen(PLAYER).start:
        place(*start)


def known(scene: Scene, page: str = PAGES[0]) -> Played | RowsPlayed:
    """The scene worked out, for as long as it is one of the last few of the visit."""
    key = (replace(scene, projector=False), page)
    return cached("lesson scenes", key, lambda: (played if page == PAGES[0] else rows_played)(scene), MOST_PICTURES)


def whole_payload(scene: Scene, page: str) -> dict[str, Any]:
    """Everything that is known of the scene."""
    data = contents_of(known(scene, page)).payload()
    if page == PAGES[0]:
        return data | {"points_in_view": True}
    data["view"]["axis"] = scene.data.axis
    return data


def contents(scene: Scene, page: str, link: str) -> Contents:
    """What an export of the scene is made of; link: to its page."""
    return contents_of(known(scene, page), link)


def open_payload(scene: Scene, hides: Collection[str], page: str = PAGES[0]) -> dict[str, Any]:
    """What the browser receives before the answer: no path, value or verdict, nor what is hidden."""
    return without_hidden((ground_payload if page == PAGES[0] else rows_ground_payload)(scene), hides)


def on_the_map(
    question: Question | None, at: QuestionId, start: Sequence[float], value: Any, judged: Judged | None
) -> dict[str, Any]:
    """payload["asked"]; of another kind than a point or an arrow, it only says that the start stays where it is."""
    if question is None or question.kind not in ON_MAP:
        return {"kind": "none"}
    shift = start if question.kind == "arrow" else (0.0, 0.0)
    place = [float(part) + by for part, by in zip(value, shift, strict=True)] if value is not None else None
    truth: Any = judged.truth if judged else None
    right = [float(part) + by for part, by in zip(truth, shift, strict=True)] if truth is not None else None
    return {
        "kind": question.kind,
        "key": name_of(at),
        "given": place,
        "truth": right,
        "words": words(question, judged),
    }


def words(question: Question, judged: Judged | None) -> str:
    """How far the answer is from the truth."""
    if judged is None or judged.distance is None:
        return ""
    return f"{judged.distance:.0f}° off" if question.kind == "arrow" else f"{numeral(judged.distance, 2)} away"


def take(at: QuestionId, question: Question | None, start: Sequence[float]) -> None:
    """The visitor placed an answer on the map, or committed it there by Enter."""
    result = chosen(PLAYER)
    if question is None or question.kind not in ON_MAP or result.answer is None:
        return
    x, y = result.answer
    value = [x - start[0], y - start[1]] if question.kind == "arrow" else [x, y]
    place_answer(at, value)
    if result.committed and any(value if question.kind == "arrow" else (1,)):
        answer(at, value)


def name_of(at: QuestionId) -> str:
    """One text for the question, for the player."""
    return f"{at.lesson} {at.moment} {at.seed}"
