"""The step autopsy: its numbers are the run's, its sentence names the winner."""

import re

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.optimizers import OPTIMIZERS, RULES, Optimizer
from gdviz.rule import autopsy, custom_optimizer, why
from gdviz.surface import Surface

ROSENBROCK = Surface("(1 - x)^2 + 100(y - x^2)^2")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_last_line_is_the_next_point_and_memories_are_the_recorded_ones(rule: Optimizer) -> None:
    run = descend(ROSENBROCK, rule, (-1.0, 1.2), 12, learning_rate=1e-3, noise=0.2, clip_norm=5.0)
    for t in (1, 2, 12):
        lines = autopsy(ROSENBROCK, rule, run, t)
        assert [line.target for line in lines[:2]] == ["g", "g"]
        np.testing.assert_allclose(lines[-1].values, run.points[t], rtol=1e-10)
        for name, held in run.states.items():
            written = [line.values for line in lines if line.target == name]
            if written:
                np.testing.assert_allclose(written[-1], np.ravel(held[t]), rtol=1e-9, atol=1e-15)


def test_numbers_stand_in_the_line() -> None:
    run = descend("x^2 + y^2", "momentum", (1.0, -2.0), 3, learning_rate=0.25, momentum=0.5)
    _, line, last = autopsy(Surface("x^2 + y^2"), OPTIMIZERS["momentum"], run, 2)
    # step 1: m = (2, -4), theta = (0.5, -1); step 2: g = (1, -2), m = (2, -4)
    assert line.text == "m = momentum*m + d*g"
    assert line.numbers == (r"0.5 \cdot 2 + 1 \cdot 1", r"0.5 \, \left(-4\right) + 1 \, \left(-2\right)")
    assert line.values == (2.0, -4.0)
    assert [term.values for term in line.terms] == [(1.0, -2.0), (1.0, -2.0)]
    assert line.dominant == (None, None)
    assert last.values == (0.0, 0.0)
    assert last.before == (0.5, -1.0)


def test_signs_that_turn_and_terms_that_dominate_are_marked() -> None:
    run = descend("x^2 + y^2", "momentum", (1.0, 1.0), 30, learning_rate=0.1, momentum=0.9)
    turns = [t for t in range(1, 31) if autopsy(Surface("x^2 + y^2"), OPTIMIZERS["momentum"], run, t)[1].turned[0]]
    velocity = run.states["m"][:, 0]
    assert turns == [t for t in range(1, 31) if velocity[t] * velocity[t - 1] < 0]
    assert turns
    memory = autopsy(Surface("x^2 + y^2"), OPTIMIZERS["momentum"], run, turns[0] - 1)[1]
    sizes = [abs(term.values[0]) for term in memory.terms]
    assert memory.dominant[0] == int(np.argmax(sizes))


def test_the_sentence_names_the_winner() -> None:
    bowl = Surface("x^2 + y^2")
    plain = descend(bowl, "sgd", (1, 1), 2, learning_rate=0.1)
    assert why(OPTIMIZERS["sgd"], plain, 1).startswith("The gradient decided")
    heavy = descend(bowl, "momentum", (1.0, 1.0), 30, learning_rate=0.1)
    uphill = next(t for t in range(1, 31) if heavy.values[t] > heavy.values[t - 1])
    assert why(OPTIMIZERS["momentum"], heavy, uphill + 1).startswith("Memory won")
    steep = descend("x^2 + 100y^2", "adam", (1.0, 1.0), 1, learning_rate=0.1)
    assert "first coordinate moves at 100 times" in why(OPTIMIZERS["adam"], steep, 1)


def holds(sentence: str, step: np.ndarray, slope: np.ndarray) -> str:
    """The kind of sentence, after what it claims of the step and the slope was checked by arccosine and quotient."""
    turn = np.degrees(np.arccos(np.clip(step @ -slope / np.linalg.norm(step) / np.linalg.norm(slope), -1, 1)))
    with np.errstate(divide="ignore"):
        rates = np.abs(step / slope)
    if found := re.fullmatch(r"(Memory|The rule) won: the step goes uphill, (\d+)° away from −g\.", sentence):
        assert turn > 90
        assert abs(turn - int(found[2])) <= 0.51
    elif found := re.fullmatch(
        r"Memory won in the (first|second) coordinate: there the step goes against −g\.", sentence
    ):
        i = ("first", "second").index(found[1])
        assert step[i] * slope[i] > 0
        assert turn <= 90
    elif found := re.fullmatch(r"(Memory|The rule) turned the step by (\d+)° away from −g\.", sentence):
        assert 20 < turn <= 90
        assert abs(turn - int(found[2])) <= 0.51
    elif found := re.search(r"the (first|second) coordinate moves at ([\d.]+) times the rate of the", sentence):
        i = ("first", "second").index(found[1])
        assert rates[i] / rates[1 - i] == pytest.approx(float(found[2]), rel=0.006)
    elif found := re.search(r"the (first|second) coordinate stays, though it has a slope; the", sentence):
        i = ("first", "second").index(found[1])
        assert step[i] == 0 != slope[i]
    elif sentence.endswith("both coordinates move at nearly the same rate."):
        assert rates.max() < 1.5 * rates.min()
    else:
        assert sentence in ("Gradient and memory agree: the step goes along −g.", ALONG)
        assert turn <= 20
    return re.split(r"[\d:]| in ", sentence)[0]


