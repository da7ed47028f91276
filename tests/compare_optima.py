"""Surveys against published optima: CUTEst (SIF files) and Schittkowski (1987) problems in two variables.

`python -m tests.compare_optima` prints how many of the published minima are found, and the worst error. Bounds do not
bind at the optimum, or are the window.

Names and sources are those of the SIF files. Their formulas, as github.com/GrattonToint/S2MPJ translates them to
Python, agree with these here to 4e-15 at 20 points of each window (CAMEL6 to 7e-10). The values are
their "LO SOLTN", with more digits where a closed form or Newton's method gives them; CLIFF and HIMMELBCLS have none
there, and MARATOSB has 1.0, the height without the sign of x, in place of its minimum, -1 - 1/(16·10⁶) to ten digits.
SISSER is decoded wrongly in its file and corrected in SISSER2. S201 to S311 without a SIF file agree with
JuliaSmoothOptimizers' OptimizationProblems.jl (S201) and NLSProblems.jl (S206, S207, S210, S212, S213, S311); S274 and
S309 with one other public translation only, their values are not checked against the book.
"""

from dataclasses import dataclass

import numpy as np

from gdviz.analysis.landscape import survey
from gdviz.surface import Surface


@dataclass(frozen=True)
class Problem:
    """A formula as typed, a window round its optimum, the published lowest value, and where it is, if published."""

    name: str
    text: str
    window: tuple[tuple[float, float], tuple[float, float]]
    value: float
    point: tuple[float, float] | None = None


NEAR = 1e-5  # published values have six digits or more


