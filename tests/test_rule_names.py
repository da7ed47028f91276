"""Whatever a visitor calls memories, knobs and passing values, the rule takes the steps it takes under plain names."""

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.descent import descend, descend_many
from gdviz.expression import ExpressionError
from gdviz.figures.inside import inside_of
from gdviz.optimizers import Optimizer
from gdviz.rule import custom_optimizer
from gdviz.rule.step_autopsy import autopsy
from gdviz.surface import Surface
from tests.export_runs import numpy_code, pytorch_code
from tests.test_rule_invented import replay
from tests.trials import trials

SURFACE = Surface("(x^2 + y - 1)^2 + a*(x + y^2 - 2)^2 + b*x", parameters={"a": 0.7, "b": 0.2})
START, STEPS = (0.4, -0.3), 4
POOL = (
    *"x y x_y y_x x_x y_y s_x s_y x_s y_s x_s_x s s_s_x theta_x theta_y g_x g_y f_x xi_x k_a k_x p_a p_b p_x".split(),
    *"q q0 q0_f q0_x q1 r0 r1 r2 k0 k1 a0 a1 t0 v0 v1 o0 o1 w0_1 w0 s0 s0s a0s l0 v_b0 v_k0 w0_b0 c_0 m_inf".split(),
    *"rows row steps n run advance slopes kernel zip range len float value_x known0 known1 names look gx gy".split(),
    *"noise clip_norm clip_value weight_decay_l2 seed bound stop start schedule batches surface optimizer".split(),
    *"np torch loss point gradient finite path draws rate rates scheduler math print list sum_x result".split(),
    *"a b lambda print type int str id self cls match case None True".split(),
)  # fmt: skip
PLAIN = tuple(f"z{letter}{number}" for letter in "abcdef" for number in "123")
SHAPES = (
    "{0} = 0.5*{0} + g\n{1} = {1} + 1\n{2} = max({2}, norm({0}))\ntheta = theta - alpha*{0}/(1 + {2}/{1})",
    "{0} = beta1*{0} + g\n{1} = theta - alpha*{0}\n{2} = {2} + 0.1*({1} - {2})\ntheta = {2}",
    "{0} = g^2 + {0}\n{1} = {0}/(1 + norm({0}))\n{2} = 0.3\ntheta = theta - alpha*{2}*g/(1 + {1})",
    "{0} = {0} + dot(g, g)\n{1} = {1} + {0}\n{2} = grad(theta - 0.01*g)\ntheta = theta - alpha*{2}/(1 + {1} + {0})",
    "{0} = where(t < 2, theta, {0})\n{1} = {0}\n{2} = value({1})\ntheta = theta - alpha*(g + (theta - {0})/(9 + {2}))",
)
OPTIONS = ({}, {"noise": 0.1, "clip_norm": 0.8, "weight_decay_l2": 0.05, "clip_value": 0.7})


def renamed(shape: str, names: tuple[str, ...]) -> Optimizer:
    return custom_optimizer(shape.format(*names))


def steps_of(program: str) -> np.ndarray:
    """The points of an exported program, run."""
    space: dict[str, object] = {}
    exec(compile(program, "<exported>", "exec"), space)
    return np.array(space["path"])


def compare(shape: str, names: tuple[str, ...], options: dict[str, float]) -> bool:
    """Whether the rule is one, after checking every consumer of it against the same rule under plain names."""
    plain = renamed(shape, PLAIN[: len(names)])
    try:
        rule = renamed(shape, names)
    except ExpressionError:
        return False
    expected, run = (descend(SURFACE, one, START, STEPS, **options) for one in (plain, rule))
    np.testing.assert_array_equal(run.points, expected.points)
    twin = dict(zip(names, PLAIN, strict=False))
    for name in rule.program.states:
        np.testing.assert_array_equal(run.states[name], expected.states[twin[name]])
    told = replay(SURFACE, rule, run, STEPS)
    np.testing.assert_allclose(told["theta"], run.points[-1], rtol=1e-9)
    assert [line.values for line in autopsy(SURFACE, rule, run, 2)] == [
        line.values for line in autopsy(SURFACE, plain, expected, 2)
    ]
    inside_of("Your rule", SURFACE, rule, run)
    starts = np.array([START, (0.1, 0.2)])
    many = descend_many(SURFACE, rule, starts, STEPS, retire=False, **options)
    np.testing.assert_allclose(many.points[0], expected.points[-1], rtol=1e-9)
    return True


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_names_never_collide(seed: int) -> None:
    chance = random.Random(seed)
    done = 0
    for _ in range(120):
        names = tuple(chance.sample(sorted(set(POOL)), 3))
        done += compare(chance.choice(SHAPES), names, dict(chance.choice(OPTIONS)))
    assert done > 80


@pytest.mark.parametrize("pair", [("x", "x_y"), ("y", "y_x"), ("s", "s_x"), ("m", "m_x"), ("noise", "noise_x")])
def test_the_components_of_one_memory_are_not_another(pair: tuple[str, str]) -> None:
    for shape in SHAPES:
        for options in OPTIONS:
            assert compare(shape, (*pair, "zz"), dict(options))
            assert compare(shape, (*reversed(pair), "zz"), dict(options))


INDEXED = re.compile(r".*_[tknij]|g|t|f|pi|xi|theta|alpha")
"""Words of the language, and step indices: those mean something."""


@trials(15)
@given(some.lists(some.from_regex(r"[a-z](_?[a-z0-9]){0,5}", fullmatch=True), min_size=3, max_size=3, unique=True))
def test_any_names(names: list[str]) -> None:
    if not any(INDEXED.fullmatch(name) for name in names):
        compare(SHAPES[len("".join(names)) % len(SHAPES)], tuple(names), {})


@pytest.mark.parametrize("seed", range(2))
def test_programs_to_take_away_take_the_same_steps(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        shape, names = chance.choice(SHAPES), tuple(chance.sample(sorted(set(POOL)), 3))
        try:
            rule = renamed(shape, names)
        except ExpressionError:
            continue
        options = {"noise": 0.1, "clip_norm": 0.8, "weight_decay_l2": 0.05} if chance.random() < 0.5 else {}
        run = descend(SURFACE, rule, START, STEPS, **options)
        np.testing.assert_allclose(steps_of(numpy_code(SURFACE, rule, START, STEPS, options=options)), run.points)
        compile(pytorch_code(SURFACE, rule, START, STEPS, options=options), "<exported>", "exec")


def test_a_knob_may_have_the_name_of_a_parameter_of_the_surface() -> None:
    for name in ("a", "b", "p_a", "k_a", "x_y"):
        text = f"m = {name}*m + g\ntheta = theta - alpha*m"
        knobs = {name: 0.3}
        run, plain = (
            descend(SURFACE, custom_optimizer(re.sub(rf"\b{name}\b", called, text)), START, STEPS, **{called: 0.3})
            for called in (name, "zq")
        )
        np.testing.assert_array_equal(run.points, plain.points)
        rule = custom_optimizer(text)
        np.testing.assert_allclose(steps_of(numpy_code(SURFACE, rule, START, STEPS, knobs=knobs)), plain.points)
