"""A result code: the answers of a student as a short text with a checksum, to be pasted into a course's own system."""

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import NamedTuple

from gdviz.lessons.answers import Answered, answer_of
from gdviz.lessons.lesson import KINDS, LessonError

MARK = "GDVIZ1-"
"""How a code of the first version begins."""
GROUP, MOST_LESSONS, LONGEST = 5, 60, 8000
"""Signs of a group, lessons of a code, signs of a code."""
RIGHT = 0x80
PACKED = {"point": ">2f", "number": ">f", "choice": ">B", "arrow": ">2f"}
"""How an answer of a kind is packed; an order is its length and its places, a byte each."""
CODE = re.compile(r"GDVIZ(\d{1,3})-\s*((?:[A-Z2-7]{5}-\s*)*[A-Z2-7]{1,5})(?![A-Z0-9])", re.ASCII | re.IGNORECASE)


class Results(NamedTuple):
    """What a code holds: the answers, and how many questions each of its lessons asks."""

    answers: tuple[Answered, ...]
    questions: Mapping[str, int]

    @property
    def score(self) -> tuple[int, int]:
        """Right answers, and questions asked."""
        return sum(answer.right for answer in self.answers), sum(self.questions.values())


def result_code(answers: Iterable[Answered], questions: Mapping[str, int]) -> str:
    """The code of these answers; questions: lesson's key → how many questions it asks.

    A lesson without an answer is part of it too. Numbers are kept to seven digits. Raises ValueError for an answer that
    is none.
    """
    content = bytearray([len(questions)])
    answers = [*answers]
    for key, count in questions.items():
        own = [answer for answer in answers if answer.lesson == key]
        name = key.encode("ascii")
        content += bytes([len(name)]) + name + bytes([count, len(own)])
        for answer in own:
            content += _packed(answer)
    content += struct.pack(">I", binascii.crc32(content))
    signs = base64.b32encode(bytes(content)).decode("ascii").rstrip("=")
    return MARK + "-".join(signs[k : k + GROUP] for k in range(0, len(signs), GROUP))


def read_code(text: str) -> Results:
    """What a code holds. Raises LessonError with a sentence for what is no code, or was changed on the way."""
    match = CODE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not match:
        raise LessonError("This is no result code: one begins with GDVIZ1- and is copied whole.")
    if match[1] != "1":
        raise LessonError(f"This result code is of version {match[1]}, and this gdviz reads version 1.")
    signs = re.sub(r"[-\s]", "", match[2]).upper()
    try:
        content = base64.b32decode(signs + "=" * (-len(signs) % 8))
    except binascii.Error:
        raise LessonError("This result code is not whole.") from None
    if len(content) < 5 or struct.unpack(">I", content[-4:])[0] != binascii.crc32(content[:-4]):
        raise LessonError("This result code is not whole: a sign was changed or is missing.")
    try:
        return _unpacked(content[:-4])
    except (IndexError, struct.error, UnicodeDecodeError, ValueError):
        raise LessonError("This result code holds what no lesson asks.") from None


def _packed(answer: Answered) -> bytes:
    if not answer.whole:
        raise ValueError(f"This is no answer: {answer}")
    first = bytes([answer.place, KINDS.index(answer.kind) | RIGHT * answer.right])
    if isinstance(answer.value, list):
        return first + bytes([len(answer.value), *answer.value])
    parts = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return first + struct.pack(PACKED[answer.kind], *parts)


def _taken(content: BytesIO, count: int) -> bytes:
    """The next bytes; IndexError where so many are not left."""
    taken = content.read(count)
    if len(taken) < count:
        raise IndexError
    return taken


def _byte(content: BytesIO) -> int:
    return _taken(content, 1)[0]


def _unpacked(packed: bytes) -> Results:
    content, questions, answers = BytesIO(packed), dict[str, int](), list[Answered]()
    for _ in range(_byte(content)):
        key = _taken(content, _byte(content)).decode("ascii")
        questions[key] = _byte(content)
        answers += [*_answers(content, key, _byte(content))]
    places = {(answer.lesson, answer.place) for answer in answers}
    if content.read() or not all(answer.whole for answer in answers) or len(places) < len(answers):
        raise ValueError
    if len(questions) > MOST_LESSONS or any(
        sum(a.lesson == key for a in answers) > questions[key] for key in questions
    ):
        raise ValueError
    return Results(tuple(answers), questions)


def _answers(content: BytesIO, key: str, count: int) -> Iterator[Answered]:
    for _ in range(count):
        place, second = _byte(content), _byte(content)
        kind = KINDS[second & ~RIGHT]
        packed = f">{_byte(content)}B" if kind == "order" else PACKED[kind]
        parts = [float(f"{part:.7g}") for part in struct.unpack(packed, _taken(content, struct.calcsize(packed)))]
        value = answer_of(kind, parts if len(parts) > 1 else parts[0])
        if value is None:
            raise ValueError
        yield Answered(key, place, kind, value, bool(second & RIGHT))
