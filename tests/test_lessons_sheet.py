"""The print sheet: blank boxes without answers, the key on pages of its own, nothing fetched, everything escaped."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.lessons import (
    COURSE,
    Case,
    Moment,
    fill,
    lesson_sheet,
    make_task,
    read_lesson,
    task_sheet,
    truth,
    work_out,
)
from gdviz.lessons.course import course_lesson
from gdviz.lessons.print_text import blocks, inline, mathml
from gdviz.lessons.sheet import LONGEST_LINK, qr
from gdviz.numeral import numeral
from gdviz.scene import Scene
from tests.trials import trials

pytestmark = pytest.mark.long

LINK = "https://example.org/learn?lesson=rate"
SCENE = Scene.from_query({"f": "x^2+10y^2", "start": "3~2", "steps": "20", "run": ["sgd~learning_rate~0.09"]}).scene


class Tags(HTMLParser):
    """Checks that every tag is closed, and collects names and addresses."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "xlink:href")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_idea_stands_with_the_key_alone() -> None:
    rate, words = course_lesson("rate"), "One number, the learning rate, decides"
    assert words in rate.idea
    sheet = lesson_sheet(rate, LINK)
    assert sheet.index(words) > sheet.index('class="key"')
    assert words not in lesson_sheet(rate, LINK, key=False)


@pytest.mark.parametrize("key", list(COURSE))
def test_every_lesson_of_the_course_is_printed(key: str) -> None:
    sheet = lesson_sheet(course_lesson(key), LINK)
    tags = Tags(sheet)
    assert tags.open == []
    assert tags.names.isdisjoint({"script", "link", "iframe", "object", "embed", "base", "form"})
    assert all(address.startswith("data:image/png;base64,") for address in tags.addresses)
    assert "$" not in re.sub(r"<style>.*?</style>", "", sheet, flags=re.DOTALL)
    assert sheet.count('class="ask"') + sheet.count("class=ask") == len(course_lesson(key).questions)


def test_the_handout_has_no_answers_and_the_key_has_them() -> None:
    read = course_lesson("rate")
    whole, handout = lesson_sheet(read), lesson_sheet(read, key=False)
    assert whole.index('<main class="key">') > whole.index("class=ask")
    assert "break-before: page" in whole
    assert 'class="key"' not in handout
    assert "<polyline" not in handout
    assert "<polyline" in whole
    for moment in read.moments:
        case = work_out(moment)
        reveal = blocks(fill(moment.reveal, case))
        assert reveal in whole
        assert reveal not in handout
    question = read.moments[0].question
    assert question
    x, _ = truth(question, work_out(read.moments[0]))  # type: ignore[misc]
    assert f"{x:.3f}" in whole
    assert f"{x:.3f}" not in handout


SAME_BY_CHANCE = {("limit", 0, 1), ("momentum", 0, 2), ("one_step", 0, 2)}
"""Lesson, question and later moment where the right answer is also a number of a formula, or a rate."""
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def numbers_read(moment: Moment, case: Case | None) -> set[str]:
    """All numbers that are read of a moment before its answer."""
    question = moment.question
    assert question
    texts = [moment.prose, question.ask, *(option.says for option in question.options)]
    ends = [numeral(end) for end in (question.low, question.high)] if question.kind == "number" else []
    return {*NUMBER.findall(" ".join(fill(text, case) for text in texts)), *ends}


@pytest.mark.parametrize("key", list(COURSE))
def test_no_later_moment_tells_the_answer_of_an_earlier_one(key: str) -> None:
    """On paper all moments lie on the table at once."""
    moments = [(moment, work_out(moment)) for moment in course_lesson(key).moments if moment.question]
    read = [numbers_read(*one) for one in moments]
    for place, (moment, case) in enumerate(moments):
        assert moment.question
        if moment.question.kind not in ("number", "point"):
            continue
        right = truth(moment.question, case)
        parts = [part for part in (right if isinstance(right, tuple) else [right]) if abs(part) > 1e-6]
        told = {numeral(part, digits) for part in parts for digits in (2, 3, 4)}
        for later in range(place + 1, len(moments)):
            if (key, place, later) not in SAME_BY_CHANCE:
                assert not told & (read[later] - read[place]), f"moment {later + 1} tells the answer of {place + 1}"


def test_the_rates_of_the_runs_stand_with_the_key_alone() -> None:
    handout = lesson_sheet(course_lesson("limit"), key=False)
    assert "class=runs" not in handout
    assert "0.0909" not in handout, "the best rate, which is asked for"
    assert "class=runs" in task_sheet(make_task(SCENE, "Look"), SCENE, key=False)


