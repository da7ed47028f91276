"""A scene without a page: its runs are the library's, and a ground alone tells nothing of them."""

import json

import numpy as np

import gdviz
from gdviz.export import contents_of
from gdviz.figures import ground_payload, played
from gdviz.scene import Run, Scene

SCENE = Scene(
    text="x^2 + 10y^2",
    start=(3, 2),
    steps=60,
    runs=(Run("sgd", (("learning_rate", 0.09),)), Run("adam", on=False, style=1)),
)


def test_the_runs_of_a_scene_are_those_of_the_library() -> None:
    shown = played(SCENE)
    [run] = shown.runs
    own = gdviz.descend("x^2 + 10y^2", "sgd", start=(3, 2), steps=60, learning_rate=0.09)
    assert np.array_equal(run.trajectory.points, own.points)
    assert shown.diagnoses["0"].verdict is own.verdict
    assert [one["id"] for one in contents_of(shown).payload()["runs"]] == ["0"]


def test_the_ground_alone_tells_nothing_of_the_runs() -> None:
    whole, ground = contents_of(played(SCENE)).payload(), ground_payload(SCENE, minima=False)
    assert ground["surface"]["key"] == whole["surface"]["key"]
    assert ground["start"] == [3.0, 2.0]
    assert (ground["runs"], ground["marks"], ground["fates"]) == ([], [], {})
    text = json.dumps(ground)
    assert ground["points_in_view"] is False, "critical points would be answers"
    assert all(run["points"] not in text and run["values"] not in text for run in whole["runs"])
