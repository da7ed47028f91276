"""Runs that end where pieces of f meet: the verdict against what the two pieces, by hand, are at the border."""

import re

import numpy as np
import pytest

import gdviz
from gdviz import Verdict
from tests.trials import seeds

FAMILIES = {
    "where({x} > {c}, {a}({x}-{c})^2 + {h}, {b}({x}-{c})^2 + {k}) + {m}({y}-{d})^2": (True, False),
    "{a}({x}-{c})^2 + {h} + ({k}-({h}))*({x} < {c}) + {m}({y}-{d})^2": (False, True),
    "where({x} <= {c}, {b}({x}-{c})^2 + {k}, {a}({x}-{c})^2 + {h}) + {m}({y}-{d})^2": (True, False),
}
"""Texts, and to which side the border itself belongs: (the lower one, the upper one)."""


def scene(seed: int) -> tuple[str, dict[str, float], int, int]:
    """A text, its numbers, the axis across the border, and the side (1 above, -1 below) that the run begins on."""
    random = np.random.default_rng(seed)
    names = ("a", "b", "m")
    numbers = {name: round(float(random.uniform(0.5, 3)), 2) for name in names}
    numbers |= {name: round(float(random.uniform(-2, 2)), 2) for name in ("c", "d", "h", "k")}
    if abs(numbers["h"] - numbers["k"]) < 0.05:
        numbers["k"] = round(numbers["h"] + 0.7, 2)
    return list(FAMILIES)[seed % 3], numbers, int(random.integers(2)), int(random.choice([-1, 1]))


def check(seed: int) -> None:
    text, n, axis, side = scene(seed)
    x, y = ("x", "y") if axis == 0 else ("y", "x")
    formula = text.format(x=x, y=y, **{name: f"({value})" for name, value in n.items()})
    across, along = n["c"] + 2.0 * side, n["d"] + 1.0
    start = (across, along) if axis == 0 else (along, across)
    run = gdviz.descend(formula, "sgd", start=start, steps=400, learning_rate=0.08)
    own, other = (n["h"], n["k"]) if side > 0 else (n["k"], n["h"])
    attained = FAMILIES[text][(side + 1) // 2]
    assert run.values[-1] == pytest.approx(own, abs=1e-9), formula  # at this rate it crosses no border
    arrived = run.verdict in (Verdict.REACHED, Verdict.LOWEST_KNOWN)
    if own < other and (attained or arrived):  # beside a border that is not 0, the last float before it is a minimum
        assert arrived, (formula, run.diagnosis.sentence)
        return
    assert run.verdict is Verdict.BORDER, (formula, run.diagnosis.sentence)
    assert not any(event.kind is gdviz.EventKind.TRAP for event in run.events)
    far, by = re.search(r"across the jump it is (\S+), (?:lower|higher) by (\S+)\.", run.diagnosis.sentence).groups()
    assert float(far.replace("−", "-")) == pytest.approx(other, rel=2e-3, abs=2e-4), formula
    assert float(by) == pytest.approx(abs(own - other), rel=2e-3), formula
    assert ("lower by" in run.diagnosis.sentence) == (other < own)


@pytest.mark.parametrize("seed", range(18))
def test_the_verdict_at_a_jump_is_that_of_the_two_pieces(seed: int) -> None:
    check(seed)


@pytest.mark.long
def test_many_more_jumps() -> None:
    for seed in seeds(18, 218):
        check(seed)


@pytest.mark.parametrize(("text", "start", "across"), [
    ("floor(x) + x^2 + y^2", (2, 1), -1.0), ("2 sign(x) + x^2 + y^2", (2, 1), -2.0),
    ("ceil(x) + x^2 + y^2", (0.9, 1), 0.0),
    ("where(x > 0, x^2 + 1, 0) + y^2", (2, 1), 0.0), ("np.where(x > 0, x**2, x**2 + 1) + y**2", (-2, 1), 0.0),
])  # fmt: skip
def test_a_run_at_a_drop_of_any_function_is_not_trapped(text: str, start: tuple[int, int], across: float) -> None:
    run = gdviz.descend(text, "sgd", start=start, steps=300, learning_rate=0.1)
    assert run.verdict is Verdict.BORDER
    assert run.values[-1] != pytest.approx(across)
    said = re.search(r"across the jump it is (.+), lower by", run.diagnosis.sentence).group(1)
    said = said.replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(said) == pytest.approx(across, abs=1e-12)


def test_where_pieces_join_and_the_next_one_falls_it_is_said_by_how_much() -> None:
    run = gdviz.descend("where(x > 0, x^2 + 1, (x+2)^2 - 3) + y^2", "sgd", start=(2, 1), steps=300, learning_rate=0.1)
    away, lower = re.search(
        r"left; (\S+) on, in another piece of f, f = (\S+) is lower", run.diagnosis.sentence
    ).groups()
    assert run.verdict is Verdict.BORDER
    assert float(lower) == pytest.approx((2 - float(away)) ** 2 - 3, rel=1e-3)


@pytest.mark.parametrize(("text", "start", "verdict"), [
    ("where(x > 1, x^2, (x+2)^2 - 3) + y^2", (3, 1), Verdict.REACHED),
    ("where(x > 0, (x-1)^2, (x+1)^2-4) + y^2", (2, 1), Verdict.TRAPPED),
    ("np.where(abs(x) <= 1, 0.5*x**2, abs(x) - 0.5) + y**2", (3, 1), Verdict.LOWEST_KNOWN),
    ("|x| + |y|", (1.025, 0.525), None), ("max(x, 0)^2 + y^2", (2, 1), None), ("max(x^2, y^2) + (x-1)^2", (2, 1), None),
])  # fmt: skip
def test_kinks_seams_and_true_minima_are_no_borders(
    text: str, start: tuple[float, float], verdict: Verdict | None
) -> None:
    run = gdviz.descend(text, "sgd", start=start, steps=300, learning_rate=0.05)
    assert run.verdict is not Verdict.BORDER
    assert verdict is None or run.verdict is verdict


def test_maps_of_basins_have_no_minimum_at_a_jump_that_cuts_its_bowl() -> None:
    basins = gdviz.basins("floor(x) + x^2 + y^2", "sgd", window=((-2, 2), (-2, 2)), shape=(9, 9), steps=200,
                          learning_rate=0.1)  # fmt: skip
    assert not any(np.hypot(*m.point) < 1e-6 and m.value == 0 for m in basins.minima)
