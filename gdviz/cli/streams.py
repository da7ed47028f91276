"""The standard streams of a command: signs that an encoding lacks, streams that are closed, formulas from stdin."""

import contextlib
import os
import sys
from io import TextIOWrapper

from gdviz.cli import plain_signs
from gdviz.cli.failures import Failure, WrongUsage

STDIN = "-"
"""Stands for standard input where a formula or a link is expected."""
LARGEST = 100_000
"""Bytes of stdin that are read; a formula has at most 1000 characters."""
EXAMPLE = 'echo "x^2 + 10y^2" | gdviz run - sgd'


def prepare() -> None:
    """Before anything is written: a closed stderr takes what is written and loses it.

    Raises Failure where stdout is closed.
    """
    plain_signs.register()
    if sys.stderr is None:  # print would write to stdout in its place
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 -- for as long as the process lives
    if sys.stdout is None:
        raise Failure("The standard output is closed: there is nowhere to write the result.")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=plain_signs.NAME)


def say(sentence: str) -> None:
    """A sentence on stderr; one that cannot be written there changes nothing of the result."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)


def stdin_bytes(most: int) -> bytes:
    """The first bytes of stdin, at most so many; none where it is closed."""
    return b"" if sys.stdin is None else sys.stdin.buffer.read(most)


def lines_of_stdin() -> list[str]:
    """The lines of stdin that are not empty. Raises WrongUsage where there are none, or more than can be meant."""
    content = stdin_bytes(LARGEST + 1)
    if len(content) > LARGEST:
        raise WrongUsage(f"Standard input has more than {LARGEST // 1000} kB; a formula has at most 1000 characters.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage(f"Standard input is no text in UTF-8: byte {error.start + 1} cannot be read.") from None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        raise WrongUsage(f"Standard input has no formula. Write one a line, as {EXAMPLE}.")
    return lines
