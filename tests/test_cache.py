"""The caches of a visit: computed once, bounded, one for each name."""

import pytest

from gdviz.ui import cache, session


@pytest.fixture(autouse=True)
def visit(monkeypatch) -> None:
    memories: dict[str, dict] = {}
    monkeypatch.setattr(session, "memory", lambda name: memories.setdefault(name, {}))


def test_a_value_is_computed_once_even_if_it_is_none() -> None:
    computed: list[int] = []
    for _ in range(3):
        assert cache.cached("squares", 7, lambda: computed.append(7)) is None
    assert computed == [7]


def test_names_part_the_caches() -> None:
    assert cache.cached("a", 1, lambda: "one") == "one"
    assert cache.cached("b", 1, lambda: "other") == "other"
    assert cache.cached("a", 1, lambda: "never") == "one"


def test_the_value_that_was_not_used_longest_goes_first() -> None:
    for key in (1, 2, 1, 3):
        cache.cached("few", key, lambda key=key: key, most=2)
    assert 1 in cache.of_visit("few", 2)
    assert 2 not in cache.of_visit("few", 2)
    assert 3 in cache.of_visit("few", 2)


def test_what_fails_is_computed_again() -> None:
    def fail() -> int:
        raise ValueError("too long a loss")

    with pytest.raises(ValueError, match="too long"):
        cache.cached("surfaces", 1, fail)
    assert cache.cached("surfaces", 1, lambda: 5) == 5