def square(low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (low, high), (low, high)


ROSENBROCK = "100 (y - x^2)^2 + (1 - x)^2"
PROBLEMS = (
    Problem("ROSENBR (Moré, Garbow & Hillstrom 1981, problem 1)", ROSENBROCK, square(-2, 2), 0, (1, 1)),
    Problem("HS1", ROSENBROCK, ((-2, 2), (-1.5, 2)), 0, (1, 1)),
    Problem(
        "HS5", "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1", ((-1.5, 4), (-3, 3)), -1.913222955, (-0.5471976, -1.5471976)
    ),
    Problem(
        "BEALE (Moré, Garbow & Hillstrom 1981, problem 5)",
        "(1.5 - x(1 - y))^2 + (2.25 - x(1 - y^2))^2 + (2.625 - x(1 - y^3))^2",
        square(-4.5, 4.5),
        0,
        (3, 0.5),
    ),
    Problem("HIMMELBG", "exp(-x - y) (2x^2 + 3y^2)", ((-0.5, 0.6), (-0.5, 0.6)), 0, (0, 0)),
    Problem("HIMMELBH", "-3x - 2y + 2 + x^3 + y^2", ((-0.5, 2), (-1, 3)), -1, (1, 1)),
    Problem("HIMMELBB", "(x y (1 - x) (1 - y - x (1 - x)^5))^2", ((1.5, 3), (-1, 1)), 0),
    Problem("HIMMELBCLS (Himmelblau 1972, problem 28)", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", square(-5, 5), 0, (3, 2)),
    Problem(
        "BRKMCC (Buckley 1989, problem 85)",
        "(x - 2)^2 + (y - 1)^2 + 1/(25(1 - x^2/4 - y^2)) + 5(x - 2y + 1)^2",
        ((1.6, 2.0), (1.2, 1.6)),
        0.16904,
        (1.79541, 1.37786),
    ),
    Problem(
        "CLIFF (Buckley 1989, problem 206)",
        "((x - 3)/100)^2 - x + y + exp(20(x - y))",
        ((2, 4), (2, 4)),
        0.19978661,
        (3, 3.14978661),
    ),
    Problem("CUBE (Buckley 1989, problem 5)", "(x - 1)^2 + 100(y - x^3)^2", square(-2, 2), 0, (1, 1)),
    Problem("DENSCHNA", "x^4 + (x + y)^2 + (exp(y) - 1)^2", square(-2, 2), 0, (0, 0)),
    Problem("DENSCHNB", "(x - 2)^2 + ((x - 2) y)^2 + (y + 1)^2", square(-4, 4), 0, (2, -1)),
    Problem("DENSCHNC", "(x^2 + y^2 - 2)^2 + (exp(x - 1) + y^3 - 2)^2", square(-2, 2), 0, (1, 1)),
    Problem("DENSCHNF", "(2(x + y)^2 + (x - y)^2 - 8)^2 + (5x^2 + (y - 3)^2 - 9)^2", square(-3, 3), 0, (1, 1)),
    Problem("MARATOSB (Toint)", "x + 1e6 (x^2 + y^2 - 1)^2", square(-2, 2), -1.0000000625),
    Problem("SISSER2 (Sisser 1981)", "3x^4 - 2(x y)^2 + 3y^4", square(-2, 2), 0, (0, 0)),
    Problem("HILBERTA, n = 2", "x^2/2 + x y/2 + y^2/6", square(-3, 3), 0, (0, 0)),
    Problem(
        "ZANGWIL2 (Buckley 1989, problem 7)",
        "(16x^2 + 16y^2 - 8x y - 56x - 256y + 991)/15",
        ((-5, 15), (-5, 15)),
        -18.2,
        (4, 9),
    ),
    Problem(
        "CAMEL6 (Dixon & Szegö 1975)",
        "(4 - 2.1x^2 + x^4/3) x^2 + x y + 4(y^2 - 1) y^2",
        ((-3, 3), (-1.5, 1.5)),
        -1.031628453,
    ),
    Problem(
        "FREUROTH, n = 2 (Moré, Garbow & Hillstrom 1981, problem 2)",
        "(-13 + x + ((5 - y) y - 2) y)^2 + (-29 + x + ((y + 1) y - 14) y)^2",
        ((0, 15), (-3, 6)),
        0,
        (5, 4),
    ),
    Problem("S201 (Schittkowski 1987)", "4(x - 5)^2 + (y - 6)^2", ((0, 10), (0, 10)), 0, (5, 6)),
    Problem("S206", "(y - x^2)^2 + 100(1 - x)^2", square(-2, 2), 0, (1, 1)),
    Problem("S207", "(y - x^2)^2 + (1 - x)^2", square(-2, 2), 0, (1, 1)),
    Problem("S210, divided by 10⁶", "(1e6 (y - x^2)^2 + (1 - x)^2)/1e6", square(-2, 2), 0, (1, 1)),
    Problem("S212", "(4(x + y))^2 + (4(x + y) + (x - y)((x - 2)^2 + y^2 - 1))^2", square(-2, 4), 0, (0, 0)),
    Problem("S213", "(10(x - y)^2 + (x - 1)^2)^4", square(-1, 3), 0, (1, 1)),
    Problem("S274 (Hilbert)", "x^2 + x y + y^2/3", square(-3, 3), 0, (0, 0)),
    Problem("S308", "(x^2 + x y + y^2)^2 + sin(x)^2 + cos(y)^2", square(-2, 2), 0.77319906),
    Problem("S309", "1.41x^4 - 12.76x^3 + 39.91x^2 - 51.93x + 24.37 + (y - 3.9)^2", ((0, 6), (0, 6)), -3.98717),
    Problem("S311", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", square(-5, 5), 0),
)


def error(problem: Problem) -> float:
    """How far the lowest minimum found is from the published value, or inf if it is elsewhere."""
    found = survey(Surface(problem.text), problem.window)
    best = found.global_minimum
    if best is None:
        return np.inf
    off = abs(best.value - problem.value) / max(1.0, abs(problem.value))
    if problem.point is None or off >= NEAR:
        return off
    gaps = [np.hypot(*np.subtract(p.point, problem.point)) for p in found.minima]
    gaps += [v.distance(np.array(problem.point)) for v in found.valleys]
    return off if min(gaps) < 1e-4 * max(1.0, *np.abs(problem.point)) else np.inf


if __name__ == "__main__":
    errors = {problem.name: error(problem) for problem in PROBLEMS}
    for name, off in errors.items():
        print(f"{off:9.1e}  {name}")
    within = [off for off in errors.values() if off < NEAR]
    print(f"{len(within)} of {len(errors)} published minima are found; worst error {max(within):.1e}")
