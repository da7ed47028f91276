"""Parts of a link as text: how numbers, pairs and lines are written and read, and what its notice says of them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qs, quote_plus, urlencode

from gdviz.knob import Knob
from gdviz.numeral import numeral

NUMBER_TEXT = re.compile(r"-?\d{1,10}(\.\d{1,14})?(e-?\d{1,3})?", re.ASCII)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
PLACE = Knob(0, -1e6, 1e6, "x", "A coordinate on the plane.")
ESCAPED = {"~": "!t", "!": "!!", ";": "!s", "\n": ";"}
"""What stands for the characters that separate; a new line is the commonest, so it is the shortest."""
COUNTS = {name: f"number of {name}" for name in ("trials", "restarts")}
MEANT = {short: long for long, short in ESCAPED.items()}
LONGEST_RULE = 8000
"""Twice the parser's own limit: the parser refuses, nothing is cut silently."""
SNAPSHOTS = "snapshots"
"""What the notice calls the field of snapshots, which is read in part where it can be."""
OUTSIDE = ("snapshot", "projector")
"""Keys that a snapshot does not have: it holds no others, and the projector belongs to the room."""
MOST_VALUES = 100
"""Values in one snapshot, a run or a parameter each."""
MOST_SAID = 3
"""Numbers beyond their bounds that have a sentence each; the others are counted."""
COUNT = "number of "
_beyond: ContextVar[dict[str, None] | None] = ContextVar("sentences on numbers beyond their bounds", default=None)


def write_number(value: float) -> str:
    """At most nine significant digits, without a plus sign."""
    return f"{value:.9g}".replace("e+", "e")


def read_number(text: str, knob: Knob = PLACE, name: str = "a number") -> float:
    """A plainly written number, clamped to the knob; ValueError for anything else (nan, 1_0, other digits).

    name: what it is, in the sentence of the link's notice if the knob cannot take it.
    """
    if not NUMBER_TEXT.fullmatch(text):
        raise ValueError("not a number")
    became = write_number(knob.clamp(float(text)) + 0.0)  # + 0.0: no minus zero
    if became != write_number(float(text) + 0.0):
        add_beyond([beyond_sentence(text, became, knob, name)])
    return float(became)


def write_list(values: Iterable[float]) -> str:
    """number~number~number"""
    return "~".join(map(write_number, values))


def read_list(text: str, knob: Knob = PLACE, name: str = "a number") -> tuple[float, ...]:
    """The inverse of write_list; name: of one of the numbers, for the notice."""
    return tuple(read_number(part, knob, name) for part in text.split("~"))


def read_point(text: str, name: str) -> tuple[float, float]:
    """x~y; name: of a coordinate, for the notice."""
    x, y = read_list(text, name=name)
    return x, y


def read_choice(text: str, choices: Collection[str]) -> str:
    """One of the choices; KeyError for another text."""
    if text not in choices:
        raise KeyError
    return text


def read_text(text: str, most: int) -> str:
    """A text that can travel in a link; ValueError for one of more characters."""
    if len(text) > most:
        raise ValueError("too long")
    text.encode()  # a lone surrogate cannot travel: UnicodeEncodeError is a ValueError
    return text


def write_pairs(pairs: Sequence[tuple[str, str]]) -> str:
    """name~value~name~value"""
    return "~".join(part for pair in pairs for part in pair)


def read_pairs(text: str) -> Iterator[tuple[str, str]]:
    """The inverse of write_pairs; ValueError when a value is missing."""
    parts = text.split("~")
    return zip(parts[::2], parts[1::2], strict=True)


def write_numbers(pairs: Sequence[tuple[str, float]]) -> str:
    """name~number~name~number"""
    return write_pairs([(name, write_number(value)) for name, value in pairs])


def read_turned(text: str, knobs: Mapping[str, Knob]) -> tuple[tuple[str, float], ...]:
    """The inverse of write_numbers, clamped; KeyError for a name that is no knob, ValueError for what is no number."""
    return tuple(
        (name, read_number(number, knobs[name], in_words(name))) for name, number in dict(read_pairs(text)).items()
    )


def in_words(name: str) -> str:
    """A key of a table as the words of a sentence: learning rate, number of trials."""
    return COUNTS.get(name, name.replace("_", " "))


def write_lines(text: str) -> str:
    """A text of many lines as one part of a pair."""
    return "".join(ESCAPED.get(character, character) for character in text)


def read_lines(text: str) -> str:
    """The inverse of write_lines; ValueError for what it cannot have written, and for what cannot travel."""
    parts = re.split(r"(!.|;)", read_text(text, LONGEST_RULE), flags=re.DOTALL)
    if any("!" in part for part in parts[::2]) or any(part not in MEANT for part in parts[1::2]):
        raise ValueError("not escaped")
    return "".join(MEANT.get(part, part) for part in parts)


def text_of(query: Mapping[str, Sequence[str]]) -> str:
    """The query of a snapshot as text."""
    return urlencode(query, doseq=True, safe="~")


def query_of(text: str) -> dict[str, list[str]]:
    """The inverse, without the keys that stay outside; ValueError for more values than a scene has."""
    query = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_VALUES)
    return {key: values for key, values in query.items() if key not in OUTSIDE}


def length(texts: Sequence[str]) -> int:
    """Characters that these snapshots take in a link."""
    return sum(len("&snapshot=") + len(quote_plus(text, safe="~")) for text in texts)


@contextmanager
def numbers_beyond() -> Iterator[dict[str, None]]:
    """Collects a sentence for each number that is changed meanwhile because its knob cannot take it."""
    sentences: dict[str, None] = {}
    token = _beyond.set(sentences)
    try:
        yield sentences
    finally:
        _beyond.reset(token)


def add_beyond(sentences: Sequence[str]) -> None:
    """Say these too, once each."""
    collected = _beyond.get()
    if collected is not None:
        collected |= dict.fromkeys(sentences)


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
