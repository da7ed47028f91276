"""Invented rules: the fused loop, the loop of many paths and the plain interpreter take the same steps."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as some

from gdviz.descent import descend, descend_many
from gdviz.expression import ExpressionError
from gdviz.rule import Optimizer, custom_optimizer
from gdviz.rule.interpreter import Names, changed, situation, step, surface_look
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory
from tests.trials import trials

SURFACES = (
    Surface("(x^2 + y - 11)^2/40 + (x + y^2 - 7)^2/40"),
    Surface("sin(2x)cos(y) + x^2/4 + y^2/4"),
    Surface("exp(-x^2 - y^2) + a x y", parameters={"a": 0.3}),
    Surface.of_functions(
        "x^2 + 3y^2 as functions",
        lambda p: p[0] ** 2 + 3 * p[1] ** 2,
        lambda p: np.array([2 * p[0], 6 * p[1]]),
        lambda p: np.array([2 + 0 * p[0], 0 * p[0], 6 + 0 * p[0]]),
    ),
)
STEPS = 4
VECTORS, NUMBERS = ("m", "n", "v_max"), ("a", "b")


def replay(surface: Surface, optimizer: Optimizer, run: Trajectory, t: int) -> Names:
    """What every name holds after step t, by the interpreter, which shares nothing with the compiled loops."""
    names, look = situation(optimizer, run, t), surface_look(surface)
    return step(optimizer.program, changed(names, run, look), look)


@some.composite
def expressions(draw: some.DrawFn, vector: bool, depth: int = 3) -> str:
    """An expression that is worth a vector, or a number."""
    if depth == 0 or draw(some.integers(0, 4)) == 0:
        if vector:
            return draw(some.sampled_from(("theta", "g", *VECTORS)))
        return draw(some.sampled_from(("0.5", "2", "t", "alpha", "f", "knob", "zero", *NUMBERS)))

    def part(is_vector: bool) -> str:
        return draw(expressions(is_vector, depth - 1))

    shape = draw(some.integers(0, 9))
    if not vector and shape < 4:
        forms = ("norm({v})", "sum({v})", "dot({v}, {w})", "value({v})")
        return forms[shape].format(v=part(True), w=part(True))
    first, second = part(vector), part(vector and draw(some.booleans()))
    forms = (
        "({a} + {b})",
        "({a} - {b})",
        "({a}*{b})",
        "{a}/(1 + abs({b}))",
        "sqrt(abs({a}))",
        "sign({a})*{b}",
        "exp(-abs({a}))",
        "max({a}, {b}, -1)",
        "where({b} <= {a}, {a}, {b})",
        "grad({a}/(1 + norm({a})))" if vector else "({a})^2",
    )
    return forms[shape].format(a=first, b=second)


@some.composite
def rules(draw: some.DrawFn) -> str:
    """Some lines in some order, the last one a short step."""
    targets = draw(some.permutations((*VECTORS, *NUMBERS)))
    lines = [f"{name} = {draw(expressions(name in VECTORS))}" for name in targets]
    move = draw(expressions(True))
    return "\n".join((*lines, f"p = {move}", "theta = theta - alpha*p/(1 + norm(p))"))


@trials(60, picky=True)
@given(rules(), some.sampled_from(SURFACES), some.booleans())
def test_three_ways_to_take_a_step_agree(text: str, surface: Surface, optioned: bool) -> None:
    try:
        rule: Optimizer = custom_optimizer(text)
    except ExpressionError:
        assume(False)
    options = {"noise": 0.1, "clip_norm": 0.5, "weight_decay_l2": 0.01} if optioned else {}
    knobs = {name: 0.0 if name == "zero" else 0.7 for name in rule.knobs}
    starts = np.array([[0.4, 0.9], [-1.3, 0.2]])
    runs = [descend(surface, rule, start, STEPS, **options, **knobs) for start in starts]
    assume(all(run.steps == STEPS for run in runs))
    for run in runs:
        for t in range(1, STEPS + 1):
            told = replay(surface, rule, run, t)
            np.testing.assert_allclose(run.points[t], told["theta"], rtol=1e-9, atol=1e-12)
            for name in rule.program.states:
                np.testing.assert_allclose(run.states[name][t], told[name], rtol=1e-9, atol=1e-12)
    many = descend_many(surface, rule, starts, STEPS, retire=False, **options, **knobs)
    np.testing.assert_allclose(many.points, [run.points[-1] for run in runs], rtol=1e-9, atol=1e-12)
