"""Sentences of random runs against the path, recomputed; for longer: python -m tests.check_sentences N."""

from collections import Counter

import pytest

from tests.check_sentences import judged


@pytest.mark.long
def test_no_sentence_of_random_runs_is_false() -> None:
    said = list(judged(60, 1))
    assert [sentence for _, sentence, right in said if not right] == []
    assert len(said) > 120
    assert len(Counter(kind for kind, _, _ in said)) >= 12
