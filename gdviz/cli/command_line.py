"""One command from its arguments to its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""

import copy
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from gdviz.cli import streams
from gdviz.cli.arguments import read
from gdviz.cli.streams import INTERRUPTED, Failure, explained


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments (the process's own by default) name; returns the exit code.

    Raises SystemExit as argparse does: 2 for arguments that are none, 0 after --help and --version.
    """
    try:
        streams.prepare()
        perform(_read(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _ended("Interrupted.", INTERRUPTED)
    except BrokenPipeError:  # `gdviz … | head` has read what it wants
        return _ended("", 0)
    except Exception as failure:
        ending = explained(failure)
        if ending is None:
            raise
        return _ended(*ending)
    return 0


def _read(arguments: Sequence[str]) -> Namespace:
    """The command; what --help and --version print is written out before they end, or cannot be, which is said."""
    try:
        return read(arguments)
    except SystemExit:
        sys.stdout.flush()
        raise


def perform(chosen: Namespace) -> None:
    """Perform the command, or for `-` in the place of its surface once for each line of stdin, to the first failure."""
    act = import_module(f"gdviz.cli.{chosen.module}").perform
    if getattr(chosen, "surface", None) != streams.STDIN:
        act(chosen)
        return
    lines = streams.lines_of_stdin()
    if len(lines) > 1 and hasattr(chosen, "output"):
        raise ValueError(f"Standard input has {len(lines)} lines, and a file shows one surface: give one line.")
    for number, line in enumerate(lines, 1):
        if number > 1 and not chosen.json:
            print()
        once = copy.copy(chosen)
        once.surface = line
        try:
            act(once)
        except Exception as failure:
            ending = explained(failure)
            if ending is None or len(lines) == 1 or isinstance(failure, OSError):
                raise
            sentence, code = ending
            raise (ValueError if code == 2 else Failure)(f"Line {number} of standard input:\n{sentence}") from failure


def _ended(sentence: str, code: int) -> int:
    """Say the sentence; what is still buffered for stdout goes nowhere, as Python would fail to write it once more."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if sentence:
        streams.say(sentence)
    return code
