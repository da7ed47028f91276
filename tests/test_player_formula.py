"""The player's own values, gradients and Hessians of formulas, and its critical points, against those in Python."""

import json
import random
from typing import Any

import numpy as np
import pytest

from gdviz import Surface
from gdviz.analysis.landscape import survey
from gdviz.figures.program import surface_program
from gdviz.gallery import GALLERY
from tests.test_player_js import run

ONE = (
    "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp log log2 log10 sqrt cbrt abs sign floor ceil "
    "sigmoid softplus step"
).split()
TWO = "max min hypot atan2".split()
COMPARISONS = ("<", "<=", ">", ">=", "!=", "==")
SCRIPT = "tests/player_formula.mjs"


def invented(draw: random.Random, depth: int) -> str:
    """A formula as a person could type it, of some depth."""
    if depth == 0:
        return draw.choice(["x", "y", "x", "y", f"{draw.uniform(0.2, 3):.2f}"])
    a, b = invented(draw, depth - 1), invented(draw, draw.randrange(depth))
    kind = draw.random()
    if kind < 0.3:
        return f"{draw.choice(ONE)}({a})"
    if kind < 0.4:
        return f"{draw.choice(TWO)}({a}, {b})"
    if kind < 0.5:
        c, d = invented(draw, draw.randrange(depth)), invented(draw, draw.randrange(depth))
        return f"where({a} {draw.choice(COMPARISONS)} {b}, {c}, {d})"
    if kind < 0.6:
        return f"({a})^{draw.choice(['2', '3', '-1', '-2', '0.5', '1.5', '(x/3)'])}"
    return f"({a}) {draw.choice('+-*/')} ({b})"


def spelled() -> list[str]:
    """Each operation once by itself, and conditions that are joined."""
    ones = [f"{name}(0.4 x - 0.3 y + 0.1)" for name in ONE]
    ones += [f"{name}(1.5 + x^2 + y^2)" for name in ("acosh", "log", "sqrt")]
    twos = [f"{name}(x - 0.3, y^2 - 0.5)" for name in TWO] + ["x^y", "(x^2 + 1)^y", "x mod 2 + y", "(-2)^3 x + y^-3"]
    where = [f"where(x {sign} y, x^2 y, sin(x) + y^3)" for sign in COMPARISONS]
    joined = [
        "where(x > 0 and y > 0, x y, -x^2 - y)",
        "where(x > 1 or not (y < 0), exp(x), y^2)",
        "where(abs(x) <= 1, x^2/2, abs(x) - 1/2) + y^2",
    ]
    nested = [
        "where(x < -1, -x, where(x < 1, x^2, x + 3)) + where(y > x, y^2, 0)",
        "x if x > y else y^2",
        "max(x, y, 0) + min(x^2, 2, y)",
    ]
    return ones + twos + where + joined + nested


def surfaces() -> list[Surface]:
    draw = random.Random(20261129)
    texts = spelled() + [invented(draw, draw.choice([1, 2, 3, 4])) for _ in range(300)]
    read = []
    for text in texts:
        try:
            surface = Surface(text).check()
        except ValueError:
            continue  # what the language refuses, such as log(-1)
        if surface_program(surface):
            read.append(surface)
    return read


def answered(cases: list[dict[str, Any]]) -> list[np.ndarray]:
    result = run(SCRIPT, text=json.dumps(cases))
    assert result.returncode == 0, result.stderr
    return [np.array(answer, dtype=object).astype(float) for answer in json.loads(result.stdout)]


@pytest.mark.long
def test_the_player_values_and_differentiates_formulas_as_python_does() -> None:
    read = surfaces()
    assert len(read) > 200
    points = np.random.default_rng(10).uniform(-3, 3, (40, 2))
    cases = [{"program": surface_program(surface), "points": points.tolist()} for surface in read]
    compared = 0
    for surface, answer in zip(read, answered(cases), strict=True):
        x, y = points.T
        expected = np.array([surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)])
        values, jet = answer[:, 0], answer[:, 1:].T
        np.testing.assert_array_equal(values, jet[0], err_msg=surface.text)  # in bulk and with derivatives, to the bit
        plain = np.isfinite(expected).all(axis=0) & (np.abs(expected) < 1e8).all(axis=0)
        scale = 1 + np.abs(expected[:, plain]).max(axis=0)
        error = (jet[:, plain] - expected[:, plain]) / scale
        np.testing.assert_allclose(error, 0, atol=1e-9, err_msg=surface.text)
        np.testing.assert_array_equal(np.isnan(values), np.isnan(expected[0]), err_msg=surface.text)
        compared += int(plain.sum())
    assert compared > 5000


WITHOUT_VALLEYS = (
    "spiral_valley rosenbrock beale himmelblau double_well three_hump_camel six_hump_camel branin styblinski_tang "
    "goldstein_price mccormick peaks sharp_and_flat bird saddle monkey_saddle easom rastrigin ackley griewank levy13 "
    "bohachevsky schaffer2 cross_in_tray eggholder holder_table"
).split()


@pytest.mark.long
def test_the_player_finds_the_points_that_the_survey_finds() -> None:
    """In each window and in a closer one; without the minima on kinks, which Newton's method does not see."""
    views = [(key, share) for key in WITHOUT_VALLEYS for share in (1.0, 0.37)]
    cases, expected = [], []
    for key, share in views:
        surface = GALLERY[key]
        (left, right), (bottom, top) = (
            ((a + b - share * (b - a)) / 2, (a + b + share * (b - a)) / 2) for a, b in surface.window
        )
        window = ((left, right), (bottom, top))
        cases.append({"program": surface_program(surface), "view": window})
        expected.append([p for p in survey(Surface(surface.text, window=window)).critical_points if not p.kink])
    result = run("tests/player_critical.mjs", text=json.dumps(cases))
    assert result.returncode == 0, result.stderr
    for view, points, answer in zip(views, expected, json.loads(result.stdout), strict=True):
        kinds = sorted(str(p.kind) for p in points)
        assert kinds == sorted(kind for kind, *_ in answer), view
        places = np.array([point for _, *point in answer])
        for p in points:
            assert np.hypot(*(places - p.point).T).min() < 1e-4 * np.ptp(GALLERY[view[0]].window[0]), (view, p)
