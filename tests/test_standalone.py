"""One HTML file that plays runs: what is in it, how large it is, and that no text of a visitor leaves its place."""

import base64
import gzip
import html
import json
import re
import subprocess
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import player
from gdviz.export import contents_of
from gdviz.export.fonts import FACES, font_faces
from gdviz.export.standalone import in_script, standalone_html
from gdviz.figures import played
from gdviz.scene import Run, Scene
from tests.test_player_js import node
from tests.unpacking import unpack

FOUR = Scene(steps=500)
LARGEST = 450_000  # bytes, for four runs of 500 steps: what the issue allows
DATA = re.compile(r'<script type="application/json" id="gdviz-data">(.*?)</script>', re.DOTALL)
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'<)]*")


class Page(HTMLParser):
    """The elements of a page, each with its attributes; and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def data_of(page: str) -> dict[str, Any]:
    [text] = DATA.findall(page)
    return json.loads(text)


def scripts_of(page: str) -> list[str]:
    packed = re.findall(r'<script type="application/gzip"[^>]*>([^<]*)</script>', page)
    return [gzip.decompress(base64.b64decode(text)).decode() for text in packed]


@pytest.fixture(scope="module")
def page() -> str:
    return standalone_html(FOUR, link="https://example.org/?s=booth&n=3")


def test_four_runs_of_500_steps_are_small(page: str) -> None:
    assert len(data_of(page)["payload"]["runs"]) == 4
    assert {run["steps"] for run in data_of(page)["payload"]["runs"]} == {500}
    assert len(page.encode()) <= LARGEST


def test_it_asks_no_address_for_anything(page: str) -> None:
    parsed = Page(page)
    assert [attributes["href"] for tag, attributes in parsed.elements if tag == "a"] == [
        "https://example.org/?s=booth&n=3"
    ]
    assert not [tag for tag, attributes in parsed.elements if "src" in attributes or tag in ("link", "iframe", "img")]
    policy = next(attributes["content"] for tag, attributes in parsed.elements if "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?:|\*|unsafe-eval|'self'", policy)
    for text in [page, *scripts_of(page)]:
        assert set(ADDRESS.findall(text)) <= {"https://example.org/?s=booth&amp;n=3", "http://www.w3.org/2000/svg"}


def test_its_numbers_are_the_librarys(page: str) -> None:
    runs = {run.id: run.trajectory for run in played(FOUR).runs}
    for sent in data_of(page)["payload"]["runs"]:
        points = unpack(sent["points"], 5).reshape(2, -1).T
        np.testing.assert_allclose(points, runs[sent["id"]].points, rtol=1e-8)
        np.testing.assert_allclose(unpack(sent["values"], 5), runs[sent["id"]].values, rtol=1e-8)


def test_it_carries_title_formula_and_every_inside(page: str) -> None:
    words = Page(page).words
    assert "Gradient descent, Momentum, RMSProp and Adam on Himmelblau" in words
    assert "f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2" in words
    assert list(data_of(page)["insides"]) == ["0", "1", "2", "3"]
    assert [state["name"] for state in data_of(page)["insides"]["3"]["states"]] == ["m", "v"]


def test_its_script_is_one_valid_script(page: str) -> None:
    _, script = scripts_of(page)
    assert player.page_module() in script
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    done = subprocess.run([node(), "--check", "-"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_space_is_an_option() -> None:
    plotly, gifenc, _ = scripts_of(standalone_html(Scene(steps=3), space=True))
    assert "surface" in plotly
    assert "gl-surface3d" in plotly or "regl" in plotly
    assert "GIFEncoder" in gifenc, "what writes a film stands in the page; its video forms do not"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "data:text/html,x"])
def test_only_a_link_of_the_web_is_a_link(link: str) -> None:
    assert not [tag for tag, _ in Page(standalone_html(Scene(steps=3), link=link)).elements if tag == "a"]


def test_no_text_leaves_its_place() -> None:
    rule = "theta = theta - alpha*g  # </script><script>alert(1)</script>"
    scene = Scene(text="a x^2 + y^2", steps=3, runs=(Run("typed", rule=rule), Run("sgd", style=1)))
    text = standalone_html(scene, link='https://example.org/"><script>alert(1)</script>')
    tags = [tag for tag, _ in Page(text).elements]
    assert tags.count("script") == Page(standalone_html(scene)).elements.count(("script", {})) + 3
    assert "alert(1)" not in Page(text).words.replace(html.unescape(json.dumps(data_of(text))), "")
    assert json.loads(in_script({"</script>\u2028": "<!--"})) == {"</script>\u2028": "<!--"}
    assert "<" not in in_script({"</script>": "<!--"})


def test_runs_of_the_library_are_shown_too() -> None:
    one = gdviz.descend("x^2 + 10y^2", "adam", start=(3, 2), steps=20)
    other = gdviz.descend("x^2 + 10y^2", "adam", start=(3, 2), steps=20)
    assert [run.label for run in contents_of([one, other]).runs] == ["Adam · α 0.1", "Adam · α 0.1 (2)"]
    sent = data_of(standalone_html({"mine": one}))["payload"]
    assert [run["label"] for run in sent["runs"]] == ["mine"]
    assert sent["fates"]["0"]["sentence"].startswith(one.verdict.value.rstrip("."))
    with pytest.raises(ValueError, match="different surfaces"):
        contents_of([one, gdviz.descend("x^2 + y^2", "adam")])
    with pytest.raises(TypeError, match=r"a run of gdviz\.descend"):
        contents_of("adam")


def test_the_fonts_are_those_of_the_app() -> None:
    config = (player.JS.parent.parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for name, weights, characters in FACES:
        assert f'vendor/{name}"\nweight = "{weights}"\nunicodeRange = "{characters}"' in config
    assert font_faces().count("@font-face") == len(FACES)
