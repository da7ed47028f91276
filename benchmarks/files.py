"""What is taken away: the sizes of a page and of a film of four runs, and the CPU time that they take to write."""

import time
from collections.abc import Callable

from benchmarks.targets import Target, at_most
from gdviz.export import contents_of, written
from gdviz.scene import Scene


def measured(make: Callable[[], bytes]) -> tuple[float, int]:
    """Seconds of CPU, and bytes."""
    begun = time.process_time()
    size = len(make())
    return time.process_time() - begun, size


def targets() -> list[Target]:
    """Four runs of 500 steps as a page; four of 149 as a film of 150 frames, 900 × 900 pixels."""
    long, short = contents_of(Scene(steps=500)), contents_of(Scene(steps=149))
    written(short, "png")  # what is imported and opened once is no part of a film
    _, page = measured(lambda: written(long, "html"))
    seconds, film = measured(lambda: written(short, "gif"))
    return [
        at_most("page of 4 runs of 500 steps, kB", page / 1e3, 450),
        at_most("GIF of 4 runs, 150 frames, 900 × 900, MB", film / 1e6, 3),
        at_most("  seconds of CPU to write it", seconds, 4),
    ]
