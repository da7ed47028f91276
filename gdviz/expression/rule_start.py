"""Initial values of states that hold a point, such as theta_old = theta: the start, not 0."""

from gdviz.expression.rule_draft import Draft
from gdviz.expression.tree import Binary, Name, Negative, Node


def begin_at_start(draft: Draft) -> None:
    """Every memory that a line makes a point, and that has no first value of its own, begins at theta."""
    points = {"theta"}
    for _ in draft.lines:
        points |= {line.target for line in draft.lines if isinstance(line.tree, Name) and line.tree.name in points}
    points |= {line.target for line in draft.lines if _weight(line.tree, points) == 1}
    for line in draft.lines:
        copies = isinstance(line.tree, Name) and line.tree.name in points
        if copies and line.target != "theta" and line.target not in draft.begins and _is_memory(draft, line.target):
            draft.begins[line.target] = Name("theta")
            draft.readings.append(f"{line.target} as a memory of the point, which begins at the start")


def _weight(tree: Node, points: set[str]) -> int:
    """How many points a sum adds, less those that it takes away: a point if 1, a difference of points if 0."""
    match tree:
        case Name(name):
            return int(name in points)
        case Negative(operand):
            return -_weight(operand, points)
        case Binary("+", left, right):
            return _weight(left, points) + _weight(right, points)
        case Binary("-", left, right):
            return _weight(left, points) - _weight(right, points)
    return 0


def _is_memory(draft: Draft, name: str) -> bool:
    """Whether it is read before its first line of the step."""
    for line in draft.lines:
        if any(node.name == name for node, _ in Draft([line]).read()):
            return True
        if line.target == name:
            return False
    return False
