"""The standard streams of a command: formulas from stdin, sentences and failures on stderr, signs an encoding lacks."""

import codecs
import contextlib
import os
import re
import sys
import unicodedata
from errno import ENOSPC
from io import TextIOWrapper

FAILED, USAGE, INTERRUPTED = 1, 2, 130
STDIN = "-"
"""Stands for standard input where a formula or a link is expected."""
LARGEST = 100_000
"""Bytes of stdin that are read; a formula has at most 1000 characters."""
EXAMPLE = 'echo "x^2 + 10y^2" | gdviz run - sgd'
SIGNS_ERROR = "gdviz-plain-signs"
"""The error handler of the streams, which writes signs that an encoding lacks in letters and signs of ASCII."""
SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "·": "*",
        "×": "x",
        "‖": "|",
        "∇": "grad ",
        "√": "sqrt",
        "∞": "infinity",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "…": "...",
        "“": '"',
        "”": '"',
        "’": "'",
    }
)
RAISED, LOWERED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
DIGITS = str.maketrans(RAISED + LOWERED, "+-0123456789" + "0123456789")
GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)$")


class Failure(Exception):  # noqa: N818 -- the sentence is all of it
    """A command cannot do what its arguments say; its text is the sentence."""


def prepare() -> None:
    """Before anything is written: a closed stderr takes what is written and loses it.

    Raises Failure where stdout is closed.
    """
    codecs.register_error(SIGNS_ERROR, _replaced)
    if sys.stderr is None:  # print would write to stdout in its place
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 -- for as long as the process lives
    if sys.stdout is None:
        raise Failure("The standard output is closed: there is nowhere to write the result.")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=SIGNS_ERROR)


def say(sentence: str) -> None:
    """A sentence on stderr; one that cannot be written there changes nothing of the result."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)


def stdin_bytes(most: int) -> bytes:
    """The first bytes of stdin, at most so many; none where it is closed."""
    return b"" if sys.stdin is None else sys.stdin.buffer.read(most)


def lines_of_stdin() -> list[str]:
    """The lines of stdin that are not empty. Raises ValueError where there are none, or more than can be meant."""
    content = stdin_bytes(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"Standard input has more than {LARGEST // 1000} kB; a formula has at most 1000 characters.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"Standard input is no text in UTF-8: byte {error.start + 1} cannot be read.") from None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        raise ValueError(f"Standard input has no formula. Write one a line, as {EXAMPLE}.")
    return lines


def explained(failure: Exception) -> tuple[str, int] | None:
    """Sentence and exit code of an expected failure: 2 for what was typed wrongly; None for a bug of ours."""
    if isinstance(failure, OSError):
        return _file_sentence(failure), FAILED
    if isinstance(failure, Failure):
        return str(failure), FAILED
    if isinstance(failure, ImportError):
        return _extra_sentence(failure), FAILED
    from gdviz.argument import UnknownKey
    from gdviz.expression import ExpressionError

    if isinstance(failure, ExpressionError):
        return "\n".join([*marked(failure.text, failure.span), str(failure)]), USAGE
    if isinstance(failure, UnknownKey) or type(failure) in (ValueError, TypeError):
        return str(failure), USAGE
    if not isinstance(failure, ValueError | TypeError):
        return None
    from gdviz.export import NotExported

    return str(failure), FAILED if isinstance(failure, NotExported) else USAGE


def _extra_sentence(failure: ImportError) -> str:
    """Which extra has the package that is missing; a sentence of the library's own stands as it is."""
    extras = {"PIL": "pictures", "plotly": "plot", "anywidget": "notebook", "streamlit": "app"}
    extra = extras.get((failure.name or "").split(".")[0])
    return f"This needs {failure.name}. Install it: pip install 'gdviz[{extra}]'." if extra else str(failure)


def _file_sentence(failure: OSError) -> str:
    what = failure.filename or "the output"
    if failure.errno == ENOSPC:
        return f"There is no room left on the device to write {what}."
    if isinstance(failure, PermissionError):
        return f"{what}: permission denied."
    if isinstance(failure, IsADirectoryError):
        return f"{what} is a folder: name a file in it."
    if isinstance(failure, FileNotFoundError) and failure.filename:
        return f"{what}: there is no such file or folder."
    return f"{what}: {failure.strerror}." if failure.strerror else str(failure)


def marked(text: str, span: tuple[int, int]) -> list[str]:
    """The line of a text that the span (start, end) begins in, with carets below the span; nothing for no text."""
    if not text:
        return []
    start, end = span
    first = text.rfind("\n", 0, start) + 1
    line = text[first:].split("\n", 1)[0]
    before, below = line[: start - first], line[start - first : max(end, start + 1) - first]
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return [f"  {shown}", f"  {' ' * columns(before)}{'^' * max(1, columns(below))}"]


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def plain(text: str) -> str:
    """The text in ASCII; ? for a letter that has no other."""
    text = re.sub(f"[{RAISED}]+", lambda power: "^" + power[0], text).translate(DIGITS).translate(SIGNS)
    spelled = "".join(map(_letter, text))
    return spelled.encode("ascii", "replace").decode("ascii")


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if greek := GREEK.match(unicodedata.name(letter, "")):
        return greek[2].lower() if greek[1] == "SMALL" else greek[2].capitalize()
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return bare or "?"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """What stands for a run of signs that could not be encoded (PEP 293)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end
