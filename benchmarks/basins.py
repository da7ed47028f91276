"""A 256×256 map of basins, Adam: gdviz against a plain NumPy loop and PyTorch's usual form, and the sweep's target."""

import argparse
from collections.abc import Callable

import numpy as np
import torch

from benchmarks.six import SIX, Six
from benchmarks.targets import Target, at_most, shown
from benchmarks.timing import geometric_mean, in_turn, table
from gdviz.analysis.basins import Basins, basins, basins_progressively, goals
from gdviz.analysis.landscape import survey
from gdviz.analysis.sweep import sweep
from gdviz.surface import Surface

torch.set_default_dtype(torch.float64)
WINDOW = ((-5.0, 5.0), (-5.0, 5.0))


def starts(side: int) -> np.ndarray:
    """The raster (2, side²)."""
    axes = (np.linspace(low, high, side) for low, high in WINDOW)
    return np.stack([grid.ravel() for grid in np.meshgrid(*axes)])


def plain(six: Six, side: int, steps: int) -> np.ndarray:
    """What one writes first: Adam on (2, n) arrays, the exact gradient called as a function; the ends."""
    surface, points = Surface(six.text), starts(side)
    first, second = np.zeros_like(points), np.zeros_like(points)
    with np.errstate(all="ignore"):
        for t in range(1, steps + 1):
            g = np.stack(surface.gradient(*points))
            first = 0.9 * first + 0.1 * g
            second = 0.999 * second + 0.001 * g**2
            points = points - six.rate * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
    return points


def by_torch(six: Six, side: int, steps: int) -> np.ndarray:
    """PyTorch's usual form: one (n, 2) tensor, the loss summed, Adam."""
    points = torch.tensor(starts(side).T.copy(), requires_grad=True)
    optimizer = torch.optim.Adam([points], lr=six.rate)
    for _ in range(steps):
        optimizer.zero_grad()
        six.f(torch, points[:, 0], points[:, 1]).sum().backward()
        optimizer.step()
    return points.detach().numpy().T


class Ours:
    """The map of one surface, its survey at hand as on the page."""

    def __init__(self, six: Six, side: int, steps: int) -> None:
        self.surface = Surface(six.text, window=WINDOW)
        self.asked = {"shape": (side, side), "steps": steps, "survey": survey(self.surface)}
        self.asked |= {"learning_rate": six.rate}

    def preview(self) -> Basins:
        """The first look."""
        return next(basins_progressively(self.surface, "adam", **self.asked))

    def whole(self) -> Basins:
        """Everything at once."""
        return basins(self.surface, "adam", **self.asked)

    def refined(self) -> Basins:
        """The second look, when the borders are known."""
        looks = basins_progressively(self.surface, "adam", **self.asked)
        next(looks)
        return next(looks)

    def wrong(self, ends: np.ndarray) -> tuple[float, float]:
        """Shares of the labels that differ from those of these ends: the whole map, and the refined one."""
        known = goals(self.surface, WINDOW, self.asked["survey"])
        expected = known.judged(ends, ~(np.abs(ends).max(axis=0) <= 1e6))[1].reshape(self.asked["shape"])
        return tuple(float(np.mean(found.labels != expected)) for found in (self.whole(), self.refined()))


def row(six: Six, side: int, steps: int, rounds: int) -> list[float]:
    """Seconds of preview, refined and whole; the others as multiples of the whole; shares of wrong labels."""
    ours = Ours(six, side, steps)
    variants: dict[str, Callable[[], object]] = {
        "preview": ours.preview,
        "refined": ours.refined,
        "whole": ours.whole,
        "plain": lambda: plain(six, side, steps),
        **{f"torch{n}": lambda n=n: (torch.set_num_threads(n), by_torch(six, side, steps)) for n in (1, 2)},
    }
    seconds = in_turn(variants, rounds)
    whole = seconds["whole"]
    others = [seconds["plain"] / whole, min(seconds["torch1"], seconds["torch2"]) / whole]
    return [seconds["preview"], seconds["refined"], whole, *others, *ours.wrong(plain(six, side, steps))]


def sweep_seconds() -> float:
    """Seconds of 200 × 200 settings of rate and momentum, 500 steps each, on Himmelblau, verdicts included."""
    surface = Surface(SIX[1].text, start=SIX[1].start)
    known = survey(surface)
    rates, momenta = np.geomspace(1e-4, 1e-1, 200), np.linspace(0, 0.99, 200)
    run = {"": lambda: sweep(surface, "momentum", steps=500, survey=known, learning_rate=rates, momentum=momenta)}
    return in_turn(run, 3)[""]


def targets(side: int = 256, steps: int = 500, rounds: int = 3) -> list[Target]:
    """Print the table: seconds of ours, others as multiples of the whole map, wrong labels in percent; the promised."""
    rows = {six.name: row(six, side, steps, rounds) for six in SIX}
    heads = ["surface", "preview s", "refined s", "whole s", "NumPy loop", "PyTorch", "wrong %", "wrong refined %"]
    table_rows = [
        [name, *(f"{n:.3g}" for n in (*numbers[:5], *(100 * w for w in numbers[5:])))] for name, numbers in rows.items()
    ]
    means = [geometric_mean([numbers[k] for numbers in rows.values()]) for k in range(5)]
    table_rows.append(["geometric mean", *(f"{mean:.3g}" for mean in means), "", ""])
    print(f"{side} x {side} starts x {steps} Adam steps")
    print(table(heads, table_rows))
    preview, _, _, _, _, wrong, refined = (max(column) for column in zip(*rows.values(), strict=True))
    return [
        at_most("map of basins, slowest preview, ms", 1e3 * preview, 50),
        *(at_most(f"map of basins, {name}, s", numbers[2], 0.25) for name, numbers in rows.items()),
        at_most("map of basins, labels wrong when refined, %", 100 * refined, 0.05),
        at_most("map of basins, labels wrong at the end, %", 100 * wrong, 0),
        at_most("40,000 settings x 500 steps, s", sweep_seconds(), 0.3),
    ]


def main() -> None:
    """Print tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--side", type=int, default=256)
    reader.add_argument("--steps", type=int, default=500)
    reader.add_argument("--rounds", type=int, default=3)
    options = reader.parse_args()
    print(shown(targets(options.side, options.steps, options.rounds)))


if __name__ == "__main__":
    main()
