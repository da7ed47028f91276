"""The printers: every operation against mpmath and NumPy, and one float against many, bit for bit on polynomials."""

import math
import random

import mpmath
import numpy as np
import pytest

from gdviz.kernel import Graph, batch_block, define, scalar_block
from gdviz.kernel.array_rewrites import tangent_form
from gdviz.kernel.operations import OPERATIONS


def scalar_function(graph, outputs, inputs):
    names = {node: node.name for node in inputs}
    lines, expressions = scalar_block(graph, outputs, names)
    body = "".join(f"    {line}\n" for line in [*lines, f"return ({', '.join(expressions)},)"])
    return define("f", f"def f({', '.join(names.values())}):\n{body}")


def batch_function(graph, outputs, inputs, shape, scalars=(), into=None):
    names = {node: node.name for node in inputs}
    block = batch_block(graph, outputs, names, into=into, scalars=scalars)
    buffers = [f"v_b{i}" for i in range(block.buffers)] + [f"v_k{i}" for i in range(block.masks)]
    body = "".join(f"    {line}\n" for line in [*block.lines, f"return ({', '.join(block.expressions)},)"])
    function = define("f", f"def f({', '.join([*names.values(), *buffers])}):\n{body}")

    def run(*arrays):
        work = [np.full(shape, np.nan) for _ in range(block.buffers)] + [np.ones(shape, bool)] * 0
        work += [np.ones(shape, bool) for _ in range(block.masks)]
        with np.errstate(all="ignore"):
            return function(*arrays, *work)

    return run, block


@pytest.fixture(params=[True, False], ids=["tangent", "library"])
def trigonometry(request):
    before = tangent_form()
    tangent_form(request.param)
    yield request.param
    tangent_form(before)


