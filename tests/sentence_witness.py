"""What a diagnosis says, recomputed from the path with derivatives by SymPy and minima along lines by SciPy."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import sympy
from scipy.optimize import minimize_scalar

from gdviz.trajectory import Trajectory
from tests.written_numbers import NUMBER, read

X, Y = sympy.symbols("x y", real=True)


def numbers(pattern: str, sentence: str) -> list[float] | None:
    """The numbers of the first match of a pattern in which # stands for one; None without a match."""
    found = re.search(pattern.replace("#", NUMBER), sentence)
    return [read(g) for g in found.groups()] if found else None


def close(said: float, true: float, digits: int = 4) -> bool:
    """Is it the rounding of the truth, with room for two ways to compute it?"""
    return abs(said - true) <= 0.52 * 10.0 ** (1 - digits) * abs(true) + 1e-9 * max(1.0, abs(true))


@dataclass(frozen=True)
class Witness:
    """A surface by its SymPy expression, and a run on it."""

    expression: sympy.Expr
    run: Trajectory
    key: str
    decay: float
    diagonal: float

    @cached_property
    def f(self) -> Callable[..., np.ndarray]:
        return sympy.lambdify((X, Y), self.expression, "numpy")

    @cached_property
    def second(self) -> Callable[..., list]:
        return sympy.lambdify((X, Y), sympy.hessian(self.expression, (X, Y)), "numpy")

    @cached_property
    def first(self) -> Callable[..., list]:
        return sympy.lambdify((X, Y), [sympy.diff(self.expression, v) for v in (X, Y)], "numpy")

    def value(self, frame: int) -> float:
        return float(self.f(*self.run.points[frame]))

    def slope(self, frame: int) -> np.ndarray:
        return np.array(self.first(*self.run.points[frame]), dtype=float)

    def step(self, i: int) -> np.ndarray:
        """Step i, from 1."""
        return self.run.points[i] - self.run.points[i - 1]

    def eigenvalues(self, point: np.ndarray) -> np.ndarray:
        return np.linalg.eigvalsh(np.array(self.second(*point), dtype=float))

    def curvature(self, i: int) -> float:
        step = self.step(i)
        return float((self.slope(i) - self.slope(i - 1)) @ step / (step @ step))

    def lowest_share(self, i: int) -> float:
        """Where on step i f is lowest: a fine scan, then Brent's bounded search in each of its valleys."""
        start, step = self.run.points[i - 1], self.step(i)
        shares = np.linspace(0, 1, 4001)
        heights = np.asarray(self.f(*(start[:, None] + step[:, None] * shares)), dtype=float)
        valleys = np.flatnonzero((heights <= np.roll(heights, 1)) & (heights <= np.roll(heights, -1)))
        if heights[-1] <= heights.min():  # the last of equal ones
            return 1.0
        found = [
            minimize_scalar(
                lambda s: float(self.f(*(start + s * step))), bounds=(shares[max(k - 1, 0)], shares[min(k + 1, 4000)]),
                method="bounded", options={"xatol": 1e-10},
            )
            for k in valleys
        ]  # fmt: skip
        lowest = min(valley.fun for valley in found)
        return float(max(valley.x for valley in found if valley.fun <= lowest + 1e-12 * abs(lowest)))


