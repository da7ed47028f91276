"""The graph: one node per value, and no rewriting that IEEE arithmetic would notice."""

import math

import pytest

from gdviz.kernel import Graph, reachable


@pytest.fixture
def graph():
    return Graph()


def test_the_same_operation_is_one_node(graph):
    x, y = graph.input("x"), graph.input("y")
    assert graph.input("x") is x
    assert graph.constant(2) is graph.constant(2.0)
    assert graph.apply("add", x, y) is graph.apply("add", y, x)
    assert graph.apply("sub", x, y) is not graph.apply("sub", y, x)
    assert graph.apply("sin", graph.apply("mul", 2.0, x)) is graph.apply("sin", graph.apply("mul", x, 2.0))


def test_zeros_of_both_signs_are_two_constants(graph):
    assert graph.constant(0.0) is not graph.constant(-0.0)


def test_a_turned_difference_is_the_negative_of_the_first(graph):
    x, y = graph.input("x"), graph.input("y")
    first = graph.apply("sub", x, y)
    turned = graph.apply("sub", y, x)
    assert turned.op == "neg"
    assert turned.arguments == (first,)
    assert graph.apply("neg", turned) is first


@pytest.mark.parametrize(
    ("op", "constant"), [("mul", 1.0), ("add", 0.0), ("add", -0.0), ("sub", 0.0), ("div", 1.0), ("pow", 1.0)]
)
def test_neutral_elements_vanish(graph, op, constant):
    x = graph.input("x")
    assert graph.apply(op, x, constant) is x


@pytest.mark.parametrize(("op", "operands"), [("mul", "x0"), ("sub", "xx"), ("div", "xx"), ("div", "0x")])
def test_what_is_nan_for_infinite_x_stays(graph, op, operands):
    x = graph.input("x")
    nodes = [x if letter == "x" else graph.constant(float(letter)) for letter in operands]
    assert graph.apply(op, *nodes).op == op


@pytest.mark.parametrize(
    ("op", "values", "expected"),
    [
        ("add", (0.1, 0.2), 0.1 + 0.2),
        ("pow", (2.0, 0.5), math.sqrt(2.0)),
        ("sign", (-3.0,), -1.0),
        ("step", (0.0,), 0.5),
        ("max", (2.0, 3.0), 3.0),
        ("lt", (2.0, 3.0), 1.0),
        ("where", (0.0, 5.0, 6.0), 6.0),
        ("floor", (-0.5,), -1.0),
        ("sigmoid", (0.0,), 0.5),
    ],
)
def test_constants_fold(graph, op, values, expected):
    folded = graph.apply(op, *values)
    assert folded.is_constant
    assert folded.value == expected


@pytest.mark.parametrize(
    ("op", "values"),
    [("div", (1.0, 0.0)), ("log", (0.0,)), ("sqrt", (-1.0,)), ("exp", (1e4,)), ("mul", (1e300, 1e300))],
)
def test_constants_without_a_finite_value_are_left_to_run_time(graph, op, values):
    assert not graph.apply(op, *values).is_constant


@pytest.mark.parametrize(("exponent", "products"), [(2, 1), (3, 2), (4, 2), (8, 3), (10, 4), (100, 8)])
def test_whole_powers_are_products(graph, exponent, products):
    power = graph.apply("pow", graph.input("x"), exponent)
    made = [node for node in reachable([power]) if node.op != "input"]
    assert {node.op for node in made} == {"mul"}
    assert len(made) == products


def test_powers_share_their_halves(graph):
    x = graph.input("x")
    nodes = [graph.apply("pow", x, n) for n in (2, 3, 4)]
    assert sum(node.op == "mul" for node in reachable(nodes)) == 3


def test_comparisons_are_numbers_outside_where(graph):
    x, y = graph.input("x"), graph.input("y")
    count = graph.apply("add", graph.apply("lt", x, y), graph.apply("lt", y, 0.0))
    assert {node.op for node in count.arguments} == {"where"}


def test_a_number_as_condition_is_compared_with_zero(graph):
    x = graph.input("x")
    assert graph.apply("where", x, 1.0, 2.0).arguments[0].op == "ne"


def test_graft_copies_between_graphs_at_another_point(graph):
    x, y, a = graph.input("x"), graph.input("y"), graph.input("p_a")
    f = graph.apply("mul", a, graph.apply("sub", x, y))
    other = Graph()
    u, v = other.input("u"), other.input("v")
    (copy,) = other.graft([f], {x: u, y: v})
    assert copy is other.apply("mul", other.input("p_a"), other.apply("sub", u, v))
    (again,) = graph.graft([f], {x: y, y: x})
    assert again is graph.apply("mul", a, graph.apply("sub", y, x))


def test_a_long_chain_needs_no_recursion(graph):
    node = x = graph.input("x")
    for place in range(5000):
        node = graph.apply("sin" if place % 2 else "exp", node)
    (copy,) = Graph().graft([node], {})
    assert len(reachable([copy])) == 5001
    assert x in reachable([node])


@pytest.mark.parametrize("name", ["", "a b", "x__y", "1x", "é", "x;y", "x" * 41])
def test_input_names_are_plain_words(graph, name):
    with pytest.raises(ValueError, match="name"):
        graph.input(name)


def test_wrong_operations_are_refused(graph):
    with pytest.raises(KeyError):
        graph.apply("eval", 1.0)
    with pytest.raises(ValueError, match="operands"):
        graph.apply("add", 1.0)