ALONG = "The gradient decided: the step goes along −g."
USUAL = {
    "Memory won",
    "Memory turned the step by ",
    "The scale decided",
    "The gradient decided",
    "Gradient and memory agree",
}


def test_every_sentence_is_true_of_its_step() -> None:
    kinds = set()
    for rule in RULES:
        for surface, start in ((ROSENBROCK, (-1.0, 1.2)), (Surface("x^2 + 30y^2"), (1.0, 0.7))):
            run = descend(surface, rule, start, 60, learning_rate=3e-3)
            for t in range(1, run.steps + 1):
                step, slope = np.diff(run.points, axis=0)[t - 1], run.gradients[t - 1]
                if step.any() and slope.all() and "Weight decay" not in why(rule, run, t):
                    kinds.add(holds(why(rule, run, t), step, slope))
    assert kinds >= USUAL


def test_coordinates_that_stay_or_have_no_slope_are_told_apart() -> None:
    """Adam on x² + y with noiseless memory: from y's edge on, only memory moves y; a sign of 0 stays."""
    edge = descend("x^2 + max(y, 0)", "adam", (1.0, 0.15), 4, learning_rate=0.1)
    assert edge.gradients[3][1] == 0
    assert why(OPTIMIZERS["adam"], edge, 4) == "Memory moved the second coordinate, which has no slope here."
    flat = descend("x^2 + 0y", "sign_sgd", (1.0, 0.5), 1, learning_rate=0.1)
    assert "the second coordinate has no slope, the first moves alone." in why(OPTIMIZERS["sign_sgd"], flat, 1)
    turned = descend("x^2 + y^2", "rprop", (1.0, 0.1), 3, learning_rate=0.3)
    t = next(t for t in (1, 2, 3) if turned.points[t][1] == turned.points[t - 1][1])
    assert "the second coordinate stays, though it has a slope;" in why(OPTIMIZERS["rprop"], turned, t)


def test_a_typed_rule_is_taken_apart_too() -> None:
    rule = custom_optimizer(
        "h = grad(theta + 0.1*g/norm(g))\nH = hess(theta)\nd = dot(H, h)\ntheta = theta - alpha*h + 0*d"
    )
    run = descend(ROSENBROCK, rule, (0.1, 0.2), 2, learning_rate=1e-3)
    lines = autopsy(ROSENBROCK, rule, run, 2)
    assert [len(line.values) for line in lines] == [2, 4, 2, 2]
    np.testing.assert_allclose(lines[-1].values, run.points[2], rtol=1e-12)


def test_a_step_that_was_not_taken_is_refused() -> None:
    run = descend(ROSENBROCK, "adam", (0, 0), 5)
    for t in (0, 6):
        with pytest.raises(IndexError):
            autopsy(ROSENBROCK, OPTIMIZERS["adam"], run, t)
        with pytest.raises(IndexError):
            why(OPTIMIZERS["adam"], run, t)


def test_latex_is_well_formed_and_every_name_has_one_subscript() -> None:
    odd = custom_optimizer(
        "a1b2 = a1b2*q_1 + m_hat_1\nm_hat_1 = g\nlong_name_here = theta\ntheta = long_name_here - alpha*a1b2"
    )
    for rule in (*RULES, odd):
        for line in rule.latex:
            assert line.count("&=") == 1
            assert re.sub(r"\\[{}]", "", line).count("{") == re.sub(r"\\[{}]", "", line).count("}")
            assert line.count(r"\left") == line.count(r"\right")
            assert not re.search(r"_\{(?:[^{}]|\{[^{}]*\})*\}_", line), line
            assert not re.search(r"_\w_", line), line