def test_a_formula_of_one_variable_is_printed_as_its_curve() -> None:
    handout = lesson_sheet(course_lesson("shrinking"), key=False)
    assert handout.count('aria-label="Curve"') == 4
    assert "<image" not in handout
    [line] = set(re.findall('<polyline points="([^"]+)" class="curve"', handout))
    x, y = np.array([[float(part) for part in point.split(",")] for point in line.split()]).T
    left, right = np.polyfit(x, y, 2)[0], np.polyfit(x, y, 1)[0]
    assert left < -1e-4, "x² opens upwards, and paper counts downwards"
    assert abs(right) < 1e-2


def test_what_a_task_hides_is_not_on_it() -> None:
    asked = {"kind": "number", "ask": "How many?", "answer": "sgd.first(f < 1)", "low": 1, "high": 100, "unit": "steps"}
    open_task = make_task(SCENE, "A task", **asked)
    hiding = make_task(SCENE, "A task", hides=["formula", "map", "runs"], **asked)
    shown, hidden = task_sheet(open_task, SCENE, LINK), task_sheet(hiding, SCENE, LINK, key=False)
    for part in ("data:image/png", "class=formula", "Gradient descent"):
        assert part in shown, part
        assert part not in hidden, part
    assert "(1 to 100)" in hidden
    assert task_sheet(make_task(SCENE, "No question"), SCENE).count("<section>") == 1


def test_texts_are_escaped() -> None:
    """Signs that the reader lets through, in places where they could open a tag or an attribute."""
    read = read_lesson(
        '+++\ntitle = "a < b & \\"c\\" > d"\nidea = "1 < 2"\n+++\n3 < 4 & "5"\n\n- **6 < 7**\n- `8 < 9`\n\n[l](https://example.org)'
    )
    sheet = lesson_sheet(read, 'https://example.org/?a="><b>')
    assert "a &lt; b &amp; &quot;c&quot; &gt; d" in sheet
    assert "<li><strong>6 &lt; 7</strong></li><li><code>8 &lt; 9</code></li>" in sheet
    assert "<p>l</p>" in sheet
    assert "<b>" not in sheet
    assert Tags(sheet).open == []


@trials(100)
@given(st.text("ab*_`$\\{}[]()<>&\"'\n -#1^\0é", max_size=60))
def test_any_text_becomes_whole_html(text: str) -> None:
    assert Tags(f"<p>{inline(text)}</p>").open == [] or "<" in text
    tags = Tags(blocks(text))
    assert tags.open == []
    of_math = "math mrow mi mn mo msup msub msubsup mtext mspace mfrac msqrt mroot mover"
    assert tags.names <= {"p", "ul", "li", "h3", "strong", "em", "code", *of_math.split()}


@trials(100)
@given(
    st.lists(
        st.sampled_from(
            ["\\frac", "\\sqrt", "[", "]", "{", "}", "^", "_", "x", "2", "\\alpha", "'", "<", "\\bar", "\\", "-"]
        ),
        max_size=30,
    )
)
def test_any_formula_becomes_whole_mathml(parts: list[str]) -> None:
    ET.fromstring(mathml(" ".join(parts)))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x^2", "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>"),
        ("x_0^{10}", "<msubsup><mi>x</mi><mrow><mn>0</mn></mrow><mrow><mrow><mn>10</mn></mrow></mrow></msubsup>"),
        ("\\frac{1}{\\lambda}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>λ</mi></mrow></mfrac>"),
        ("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        ("\\nabla f", "<mo>∇</mo><mi>f</mi>"),
        ("\\text{a < b}", "<mtext>a&lt;b</mtext>"),
        ("f < 1", "<mi>f</mi><mo>&lt;</mo><mn>1</mn>"),
    ],
)
def test_formulas_are_set(latex: str, expected: str) -> None:
    assert mathml(latex) == f'<math display="inline"><mrow>{expected}</mrow></math>'


def test_the_link_is_a_code_of_dark_and_light() -> None:
    figure = qr(LINK)
    assert ET.fromstring(figure.replace("class=qr", 'class="qr"')).find(".//{*}path") is not None
    assert LINK in figure
    assert qr("") == ""
    assert qr("https://example.org/" + "a" * LONGEST_LINK) == ""
    assert "figcaption" not in qr("https://example.org/" + "a" * 300)
