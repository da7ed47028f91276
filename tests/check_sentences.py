"""How many sentences of random runs are false: python -m tests.check_sentences [runs] [seed]."""

import re
import sys
from collections import Counter
from collections.abc import Iterator

import numpy as np
import sympy

import gdviz
from gdviz.analysis.diagnosis import Diagnosis, EventKind, Verdict
from gdviz.surface import Surface
from tests.sentence_places import basin, stall, window_left
from tests.sentence_witness import Witness, X, Y, climb, close, cycle, divergence, numbers, overshoot, zigzag

SURFACES = (
    ("x^2 + 10 y^2", 5), ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 5), ("(1 - x)^2 + 100 (y - x^2)^2", 2),
    ("2 x^2 - 1.05 x^4 + x^6/6 + x y + y^2", 2), ("(x^2 - 1)^2 + y^2 + 0.3 x", 2), ("x^4 + y^4", 2),
    ("20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)", 5), ("3 x^2 + 3 y^2", 5), ("-exp(-x^2 - y^2)", 3),
    ("(x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y)/2", 5), ("x^2 - y^2 + y^4/4", 3),
    ("sin(x) sin(y) + x^2/20 + y^2/20", 6),
    ("x^3 - 3 x y^2 + (x^2 + y^2)^2/4", 2), ("log(1 + x^2 + 4 y^2)", 4), ("x^2 y^2 + (x + y - 2)^2", 4),
)  # fmt: skip
OPTIMIZERS = (
    "sgd", "sgd", "sgd", "momentum", "momentum", "nesterov", "adam", "rmsprop", "adagrad", "lion", "nadam", "qhm",
    "newton", "damped_newton", "bfgs", "sign_sgd",
)  # fmt: skip
CHECKS = {
    EventKind.OVERSHOOT: overshoot, EventKind.ASCENT: climb, EventKind.BURST: climb, EventKind.ZIGZAG: zigzag,
    EventKind.CYCLE: cycle, EventKind.DIVERGENCE: divergence, EventKind.WINDOW_LEFT: window_left,
    EventKind.SADDLE_STALL: stall, EventKind.MAXIMUM_STALL: stall,
    EventKind.DEGENERATE_STALL: stall, EventKind.PLATEAU_STALL: stall, EventKind.BASIN_LEFT: basin,
    EventKind.BASIN_ENTERED: basin,
}  # fmt: skip


def arrival(w: Witness, text: str, step: int) -> Iterator[bool]:
    """From that frame on as near as is said."""
    near = numbers(r"stays within # of", text)
    place = numbers(r"of the minimum \(#, #\)", text)
    if near and place:
        away = np.hypot(*(w.run.points[step:] - place).T).max()
        yield abs(near[0] - away) < 2e-3 * max(away, np.hypot(*place)) + 1e-6
    here = numbers(r"in that frame f = #, slope #", text)
    yield here is None or (close(here[0], w.value(step), 3) and close(here[1], np.hypot(*w.slope(step)), 3))


