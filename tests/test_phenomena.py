"""Every named phenomenon happens in its scene: events and verdicts of the runs, and the numbers of its sentence."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.analysis.diagnosis import EventKind, Verdict
from gdviz.figures import Played, played
from gdviz.scene import Scene
from gdviz.scene.phenomena import PHENOMENA, phenomenon_of
from tests.test_app import find, opened, payload, scene

pytestmark = pytest.mark.long


def points(shown: Played, style: int) -> np.ndarray:
    return next(run for run in shown.runs if run.id == str(style)).trajectory.points


@pytest.mark.parametrize("name", PHENOMENA)
def test_what_the_name_says_happens(name: str) -> None:
    one = PHENOMENA[name]
    assert one.notices == ()
    shown = played(one.scene)
    assert {style for style, _ in one.shows} <= {run.style for run in one.scene.runs}
    for style, expected in one.shows:
        diagnosis = shown.diagnoses[str(style)]
        if isinstance(expected, Verdict):
            assert diagnosis.verdict is expected, (style, diagnosis.verdict)
        else:
            assert expected in {event.kind for event in diagnosis.events}, style


def test_overshoot_zigzag_and_the_limit_by_hand() -> None:
    x = points(played(PHENOMENA["Overshoot"].scene), 0)[:, 0]
    assert x[0] == -3.0
    assert x.max() > 0.5  # past the minimum at 0, up the other side
    y = points(played(PHENOMENA["Zigzag"].scene), 0)[:, 1]
    np.testing.assert_allclose(y, 2.0 * (1 - 20 * 0.095) ** np.arange(len(y)), rtol=1e-9)
    flips = points(played(PHENOMENA["The limit 2/λ"].scene), 0)[:, 1]
    np.testing.assert_allclose(flips, 2.0 * (-1.0) ** np.arange(len(flips)), rtol=1e-9)


def test_adam_s_first_step_is_the_rate_in_both_coordinates() -> None:
    path = points(played(PHENOMENA["Adam's first step"].scene), 0)
    np.testing.assert_allclose(path[0] - path[1], [0.1, 0.1], rtol=1e-5)


def test_at_the_edge_the_sharpness_is_just_below_two_over_the_rate() -> None:
    x, y = points(played(PHENOMENA["Edge of stability"].scene), 0)[-1]
    assert x * y == pytest.approx(1.0, abs=1e-6)
    sharpness = 2 * (x * x + y * y)  # of (1 − x²y²)²/4 where xy = 1: half the squared slope of x²y²
    assert 0.97 * 2 / 0.25 < sharpness < 2 / 0.25
    near_start = 2 * (2.5**2 + 0.4**2)
    assert near_start > 1.5 * 2 / 0.25  # the minimum next to the start is too sharp


def test_the_noise_ball_is_as_wide_as_theory_says() -> None:
    path = points(played(PHENOMENA["Noise ball"].scene), 0)[100:]
    assert np.mean(path**2) == pytest.approx(0.1 / (2 - 0.1), rel=0.4)  # α/(2 − α) for λ = 1 and σ = 1


def test_each_method_has_its_own_minimum() -> None:
    shown = played(PHENOMENA["Not the same minimum"].scene)
    np.testing.assert_allclose(points(shown, 0)[-1], (0.4, 0.2), atol=1e-6)  # the nearest point of the line
    np.testing.assert_allclose(points(shown, 3)[-1], (1 / 3, 1 / 3), atol=1e-3)  # along the signs of the slope


def test_a_scene_is_told_by_its_phenomenon_until_it_is_changed() -> None:
    for one in PHENOMENA.values():
        scene = one.shown_by(Scene(projector=True, view=(("levels", "linear"),)))
        assert phenomenon_of(scene) == one
        assert phenomenon_of(Scene.from_query(scene.to_query()).scene) == one
        assert phenomenon_of(replace(scene, start=(0.5, 0.25))) is None
    assert phenomenon_of(Scene()) is None


def test_names_and_sentences_are_short_and_their_own() -> None:
    assert len(PHENOMENA) >= 13
    sentences = [one.sentence for one in PHENOMENA.values()]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") and len(sentence) <= 110 for sentence in sentences)
    kinds = {kind for one in PHENOMENA.values() for _, kind in one.shows}
    assert {EventKind.OVERSHOOT, EventKind.ZIGZAG, Verdict.PLATEAU, Verdict.DIVERGED} <= kinds


def test_one_click_of_the_list_shows_the_scene_plays_it_and_says_its_sentence() -> None:
    app = opened("projector=on")
    before = payload(app).get("play")
    find(app.button, "pick-phenomenon").click()
    app.run()
    names = list(PHENOMENA)
    listed = [button for button in app.button if (button.key or "").startswith("phenomenon-")]
    assert [button.label for button in listed] == [f"**{one.name}** {one.sentence}" for one in PHENOMENA.values()]
    find(app.button, f"phenomenon-{names.index('Trapped')}").click()
    app.run()
    assert not app.exception
    assert phenomenon_of(scene(app)) == PHENOMENA["Trapped"]
    assert scene(app).projector
    assert payload(app)["play"] != before
    said = [element.proto.body for element in app.get("html")]
    assert any(PHENOMENA["Trapped"].sentence in body for body in said)
    other = opened("f=x^2")
    assert not any(PHENOMENA["Trapped"].sentence in element.proto.body for element in other.get("html"))
