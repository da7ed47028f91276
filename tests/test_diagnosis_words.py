"""Every sentence of a diagnosis, provoked once, its numbers against closed forms."""

import numpy as np
import pytest

from gdviz import descend
from gdviz.analysis.diagnosis import EventKind
from tests.diagnosis_scenes import BOWL, FIVE, diagnosed, run

# The words of each sentence with its numbers, from closed forms where not plainly copied from the path
SENTENCES = [
    (
        "zigzag",
        "ZIGZAG",
        "λ₁ = 20 in the steepest direction, and α·λ₁ = 0.095 × 20 = 1.9, between 1 and 2, so each step "
        "lands on the other side, 90 % as far out; along the valley λ₂ = 2 and α·λ₂ = 0.19 only.",
    ),
    ("zigzag, decayed", "ZIGZAG", "the curvature is λ₁ = 20 across the valley and λ₂ = 2 along it."),
    (
        "period 2",
        "CYCLE",
        # from frame 16 on: y = ±3, x from 4·0.8¹⁶ down to 0, so at most √(36 + (4·0.8¹⁶)²) apart
        "From step 17 on it goes round between 2 points, 6.001 apart at most: along the line between them the mean "
        "curvature is 20, and α times it is 0.1 × 20 = 2, so each step undoes the last.",
    ),
    (
        "kink",
        "CYCLE",
        "0.4243 apart at most: on the way from one to the other the slope jumps from −1.414 to 1.414 at a kink",
    ),
    (
        "signs",
        "CYCLE",
        "0.7071 apart at most: its steps are scaled by the size of the gradients, so they do not shrink",
    ),
    ("momentum at its threshold", "CYCLE", "α times it is 0.19 × 20 = 3.8, the stability threshold 3.8."),
    ("noise", "NOISE", "Noise of σ = 2 is added to every gradient, so it moves about: in its last 75 steps within"),
    ("rosenbrock, chaos", "CYCLE", "wide, and f gets no lower than"),
    ("rosenbrock, chaos", "CYCLE", "above the stability threshold 2."),
    ("himmelblau, adam, fast", "OVERSHOOT", "such steps until step"),
    ("over a ridge and down", "OVERSHOOT", "and the next steps carried on up to f = 1.999."),
    ("ellipse, heavy", "ASCENT", "what Momentum remembers carried it"),
    (
        "diverging",
        "DIVERGENCE",
        "From step 1 on it diverges: there λ₁ = 20 and α·λ₁ = 0.102 × 20 = 2.04, above the stability "
        "threshold 2; a rate below 0.1 would hold.",
    ),
    (
        "heavy ball diverging",
        "DIVERGENCE",
        "α·λ₁ = 0.2 × 20 = 4, above the stability threshold 3.8; a rate below 0.19 would hold.",
    ),
    ("nesterov diverging", "DIVERGENCE", "α·λ₁ = 0.08 × 20 = 1.6, above the stability threshold 1.357"),
    (
        "far wall",
        "DIVERGENCE",
        "along the step the mean curvature is 50.13 and α times it is 3 × 50.13 = 150.4, above",
    ),
    ("newton runs away", "DIVERGENCE", "its steps grow, 4.977, 41.82, 56854, "),
    ("too large to hold", "DIVERGENCE", "The first step from (26, 1) overflows: there λ₁ = "),
    (
        "square root's end",
        "DOMAIN_LEFT",
        "The step after frame 3 leaves the domain: from (0.09325, 0), where f = 0.3054, it leads to no",
    ),
    ("starts outside", "DOMAIN_LEFT", "f or its gradient has no real value at the start, (−1, 1)."),
    ("minimum out of view", "WINDOW_LEFT", "Step 5 leaves the window past x = 5, to (5.379, 0.3277)."),
    ("out and back", "WINDOW_LEFT", "Step 1 leaves the window past x = 5, to (9.55, 0); it comes back at step 12."),
    ("on the ridge", "SADDLE_STALL", "stalls at the saddle (0, 0), where the slope is down to"),
    (
        "on the ridge",
        "SADDLE_STALL",
        "the gradient has no part along the way out (λ = −4), so no step leaves by it.",
    ),
    ("slips off the ridge", "SADDLE_STALL", "along the way out, where λ = −4, it is 0.01755."),
    (
        "slips off the ridge",
        "SADDLE_ESCAPE",
        "along the direction of λ = −4 each step multiplies the distance by 1 + α·|λ| = 1.2, tenfold in 12.63 steps.",
    ),
    (
        "slips off by momentum",
        "SADDLE_ESCAPE",
        "along the direction of λ = −1 it has moved far enough for the slope to grow.",
    ),
    ("newton finds the top", "MAXIMUM_STALL", "stalls at the maximum (−0.2708, −0.923)"),
    (
        "monkey saddle",
        "DEGENERATE_STALL",
        "at the degenerate point (0, 0), where the slope is down to 0.0003513 and the curvature, in one "
        "direction, to 0.06492.",
    ),
    (
        "plateau",
        "PLATEAU_STALL",
        # from f = -exp(-18) to -1 within the window's diagonal, 10√2
        "on a plateau near (3, 3): the slope is down to 1.292·10⁻⁷, while the way down to f = −1 takes 0.07071 on "
        "average, over the window's diagonal.",
    ),
    (
        "rolls out",
        "BASIN_LEFT",
        "leaves the basin of the minimum (0.9601, 0) for that of (−1.036, 0): with a step of length",
    ),
    ("over a ridge and down", "BASIN_LEFT", "leaves the basin of the minimum (1, 1): with a step of length"),
    (
        "rolls in and on",
        "BASIN_ENTERED",
        "enters the basin of the minimum (3.343, 0), f = −1.648: straight downhill now leads there.",
    ),
]


