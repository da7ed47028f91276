"""Rules typed, schedules, changes of the gradient and the autopsy, under AppTest."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.export import NotExported, written
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS, RULES
from gdviz.rule import autopsy
from gdviz.scene import TYPED, Run, Scene
from gdviz.schedule import SCHEDULES
from gdviz.ui.components.menu import families, picked
from gdviz.ui.components.rule_editor import taken
from gdviz.ui.rail.run_card import curve_svg
from gdviz.ui.stage.step_card import step_at, with_numbers
from gdviz.ui.stage.trial_table import tried_table
from tests.test_app import link, opened, payload, scene, show
from tests.test_payload import unpack
from tests.written_numbers import read

pytestmark = pytest.mark.long

ADAM = "m = beta1*m + (1 - beta1)*g\nv = beta2*v + (1 - beta2)*g^2\ntheta = theta - alpha*m/(sqrt(v) + eps)"


def typed_in(app, text: object, style: int = 0) -> None:
    show(app, taken(scene(app), style, {"text": text, "n": 1}).settled())


def editor(app, style: int = 0) -> dict:
    for component in app.get("bidi_component"):
        data = json.loads(component.proto.json or "{}")
        if data.get("label", "").startswith("Rule of run") and f"run{style}-rule" in str(component.proto.id):
            return data
    raise AssertionError("no editor")


def points(app, place: int = 0) -> np.ndarray:
    return unpack(payload(app)["runs"][place]["points"], 5).reshape(2, -1).T


def own(text: str, **more) -> Scene:
    return Scene(runs=(Run(TYPED, rule=text, **more),))


def test_a_copy_of_a_listed_rule_plays_as_it_did() -> None:
    app = opened("run=adam~learning_rate~0.2")
    before = points(app)
    show(app, scene(app).with_run(scene(app).run(0).with_optimizer(TYPED)))
    assert scene(app).runs[0].rule.splitlines()[-1].startswith("theta = ")
    assert editor(app)["error"] is None
    np.testing.assert_array_equal(points(app), before)
    assert payload(app)["runs"][0]["name"] == "Your rule"
    assert link(app)["run"][0].startswith("typed~rule~m = beta1*m")


def test_a_typed_rule_becomes_the_path_that_it_says() -> None:
    app = opened()
    show(app, own("theta = theta - k*alpha*g", knobs=(("k", 2.0), ("learning_rate", 0.001))))
    expected = descend(GALLERY["himmelblau"], "sgd", steps=150, learning_rate=0.002).points
    np.testing.assert_allclose(points(app), expected, rtol=1e-6)


def test_wrong_rules_keep_the_last_good_path_the_text_and_the_numbers() -> None:
    app = opened()
    show(app, own(ADAM, knobs=(("beta1", 0.5),)))
    good = points(app)
    typed_in(app, ADAM.replace("sqrt(v)", "root(v)"))
    np.testing.assert_array_equal(points(app), good)
    wrong = editor(app)
    assert wrong["text"][wrong["error"]["start"] : wrong["error"]["end"]] == "root"
    assert app.code[0].value.splitlines()[1].strip() == "^^^^"
    assert dict(scene(app).runs[0].knobs) == {"beta1": 0.5}
    typed_in(app, ADAM)
    assert editor(app)["error"] is None
    assert not app.code
    assert dict(scene(app).runs[0].knobs) == {"beta1": 0.5}


@pytest.mark.parametrize(
    "hostile",
    [
        "theta = __import__('os').system('id')",
        "theta = theta.__class__",
        "theta = theta - 9^9^9^9*g",
        "theta = " + "(" * 200 + "g" + ")" * 200,
        "\n".join(["m = m + g"] * 1000 + ["theta = theta - m"]),
        "theta = theta - g\n" * 45,
        "x" * 100_000,
        "theta = exec(g)",
        "import os",
        "lambda: 1",
        "rule = g\ntheta = theta - rule*style",
        "theta = theta - alpha*g + noise*xi",
        "theta = g if g else g",
        "\x00\ufffe",
        "\ud800",
        "<img src=x onerror=alert(1)> ![a](http://evil.example/a.png)",
        "",
    ],
)
def test_hostile_rules_are_refused_with_a_sentence(hostile: str) -> None:
    app = opened()
    show(app, own("theta = theta - alpha*g"))
    typed_in(app, hostile)
    assert not app.error
    assert payload(app)["runs"]
    refused = editor(app)["error"] is not None
    assert refused == any('class="gdviz-sentence"' in element.proto.body for element in app.get("html"))
    assert refused or hostile.startswith("rule = g")
    shown = " ".join(element.value for element in [*app.markdown, *app.caption])
    assert "evil" not in shown


@pytest.mark.parametrize("news", [None, 7, ["a"], {"text": 5}, {"text": None}, {}])
def test_news_that_is_no_text_changes_nothing(news: object) -> None:
    before = own("theta = theta - alpha*g")
    assert taken(before, 0, news) == before
    assert taken(before, 3, {"text": "theta = g"}) == before
    assert taken(Scene(), 0, {"text": "theta = g"}) == Scene(), "a listed optimizer has no text"


def test_a_link_to_a_broken_rule_opens_with_the_others() -> None:
    app = opened("run=typed~rule~theta = foo(g)&run=adam")
    assert [run["name"] for run in payload(app)["runs"]] == ["Adam"]
    assert editor(app)["error"]
    alone = opened("run=typed~rule~theta = foo(g)")
    assert payload(alone)["runs"] == []


def test_a_schedule_and_options_reach_the_run() -> None:
    app = opened()
    options = (("noise", 0.5), ("clip_norm", 3.0), ("weight_decay_l2", 0.01))
    run = Run(
        "adam", (("learning_rate", 0.2),), schedule="cosine", schedule_knobs=(("warm_up", 10.0),), options=options
    )
    show(app, replace(Scene(), runs=(run,), seed=5))
    expected = descend(
        GALLERY["himmelblau"], "adam", steps=150, learning_rate=0.2, schedule=("cosine", {"warm_up": 10}), noise=0.5,
        clip_norm=3.0, weight_decay_l2=0.01, seed=5,
    )  # fmt: skip
    np.testing.assert_allclose(points(app), expected.points, rtol=1e-6)
    np.testing.assert_allclose(unpack(payload(app)["runs"][0]["rates"], 4), expected.rates, rtol=1e-6)


def test_the_inside_is_sent_for_the_run_that_is_looked_into_only() -> None:
    app = opened()
    assert payload(app)["inside"] is None
    show(app, replace(scene(app), view=(("inside", "3"),)))
    sent = payload(app)["inside"]
    assert (sent["run"], sent["name"]) == ("3", "Adam")
    assert payload(app)["view"]["inside"] == "3"
    show(app, scene(app).with_run(replace(scene(app).run(3), on=False)))
    assert payload(app)["inside"] is None


def test_the_autopsy_follows_the_frame_that_the_player_reports() -> None:
    app = opened("run=momentum&view=inside~0")
    app.session_state["frame-watch"] = {"frame": 4}
    app.run()
    (why,) = [element.proto.body for element in app.get("html") if 'class="gdviz-why"' in element.proto.body]
    assert 'data-step="4"' in why
    for frame in (-1, "4", True, 10**9, None):
        app.session_state["frame-watch"] = {"frame": frame}
        app.run()
        assert not app.exception


def test_steps_and_frames() -> None:
    run = descend("x^2 + y^2", "sgd", (1, 1), 10)
    assert [step_at(run, frame) for frame in (None, 0, 3, 10, 99)] == [10, 1, 3, 10, 10]
    assert [step_at(run, frame, True) for frame in (None, 0, 3, 10, 99)] == [10, 1, 4, 10, 10]
    assert step_at(descend("log(x) + y", "sgd", (-1, 1), 10), 0) is None


def test_every_autopsy_is_well_formed_latex() -> None:
    surface = GALLERY["rosenbrock"]
    for rule in RULES:
        run = descend(surface, rule, steps=3, learning_rate=1e-3, noise=0.1)
        for line in autopsy(surface, rule, run, 3):
            text = with_numbers(line, ["x", "y"])
            assert text.count("{") == text.count("}"), rule.key
            assert text.count(r"\left") == text.count(r"\right")
            assert "nan" not in text


def test_a_pocket_calculator_agrees() -> None:
    surface = GALLERY["himmelblau"]
    run = descend(surface, "momentum", (1.0, 2.0), 3, learning_rate=0.01, momentum=0.5)
    _, velocity, point = autopsy(surface, OPTIMIZERS["momentum"], run, 2)
    text = with_numbers(velocity, ["x", "y"])
    before, slope, after = run.states["m"][1, 0], run.gradients[1, 0], run.states["m"][2, 0]
    assert f"{before:.5g}" in text
    assert f"{slope:.5g}" in text
    assert f"= {after:.5g}" in text
    assert f"= {run.points[2, 1]:.5g}" in with_numbers(point, ["x", "y"])


def test_the_curve_of_a_schedule_starts_and_ends_where_the_rates_do() -> None:
    for schedule in SCHEDULES.values():
        rates = schedule.values(60, 0.5)
        picture = curve_svg(rates)
        places = [tuple(map(float, pair.split(","))) for pair in picture.split('points="')[1].split('"')[0].split()]
        heights = [(64 - y) / (64 - 8) * rates.max() for _, y in places]
        assert heights == pytest.approx(rates, abs=0.01), schedule.key


LINK = "http://here/?x=1"


def taken_away(run: Run, suffix: str, language: str = "", **scene_fields) -> str:
    scene = Scene(runs=(run,), start=(1.0, 2.0), **scene_fields)
    return written(scene, suffix, link=LINK, **({"language": language} if language else {})).decode()


@pytest.mark.parametrize(
    "run",
    [
        Run("adam", (("beta1", 0.8),)),
        Run("momentum", (("learning_rate", 0.004),), schedule="cosine", schedule_knobs=(("warm_up", 5.0),)),
        Run("sgd", (("learning_rate", 0.002),), options=(("noise", 0.5), ("clip_norm", 3.0))),
        Run(TYPED, (("learning_rate", 0.002),), rule="m = 0.9*m + g\ntheta = theta - k*m"),
    ],
    ids=lambda run: run.optimizer,
)
def test_the_program_taken_away_takes_the_steps_that_are_shown(run: Run) -> None:
    text = taken_away(run, "py", "numpy", steps=40, seed=3)
    assert "http://here/?x=1" in text
    names: dict = {}
    exec(compile(text, "taken", "exec"), names)  # our own program, as a visitor would run it
    expected = descend(GALLERY["himmelblau"], run.chosen, (1.0, 2.0), 40, **run.arguments(3)).points
    np.testing.assert_allclose(np.array(names["path"]), expected, rtol=1e-9)


def test_every_text_is_stamped_and_what_has_no_program_says_so() -> None:
    for suffix in ("html", "csv", "json", "py", "ipynb", "tex"):
        assert LINK in taken_away(Run("adam"), suffix)
    with pytest.raises(NotExported, match="PyTorch"):
        taken_away(Run("nelder_mead"), "py", "pytorch")


def test_every_optimizer_stands_once_in_the_menu_with_a_line() -> None:
    listed = families()
    members = [member for family in listed for member in family["members"]]
    assert sorted(member["key"] for member in members) == sorted([*OPTIMIZERS, TYPED])
    assert len({family["family"] for family in listed}) == len(listed)
    assert all(member["line"].endswith(".") and len(member["line"]) < 220 for member in members)


@pytest.mark.parametrize("news", [None, 3, {}, {"key": "__class__"}, {"key": 5}, {"key": None}, ["adam"]])
def test_a_forged_choice_is_none(news: object) -> None:
    assert picked(news) is None
    assert picked({"key": "adam"}) == "adam"
    assert picked({"key": TYPED}) == TYPED


def cells(key: str, step: int = 1, **knobs: float) -> list[list[str]]:
    run = descend(GALLERY["rosenbrock"], key, (-1.2, 1.0), 6, **knobs)
    text = tried_table(run, step, OPTIMIZERS[key].settings(**knobs), ["x", "y"])
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", text)]


def test_every_verdict_of_a_search_stands_beside_what_it_compares() -> None:
    head, *rows = cells("line_search", c1=0.01)
    assert head[0] == "rate a"
    slope = -(215.6**2 + 88.0**2)
    for rate, value, bound, verdict in rows:
        assert read(bound) == pytest.approx(24.2 + 0.01 * read(rate) * slope, rel=1e-4)
        assert verdict[0] == ("✓" if read(value) <= read(bound) else "✕")
    assert rows[-1][-1] == "✓ taken"
    head, *rows = cells("bfgs", 2)
    assert len(head) == 7
    for row in rows:
        if row[4] != "–" and row[3] == "✓":
            assert row[6][0] == ("✓" if read(row[4]) <= read(row[5]) else "✕")


def test_a_promise_and_what_was_kept_of_it() -> None:
    rows = dict(cells("trust_region"))
    kept, promised = read(rows["kept: f(θ) − f(θ + p)"]), read(rows["promised: m(0) − m(p)"])
    assert read(rows["ratio ρ"]) == pytest.approx(kept / promised, rel=1e-3)
    triangle = cells("nelder_mead")
    for _, x, y, value in triangle[1:]:
        x, y = read(x), read(y)
        assert read(value) == pytest.approx((1 - x) ** 2 + 100 * (y - x * x) ** 2, rel=0.01)
    assert cells("newton")[0][0] == "curvatures λ"
    assert cells("damped_newton")[0][0] == "rate a"
