"""Every page under AppTest: it opens, from the default and from hostile links, and what is picked changes the scene."""

import json
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gdviz.recent import Recent
from gdviz.scene import Scene
from gdviz.scene.trap_study import STEPS
from gdviz.ui.components import pictures
from gdviz.ui.components.pictures import Click
from gdviz.ui.frame import PAGES

pytestmark = pytest.mark.long

PATIENCE = 60
BESIDE = [script for script, _ in PAGES if script != "app.py"]
LINKS = (
    "",
    "surface=bowl_10&study=1",
    "surface=rastrigin&run=adam&run=nelder_mead&study=1~0",
    "f=abs(x)+abs(y)&steps=40&rates=0.01~0.1~1",
    "f=x%5E2+-+y%5E2&steps=40&run=bfgs&run=sgd",
    "f=log(x)+y&start=-1~-1&steps=30",
    "f=7&steps=20",
    "f=__import__('os')&study=9~9~9&rates=nan&rates=1~2~3~4&frame=99999",
    "study=&rates=~~&run=typed~rule~theta+=+&steps=30",
)


def opened(script: str, link: str = "") -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=PATIENCE)
    app.switch_page(script)
    for key, values in parse_qs(link, keep_blank_values=True).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def data(app: AppTest, part: str) -> dict:
    for component in app.get("bidi_component"):
        found = json.loads(component.proto.json or "{}")
        if part in found:
            return found
    raise AssertionError(f"no component with {part}")


def scene(app: AppTest) -> Scene:
    return app.session_state["the scene"]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("script", BESIDE)
def test_every_page_opens_from_every_link(script: str, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # All is worked out, on fewer and shorter runs, and not kept.
    monkeypatch.setattr("gdviz.scene.trap_study.STEPS", 100)
    monkeypatch.setattr("gdviz.analysis.basins.basin_map.METHOD_SIDE", 16)
    monkeypatch.setattr("gdviz.ui.traps.basin_maps._exact", Recent(24))
    monkeypatch.setattr("gdviz.scene.trap_study.TRIAL_BUDGET", 100)
    opened(script, link)


def test_three_rates_stand_side_by_side_and_the_middle_one_is_right() -> None:
    app = opened("pages/learning_rate.py", "surface=bowl_10&run=sgd&steps=60")
    runs = data(app, "run_key")["runs"]
    small, right, large = (run["rate"] for run in runs)
    assert right == pytest.approx(2 / (1 + 10), rel=5e-3), "on a quadratic the best rate is 2/(λ₁ + λ₂)"
    assert small < right / 10
    assert large > 2 / 10 * 0.99, "the stability threshold is 2/λmax"
    fates = data(app, "run_key")["fates"]
    assert [fates[run["id"]]["word"] for run in runs][1] == "global minimum"
    assert fates[runs[2]["id"]]["tone"] == "bad"
    assert [len(panel["runs"]) for panel in data(app, "panels")["panels"]] == [1, 1, 1]


def heard(monkeypatch: pytest.MonkeyPatch, news: object) -> list[Click]:
    """What a page is told when the browser sends this."""
    told: list[Click] = []
    monkeypatch.setattr(st, "session_state", {"k": news})
    pictures._clicked("k", told.append)
    return told


def test_a_click_is_told_in_the_numbers_of_the_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heard(monkeypatch, {"clicked": {"x": 0.05, "y": 2, "n": 1}}) == [Click(0.05, 2.0)]
    assert heard(monkeypatch, {"clicked": {"across": -3, "up": 0, "n": 1}}) == [Click(0.0, 0.0, (-1, 0))]


@pytest.mark.parametrize(
    "forged",
    [
        None,
        7,
        [],
        {},
        {"x": "a", "y": 1},
        {"x": float("nan"), "y": 1},
        {"x": 1e99, "y": 0},
        {"x": True, "y": 1},
        {"x": 1},
    ],
)
def test_a_forged_click_is_no_click(monkeypatch: pytest.MonkeyPatch, forged: object) -> None:
    assert heard(monkeypatch, {"clicked": forged}) == []
    assert heard(monkeypatch, forged) == []


def test_on_a_quadratic_one_press_sets_the_best_there_can_be() -> None:
    app = opened("pages/learning_rate.py", "surface=bowl_10&run=momentum&steps=60")
    app.session_state["rates-more"] = True
    app.run()
    next(button for button in app.button if button.key == "rates-best").click().run()
    root = 10**0.5
    assert dict(scene(app).tried)["momentum"] == pytest.approx(((root - 1) / (root + 1)) ** 2, rel=1e-4)
    assert not scene(app).runs[0].knobs, "a try on this page never changes the scene's run"
    assert scene(app).rates[1] == pytest.approx((2 / (1 + root)) ** 2, rel=1e-4)


def test_two_maps_of_basins_stand_side_by_side_with_the_run_of_the_start() -> None:
    app = opened("pages/traps.py", "surface=six_hump_camel&run=sgd~learning_rate~0.02&run=adam&start=1.5~0.5")
    left, right = data(app, "panels")["panels"]
    assert left["title"].startswith("Gradient descent")
    assert right["title"].startswith("Adam")
    assert left["start"] == [1.5, 0.5]
    assert left["runs"][0]["steps"] == STEPS
    assert len(left["basins"]["names"]) >= 6
    table = next(part.body for part in app.get("html") if "gdviz-shares" in part.body)
    assert "chance of the lowest minimum" in table
    assert "Six-hump" not in table
    assert len(data(app, "figure")["figure"]["traces"]) == 2


def test_a_scene_of_one_run_is_compared_with_another() -> None:
    app = opened("pages/traps.py", "surface=double_well&run=momentum")
    assert [panel["title"].split(" ·")[0] for panel in data(app, "panels")["panels"]] == [
        "Momentum",
        "Gradient descent",
    ]
    assert len(scene(app).runs) == 1, "the scene itself is as it was"