@pytest.mark.parametrize(("name", "kind", "words"), SENTENCES)
def test_every_event_says_its_cause(name: str, kind: str, words: str) -> None:
    said = [e.sentence for e in diagnosed(name).events if e.kind.name == kind]
    assert any(words in sentence for sentence in said), said


VERDICTS = [
    ("bowl", "It ends at the minimum (0, 0), f = "),
    ("bowl", "no deeper one is known."),
    ("circle", "one of the minima of the circle of radius 1 about (0, 0), f = "),
    ("minimum out of view", "It ends at the minimum (8, 0) outside the window, f = "),
    (
        "tilted, wrong side",
        "It ends at the minimum (0.9601, 0), f = 0.2941; the one at (−1.036, 0) is deeper, f = −0.3054. "
        "The lowest pass there is the saddle (0.07543, 0), f = 1.011: a climb of 0.7171.",
    ),
    (
        "three wells",
        "The lowest pass towards the deeper one at (0.001635, 0) is the saddle (0.7192, 0), f = −0.6234:"
        " a climb of 0.313.",
    ),
    ("no pass between", "the one at (−1.012, −0.01198) is deeper, f = −0.1006."),
    ("newton finds a saddle", "Newton's step looks for a zero of the gradient, of whatever kind."),
    ("on a saddle, briefly", "It stays at the saddle (0, 0), where the slope is 0: no way is down."),
    ("plateau, briefly", "It stays at (4, 4), where the slope is "),
    (
        "slope",
        "It is at (−30, −60), f = −150, and straight ahead f falls without end, to −15150 another 6708 on.",
    ),
    ("down an exponential", "straight ahead f falls without end, beyond what numbers hold."),
    (
        "ellipse, slow",
        "Here λ₁ = 20 and λ₂ = 2: at α = 0.002 each step takes 0.4 % off the way at worst, "
        "and at α = 2/(λ₁ + λ₂) = 0.09091 it would take 18.18 %.",
    ),
    ("himmelblau, tiny", "Here |λ| is at most 41.99 and α·|λ| = 4.199·10⁻⁵: the rate is far below 1/|λ| = 0.02381."),
    ("rosenbrock, short", "After 500 steps it is at (−0.5097, 0.2674), f = 2.285, with a slope of 2.114 left."),
]


@pytest.mark.parametrize(("name", "words"), VERDICTS)
def test_every_verdict_says_its_cause(name: str, words: str) -> None:
    assert words in diagnosed(name).sentence


