"""What is taken away: the size of every form of four runs, and the CPU time that it takes to write."""

import time
from collections.abc import Callable
from functools import partial

from benchmarks.targets import Target, at_most
from benchmarks.timing import table
from gdviz.export import FORMS, contents_of, written
from gdviz.export.forms import FILMS
from gdviz.scene import Scene

OFFERED = tuple(suffix for suffix in FORMS if suffix != "mp4")
"""Every form that needs no program beside Python."""


def measured(make: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds of CPU, and bytes."""
    begun = time.process_time()
    size = len(make())
    return time.process_time() - begun, size


def targets() -> list[Target]:
    """Four runs of 500 steps in every form; as a film four of 149: 150 frames of 900 × 900 pixels."""
    long, short = contents_of(Scene(steps=500)), contents_of(Scene(steps=149))
    written(short, "png")  # what is imported and opened once is no part of a file
    found = {}
    for suffix in OFFERED:
        contents = short if suffix in ("gif", "webp") else long
        found[suffix] = measured(partial(written, contents, suffix))
    rows = [[suffix, f"{size / 1e3:,.0f}", f"{seconds:.2f}"] for suffix, (seconds, size) in found.items()]
    print(table(["file", "kB", "seconds of CPU"], rows))
    seconds, film = found["gif"]
    still = max(spent for suffix, (spent, _) in found.items() if suffix not in FILMS)
    return [
        at_most("page of 4 runs of 500 steps, kB", found["html"][1] / 1e3, 450),
        at_most("GIF of 4 runs, 150 frames, 900 × 900, MB", film / 1e6, 3),
        at_most("  seconds of CPU to write it", seconds, 4),
        at_most("seconds of CPU to write the slowest that is no film", still, 1),
    ]
