"""Numbers, pairs and typed lines as a link writes them, and as it reads them from a stranger."""

import re
from collections.abc import Iterator, Mapping, Sequence

from gdviz.knob import Knob
from gdviz.scene.notices import add_beyond, beyond_sentence

NUMBER = re.compile(r"-?\d{1,10}(\.\d{1,14})?(e-?\d{1,3})?", re.ASCII)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
PLACE = Knob(0, -1e6, 1e6, "x", "A coordinate on the plane.")
ESCAPED = {"~": "!t", "!": "!!", ";": "!s", "\n": ";"}
"""What stands for the characters that separate; a new line is the commonest, so it is the shortest."""
COUNTS = {name: f"number of {name}" for name in ("trials", "restarts")}
MEANT = {short: long for long, short in ESCAPED.items()}


def write_number(value: float) -> str:
    """At most nine significant digits, without a plus sign."""
    return f"{value:.9g}".replace("e+", "e")


def read_number(text: str, knob: Knob = PLACE, name: str = "a number") -> float:
    """A plainly written number, clamped to the knob; ValueError for anything else (nan, 1_0, other digits).

    name: what it is, in the sentence of the link's notice if the knob cannot take it.
    """
    if not NUMBER.fullmatch(text):
        raise ValueError("not a number")
    became = write_number(knob.clamp(float(text)) + 0.0)  # + 0.0: no minus zero
    if became != write_number(float(text) + 0.0):
        add_beyond([beyond_sentence(text, became, knob, name)])
    return float(became)


def read_point(text: str, name: str) -> tuple[float, float]:
    """x~y; name: of a coordinate, for the notice."""
    x, y = (read_number(part, name=name) for part in text.split("~"))
    return x, y


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
    text.encode()  # a lone surrogate: UnicodeEncodeError is a ValueError
    parts = re.split(r"(!.|;)", text, flags=re.DOTALL)
    if any("!" in part for part in parts[::2]) or any(part not in MEANT for part in parts[1::2]):
        raise ValueError("not escaped")
    return "".join(MEANT.get(part, part) for part in parts)
