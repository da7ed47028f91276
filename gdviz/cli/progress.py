"""A progress bar on stderr while a command works, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size

from tqdm import tqdm

from gdviz.checkpoint import listen

SHARE = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}"
AFTER = 0.5
"""Seconds of work before the bar is shown."""


@contextmanager
def working(what: str, total: float | None = None) -> Iterator[Callable[[float], None]]:
    """Count the slices of the work done in this block; with a total, what is handed to the function that is yielded."""
    bar = tqdm(
        total=total, desc=what, delay=AFTER, leave=False, file=sys.stderr, disable=not sys.stderr.isatty(),
        ncols=get_terminal_size().columns, bar_format=None if total is None else SHARE,
    )  # fmt: skip

    def done(so_far: float) -> None:
        bar.update(so_far - bar.n)

    def slice_done() -> None:
        bar.update()

    if total is None:
        listen(slice_done)
    try:
        yield done
    finally:
        listen()
        bar.close()