def overshoot(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """Past the lowest point of its way, by as much as is said."""
    yield bool(w.slope(step) @ w.step(step) > 0 > w.slope(step - 1) @ w.step(step))
    share = numbers(r"lay at # % of the step", text)
    yield share is not None and abs(share[0] - 100 * w.lowest_share(step)) < 0.02 + 1e-3 * share[0]
    ratio = numbers(r"it went # times as far", text)
    yield ratio is None or close(ratio[0], 1 / w.lowest_share(step), 3)
    bend = numbers(r"mean curvature is #", text)
    yield bend is None or close(bend[0], w.curvature(step), 3)
    product = numbers(r"α times it is # × # = #, more than #", text)
    yield product is None or (close(product[0] * product[1], product[2], 3) and product[2] >= product[3])
    rose = numbers(r"f rose from # to #", text)
    yield rose is None or (close(rose[0], w.value(step - 1)) and close(rose[1], w.value(step)) and rose[1] >= rose[0])
    top = numbers(r"carried on up to f = #", text)
    yield top is None or close(top[0], max(w.value(k) for k in range(step, until + 1)))


def climb(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """Up at each of the steps named, for the cause named."""
    span = re.match(r"Steps? (\d+)(?: (?:and|to) (\d+))? (?:climbed|burst)", text)
    yield span is not None
    assert span is not None
    first, last = int(span[1]), int(span[2] or span[1])
    values = [w.value(k) for k in range(first - 1, last + 1)]
    yield first == step and all(b > a for a, b in pairwise(values))
    ends = numbers(r"from f = # to #", text)
    yield ends is not None and close(ends[0], values[0]) and close(ends[1], values[-1])
    angle = numbers(r"# ?° away from straight downhill", text)
    if angle:
        move, down = w.step(first), -w.slope(first - 1)
        turn = math.degrees(math.acos(np.clip(move @ down / np.linalg.norm(move) / np.linalg.norm(down), -1, 1)))
        yield close(angle[0], turn, 3)
    yield ("remembers" not in text) or bool(w.run.states)
    bend = numbers(r"f bends down there \(λ = #\)", text)
    yield bend is None or (bend[0] < 0 and close(bend[0], w.eigenvalues(w.run.points[first - 1])[0]))
    many = numbers(r"; # such (?:climbs|bursts) until step #", text)
    yield many is None or int(many[1]) == until


def zigzag(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """As many reversals as are said."""
    turns = [(w.step(k), w.step(k - 1)) for k in range(step + 1, until + 1)]
    back = sum(bool(a @ b < -1e-9 * np.linalg.norm(a) * np.linalg.norm(b)) for a, b in turns)
    told = numbers(r"# of # reversing the last", text)
    yield (int(told[0]) == back and int(told[1]) == until - step + 1) if told else back == until - step
    bend = numbers(r"λ₁ = #", text)
    yield bend is None or close(bend[0], w.eigenvalues(w.run.points[step - 1])[1])
    low = numbers(r"λ₂ = #", text)
    yield low is None or close(low[0], w.eigenvalues(w.run.points[step - 1])[0])
    product = numbers(r"α·λ₁ = # × # = #", text)
    yield product is None or close(product[0] * product[1], product[2], 3)
    yield (
        "as far out" not in text
        or (w.expression.is_polynomial(X, Y) and sympy.Poly(w.expression, X, Y).total_degree() == 2)
    )


def cycle(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """Round as few points, as wide, without drifting up or down; with numbers that belong to the cause."""
    points, values = w.run.points[step - 1 :], np.array([w.value(k) for k in range(step - 1, until + 1)])
    gaps = np.hypot(*(points[:, None] - points).transpose(2, 0, 1)).max() if len(points) < 1500 else None
    width = numbers(r"points, # apart at most", text)
    yield width is None or gaps is None or close(width[0], gaps, 3)
    period = numbers(r"goes round between # points", text)
    if period and width:
        k = int(period[0])
        yield bool(np.hypot(*(points[k:] - points[:-k]).T).max() < 0.12 * width[0])
        falls = np.diff(values[-max(len(values) // 2, 8 * k) :: k])
        steady = (falls < 0).all() or (falls > 0).all()
        yield not steady or abs(falls.sum()) < 0.05 * np.ptp(w.run.values) + 1e-9
    low = numbers(r"f gets no lower than #", text)
    yield low is None or close(low[0], values[1:].min())
    undone = numbers(r"α times it is # × # = #, so each step undoes", text)
    yield undone is None or abs(undone[2] - 2) < 0.02
    bound = numbers(r"α·λ₁ = # × # = #, above the stability threshold #", text)
    yield bound is None or (close(bound[0] * bound[1], bound[2], 3) and bound[2] > bound[3])
    yield w.key != "newton" or "parabola" in text


def divergence(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """The curvature where it begins, its product with the rate, and steps that grow."""
    bend = numbers(r"there λ₁ = #", text)
    yield bend is None or close(bend[0], w.eigenvalues(w.run.points[max(step - 1, 0)])[1])
    bound = numbers(r"= #, above the stability threshold #", text)
    yield bound is None or bound[0] > bound[1]
    hold = numbers(r"threshold #; a rate below # would hold", text)
    if hold and bend:
        yield close(hold[1], hold[0] / (bend[0] + w.decay), 3)
    rose = numbers(r"in the last # steps f rose from # to #", text)
    yield rose is None or (close(rose[1], w.value(-1 - int(rose[0]))) and close(rose[2], w.value(-1)))
    grow = numbers(r"its steps grow, #, #, #", text)
    yield grow is None or all(close(g, np.hypot(*w.step(step + k))) for k, g in enumerate(grow))
