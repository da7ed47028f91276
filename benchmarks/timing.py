"""Fair clocks: variants in turn within one run, the best of each, printed as ratios."""

import sys
import time
from collections.abc import Callable, Mapping


def in_turn(variants: Mapping[str, Callable[[], object]], rounds: int = 7, inside: float = 0.02) -> dict[str, float]:
    """Seconds of one call of each variant: the minimum over rounds in which they take turns, warmed up.

    A call shorter than `inside` seconds is repeated within its sample, so that the clock and the first cold lines of
    code weigh nothing.
    """
    repeats = {name: _repeats(variant, inside) for name, variant in variants.items()}
    best = dict.fromkeys(variants, float("inf"))
    for _ in range(rounds):
        for name, variant in variants.items():
            if repeats[name] > 1:
                variant()  # the one before may have emptied caches
            begun = time.perf_counter()
            for _ in range(repeats[name]):
                variant()
            best[name] = min(best[name], (time.perf_counter() - begun) / repeats[name])
    return best


def once(variant: Callable[[], object]) -> float:
    """Seconds of a single call, for what can only be cold once."""
    begun = time.perf_counter()
    variant()
    return time.perf_counter() - begun


def forget() -> None:
    """Empty every cache of gdviz but the expressions', so that the next call generates and compiles again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("gdviz.") and not name.startswith("gdviz.expression"):
            for member in vars(module).values():
                getattr(member, "cache_clear", lambda: None)()


def _repeats(variant: Callable[[], object], inside: float) -> int:
    return max(1, int(inside / max(once(variant), 1e-7)))


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Lines of right-aligned columns."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in [heads, *rows]
    )


def geometric_mean(numbers: list[float]) -> float:
    """Of positive numbers."""
    product = 1.0
    for number in numbers:
        product *= number
    return product ** (1.0 / len(numbers))
