"""Snapshots: scenes beside the scene, kept in its link within bounds, whatever a stranger writes there."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.scene import MOST_SNAPSHOTS, Run, Scene
from gdviz.scene.bounds import LONGEST_SNAPSHOTS
from gdviz.scene.history import at_snapshot, places, snapshot, with_snapshot, without_snapshot
from gdviz.ui.components.history import _read
from tests.test_scene import GARBAGE, scenes
from tests.trials import trials

LEFT_OUT = "A snapshot of the link could not be read and is left out."


@pytest.mark.long
@trials(40)
@given(some.lists(some.tuples(scenes(), some.none() | some.integers(0, 2000)), max_size=4))
def test_snapshots_survive_the_link(kept) -> None:
    lesson, shown = Scene(), []
    for scene, frame in kept:
        try:
            lesson = with_snapshot(replace(scene, snapshots=lesson.snapshots), frame)
        except ValueError:
            continue
        shown.append(replace(scene, frame=frame, projector=False, snapshots=()))
    address = urlencode(replace(Scene(), snapshots=lesson.snapshots).to_query(), doseq=True)
    assert len(address) < 8000
    arrived = Scene.from_query(parse_qs(address, keep_blank_values=True))
    assert arrived.notices == ()
    assert [replace(at_snapshot(arrived.scene, n), snapshots=()) for n in range(len(shown))] == shown


@trials(100)
@given(some.lists(GARBAGE | some.dictionaries(some.text(max_size=6), GARBAGE).map(urlencode), max_size=12))
def test_hostile_snapshots_stay_in_bounds(texts) -> None:
    scene, notices = Scene.from_query({"snapshot": texts})
    assert len(scene.snapshots) <= MOST_SNAPSHOTS
    assert scene.settled() == scene
    assert len(notices) <= 1
    assert {"could not be read" in notice for notice in notices} <= {LEFT_OUT in notice for notice in notices}
    for place in range(len(scene.snapshots)):
        assert at_snapshot(scene, place).snapshots == scene.snapshots


@pytest.mark.parametrize(
    "text", ["steps=nan", "run=~~", "surface=../etc", "f=" + "x" * 9000, "&".join(["run=sgd"] * 200)]
)
def test_a_snapshot_that_cannot_be_read_is_left_out_in_a_sentence(text: str) -> None:
    scene, notices = Scene.from_query({"snapshot": ["surface=booth", text, "surface=beale"]})
    assert scene.snapshots == ("surface=booth", "surface=beale")
    assert notices == (LEFT_OUT,)


def test_a_snapshot_holds_no_snapshots_and_no_projector() -> None:
    inner = urlencode({"surface": "booth", "snapshot": "surface=beale", "projector": "on"})
    scene, notices = Scene.from_query({"snapshot": inner})
    assert scene.snapshots == ("surface=booth",)
    assert notices == ()
    assert at_snapshot(replace(scene, projector=True), 0).projector


def test_eight_fit_and_the_ninth_gets_a_sentence() -> None:
    scene = Scene()
    for steps in range(10, 10 + MOST_SNAPSHOTS):
        scene = with_snapshot(replace(scene, steps=steps))
    with pytest.raises(ValueError, match="8 snapshots already"):
        with_snapshot(replace(scene, steps=99))
    assert Scene.from_query({"snapshot": [*scene.snapshots, "steps=99"]}) == (
        replace(Scene(), snapshots=scene.snapshots),
        (LEFT_OUT,),
    )


def test_a_link_does_not_grow_too_long() -> None:
    long = Scene(text="x" * 1900, runs=(Run("sgd"),))
    scene = with_snapshot(replace(long, steps=11))
    scene = with_snapshot(replace(scene, steps=12))
    scene = with_snapshot(replace(scene, steps=13))
    with pytest.raises(ValueError, match="link would be too long"):
        with_snapshot(replace(scene, steps=14))
    assert sum(map(len, scene.snapshots)) <= LONGEST_SNAPSHOTS


def test_the_place_shown_is_that_of_the_same_scene_at_any_frame() -> None:
    one = with_snapshot(Scene(), 12)
    two = with_snapshot(replace(one, steps=30), 4)
    assert places(two) == (1,)
    assert places(replace(two, steps=150, projector=True)) == (0,)
    assert places(replace(two, steps=31)) == ()
    assert at_snapshot(two, 0).frame == 12
    assert without_snapshot(two, 0).snapshots == (snapshot(replace(Scene(), steps=30), 4),)


@pytest.mark.parametrize(
    "acts", [None, "undo", {"a": 1}, [1], [[1, "undo"]], [["1", "undo", None]], [[1, "format", None]], [[1, "go", -1]],
             [[1, "go", "0"]], [[float("nan"), "undo", None]], [[True, "undo", None]], [[1, ["undo"], None]]]
)  # fmt: skip
def test_what_is_no_act_of_the_history_bar_is_ignored(acts) -> None:
    assert _read(acts) == []
    assert _read([[3, "go", 1.0], *(acts if isinstance(acts, list) else [])]) == [(3, "go", 1)]


@pytest.mark.parametrize("text", ["zz", "foo=bar", "__proto__=1&constructor=2"])
def test_what_names_no_part_of_a_scene_is_no_snapshot(text: str) -> None:
    arrival = Scene.from_query({"snapshot": [text, "f=x^2", ""]})
    assert arrival.notices == (LEFT_OUT,)
    assert len(arrival.scene.snapshots) == 2, "the empty one is the opening scene"