def test_the_barrier_is_the_saddle_of_the_cubic() -> None:
    """(x²-1)² + 0.3x: its critical points are the roots of 4x³ - 4x + 0.3."""
    low, saddle, trap = sorted(np.roots([4, 0, -4, 0.3]).real)
    height = [(x * x - 1) ** 2 + 0.3 * x for x in (low, saddle, trap)]
    sentence = diagnosed("tilted, wrong side").sentence
    assert f"a climb of {height[1] - height[2]:.4g}." in sentence
    assert f"({saddle:.4g}, 0), f = {height[1]:.4g}" in sentence
    assert f"({low:.4g}, 0) is deeper, f = {height[0]:.4g}".replace("-", "−") in sentence


def test_a_rate_that_falls_overshoots_once() -> None:
    """On x² + y² a rate of 1.2 multiplies the point by 1 - 2.4 = -1.4; the following rates of 0.1 by 0.8."""
    found = run(BOWL, FIVE, "sgd", (2, 1), 100, schedule=np.array([1.2] + [0.1] * 99))
    assert [e.kind for e in found.events] == [EventKind.OVERSHOOT]
    words = found.events[0].sentence
    assert "along it the mean curvature is 2 and α times it is 1.2 × 2 = 2.4, more than 2" in words
    assert "the lowest point on its way lay at 41.67 % of the step, it went 2.4 times as far" in words
    assert "and f rose from 5 to 9.8." in words


def test_a_step_over_a_ridge_is_a_climb() -> None:
    found = run("x^2/10 + 3cos(2x) + y^2", ((-8, 8), (-8, 8)), "sgd", (-6.61, 3.55), 30, learning_rate=0.35)
    said = [e.sentence for e in found.events if e.kind is EventKind.ASCENT]
    assert any("went downhill at first and passed over higher ground." in sentence for sentence in said)


def test_noise_is_named_as_the_cause_of_a_climb() -> None:
    found = run(BOWL, FIVE, "sgd", (4, 3), 12, learning_rate=0.1, noise=40.0)
    said = [e.sentence for e in found.events if e.kind is EventKind.ASCENT]
    assert any("the noise in the gradient (σ = 40) outweighed the slope." in sentence for sentence in said)


def test_a_zigzag_of_a_normalised_step_names_its_length() -> None:
    found = run(BOWL, FIVE, "rmsprop", (4, 3), 500, learning_rate=0.5)
    said = [e.sentence for e in found.events if e.kind is EventKind.ZIGZAG]
    assert "steps 7.071 long at first are too long for a curvature of 2." in said[0]


PHRASES = [
    # along x² + y² each step of gradient descent goes α·λ = 2α times as far as the lowest point
    ("x^2 + y^2", "sgd", (1, 0), 0.6, EventKind.OVERSHOOT, "overshoots ×1.2"),
    ("x^2 + y^2", "sgd", (2, 0), 0.65, EventKind.OVERSHOOT, "overshoots ×1.3"),
    # y = (-1)ᵗ at α·λ = 2: from frame 16 on the path goes round
    ("x^2 + 10y^2", "sgd", (1, 1), 0.1, EventKind.CYCLE, "cycles between 2 points"),
    ("x^2 + 10y^2", "sgd", (1, 1), 0.11, EventKind.DIVERGENCE, "diverges"),
    ("log(x) + y^2", "sgd", (1, 1), 0.3, EventKind.DOMAIN_LEFT, "leaves the domain"),
    ("x^4 - x^2 + y^2", "sgd", (0.0, 1), 0.05, EventKind.SADDLE_STALL, "stalls at a saddle"),
]


@pytest.mark.parametrize(("text", "optimizer", "start", "rate", "kind", "phrase"), PHRASES)
def test_an_event_has_a_phrase_for_while_it_plays(text, optimizer, start, rate, kind, phrase) -> None:
    events = descend(text, optimizer, start=start, steps=60, learning_rate=rate).events
    assert [event.phrase for event in events if event.kind is kind] == [phrase]


@pytest.mark.parametrize("name", ["zigzag", "noise", "himmelblau, adam, fast", "ellipse, heavy", "diverging"])
def test_no_phrase_is_longer_than_a_glance(name: str) -> None:
    marks = diagnosed(name).marks
    assert marks
    for mark in marks:
        assert 1 <= len(mark.phrase.replace("f = ", "").split()) <= 4, mark.phrase
