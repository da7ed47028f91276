"""One command from its arguments to its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from gdviz.cli import plain_signs
from gdviz.cli.arguments import read
from gdviz.cli.failures import INTERRUPTED, explained


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments (the process's own by default) name; returns the exit code.

    Raises SystemExit as argparse does: 2 for arguments that are none, 0 after --help and --version.
    """
    plain_signs.register()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=plain_signs.NAME)
    try:
        chosen = read(sys.argv[1:] if arguments is None else arguments)
        import_module(f"gdviz.cli.{chosen.module}").perform(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _ended("Interrupted.", INTERRUPTED)
    except BrokenPipeError:  # `gdviz … | head` has read what it wants
        return _ended("", 0)
    except Exception as failure:
        known = explained(failure)
        if known is None:
            raise
        return _ended(*known)
    return 0


def _ended(sentence: str, code: int) -> int:
    """Say the sentence; what is still buffered for stdout goes nowhere, as Python would fail to write it once more."""
    if sentence:
        print(sentence, file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
