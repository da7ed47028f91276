"""The learning-rate page under clicks in any order: never an exception, the scene's runs untouched, true names."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gdviz.scene import Run, Scene, rate_study, tried_run
from gdviz.ui import session
from gdviz.ui.components.pictures import Click, Pick
from gdviz.ui.learning_rate import charts, controls, page
from gdviz.ui.learning_rate.controls import moved
from tests.test_pages import data, opened, scene
from tests.written_numbers import read

pytestmark = pytest.mark.long

LR = "pages/learning_rate.py"
Act = Callable[[], None]


class Hands:
    """What a visitor can do in the page's own components, which AppTest cannot reach: done as the next run begins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.offered: dict[str, Callable[[np.random.Generator], Act]] = {}
        self.next: Act | None = None
        monkeypatch.setattr(charts, "chart", self.chart)
        monkeypatch.setattr(controls, "knobs", self.knobs)
        monkeypatch.setattr(page, "panels", self.watched(page.panels))
        monkeypatch.setattr(session, "arrive", self.arriving(session.arrive))

    def chart(self, figure: dict, key: str, take: Callable[[Click], None] | None = None, *, label: str) -> None:
        if take:
            self.offered[key] = lambda chance: partial(take, clicked(figure, chance))
            self.offered[f"{key} keys"] = lambda chance: partial(take, Click(0, 0, tuple(chance.integers(-1, 2, 2))))

    def knobs(self, key: str, rows: list, take: Callable[[dict], None], *, layout: str) -> None:
        def turn(chance: np.random.Generator) -> Act:
            row = rows[chance.integers(len(rows))]
            if row.name == "steps":
                return partial(take, {"steps": int(chance.integers(1, 60))})
            low, high = max(row.knob.low, -4.0), min(row.knob.high, 4.0)
            log = row.knob.log and low > 0
            value = np.exp(chance.uniform(*np.log([low, row.knob.high]))) if log else chance.uniform(low, high)
            return partial(take, {row.name: float(value)})

        self.offered[key] = turn

    def watched(self, panels: Callable) -> Callable:
        def shown(packed: dict, key: str, take: Callable[[Pick], None] | None = None) -> None:
            if take:
                (left, right), (bottom, top) = packed["panels"][0]["window"]
                self.offered[key] = lambda chance: partial(
                    take, Pick(0, chance.uniform(left, right), chance.uniform(bottom, top))
                )
            panels(packed, key, take)

        return shown

    def arriving(self, arrive: Callable[..., None]) -> Callable[..., None]:
        def arrived(page: str, **options: bool) -> None:
            arrive(page, **options)
            act, self.next = self.next, None
            self.offered.clear()
            if act:
                act()

        return arrived

    def do(self, app: AppTest, name: str, chance: np.random.Generator) -> None:
        self.next = self.offered[name](chance)
        app.run()


