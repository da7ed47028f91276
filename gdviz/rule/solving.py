"""The solution of a symmetric 2×2 system, as nodes of a graph: Cramer's rule, or the pseudo-inverse where it fails."""

from gdviz.kernel import Graph, Node

ROUNDING = 1e-15
"""Share of its two products by which rounding may keep a determinant away from 0."""
CONSISTENT = 1e-9
"""Share of the right side that a solution of a singular system may miss."""


def solve(graph: Graph, matrix: tuple[Node, ...], right: tuple[Node, ...]) -> tuple[Node, Node]:
    """The vector that a matrix (xx, xy, yy) takes to `right` (2).

    A singular matrix is λvvᵀ, whose pseudo-inverse is H/λ² (Golub & Van Loan 2013, §5.5.2): the shortest solution is
    Hr/λ², if there is one (0 of 0); else a division by zero says that there is none.
    """
    (xx, xy, yy), (u, v) = matrix, right

    def add(a: Node, b: Node) -> Node:
        return graph.apply("add", a, b)

    def times(a: Node, b: Node) -> Node:
        return graph.apply("mul", a, b)

    def apart(a: Node, b: Node) -> Node:
        return graph.apply("sub", a, b)

    def size(a: Node) -> Node:
        return graph.apply("abs", a)

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