TRUTH = {
    "neg": lambda a: -a,
    "abs": abs,
    "sign": mpmath.sign,
    "step": lambda a: (1 + mpmath.sign(a)) / 2,
    "sqrt": mpmath.sqrt,
    "cbrt": lambda a: mpmath.sign(a) * mpmath.cbrt(abs(a)),
    "exp": mpmath.exp,
    "log": mpmath.log,
    "log2": lambda a: mpmath.log(a, 2),
    "log10": mpmath.log10,
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
    "softplus": lambda a: mpmath.log(1 + mpmath.exp(a)),
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "max": max,
    "min": min,
    "hypot": mpmath.hypot,
    "atan2": mpmath.atan2,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "ne": lambda a, b: a != b,
    "where": lambda c, a, b: a if c else b,
    **{name: getattr(mpmath, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: getattr(mpmath, name) for name in ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")},
}


@pytest.mark.parametrize("op", OPERATIONS)
def test_every_operation_is_right(op, trigonometry):
    chance = random.Random(op)
    graph = Graph()
    inputs = [graph.input(name) for name in "xyz"[: OPERATIONS[op].arity]]
    result = graph.apply(op, *inputs)
    single = scalar_function(graph, [result], inputs)
    columns = [[chance.uniform(-4, 4) for _ in range(40)] + [0.0, 0.25, 1.5, 7.0] for _ in inputs]
    if op == "where":
        columns[0] = [round(c) % 2 * c for c in columns[0]]
    many, _ = batch_function(graph, [result], inputs, 44)
    (array,) = many(*(np.array(column) for column in columns))
    for place, operands in enumerate(zip(*columns, strict=True)):
        try:
            truth = TRUTH[op](*map(mpmath.mpf, operands))
        except (ZeroDivisionError, ValueError):
            truth = mpmath.mpc(0, 1)
        if isinstance(truth, mpmath.mpc) or not mpmath.isfinite(truth):
            with pytest.raises((ArithmeticError, ValueError)):
                single(*operands)
            assert not math.isfinite(array[place])
            continue
        assert single(*operands)[0] == pytest.approx(float(truth), rel=4e-15, abs=4e-16)
        assert float(array[place]) == pytest.approx(float(truth), rel=4e-15, abs=4e-16)


@pytest.mark.parametrize("u", [0.0, 1e-9, math.pi, -math.pi / 2, 3 * math.pi, 1e3, -1e6])
def test_the_tangent_form_is_exact_to_a_few_bits(u):
    before = tangent_form()
    tangent_form(True)
    graph = Graph()
    x = graph.input("x")
    run, _ = batch_function(graph, [graph.apply("sin", x), graph.apply("cos", x)], [x], 1)
    sine, cosine = run(np.array([u]))
    tangent_form(before)
    assert float(sine[0]) == pytest.approx(float(mpmath.sin(u)), abs=4e-16)
    assert float(cosine[0]) == pytest.approx(float(mpmath.cos(u)), abs=4e-16)


def random_pieces(graph, chance, leaves, size):
    nodes = list(leaves)
    for _ in range(size):
        op = chance.choice(["add", "sub", "mul", "mul", "neg", "pow", "where"])
        a, b = chance.choice(nodes), chance.choice(nodes[-6:])
        if op == "where":
            test = graph.apply(chance.choice(["lt", "ge"]), chance.choice(nodes), 0.1)
            nodes.append(graph.apply(op, test, b, graph.apply("mul", a, chance.uniform(-1, 1))))
        elif op == "neg":
            nodes.append(graph.apply(op, a))
        elif op == "pow":
            nodes.append(graph.apply(op, b, chance.choice([2, 3, 4])))
        else:
            nodes.append(graph.apply(op, a, b if chance.random() < 0.8 else chance.uniform(-2, 2)))
    return nodes[-3:]


@pytest.mark.parametrize("seed", range(40))
def test_scalar_and_batch_agree_bit_for_bit_on_polynomials(seed):
    chance = random.Random(seed)
    graph = Graph()
    inputs = [graph.input(name) for name in ("x", "y", "p_a")]
    outputs = random_pieces(graph, chance, inputs, 30)
    single = scalar_function(graph, outputs, inputs)
    xs, ys = np.random.default_rng(seed).uniform(-1.2, 1.2, (2, 50))
    run, _ = batch_function(graph, outputs, inputs, 50, scalars=inputs[2:])
    columns = [np.broadcast_to(c, 50) for c in run(xs, ys, np.array(0.7))]
    for place in range(50):
        alone = single(float(xs[place]), float(ys[place]), 0.7)
        assert np.array_equal(alone, [c[place] for c in columns], equal_nan=True)


def test_scalar_code_is_the_hand_written_expression():
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    inner = graph.apply("sub", graph.apply("add", graph.apply("pow", x, 2), y), 11.0)
    lines, (f, gx) = scalar_block(graph, [graph.apply("pow", inner, 2), graph.apply("mul", x, inner)], {x: "x", y: "y"})
    (line,) = lines
    local = line.split(" = ")[0]
    assert line == f"{local} = (y + (x * x)) - 11.0"
    assert (f, gx) == (f"{local} * {local}", f"x * {local}")


def test_deep_graphs_stay_within_pythons_brackets():
    graph = Graph()
    node = x = graph.input("x")
    for _ in range(400):
        node = graph.apply("sub", graph.apply("mul", 0.5, node), 1.0)
    expected = 3.0
    for _ in range(400):
        expected = 0.5 * expected - 1.0
    assert scalar_function(graph, [node], [x])(3.0) == (expected,)


def test_scalar_code_raises_where_python_does_and_batch_answers():
    graph = Graph()
    x = graph.input("x")
    reciprocal = graph.apply("div", 1.0, x)
    with pytest.raises(ZeroDivisionError):
        scalar_function(graph, [reciprocal], [x])(0.0)
    run, _ = batch_function(graph, [reciprocal, graph.apply("mul", 0.0, x)], [x], 3)
    one_over, zero_times = run(np.array([0.0, -0.0, np.inf]))
    assert np.array_equal(one_over, [np.inf, -np.inf, 0.0])
    assert np.array_equal(zero_times, [0.0, 0.0, np.nan], equal_nan=True)


@pytest.mark.parametrize("op", ["max", "min", "sign", "step", "sqrt", "mul", "floor"])
def test_nan_goes_through(op):
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    inputs = [x, y][: OPERATIONS[op].arity]
    node = graph.apply(op, *inputs)
    for operands in ((math.nan, 1.0), (1.0, math.nan))[: len(inputs)]:
        run, _ = batch_function(graph, [node], inputs, 1)
        assert np.isnan(run(*(np.array([u]) for u in operands[: len(inputs)]))[0][0])
        try:
            assert math.isnan(scalar_function(graph, [node], inputs)(*operands[: len(inputs)])[0])
        except ValueError:
            assert op == "floor"  # Python refuses to round NaN; the caller falls back to the array kernel


def test_buffers_are_reused():
    graph = Graph()
    node = x = graph.input("x")
    for _ in range(60):
        node = graph.apply("sin", graph.apply("add", node, 1.0))
    before = tangent_form()
    tangent_form(False)
    _, block = batch_function(graph, [node], [x], 1)
    tangent_form(before)
    assert block.buffers == 1
    assert len(block.lines) == 120


@pytest.mark.parametrize("seed", range(60))
def test_outputs_land_in_their_arrays_even_where_these_are_inputs(seed):
    chance = random.Random(seed)
    graph = Graph()
    inputs = [graph.input(name) for name in "xyz"]
    pool = random_pieces(graph, chance, inputs, 6) + inputs
    branch = graph.apply("where", graph.apply("lt", chance.choice(pool), 0.3), chance.choice(pool), chance.choice(pool))
    outputs = [chance.choice([*pool, branch]) for _ in inputs]
    into = chance.sample("xyz", 3)
    start = np.random.default_rng(seed).uniform(-1, 1, (3, 9))
    single = scalar_function(graph, outputs, inputs)
    expected = [single(*map(float, column)) for column in start.T]
    arrays = [row.copy() for row in start]
    run, block = batch_function(graph, outputs, inputs, 9, into=into)
    run(*arrays)
    assert block.expressions == into
    for target, column in zip(into, zip(*expected, strict=True), strict=True):
        assert np.array_equal(arrays["xyz".index(target)], column)


def test_a_constant_output_fills_its_array():
    graph = Graph()
    x, out = graph.input("x"), np.zeros(4)
    names = {x: "x"}
    block = batch_block(graph, [graph.constant(3.0)], names, into=["out"])
    define("f", "def f(x, out):\n    " + "\n    ".join(block.lines) + "\n")(np.zeros(4), out)
    assert np.array_equal(out, np.full(4, 3.0))


def test_an_unnamed_input_is_refused():
    graph = Graph()
    x = graph.input("x")
    for block in (scalar_block, batch_block):
        with pytest.raises(ValueError, match="no name"):
            block(graph, [graph.apply("sin", x)], {})


@pytest.mark.parametrize("name", ["x y", "lambda", "a.b", "__class__", "x\n", "f(x)"])
def test_names_that_are_not_identifiers_are_refused(name):
    graph = Graph()
    x = graph.input("x")
    with pytest.raises(ValueError, match="identifiers"):
        scalar_block(graph, [x], {x: name})


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    import os\n",
        "def f():\n    return ().__class__\n",
        "def f():\n    return 'text'\n",
        "def f():\n    return eval(x)\n",
        "def f(): return {}\n",
        "def f(): return é\n",
        "f = lambda: 0\n",
        "def f(): pass  # remark\n",
    ],
)
def test_only_what_our_printers_write_is_compiled(source):
    with pytest.raises(ValueError, match="generated"):
        define("f", source)


def test_compiled_code_sees_no_real_builtins():
    with pytest.raises(NameError):
        define("f", "def f():\n    return vars()\n")()


def test_what_depends_on_scalars_only_is_computed_once_not_per_path():
    graph = Graph()
    x, a = graph.input("x"), graph.input("p_a")
    rate = graph.apply("exp", graph.apply("mul", 3.0, a))
    floor = graph.apply("where", graph.apply("lt", rate, 5.0), a, rate)
    run, block = batch_function(graph, [graph.apply("mul", floor, x)], [x, a], 3, scalars=[a])
    assert (block.buffers, block.masks) == (1, 0)
    assert sum("v_b" in line for line in block.lines) == 1
    assert np.array_equal(run(np.array([1.0, 2.0, 3.0]), np.array(0.5))[0], [0.5, 1.0, 1.5])
