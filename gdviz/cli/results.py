"""`gdviz results`: the result codes of a class as CSV, every prediction and how the predictions are spread."""

from argparse import Namespace
from pathlib import Path

from gdviz.cli.streams import STDIN, Failure, say, stdin_bytes
from gdviz.lessons import NO_PROOF, LessonError, tabulate, task_key

LARGEST = 20_000_000
"""Bytes of a file that are read."""


def perform(chosen: Namespace) -> None:
    """Print the table of the files that are named; "-" is stdin.

    Raises Failure for a file that is too large, or a key that is none.
    """
    try:
        keys = dict(map(task_key, chosen.key))
    except (LessonError, ValueError) as error:
        raise Failure(f"--key: {error}") from error
    print(tabulate([read(name) for name in chosen.files], keys), end="")
    say(NO_PROOF)


def read(name: str) -> str:
    """The text of a file, signs that are no UTF-8 replaced: a code has none of them."""
    if name == STDIN:
        content = stdin_bytes(LARGEST + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Failure(f"{name}: more than {LARGEST // 1_000_000} MB are no list of result codes.")
    return content.decode("utf-8-sig", errors="replace")
