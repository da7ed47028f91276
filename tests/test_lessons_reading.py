"""The reader of lessons: hostile files, huge files, unknown names and scripts get a sentence with the line."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.lessons import Lesson, LessonError, fill, own_lessons, read_file, read_lesson, work_out
from gdviz.lessons.blocks import LONGEST
from gdviz.lessons.course import FOLDER, MOST_FILES, key_of
from tests.trials import trials

HEAD = '+++\ntitle = "A bowl"\n+++\n'
SCENE = "~~~scene\nf=x^2%2By^2&start=3~2&steps=20&run=sgd~learning_rate~0.1\n~~~\n"
QUESTION = '~~~question\nkind = "point"\nask = "Where?"\nanswer = "sgd.end"\n~~~\n'


def whole(prose: str = "See.", question: str = QUESTION, reveal: str = "It is at {sgd.end}.") -> str:
    return f"{HEAD}{prose}\n{SCENE}{question}~~~reveal\n{reveal}\n~~~\n"


def refusal(text: str) -> LessonError:
    with pytest.raises(LessonError) as caught:
        read_lesson(text)
    assert caught.value.message.endswith((".", "?")), caught.value.message
    assert len(caught.value.message) < 400
    return caught.value


def test_a_small_lesson_is_read() -> None:
    lesson = read_lesson(whole(), "bowl")
    assert (lesson.key, lesson.title, lesson.minutes, len(lesson.moments)) == ("bowl", "A bowl", 5, 1)
    moment = lesson.moments[0]
    assert moment.question
    assert moment.question.ask == "Where?"
    # by hand: every step multiplies both coordinates by 1 - 2·0.1
    assert fill(moment.reveal, work_out(moment)) == "It is at (0.03459, 0.02306)."
    assert (round(3 * 0.8**20, 5), round(2 * 0.8**20, 5)) == (0.03459, 0.02306)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "begins with its head"),
        ("Hello", 1, "begins with its head"),
        ("+++\ntitle = 'a'\n", 1, "has no end"),
        ("+++\ntitle = 'a'\n+++\n", 3, "at least one moment"),
        ("+++\ntitle = a\n+++\nx", 2, "no TOML"),
        ("+++\nidea = 'a'\n+++\nx", 2, "title"),
        ("+++\ntitle = 'a'\nminuts = 3\n+++\nx", 2, "Did you mean minutes?"),
        ("+++\ntitle = 'a'\nminutes = true\n+++\nx", 2, "minutes is a whole number"),
        ("+++\ntitle = 'a'\nminutes = -3\n+++\nx", 2, "minutes is a whole number"),
        ("+++\ntitle = 7\n+++\nx", 2, "title"),
        (HEAD + "a\n~~~scenes\n~~~", 5, "is no block"),
        (HEAD + "a\n~~~scene\nf=x^2", 5, "has no end"),
        (HEAD + "a\n~~~scene\nnothing\n~~~", 6, "has no part"),
        (HEAD + "a\n~~~scene\nf=x^2&strat=3~2\n~~~", 6, "Did you mean start?"),
        (HEAD + "a\n~~~scene\nset=blobs&run=sgd\n~~~", 6, "no part “set”"),
        (HEAD + "a\n~~~scene\nf=x^^2\n~~~", 6, "cannot be read"),
        (HEAD + "a\n~~~scene\nf=x^2&start=a~b\n~~~", 6, "start"),
        (HEAD + "a\n~~~scene\nf=x^2&run=nosuch\n~~~", 6, "runs"),
        (HEAD + "a\n~~~scene\nf=x^2&run=typed~rule~theta = \n~~~", 6, "cannot be read"),
        (HEAD + SCENE + SCENE, 8, "one scene"),
        (HEAD + QUESTION, 5, "needs one"),
        (whole("See\n\n{kapa}."), 6, "Did you mean kappa?"),
        (whole("{sgd}"), 4, "sgd.end"),
        (whole("{adam.rate}"), 4, "There is no run"),
        (whole("{sgd.end}"), 4, "before the answer"),
        (whole("{value(sgd.end)}"), 4, "before the answer"),
        (whole("{kappa:99}"), 4, "number of digits"),
        (whole("{1 +}"), 4, "is missing"),
        (whole("{}"), 4, "is missing"),
        (whole("{sgd.__class__}"), 4, "has no meaning"),
        (whole("{sgd.rate.real}"), 4, "no “real”"),
        (whole(reveal="{sgd.ennd}"), 14, "Did you mean end?"),
        (whole(reveal="{sgd.values}"), 14, "takes 1 arguments"),
        (whole(reveal="{sgd.first(z < 1)}"), 14, "no quantity “z”"),
        (whole(reveal="{x}"), 14, "no quantity “x”"),
        (whole(question='~~~question\nkind = "pointt"\n~~~\n'), 9, "Did you mean point?"),
        (whole(question='~~~question\nkind = "point"\nask = "?"\n~~~\n'), 9, "right answer is missing"),
        (whole(question='~~~question\nkind = "number"\nask = "?"\nanswer = "1"\n~~~\n'), 9, "needs its range"),
        (whole(question='~~~question\nkind = "choice"\nask = "?"\noptions = ["a", "b"]\n~~~\n'), 9, "one thing tells"),
        (
            whole(question='~~~question\nkind = "choice"\nask = "?"\noptions = ["a"]\nright = 1\n~~~\n'),
            9,
            "2 to 8 options",
        ),
        (whole(question='~~~question\nkind = "order"\nask = "?"\noptions = ["a", "b"]\n~~~\n'), 9, "needs its value"),
        (whole(question=QUESTION[:-4] + 'hides = ["all"]\n~~~\n'), 9, "none of minima, map, formula"),
        (whole() + '~~~claim\nsays = "{kapa}"\ntheory = "1"\nmeasured = "1"\n~~~\n', 17, "Did you mean kappa?"),
        (whole() + '~~~claim\nsays = "a"\ntheory = "1"\nmeasured = "sgd.ennd"\n~~~\n', 17, "Did you mean end?"),
        (whole() + '~~~claim\nsays = "a"\ntheory = "1"\nmeasured = "1"\nwithin = 0\n~~~\n', 17, "within is a number"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, words: str) -> None:
    error = refusal(text)
    assert words in error.message
    assert error.line == line


INJECTIONS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`<b>`",
    "\\`<script>\\`",
    "$<iframe>$",
    "![a](https://example.com/a.png)",
    "![a][b]",
    "[a](javascript:alert(1))",
    "[a](  JaVaScRiPt:alert(1))",
    "[a](data:text/html,x)",
    "[a](//example.com)",
    "[a](http://example.com)",
    "[a]: vbscript:x",
    "$\\href{javascript:alert(1)}{a}$",
    "$\\includegraphics{https://example.com/a}$",
    "$\\htmlClass{a}{b}$",
    "$\\def\\a{\\a\\a}\\a$",
    "a\x00b",
    "a\u202eb",
    "a\x1bb",
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    "place",
    ["prose", "reveal", "ask", "hint", "option", "belief", "title", "notes", "about", "idea", "source", "unit", "says"],
)
def test_scripts_pictures_and_addresses_are_refused_in_every_text(text: str, place: str) -> None:
    """TOML texts with every sign escaped, so that the reader of TOML lets them through."""
    quoted = "".join(f"\\u{ord(sign):04x}" if not sign.isalnum() else sign for sign in text)
    question = QUESTION
    if place == "ask":
        question = QUESTION.replace('"Where?"', f'"{quoted}"')
    elif place in ("hint", "unit"):
        question = QUESTION[:-4] + f'{place} = "{quoted}"\n~~~\n'
    elif place == "belief":
        question = QUESTION[:-4] + f'[[belief]]\nwhen = "answer.x > 1"\nsays = "{quoted}"\n~~~\n'
    elif place == "option":
        question = f'~~~question\nkind = "choice"\nask = "?"\nright = 1\noptions = ["a", "{quoted}"]\n~~~\n'
    elif place == "says":
        question = f'{QUESTION}~~~claim\nsays = "{quoted}"\ntheory = "1"\nmeasured = "1"\n~~~\n'
    lesson = whole(text if place == "prose" else "a", question, text if place == "reveal" else "b")
    if place == "title":
        lesson = lesson.replace('"A bowl"', f'"{quoted}"')
    elif place in ("notes", "about", "idea", "source"):
        lesson = lesson.replace('"A bowl"', f'"a"\n{place} = "{quoted}"')
    assert refusal(lesson).line > 0


@pytest.mark.parametrize(
    "text", ["[a](https://example.com)", "[a](?f=x^2)", "[a](#b)", "[a](/learn)", "a < b, $a<1$, `a < b`"]
)
def test_ordinary_markdown_is_let_through(text: str) -> None:
    assert read_lesson(whole(text)).moments[0].prose == text


def test_braces_of_formulas_and_code_are_their_own() -> None:
    text = "$\\frac{a}{b}$ and `{kapa}` and $$\\sqrt{x}$$"
    assert fill(read_lesson(whole(text)).moments[0].prose, None) == text


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "x" * (LONGEST + 1),
        HEAD + "---\n".join(["x\n"] * 60),
        HEAD + "{" + "(" * 200 + "1" + ")" * 200 + "}",
        HEAD + "{" + "2^" * 140 + "2}",
        HEAD + "{" + "1+" * 200 + "1}",
        HEAD + "".join("{1}" for _ in range(100)),
        "+++\n" + "a = [" * 5000 + "\n+++\nx",
        "+++\na = " + "[" * 15000 + "\n+++\nx",
        "+++\ntitle = " + "9" * 15000 + "\n+++\nx",
        "+++\ntitle = '" + "x" * 15000 + "'\n+++\nx",
        "+++\ntitle = 'a'\nneeds = [" + "'a'," * 4000 + "]\n+++\nx",
        HEAD + "~~~scene\n" + "&".join(["run=sgd"] * 3000) + "\n~~~",
        HEAD + "~~~scene\nf=" + "x%2B" * 3000 + "\n~~~",
    ],
)
def test_huge_files_are_refused(text: str) -> None:
    refusal(text)


MILLION = 1_000_000


@pytest.mark.parametrize(
    "content",
    [b"x" * MILLION, b"\n" * MILLION, b"+++\n" + b"a = 1\n" * (MILLION // 6), HEAD.encode() + b"{" * MILLION,
     b"+++\na = " + b"[" * MILLION, b"+++\na = " + b"{a=" * (MILLION // 3),
     b"+++\n" + b"a." * (MILLION // 2) + b"a = 1",
     HEAD.encode() + b"~~~scene\nf=" + b"(" * MILLION + b"\n~~~"],
)  # fmt: skip
def test_a_file_of_a_million_signs_is_refused(content: bytes) -> None:
    with pytest.raises(LessonError):
        read_file("a.md", content)


COURSE_TEXTS = [path.read_text(encoding="utf8") for path in sorted(FOLDER.glob("*.md"))]
SIGNS = ['"', "\\", "\0", "---\n", "+++\n", *"{ } ~~~ [[ <script> $ 1e999 nan ∞ ( sgd. -".split()]


@trials(100)
@given(
    st.sampled_from(COURSE_TEXTS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SIGNS)), min_size=1, max_size=4),
)
def test_a_damaged_lesson_of_the_course_is_read_or_refused_with_a_short_sentence(
    text: str, damages: list[tuple[float, int, str]]
) -> None:
    for share, cut, sign in damages:
        place = int(share * len(text))
        text = text[:place] + sign + text[place + cut :]
    sentence = "read"
    try:
        read_file("a.md", text.encode())
    except LessonError as error:
        sentence = str(error)
    assert 0 < len(sentence) < 600


TERMS = st.text("x y.sgd()+-*/^<>=,019e{}:answer", max_size=40)


@trials(100)
@given(TERMS)
def test_no_term_raises_anything_but_a_sentence(text: str) -> None:
    with suppress(LessonError):
        lesson = read_lesson(whole(reveal="{" + text.replace("{", "").replace("}", "") + "}"))
        assert isinstance(fill(lesson.moments[0].reveal, work_out(lesson.moments[0])), str)


@trials(100)
@given(
    st.lists(
        st.sampled_from(
            [*whole().split("\n"), "---", "~~~claim", "~~~other", "+++", "[[belief]]", "{kappa}", "x = 1", "}"]
        ),
        max_size=25,
    )
)
def test_no_file_raises_anything_but_a_sentence(lines: list[str]) -> None:
    with suppress(LessonError):
        assert isinstance(read_lesson("\n".join(lines)), Lesson)


@trials(100)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    with pytest.raises(LessonError):
        read_file("a.md", content)


def test_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "02_bowl.md").write_text(whole(), encoding="utf8")
    (tmp_path / "03_bad.md").write_text(whole("\n{kapa}"), encoding="utf8")
    (tmp_path / "04_bytes.md").write_bytes(b"+++\n\xff\xfe")
    (tmp_path / "bowl.md").write_text(whole(), encoding="utf8")
    (tmp_path / "rate.md").write_text(whole(), encoding="utf8")
    (tmp_path / "notes.txt").write_text("no lesson", encoding="utf8")
    monkeypatch.setenv("GDVIZ_LESSONS", str(tmp_path))
    shelf = own_lessons()
    assert list(shelf.lessons) == ["bowl"]
    bad, binary, twin, course = shelf.notices
    assert bad.startswith("03_bad.md: Line 5: There is no quantity “kapa” here.")
    assert binary.startswith("04_bytes.md: Line 2: This file is no UTF-8 text.")
    assert twin.startswith("bowl.md: There is a lesson “bowl” already")
    assert course.startswith("rate.md: There is a lesson “rate” already")


def test_lessons_that_need_each_other_or_nothing_known(tmp_path: Path) -> None:
    needs = {"a": '["b"]', "b": '["c", "rate"]', "c": '["a"]', "d": '["d"]', "e": '["a", "nowhere"]'}
    for name, listed in needs.items():
        text = f'+++\ntitle = "t"\nneeds = {listed}\n+++\nx'
        (tmp_path / f"{name}.md").write_text(text, encoding="utf8")
    shelf = own_lessons(str(tmp_path))
    assert list(shelf.lessons) == [*needs]
    assert shelf.notices == (
        *(f"{name}: it needs itself, by way of the lessons that it needs." for name in "abcd"),
        "e: it needs the lesson “nowhere”, which is not there.",
    )


def test_no_folder_and_a_crowded_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GDVIZ_LESSONS", raising=False)
    assert own_lessons() == ({}, ())
    assert "cannot be read" in own_lessons(str(tmp_path / "nowhere")).notices[0]
    for k in range(MOST_FILES + 2):
        (tmp_path / f"a{k:03}.md").write_text(HEAD + "x", encoding="utf8")
    shelf = own_lessons(str(tmp_path))
    assert len(shelf.lessons) == MOST_FILES
    assert f"first {MOST_FILES} of {MOST_FILES + 2}" in shelf.notices[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [("03_rate.md", "rate"), ("../../etc/pass wd.md", "pass_wd"), (".md", "lesson"), ("Ü.md", "lesson")],
)
def test_the_key_of_a_file(name: str, key: str) -> None:
    assert key_of(name) == key
