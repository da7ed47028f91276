"""Everything else is refused, with a sentence of ours, a position, and nothing of the visitor's making."""

import re

import pytest

from gdviz.expression import ExpressionError, differentiate, read
from tests.expression_refused import REFUSED, SPANS

SAFE = re.compile(r"[A-Za-z0-9 ,.;:?()^*+/=“”…√≤≥'_-]*")


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        differentiate(read(text))
    return caught.value


def assert_harmless(error: ExpressionError, text: str) -> None:
    """One or two sentences of ours, a span within the text."""
    assert SAFE.fullmatch(error.message), error.message
    assert SAFE.fullmatch(error.hint), error.hint
    assert error.message.endswith(".")
    assert error.hint[-1:] in ("", ".", "?")
    assert max(len(error.message), len(error.hint)) < 120
    for word in re.findall("“(.*?)”", error.message):
        assert re.fullmatch(r"[A-Za-z0-9_]{1,20}|…|[a-z0-9 +-]{1,80}|U\+[0-9A-F]{4,6}", word)
    start, end = error.span
    assert 0 <= start <= end <= max(len(text), 1)
    assert "\n" not in error.caret().split("\n")[0]


@pytest.mark.parametrize("text", REFUSED, ids=[ascii(text)[:40] for text in REFUSED])
def test_refused_with_a_harmless_sentence(text):
    assert_harmless(refusal(text), text)


@pytest.mark.parametrize(("text", "message", "span", "hint"), SPANS)
def test_the_sentence_says_what_and_where(text, message, span, hint):
    error = refusal(text)
    assert message in error.message
    assert hint in error.hint
    assert error.text == text
    if span is not None:
        assert error.span == span


def test_the_corpus_is_large():
    assert len(REFUSED) > 450


@pytest.mark.parametrize("thing", [None, 3, b"x", ["x"], {"x": 1}, object()])
def test_only_text_is_read(thing):
    assert_harmless(refusal(thing), "")


def test_a_hint_never_repeats_the_word_that_was_wrong():
    for text, *_ in SPANS:
        error = refusal(text)
        for word in re.findall("“([A-Za-z]{2,})”", error.message):
            assert f"Did you mean {word}?" != error.hint


def test_caret_points_under_the_trouble():
    assert refusal("x^2 + foo(y)").caret() == "x^2 + foo(y)\n      ^^^"
    assert refusal("x + \x00").caret() == "x + \N{REPLACEMENT CHARACTER}\n    ^"
