"""Why a step failed: the first operation that made something infinite or undefined out of finite numbers."""

from collections.abc import Mapping

import numpy as np

from gdviz.kernel import Node
from gdviz.rule.graph_eval import evaluate_all
from gdviz.rule.step_graph import Plan
from gdviz.trajectory import Array, Ending

Worth = Mapping[Node, Array]
SURFACE = slice(2, 5)
"""Where f and its gradient stand in a row."""


def trouble(plan: Plan, inputs: Mapping[str, Array | float]) -> Ending:
    """The ending of a step whose row is not finite; `inputs` hold the row before it and everything known."""
    worth = evaluate_all(plan.after, inputs)
    own = [node for i, node in enumerate(plan.after) if not 2 <= i < 5]
    mine = [node for node in own if not np.isfinite(worth[node])]
    if mine:
        culprit = _culprit(mine[0], worth)
        if _overflows(culprit, worth):
            return Ending.OVERFLOW
        return Ending.DIVISION_BY_ZERO if culprit.op == "div" else Ending.LEFT_DOMAIN
    theirs = [node for node in plan.after[SURFACE] if not np.isfinite(worth[node])]
    if theirs and all(_overflows(_culprit(node, worth), worth) for node in theirs):
        return Ending.OVERFLOW
    return Ending.LEFT_DOMAIN


def _culprit(node: Node, worth: Worth) -> Node:
    """Back from a bad node to the one whose operands were all finite."""
    while True:
        bad = [argument for argument in node.arguments if not np.isfinite(worth[argument])]
        if not bad:
            return node
        node = bad[0]


def _overflows(node: Node, worth: Worth) -> bool:
    """Did a regular operation exceed the largest number?"""
    if not np.isinf(worth[node]) or node.op in ("log", "log2", "log10", "atanh"):
        return False
    if node.op == "div":
        return bool(worth[node.arguments[1]] != 0.0)
    return node.op != "pow" or bool(worth[node.arguments[0]] != 0.0)