def verdict(w: Witness, found: Diagnosis) -> Iterator[bool]:
    """The verdict's word and its numbers against the path."""
    text, values = found.sentence, w.run.values
    quarter = max(w.run.steps // 4, 1)
    end = numbers(r"It ends (?:at|[^ ]+ from) the minimum \(#, #\)[^,;]*, f = #", text)
    if end:
        yield close(end[2], w.value(-1), 3) or abs(end[2]) < 1e-12
        rounded = 1e-3 * np.abs(end[:2]).max() * np.abs(w.eigenvalues(np.array(end[:2]))).max()
        steep = float(np.hypot(*np.array(w.first(end[0], end[1]), dtype=float)))
        yield steep < 1e-2 * (1 + np.abs(w.slope(0)).max()) + rounded
        yield w.value(-1) - float(w.f(end[0], end[1])) < 1e-5 * np.ptp(values) + 1e-3 * abs(end[2]) + 1e-6
    deeper = numbers(r"the one at \(#, #\) is deeper, f = #", text)
    yield deeper is None or (
        deeper[2] < w.value(-1) and abs(float(w.f(*deeper[:2])) - deeper[2]) < 2e-3 * (1 + abs(deeper[2]))
    )
    if found.verdict is Verdict.DESCENDING and w.run.steps >= 4:
        yield values[-1] <= values[-1 - quarter] * (1 + 1e-9 * np.sign(values[-1 - quarter]))
    if found.verdict is Verdict.CLIMBING:
        yield values[-1] > values[-1 - quarter]
    last = numbers(r"in its last # steps within #, between f = # and #", text)
    if last:
        steps = int(last[0])
        heights = np.array([w.value(k) for k in range(w.run.steps - steps + 1, w.run.steps + 1)])
        yield close(last[1], np.hypot(*np.ptp(w.run.points[-steps:], axis=0)), 3)
        yield close(last[2], heights.min(), 3) and close(last[3], heights.max(), 3)
        yield ("decays would" in text) == bool(w.run.rates[-1] >= w.run.rates[-steps])
    rose = numbers(r"In the last # steps f rose from # to #, at \(", text.replace("last step", "last 1 steps"))
    if rose:
        yield close(rose[1], w.value(-1 - int(rose[0])), 3) and close(rose[2], w.value(-1), 3) and rose[2] >= rose[1]
    left = numbers(r"it is at \(#, #\), f = #, with a slope of # left", text)
    yield left is None or (close(left[2], w.value(-1), 3) and close(left[3], np.hypot(*w.slope(-1)), 3))
    hover = numbers(r"hovers within # of the minimum \(#, #\), where f = #", text)
    if hover:
        away = np.hypot(*(w.run.points[-1 - w.run.steps // 4 :] - hover[1:3]).T).max()
        yield abs(hover[0] - away) < 2e-3 * np.hypot(*hover[1:3]) + 1e-3 * away
        span = numbers(r"f is between # and #", text)
        yield span is not None and close(span[0], values[-1 - w.run.steps // 4 :].min(), 3)
    held = numbers(r"where the slope is #, and weight decay pulls back towards the origin by # × # = #", text)
    yield held is None or (close(held[1] * held[2], held[3], 3) and abs(held[0] - held[3]) < 0.03 * held[0])
    speed = numbers(r"each step takes # % off", text)
    if speed:
        low, high = w.eigenvalues(w.run.points[-1])
        rate = float(w.run.rates[-1])
        yield close(speed[0], 100 * (1 - max(abs(1 - rate * low), abs(1 - rate * high))), 3)
    held_at = numbers(r"stalls at the \w+(?: point)? \(#, #\), where the slope is down to #", text)
    if held_at:
        room = 1e-3 * (1 + np.abs(w.eigenvalues(np.array(held_at[:2]))).max() * max(1.0, *map(abs, held_at[:2])))
        yield float(np.hypot(*np.array(w.first(*held_at[:2]), dtype=float))) < room


def cases(count: int, seed: int) -> Iterator[tuple[str, float, str, dict, tuple[float, float], int]]:
    """Random runs: surface and half its window, optimizer, what it is given, start, steps."""
    chance = np.random.default_rng(seed)
    for _ in range(count):
        text, half = SURFACES[chance.integers(len(SURFACES))]
        key = str(chance.choice(OPTIMIZERS))
        given = {}
        if "learning_rate" in gdviz.OPTIMIZERS[key].knobs and key not in ("newton", "damped_newton", "bfgs"):
            given["learning_rate"] = float(10 ** chance.uniform(-3.5, 0.3))
            if chance.random() < 0.1 and "weight_decay" not in gdviz.OPTIMIZERS[key].knobs:
                given["weight_decay_l2"] = float(10 ** chance.uniform(-2, 0))
            given |= changed(chance)
        x, y = chance.uniform(-0.9 * half, 0.9 * half, 2).tolist()
        yield text, half, key, given, (x, y), int(chance.integers(20, 400))


def changed(chance: np.random.Generator) -> dict[str, float | str]:
    """What else a run may be given: nothing, noise with or without a schedule, clipping, or a schedule."""
    what = chance.integers(12)
    given: dict[str, float | str] = {}
    if what in (0, 1):
        given["noise"] = float(10 ** chance.uniform(-3, 1))
    if what in (1, 2):
        given["schedule"] = str(chance.choice(list(gdviz.SCHEDULES)))
    if what == 3:
        given[str(chance.choice(["clip_norm", "clip_value"]))] = float(10 ** chance.uniform(-1, 1))
    return given


def judged(count: int, seed: int) -> Iterator[tuple[str, str, bool]]:
    """Kind, sentence and truth of everything that is said of random runs; a sentence without a check counts as true."""
    for text, half, key, given, start, steps in cases(count, seed):
        surface = Surface(text, window=((-half, half), (-half, half)))
        run = gdviz.descend(surface, key, start, steps, **given)
        found = run.diagnosis
        w = Witness(expression(text), run, key, given.get("weight_decay_l2", 0.0), 2 * half * 2**0.5)
        label = f"{text} {key} {given} {start} {steps}: "
        yield "VERDICT " + found.verdict.name, label + found.sentence, all(map(bool, verdict(w, found)))
        for event in found.marks:
            if event.kind in CHECKS:
                right = all(map(bool, CHECKS[event.kind](w, event.sentence, event.step, event.until)))
            else:
                right = event.kind is not EventKind.CONVERGENCE or all(
                    map(bool, arrival(w, event.sentence, event.step))
                )
            yield event.kind.name, label + event.sentence, right


def expression(text: str) -> sympy.Expr:
    """The same text for SymPy, of our own list only."""
    power = re.sub(r"(\d|\w|\)) (?=[\w(])", r"\1*", text.replace("^", "**"))
    return sympy.sympify(power, locals={"x": X, "y": Y, "pi": sympy.pi})


def main(count: int, seed: int) -> None:
    """The table of the counts, and every false sentence."""
    said, false = Counter(), Counter()
    for kind, sentence, right in judged(count, seed):
        said[kind] += 1
        if not right:
            false[kind] += 1
            print(f"FALSE {kind}: {sentence}")
    for kind in sorted(said):
        print(f"{kind:25} {said[kind]:6} {false[kind]:4}")
    print(f"{count} runs, {said.total()} sentences, {false.total()} false")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
