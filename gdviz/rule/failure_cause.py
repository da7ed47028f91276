"""Why a step failed: the first operation that made something infinite or undefined out of finite numbers."""

from collections.abc import Mapping

import numpy as np

from gdviz.kernel import Node, evaluate_all
from gdviz.rule.step_graph import StepGraph
from gdviz.trajectory import Ending

Values = Mapping[Node, np.ndarray]
SURFACE = slice(2, 5)
"""Where f and its gradient stand in a row."""


def failure_cause(step: StepGraph, inputs: Mapping[str, np.ndarray | float]) -> Ending:
    """The ending of a step whose row is not finite; `inputs` hold the row before it and everything precomputed."""
    values = evaluate_all(step.outputs, inputs)
    own = [node for i, node in enumerate(step.outputs) if not 2 <= i < 5]
    failed = [node for node in own if not np.isfinite(values[node])]
    if failed:
        culprit = _culprit(failed[0], values)
        if _overflows(culprit, values):
            return Ending.OVERFLOW
        return Ending.DIVISION_BY_ZERO if culprit.op == "div" else Ending.LEFT_DOMAIN
    surface = [node for node in step.outputs[SURFACE] if not np.isfinite(values[node])]
    if surface and all(_overflows(_culprit(node, values), values) for node in surface):
        return Ending.OVERFLOW
    return Ending.LEFT_DOMAIN


def _culprit(node: Node, values: Values) -> Node:
    """Back from a bad node to the one whose operands were all finite."""
    while True:
        bad = [argument for argument in node.arguments if not np.isfinite(values[argument])]
        if not bad:
            return node
        node = bad[0]


def _overflows(node: Node, values: Values) -> bool:
    """Did a regular operation exceed the largest number?"""
    if not np.isinf(values[node]) or node.op in ("log", "log2", "log10", "atanh"):
        return False
    if node.op == "div":
        return bool(values[node.arguments[1]] != 0.0)
    return node.op != "pow" or bool(values[node.arguments[0]] != 0.0)
