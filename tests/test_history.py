"""Undo and redo against a plain list of scenes with an index."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from gdviz.scene import Scene
from gdviz.scene.history import MOST_SCENES, History, changed, redone, undone, visited
from tests.trials import trials


def scene(steps: int) -> Scene:
    return replace(Scene(), steps=steps)


def scenes(numbers: tuple[Scene, ...]) -> list[int]:
    return [one.steps for one in numbers]


def after(*steps: int) -> History:
    history = History(scene(1))
    for number in steps:
        history = changed(history, scene(number))
    return history


@trials(200)
@given(some.lists(some.integers(1, 4) | some.sampled_from(["undo", "redo"]), max_size=40))
def test_it_is_a_list_with_a_finger_on_it(deeds) -> None:
    history, line, finger = History(scene(1)), [1], 0
    for deed in deeds:
        if deed == "undo":
            history, finger = undone(history), max(finger - 1, 0)
        elif deed == "redo":
            history, finger = redone(history), min(finger + 1, len(line) - 1)
        else:
            history = changed(history, scene(deed))
            if deed != line[finger]:
                line, finger = [*line[: finger + 1], deed], finger + 1
        assert history.present == scene(line[finger])
        assert scenes(history.past) == line[:finger]
        assert scenes(history.future) == line[finger + 1 :]
        assert (history.undoable, history.redoable) == (finger > 0, finger < len(line) - 1)


@trials(100)
@given(some.lists(some.integers(1, 5), max_size=20))
def test_redo_after_undo_and_undo_after_redo_change_nothing(steps) -> None:
    history = after(*steps)
    if history.undoable:
        back = undone(history)
        assert redone(back) == history
        assert undone(redone(back)) == back
    else:
        assert undone(history) == history
        assert redone(history) == history


@trials(100)
@given(some.lists(some.integers(2, 5), min_size=1, max_size=12), some.booleans())
def test_a_gesture_is_one_step_however_many_scenes_it_passes(passed, ended) -> None:
    history = after(7)
    for number in passed:
        history = changed(history, scene(number), "a knob", held=True)
    if ended:
        history = changed(history, scene(passed[-1]), "a knob")
        assert history.gesture == ""
    assert scenes(history.past) == [1, 7]
    assert undone(history).present == scene(7)
    assert redone(undone(history)).present == scene(passed[-1])


def test_another_gesture_is_another_step() -> None:
    history = changed(after(2), scene(3), "one knob", held=True)
    history = changed(history, scene(4), "another", held=True)
    assert scenes(history.past) == [1, 2, 3]
    history = changed(changed(history, scene(5), "another"), scene(6), "another")
    assert scenes(history.past) == [1, 2, 3, 5], "a gesture that has ended is not taken up again"


def test_a_gesture_that_comes_back_to_where_it_began_leaves_nothing_to_undo() -> None:
    history = changed(History(scene(1)), scene(1), "the start", held=True)
    history = changed(history, scene(2), "the start", held=True)
    assert undone(history).present == scene(1)
    history = changed(history, scene(1), "the start")
    assert not history.undoable
    assert undone(history).present == scene(1)


def test_back_and_forward_move_in_the_history_instead_of_adding_to_it() -> None:
    history = after(2, 3, 4)
    back = visited(history, scene(2))
    assert (scenes(back.past), back.present.steps, scenes(back.future)) == ([1], 2, [3, 4])
    assert visited(back, scene(4)) == history
    elsewhere = visited(back, scene(9))
    assert (scenes(elsewhere.past), scenes(elsewhere.future)) == ([1, 2], [])


def test_it_is_bounded() -> None:
    history = after(*range(2, 3 * MOST_SCENES))
    assert len(history.past) == MOST_SCENES
    while history.undoable:
        history = undone(history)
    assert history.present.steps == 2 * MOST_SCENES - 1
    assert len(history.future) == MOST_SCENES
