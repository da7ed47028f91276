"""Rewritings for arrays only: sine and cosine from one tangent, and functions NumPy lacks."""

import time
from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.kernel.graph import Graph, Node, reachable

_choice: bool | None = None


def tangent_form(choice: bool | None = None) -> bool:
    """Whether sin and cos are computed from tan(u/2): chosen by a 1 ms measurement, once, or by the caller.

    NumPy's float64 tan is vectorised on AVX-512 where sin and cos are not: up to four times faster there,
    and no gain elsewhere. With t = tan(u/2) and s = 2/(1+t²), sin u = st and cos u = s-1, each to 4e-16.
    """
    global _choice
    if choice is not None:
        _choice = choice
    elif _choice is None:
        _choice = _tangent_is_faster()
    return _choice


def _tangent_is_faster() -> bool:
    u = np.linspace(-20.0, 20.0, 4096)
    out = np.empty_like(u)
    scratch = np.empty_like(u)

    def by_tangent() -> None:
        np.tan(u, out=out)
        for _ in range(4):
            np.multiply(out, out, out=scratch)
        np.divide(scratch, out, out=scratch)

    def shortest(work: object) -> float:
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            work()  # type: ignore[operator]
            times.append(time.perf_counter() - begun)
        return min(times)

    return shortest(by_tangent) < shortest(lambda: np.sin(u, out=out))


def lower(graph: Graph, outputs: Sequence[Node], named: Mapping[Node, str]) -> tuple[Node, ...]:
    """The same outputs without sigmoid, and without sin and cos where the tangent form is faster.

    Named nodes are left alone, as they are known already. Absolute error of the tangent form: 4e-16.
    """
    needed = reachable(outputs, stop=named)
    tangent = any(node.op in ("sin", "cos") for node in needed) and tangent_form()
    if not tangent and all(node.op != "sigmoid" for node in needed):
        return tuple(outputs)
    lowered: dict[Node, Node] = {node: node for node in named}
    for node in needed:
        arguments = tuple(lowered[a] for a in node.arguments)
        if node.op == "sigmoid":
            lowered[node] = _sigmoid(graph, *arguments)
        elif tangent and node.op in ("sin", "cos"):
            lowered[node] = _from_tangent(graph, node.op, *arguments)
        else:
            lowered[node] = graph.apply(node.op, *arguments) if arguments else node
    return tuple(lowered[output] for output in outputs)


def _sigmoid(graph: Graph, u: Node) -> Node:
    # exp(-u) = inf gives the right 0: no second form for negative u is needed
    return graph.apply("div", 1.0, graph.apply("add", 1.0, graph.apply("exp", graph.apply("neg", u))))


def _from_tangent(graph: Graph, op: str, u: Node) -> Node:
    t = graph.apply("tan", graph.apply("mul", 0.5, u))
    twice = graph.apply("div", 2.0, graph.apply("add", 1.0, graph.apply("mul", t, t)))
    return graph.apply("mul", t, twice) if op == "sin" else graph.apply("sub", twice, 1.0)
