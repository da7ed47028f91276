"""SciPy's benchmark functions of two variables, read from their LaTeX and from their code, against SciPy's own values.

python -m tests.compare_scipy_functions prints a line for each function that is not read, or otherwise than SciPy runs
it, and the figures. Where the LaTeX gives other values, the docstring says otherwise than the code (a missing factor,
a lost bracket, an unnamed constant), which was looked at one by one: `OTHER_IN_PRINT`.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gdviz import ExpressionError, Surface

FILE = Path(__file__).parent / "references" / "scipy_functions.jsonl"


OTHER_IN_PRINT = frozenset(
    (
        "Bohachevsky2 Bohachevsky3 Csendes Damavandi Deb01 Deb03 Deceptive DeflectedCorrugatedSpring Easom Hosaki "
        "Levy03 McCormick Michalewicz Mishra05 Mishra06 Mishra08 Mishra11 OddSquare Pathological PenHolder "
        "PermFunction01 PermFunction02 Pinter Rana Rastrigin Schaffer01 Schaffer02 Schaffer03 Schaffer04 "
        "Schwefel01 Schwefel02 Schwefel26 Shubert01 SineEnvelope Step Step2 Stochastic StretchedV StyblinskiTang "
        "Trigonometric01 Tripod UrsemWaves Vincent Wavy Whitley XinSheYang01 XinSheYang03"
    ).split()
)


class Compared(NamedTuple):
    """How one text of one function was read: `right`, `other` than SciPy, or `refused`, and the sentence."""

    name: str
    source: str
    outcome: str
    said: str


@lru_cache(maxsize=1)
def functions() -> list[dict[str, Any]]:
    """The recorded functions."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def compare(function: dict[str, Any], source: str) -> Compared:
    """One text against the recorded values and the value at the published minimum."""
    name = function["name"]
    try:
        surface = Surface(function[source])
    except ExpressionError as error:
        return Compared(name, source, "refused", f"{error} {error.span}")
    x, y, expected = np.array([v for v in function["values"] if np.isfinite(v[2])]).T
    if surface.parameters:
        return Compared(name, source, "other", f"sliders {list(surface.parameters)}")
    found = surface.value(x, y)
    wrong = ~np.isclose(found, expected, rtol=1e-9, atol=1e-9 * (1 + np.abs(expected).max()))
    for point, value in zip(function["optimum"], function["at_optimum"], strict=True):
        if not np.isclose(surface.value(*point), value, rtol=1e-8, atol=1e-8):
            return Compared(name, source, "other", f"at its minimum {surface.value(*point)} for {value}")
    if wrong.any():
        return Compared(name, source, "other", f"{found[wrong][0]} for {expected[wrong][0]}: {surface.latex}")
    return Compared(name, source, "right", "")


def main() -> None:
    """Print what is not right, and the figures."""
    for source in ("latex", "code"):
        results = [compare(function, source) for function in functions() if function[source]]
        for result in results:
            if result.outcome != "right":
                print(f"{result.source:6}{result.outcome:9}{result.name}: {result.said[:160]}")
        counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in ("right", "other", "refused")}
        print(f"{source}: {len(results)} functions, {counts}")


if __name__ == "__main__":
    main()
