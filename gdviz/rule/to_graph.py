"""One step of a rule on the plane, written into a graph: two coordinates unrolled, 2×2 systems solved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce

from gdviz.expression import Binary, Call, Name, Negative, Node, Number
from gdviz.kernel import OPERATORS, Graph
from gdviz.kernel import Node as GraphNode
from gdviz.rule.kinds import MATRIX, SCALAR, VECTOR, Kind
from gdviz.rule.program import Program

ROUNDING = 1e-15
"""Share of its two products by which rounding may keep a determinant away from 0."""
CONSISTENT = 1e-9
"""Share of the right side that a solution of a singular system may miss."""


def solve(graph: Graph, matrix: tuple[GraphNode, ...], right: tuple[GraphNode, ...]) -> tuple[GraphNode, GraphNode]:
    """The vector that a matrix (xx, xy, yy) takes to `right` (2).

    A singular matrix is λvvᵀ, whose pseudo-inverse is H/λ² (Golub & Van Loan 2013, §5.5.2): the shortest solution is
    Hr/λ², if there is one (0 of 0); else a division by zero says that there is none.
    """
    (xx, xy, yy), (u, v) = matrix, right
    add, times, apart, size = (partial(graph.apply, operation) for operation in ("add", "mul", "sub", "abs"))
    zero, trace = graph.constant(0.0), add(xx, yy)
    determinant = apart(times(xx, yy), times(xy, xy))
    products = add(size(times(xx, yy)), times(xy, xy))
    singular = graph.apply("le", size(determinant), times(graph.constant(ROUNDING), products))
    squared, along = times(trace, trace), (add(times(xx, u), times(xy, v)), add(times(xy, u), times(yy, v)))
    twice = add(times(xx, along[0]), times(xy, along[1])), add(times(xy, along[0]), times(yy, along[1]))
    missed = add(size(apart(twice[0], times(squared, u))), size(apart(twice[1], times(squared, v))))
    length = add(size(u), size(v))
    room = times(graph.constant(CONSISTENT), times(squared, length))
    below = graph.apply("where", graph.apply("le", missed, room), squared, zero)
    below = graph.apply("where", graph.apply("le", length, zero), graph.constant(1.0), below)
    below = graph.apply("where", singular, below, determinant)
    crosses = apart(times(yy, u), times(xy, v)), apart(times(xx, v), times(xy, u))
    one, two = (graph.apply("where", singular, a, b) for a, b in zip(along, crosses, strict=True))
    return graph.apply("div", one, below), graph.apply("div", two, below)


Value = tuple[GraphNode, ...]
"""A number (1 node), a vector (2) or a symmetric matrix (3: xx, xy, yy)."""

Look = Callable[[str, GraphNode, GraphNode], Value]
"""(word, x, y) → the surface's value, gradient or Hessian at another point."""

PI = 3.141592653589793


@dataclass(frozen=True)
class Step:
    """The nodes of one step, from `Lowering`'s inputs: the new point, the new memory, the gradient as last assigned."""

    theta: Value
    states: Mapping[str, Value]
    gradient: Value


def inputs(graph: Graph, name: str, kind: Kind) -> Value:
    """The graph inputs that stand for a name: `name`, or `x_name` and `y_name`.

    The coordinate stands in front: behind a name it could make another name that a visitor typed.
    """
    if kind is SCALAR:
        return (graph.input(name),)
    return (graph.input(f"x_{name}"), graph.input(f"y_{name}"))


class Lowering:
    """Writes expressions of the rule language into a graph; `names` holds the value of each name so far."""

    def __init__(self, graph: Graph, names: dict[str, Value], look: Look) -> None:
        self.graph = graph
        self.names = names
        self.look = look

    def step(self, program: Program, before: Program | None = None) -> Step:
        """All lines, top to bottom; `before` (the options' lines) first, with its letters out of the rule's sight."""
        if before:
            letters = {name: (self.graph.input(f"k_{name}"),) for name in before.knobs}
            self.names["g"] = Lowering(self.graph, self.names | letters, self.look).step(before).gradient
        for line in program.lines:
            value = self.value(line.tree)
            self.names[line.target] = self.widen(value, 2) if line.target in ("theta", "g") else value
        states = {name: self.widen(self.names[name], kind) for name, kind in program.states.items()}
        return Step(self.names["theta"], states, self.names["g"])

    def widen(self, value: Value, width: int) -> Value:
        """A number in place of a vector stands in both coordinates."""
        return value * width if len(value) == 1 else value

    def value(self, tree: Node) -> Value:
        """The nodes that compute an expression."""
        if isinstance(tree, Number):
            return (self.graph.constant(float(tree.value)),)
        if isinstance(tree, Name):
            return (self.graph.constant(PI),) if tree.name == "pi" else self.names[tree.name]
        if isinstance(tree, Negative):
            return self.each("neg", self.value(tree.operand))
        if isinstance(tree, Binary):
            return self.each(OPERATORS[tree.operator], self.value(tree.left), self.value(tree.right))
        return self.call(tree)

    def each(self, operator: str, *values: Value) -> Value:
        """One operation in each coordinate."""
        width = max(len(value) for value in values)
        wide = [self.widen(value, width) for value in values]
        return tuple(self.graph.apply(operator, *column) for column in zip(*wide, strict=True))

    def call(self, tree: Call) -> Value:
        """A word with its brackets."""
        values = [self.value(argument) for argument in tree.arguments]
        word = tree.function
        if word in ("value", "grad", "hess"):
            return self.look(word, *values[0])
        if word in ("min", "max"):
            return reduce(lambda a, b: self.each(word, a, b), values)
        if word in ("norm", "sum", "dot", "solve"):
            return getattr(self, word)(*values)
        return self.each(word, *values)

    def sum(self, vector: Value) -> Value:
        """The sum of the coordinates."""
        return (self.graph.apply("add", *vector),)

    def norm(self, vector: Value) -> Value:
        """The Euclidean length."""
        return self.each("sqrt", self.dot(vector, vector))

    def dot(self, left: Value, right: Value) -> Value:
        """Inner product of two vectors, or a symmetric matrix times a vector."""
        if len(left) == MATRIX:
            xx, xy, yy = left
            return (*self.dot((xx, xy), right), *self.dot((xy, yy), right))
        products = self.each("mul", left, right)
        return self.sum(products) if len(products) == VECTOR else products

    def solve(self, matrix: Value, right: Value) -> Value:
        """The vector that a symmetric 2×2 matrix takes to `right`."""
        return solve(self.graph, matrix, right)