def clicked(figure: dict, chance: np.random.Generator) -> Click:
    """A place within the first pair of axes."""
    numbers = []
    for name in ("xaxis", "yaxis"):
        axis = figure["layout"][name]
        value = float(chance.uniform(*axis["range"]))
        numbers.append(10**value if axis.get("type") == "log" else value)
    return Click(*numbers)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Few rates, so that a walk is quick."""
    monkeypatch.setattr(rate_study, "RATES", 41)
    monkeypatch.setattr(rate_study, "MAP_SHAPE", (9, 5))
    return Hands(monkeypatch)


def unfolded(link: str) -> AppTest:
    app = opened(LR, link)
    app.session_state["rates-more"] = True
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> list[dict]:
    return next(panels for panels in [data(app, "panels")["panels"]])


def test_a_try_of_momentum_leaves_the_run_of_the_scene_and_any_click_may_follow(hands: Hands) -> None:
    chance = np.random.default_rng(0)
    for after in ("rates-sweep-chart", "rates-knobs", "rates-numbers", "rates-map-chart", "rates-panels"):
        app = unfolded("run=sgd~learning_rate~0.002&run=adam~style~1&steps=40")
        runs = scene(app).runs
        hands.do(app, "rates-map-chart", chance)
        assert scene(app).tried[0][0] == "momentum"
        hands.do(app, after, chance)
        assert not app.exception
        assert scene(app).runs == runs


@pytest.mark.parametrize(
    "link",
    [
        "steps=40",
        "surface=bowl_10&run=momentum&steps=30",
        "surface=easom&run=adam&run=nelder_mead&steps=30",
        "f=abs(x)%2Babs(y)&run=newton&run=sgd&run=sgd~learning_rate~0.1~style~4&steps=20",
        "f=x%2By&run=rmsprop&steps=20",
        "f=log(x)%2By%5E2&start=1~1&run=sgd&steps=10",
        "f=3&run=nelder_mead&steps=10",
        "surface=rastrigin&run=sgd~noise~1~schedule~cosine&steps=20",
    ],
)
def test_no_walk_of_clicks_ends_in_an_exception(link: str, hands: Hands) -> None:
    for seed in range(2):
        chance = np.random.default_rng(seed)
        app = unfolded(link)
        runs = scene(app).runs
        for _ in range(9):
            doable = sorted(hands.offered)
            buttons = [b for b in app.button if b.key in ("rates-choose", "rates-best") and not b.disabled]
            pick = chance.integers(len(doable) + len(buttons) + len(app.selectbox))
            if pick < len(doable):
                hands.do(app, doable[pick], chance)
            elif pick < len(doable) + len(buttons):
                buttons[pick - len(doable)].click().run()
            else:
                box = app.selectbox[0]
                box.select_index(int(chance.integers(len(box.options)))).run()
            assert not app.exception, (seed, link)
            assert scene(app).runs == runs, "a try on this page never changes the scene's runs"
            titles = [panel["title"] for panel in shown(app)]
            values = [read(title.split("α ")[1]) for title in titles if "α" in title]
            assert values == sorted(values)


def test_a_new_surface_chooses_its_rates_anew() -> None:
    app = opened(LR, "surface=bowl_10&run=sgd&steps=40&rates=0.01~0.15~0.3")
    assert [panel["title"].split("α ")[1] for panel in shown(app)] == ["0.01", "0.15", "0.3"]
    app.text_input(key="formula").set_value("x^2 + 1000y^2").run()
    assert scene(app).rates == ()
    right = next(panel for panel in shown(app) if panel["title"].startswith("Right") or "Best" in panel["title"])
    assert read(right["title"].split("α ")[1]) < 2 / 2000


def test_the_picker_names_runs_without_rates_that_are_not_theirs_here() -> None:
    runs = "run=sgd~learning_rate~0.02&run=sgd~learning_rate~0.07~style~1&run=adam~style~2"
    app = opened(LR, f"surface=bowl_10&{runs}&steps=40")
    assert app.selectbox[0].options == ["Gradient descent · run 1", "Gradient descent · run 2", "Adam"]


def test_where_adam_begins_to_swing_is_said_below_its_sharpness() -> None:
    app = opened(LR, "surface=bowl_10&run=adam&steps=40")
    app.session_state["rates-more"] = True
    app.run()
    said = " ".join(part.body for part in app.get("html"))
    assert "it swings where α·λ is above 38" in said  # 2 (1 + 0.9)/(1 − 0.9)


def test_each_of_the_three_fates_has_a_colour_of_its_own_everywhere() -> None:
    app = unfolded("surface=bowl_10")
    colours = [panel["color"] for panel in shown(app)]
    assert colours == ["#56B4E9", "#009E73", "#D55E00"], "sky, green, vermillion: as in the charts below"
    assert [panel["runs"][0]["color"] for panel in shown(app)] == colours
    endings = next(part.proto.body for part in app.get("html") if 'class="gdviz-endings"' in part.proto.body)
    assert [f"--gdviz-run-{style})" in endings for style in (5, 2, 1)] == [True] * 3


def test_rates_set_by_hand_are_sorted_and_named_by_what_happened() -> None:
    app = opened(LR, "surface=bowl_10&run=sgd&steps=60&rates=0.5~0.1~0.001")
    first, second, third = shown(app)
    assert [panel["title"].split("  α ")[0] for panel in (first, second, third)] == ["Too small", "Right", "Too large"]
    assert third["title"].endswith("α 0.5")
    assert third["words"] == "diverged"
    assert "above 0.2, the limit" in third["sentence"]
    app = opened(LR, "surface=bowl_10&run=sgd&steps=60&rates=0.3~0.4~0.5")
    assert [panel["title"].split("  α ")[0] for panel in shown(app)] == ["Too large"] * 3


@pytest.mark.parametrize("text", ["x+y", "x^2-y^2", "3"])
def test_without_a_minimum_one_sentence_stands_in_place_of_the_names(text: str) -> None:
    app = opened(LR, f"f={text.replace('+', '%2B').replace('^', '%5E')}&run=sgd&steps=40")
    assert all(panel["title"].startswith("α ") for panel in shown(app))
    said = " ".join(part.body for part in app.get("html"))
    assert "no learning rate is" in said or "no way down" in said


def test_two_runs_of_one_optimizer_are_told_apart_and_each_can_be_chosen() -> None:
    app = opened(
        LR, "surface=bowl&run=sgd~learning_rate~0.1&run=sgd~learning_rate~0.2&run=sgd~learning_rate~0.2&steps=9"
    )
    box = app.selectbox[0]
    assert len(set(box.options)) == 3
    box.select_index(2).run()
    assert not app.exception
    assert scene(app).study[0] == scene(app).runs[2].style


def test_a_run_without_a_rate_is_no_dead_end() -> None:
    app = opened(LR, "surface=bowl&run=nelder_mead&steps=30")
    assert len(shown(app)) == 3
    assert any("in place of Nelder" in part.body for part in app.get("html"))


def test_an_undefined_start_keeps_map_and_controls() -> None:
    app = opened(LR, "f=log(x)%2By%5E2&start=-1~1&run=sgd&steps=20")
    assert len(shown(app)) == 1
    assert any(button.label.startswith("Start at") for button in app.button)


def test_the_nearest_of_three_rates_moves_and_they_stay_in_order() -> None:
    assert moved((0.01, 0.1, 1.0), 0.5) == (0.01, 0.1, 0.5)
    assert moved((0.01, 0.1, 1.0), 0.02) == (0.02, 0.1, 1.0)
    assert moved((0.01, 0.1, 1.0), 5.0, place=0) == (0.1, 1.0, 5.0)
    assert moved((0.1, 0.1, 0.1), 0.2) == (0.1, 0.1, 0.2)


def test_a_second_knob_is_tried_on_a_copy() -> None:
    plain = Run("sgd", (("learning_rate", 0.1),))
    tried = tried_run(plain, Scene(tried=(("momentum", 0.8),)))
    assert (tried.optimizer, tried.setting()["momentum"]) == ("momentum", 0.8)
    assert tried_run(plain, Scene(tried=(("momentum", 0.0),))) == plain
    assert tried_run(plain, Scene(tried=(("beta1", 0.5),))) == plain
    assert dict(tried_run(Run("adam"), Scene(tried=(("beta1", 0.5),))).knobs) == {"beta1": 0.5}


def test_a_run_that_leaves_over_a_plain_is_not_said_to_grow() -> None:
    """Easom's function is flat away from its minimum: momentum above its limit runs out, and f rises to 0 only."""
    app = opened(LR, "surface=easom&run=momentum&steps=150&rates=0.00749~0.149~1.49")
    assert "grows" not in shown(app)[2]["sentence"]
    assert shown(app)[2]["sentence"]
