"""The word that was probably meant."""

import difflib


def closest(run: str, candidates: set[str]) -> str:
    """The likeliest candidate, those with the same beginning first; empty if none is close."""
    lower = run.lower()
    near = difflib.get_close_matches(lower, sorted(candidates), n=5, cutoff=0.6)
    return max(near, key=lambda word: _same_beginning(word, lower), default="")


def _same_beginning(word: str, other: str) -> int:
    """How many first letters two words share."""
    return next((k for k, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
