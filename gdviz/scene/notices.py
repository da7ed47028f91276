"""What a link's notice says: which parts could not be read, and which numbers were beyond their bounds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from gdviz.knob import Knob
from gdviz.numeral import numeral
from gdviz.scene.snapshot_codec import SNAPSHOTS

MOST_SAID = 3
"""Numbers beyond their bounds that have a sentence each; the others are counted."""
COUNT = "number of "
_beyond: ContextVar[list[str] | None] = ContextVar("sentences on numbers beyond their bounds", default=None)


@contextmanager
def numbers_beyond() -> Iterator[list[str]]:
    """Collects a sentence for each number that is changed meanwhile because its knob cannot take it."""
    sentences: list[str] = []
    token = _beyond.set(sentences)
    try:
        yield sentences
    finally:
        _beyond.reset(token)


def add_beyond(sentences: Sequence[str]) -> None:
    """Say these too, once each."""
    collected = _beyond.get()
    if collected is not None:
        collected += [sentence for sentence in dict.fromkeys(sentences) if sentence not in collected]


def beyond_sentence(text: str, became: str, knob: Knob, name: str) -> str:
    """The number that a link names, and the one that is taken in its place; name: `number of …`, or of one value."""
    counted = name.removeprefix(COUNT)
    wish = f"The link asks for {_plain(text)} {counted if counted != name else f'as {name}'}; "
    if knob.low <= float(text) <= knob.high:
        return f"{wish}{_plain(became)} is the nearest whole number."
    return f"{wish}{_plain(became)} is the {'most' if float(text) > knob.high else 'least'}."


def notice(unread: Sequence[str], beyond: Sequence[str]) -> tuple[str, ...]:
    """One text on the fields that could not be read and the numbers that were changed; () if there is none."""
    sentences = []
    *names, last = [name for name in unread if name != SNAPSHOTS] or [""]
    if last:
        named = f"{', '.join(names)} and {last}" if names else last
        stand = "the usual ones stand" if names else "the usual one stands"
        sentences.append(f"The link's {named} could not be read, so {stand} in place.")
    if SNAPSHOTS in unread:
        sentences.append("A snapshot of the link could not be read and is left out.")
    sentences += beyond[:MOST_SAID]
    if (more := len(beyond) - MOST_SAID) > 0:
        others = "One more number is" if more == 1 else f"{more} more numbers are"
        sentences.append(f"{others} brought within bounds.")
    return (" ".join(sentences),) if sentences else ()


def _plain(text: str) -> str:
    """A number of a link as people read it, all its digits in place."""
    return numeral(float(text), 9) if "e" in text else text.replace("-", "−")
