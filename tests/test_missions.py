"""Missions: none is done as it opens, each can be done, and what must stay must stay."""

from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.lessons import MISSIONS, outcome
from gdviz.lessons.missions import FIXED, scene_of
from gdviz.scene import TYPED, Run, Scene
from gdviz.ui.rail import mission as mission_card
from tests.test_app import opened

pytestmark = pytest.mark.long

KEYS = tuple(MISSIONS)


@pytest.mark.parametrize("key", KEYS)
def test_a_mission_is_not_done_as_it_opens(key: str) -> None:
    mission = MISSIONS[key]
    assert not Scene.from_query(mission.scene.to_query()).notices
    begun = outcome(mission, mission.scene)
    assert (begun.broken, begun.reached, begun.score) == ((), False, None)


@pytest.mark.parametrize("key", KEYS)
def test_its_solution_keeps_the_rules_and_reaches_par(key: str) -> None:
    mission = MISSIONS[key]
    done = outcome(mission, scene_of(mission.solution))
    assert done.broken == ()
    assert done.reached
    if mission.score:
        assert done.score is not None
        assert done.score >= mission.par if mission.more else done.score <= mission.par
        assert done.sentence.startswith("Done: ")


@pytest.mark.parametrize("key", KEYS)
def test_what_must_stay_is_said(key: str) -> None:
    mission = MISSIONS[key]
    scene = scene_of(mission.solution)
    changed = {
        "surface": replace(scene, text="x^2 + y^2"),
        "start": replace(scene, start=(0.25, 0.5)),
        "steps": replace(scene, steps=scene.steps + 7),
        "optimizers": replace(scene, runs=(Run("lion"), *scene.runs[1:])),
    }
    for part, other in changed.items():
        if part not in mission.free:
            broken = outcome(mission, other)
            assert FIXED[part][0] in broken.broken
            assert not broken.reached
            assert broken.sentence.endswith("must stay as the mission has it.")


def test_par_on_the_bowl_is_the_best_constant_rate() -> None:
    counts = []
    for rate in np.linspace(0.06, 0.0999, 400):
        x, y = 3 * (1 - 2 * rate) ** np.arange(201), 2 * (1 - 20 * rate) ** np.arange(201)
        counts.append(int(np.flatnonzero(x**2 + 10 * y**2 < 1e-6)[0]) if (x**2 + 10 * y**2 < 1e-6).any() else 999)
    assert min(counts) == MISSIONS["fewest_steps"].par


def test_par_on_the_banana_is_newtons() -> None:
    run = gdviz.descend("(1-x)^2 + 100(y-x^2)^2", "newton", start=(-1.2, 1), steps=25)
    assert int(np.flatnonzero(run.values < 1e-6)[0]) == MISSIONS["banana"].par


def test_what_is_only_looked_at_is_free() -> None:
    mission = MISSIONS["fewest_steps"]
    scene = replace(scene_of(mission.solution), frame=3, view=(("space", "on"),), window=((-9.0, 9.0), (-7.0, 7.0)))
    assert outcome(mission, scene).reached


def said(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html") if 'class="gdviz-mission"' in str(one.proto.body))


def offers(app: AppTest) -> bool:
    """Is the course offered on the page?"""
    return any(one.proto.component_name.endswith("learn_offer") for one in app.get("bidi_component"))


def test_explore_judges_the_mission_of_a_link_until_it_is_left() -> None:
    mission = MISSIONS["fewest_steps"]
    app = opened(f"{mission.opening}&mission=fewest_steps")
    assert mission.title in said(app)
    assert "Not yet." in said(app)
    app.session_state["the scene"] = scene_of(mission.solution)
    app.run()
    assert "Done: 41 steps, and that is par." in said(app)
    assert not offers(app), "who is on a mission knows the course"
    app.button(key="mission-anew").click().run()
    assert app.session_state["the scene"].settled() == mission.scene.settled()
    app.button(key="mission-leave").click().run()
    assert said(app) == ""
    assert offers(app)


@pytest.mark.parametrize("key", ["", "none", "<script>", "fewest_steps&mission=banana"])
def test_no_mission_or_two_of_a_link_are_borne(key: str) -> None:
    assert ("Fewest" in said(opened(f"steps=20&mission={key}"))) is key.startswith("fewest")


@pytest.mark.parametrize("key", KEYS)
def test_a_rule_that_is_being_typed_gets_a_sentence(key: str) -> None:
    mission = MISSIONS[key]
    scene = replace(mission.scene, runs=(Run(TYPED, rule="theta = theta - "), *mission.scene.runs[1:]))
    app = opened(f"{urlencode(scene.to_query(), doseq=True)}&mission={key}")
    assert "ends too early" in said(app) or "must stay" in said(app)
    assert not mission_card.judged(mission, scene).reached
