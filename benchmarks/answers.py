"""What the server does between a visitor's change and the new picture: import, typed formula, turned knob."""

import argparse
import subprocess
import sys
import time
from itertools import count

from benchmarks.targets import Target, at_most, shown
from gdviz.descent import descend
from gdviz.figures import DrawnRun, payload
from gdviz.surface import Surface

SIX_RUNS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
IMPORT = "import time; t = time.perf_counter(); import gdviz; print(time.perf_counter() - t); import sys; "
IMPORT += "assert 'sympy' not in sys.modules"
NUMBERS = count(1)


def import_seconds(rounds: int) -> float:
    """Seconds of `import gdviz` in a process of its own, NumPy included; SymPy must stay out."""
    command = [sys.executable, "-c", IMPORT]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds))


def answer(surface: Surface, keys: tuple[str, ...], steps: int, rate: float) -> dict:
    """The payload of these optimizers on a surface."""
    runs = [
        DrawnRun(key, key, key, "#000", "solid", descend(surface, key, steps=steps, learning_rate=rate)) for key in keys
    ]
    return payload(surface, surface.window, runs, start=surface.start)


def typed_seconds(rounds: int) -> float:
    """Seconds from a text nobody typed before to the payload of four runs; SymPy is loaded, as on a server."""
    best = float("inf")
    for _ in range(rounds):
        text = f"(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + {next(NUMBERS)}sin(x) y/(1 + x^2 + y^2)"
        begun = time.perf_counter()
        answer(Surface(text).check(), SIX_RUNS[:4], 200, 0.01)
        best = min(best, time.perf_counter() - begun)
    return best


def knob_seconds(rounds: int) -> float:
    """Seconds from a rate nobody chose before to the payload of six runs of 500 steps."""
    surface, best = Surface("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"), float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        answer(surface, SIX_RUNS, 500, 0.001 + 1e-6 * next(NUMBERS))
        best = min(best, time.perf_counter() - begun)
    return best


def targets(rounds: int = 7) -> list[Target]:
    """The three."""
    return [
        at_most("import gdviz, s", import_seconds(rounds), 0.3),
        at_most("typed formula to payload, ms", 1e3 * typed_seconds(rounds), 150),
        at_most("knob change, 6 runs x 500 steps, ms", 1e3 * knob_seconds(rounds), 40),
    ]


def main() -> None:
    """Print them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rounds", type=int, default=7)
    print(shown(targets(reader.parse_args().rounds)))


if __name__ == "__main__":
    main()
