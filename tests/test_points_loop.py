"""The fast forms of a run: shared derivatives, folded factors, states recomputed later, and the checked loop after."""

import pickle

import numpy as np
import pytest

from gdviz.descent import Stop, descend, descend_many
from gdviz.kernel import Graph, Node, evaluate, reachable
from gdviz.kernel.formula import Formula
from gdviz.optimizers import OPTIMIZERS
from gdviz.rule import custom_optimizer
from gdviz.rule.loop import RecordingLoop
from gdviz.rule.step_graph import Form, StepGraph, step_graph
from gdviz.surface import Surface
from gdviz.trajectory import Ending


@pytest.mark.parametrize(
    ("text", "gradient", "operations"),
    [
        # u = x² + y − 11 and v = x + y² − 7 (three each), 4xu, 4yv (two each), 2u, 2v, two sums
        ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", [-24.0, 40.0], 14),
        # x², u = y − x², 200u (the second derivative), 200xu, 1 − x, their sum, twice it, its sign
        ("100(y - x^2)^2 + (1 - x)^2", [802.0, -200.0], 8),
    ],
)
def test_derivatives_share_what_the_formula_holds_already(text: str, gradient: list[float], operations: int) -> None:
    """Values at (2, 3) by the chain rule; operations counted by hand."""
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    nodes = Formula(text).instantiate(graph, x, y, 1)[1:]
    assert evaluate(nodes, {"x": 2.0, "y": 3.0}) == gradient
    assert len([node for node in reachable(nodes) if node.arguments]) <= operations


def test_gathered_factors_take_a_quarter_of_the_operations_away() -> None:
    program, terrain = OPTIMIZERS["adam"].program, Surface("x y").evaluator
    written = step_graph(program, terrain, form=Form(record_values=False))
    cheapest = step_graph(program, terrain, form=Form(record_values=False, reduce_strength=True))
    steps = [len(set(scalar_operations(form))) for form in (written, cheapest)]
    assert steps[1] <= 0.75 * steps[0]


def scalar_operations(form: StepGraph) -> list[Node]:
    known = (*form.inputs, *form.fixed, *form.tables)
    return [node for node in reachable(form.outputs, stop=known) if node.arguments]


def test_memories_are_those_of_the_rule_as_written() -> None:
    surface, steps = Surface("100(y - x^2)^2 + (1 - x)^2"), 60
    run = descend(surface, "adam", (-1.2, 1.0), steps, learning_rate=0.02)
    m, v = np.zeros(2), np.zeros(2)
    for t in range(steps):
        g = run.gradients[t]
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        np.testing.assert_allclose(run.states["m"][t + 1], m, rtol=1e-12)
        np.testing.assert_allclose(run.states["v"][t + 1], v, rtol=1e-12)
    again = pickle.loads(pickle.dumps(run))
    assert set(again.states) == {"m", "v"}
    np.testing.assert_array_equal(again.states["v"], run.states["v"])


def test_trouble_halfway_keeps_what_was_well() -> None:
    surface = Surface("sqrt(x) + y^2")
    run = descend(surface, "momentum", (1.0, 1.0), 100, learning_rate=0.05)
    assert run.ending is Ending.LEFT_DOMAIN
    assert 3 < run.steps < 100
    assert len(run.states["m"]) == run.steps + 1
    short = descend(surface, "momentum", (1.0, 1.0), run.steps, learning_rate=0.05)
    assert short.ending is Ending.ALL_STEPS
    np.testing.assert_array_equal(short.points, run.points)


def test_a_memory_that_overflows_ends_the_run_where_it_does() -> None:
    huge = "norm(g)^100*norm(g)^100"  # no power of a float, which would raise
    passing = f"p = min(big, 1)*g\nbig = where(t < 3, 1, where(t < 4, {huge}, 2))\ntheta = theta - 0*p"
    lasting = f"big = big + where(t < 3, 1, {huge})*norm(g)\ntheta = theta - 0*min(big, 1)*g"
    for rule in (passing, lasting):
        run = descend("x^2 + y^2", custom_optimizer(rule), (100.0, 100.0), 10)
        assert (run.ending, run.steps) == (Ending.OVERFLOW, 2)
        assert len(run.states["big"]) == 3


def test_numbers_that_vanish_before_the_run_fall_back_to_the_rule_as_written() -> None:
    run = descend("x^2 + 3y^2", "adam", (1.0, 1.0), 20, learning_rate=0.1, beta2=1.0)
    plain = RecordingLoop(step_graph(OPTIMIZERS["adam"].program, Surface("x^2 + 3y^2").evaluator))
    assert plain.width == 9
    assert run.ending in (Ending.DIVISION_BY_ZERO, Ending.LEFT_DOMAIN)
    many = descend_many("x^2 + 3y^2", "adam", [(1.0, 1.0)], 20, learning_rate=0.1, beta2=0.5, beta1=0.0)
    one = descend("x^2 + 3y^2", "adam", (1.0, 1.0), 20, learning_rate=0.1, beta2=0.5, beta1=0.0)
    np.testing.assert_array_equal(many.points[0], one.points[-1])


def test_stops_are_seen_after_the_loop_as_within() -> None:
    run = descend("x^2 + y^2", "sgd", (1.0, 1.0), 1000, learning_rate=0.1, stop=Stop(gradient=1e-3))
    sizes = np.hypot(*run.gradients.T)
    assert run.ending is Ending.GRADIENT_SMALL
    assert sizes[-1] < 1e-3 <= sizes[:-1].min()
