"""Order lines with step indices, m_t = β m_{t-1} + g_t, as assignments that run one after another each step."""

from collections.abc import Callable
from dataclasses import replace

from gdviz.expression.rule_draft import Draft, RuleLine, decoded
from gdviz.expression.syntax import Binary, ExpressionError, Name, Negative, Node, with_names

NEW, OLD, BEFORE = "new", "old", "before"
"""What a name holds after its line of this step, at the top of the step, and one step before that."""


def order_lines(draft: Draft) -> None:
    """The lines of a draft in an order in which plain names do; what is needed from the step before is remembered.

    Memories of the point begin at the start.
    """
    reads: dict[str, set[int]] = {}
    for _, index in draft.read():
        reads.setdefault(index.base, set()).update(() if index.offset is None else (index.offset,))
    assigned = {base: draft.index_of(base) for base in draft.bases()}
    whens = {base: _occurrence(draft, base, assigned.get(base), offsets) for base, offsets in reads.items()}
    order = _allowed_order(draft, whens)
    _rewrite_lines(draft, order, whens)
    _begin_at_start(draft)


def _occurrence(draft: Draft, base: str, target: int | None, reads: set[int]) -> Callable[[Name], str]:
    """What a name with this base means where it is read: "" (as the lines stand), NEW, OLD or BEFORE."""
    if target is None:
        meanings = _plain(draft, base, reads)
    elif _is_decorative(draft, base, target, reads):
        meanings = {}
    else:
        meanings = {target: NEW, target - 1: OLD, target - 2: BEFORE}
    return lambda node: _meaning(node, meanings)


def _plain(draft: Draft, base: str, reads: set[int]) -> dict[int, str]:
    """The meaning of indices of a name that is given, or assigned without one; of knobs they say nothing."""
    if base in draft.bases():
        return {0: "", -1: BEFORE if _read_early(draft, base) else OLD}
    if base != "g" or not reads:
        return {}
    moved = draft.index_of("theta") if "theta" in draft.bases() else None
    latest = 0 if moved is None else min(moved, max(moved - 1, *reads))
    return {latest: "", latest - 1: BEFORE}


def _meaning(node: Name, meanings: dict[int, str]) -> str:
    offset = decoded(node.name).offset
    if offset is None or not meanings:
        return ""
    if offset in meanings:
        return meanings[offset]
    if offset > max(meanings):
        raise ExpressionError("This belongs to a step that is still to come.", node.span, "Look at its index.")
    hint = "Keep older values in a line of their own, such as theta_old = theta."
    raise ExpressionError("Only the step before is remembered by itself.", node.span, hint)


def _is_decorative(draft: Draft, base: str, target: int, reads: set[int]) -> bool:
    """m_t = beta*m_t + g: one index everywhere says nothing."""
    own = any(
        line.base == base and any(index[:2] == (base, target) for _, index in line.read()) for line in draft.lines
    )
    return own and not any(offset < target for offset in reads)


def _read_early(draft: Draft, base: str) -> bool:
    """Whether the plain name is read up to its own line: then the one before is another."""
    for line in draft.lines:
        if any(index[:2] in ((base, None), (base, 0)) for _, index in line.read()):
            return True
        if line.base == base:
            return False
    return False


def _allowed_order(draft: Draft, whens: dict[str, Callable[[Name], str]]) -> list[int]:
    """The places of the lines in an order that the indices allow, as near to the typed one as can be."""
    for strict in (True, False):
        before: dict[int, set[int]] = {place: set() for place in range(len(draft.lines))}
        bases = draft.bases()
        for place, line in enumerate(draft.lines):
            before[place] |= {p for p in range(place) if bases[p] == bases[place]}
            for node, index in line.read():
                when = whens[index.base](node)
                for other in (p for p, b in enumerate(bases) if b == index.base and p != place):
                    if when == NEW or (when == "" and other < place):
                        before[place].add(other)
                    elif when == "" or (when == OLD and strict):
                        before[other].add(place)
        if (order := _topological_order(before)) is not None:
            return order
    raise ExpressionError("These lines need each other in one step.", draft.lines[0].span, "Look at their indices.")


def _topological_order(before: dict[int, set[int]]) -> list[int] | None:
    order: list[int] = []
    while len(order) < len(before):
        ready = next((p for p in before if p not in order and before[p] <= set(order)), None)
        if ready is None:
            return None
        order.append(ready)
    return order


def _rewrite_lines(draft: Draft, order: list[int], whens: dict[str, Callable[[Name], str]]) -> None:
    """The lines with plain names; copies of what is changed too early, and memories of the step before."""
    bases, lines, done = draft.bases(), list[RuleLine](), set[str]()
    used = {index.base for _, index in draft.read()} | set(bases)
    copies: dict[str, str] = {}
    memories: dict[str, str] = {}

    def change(node: Name) -> Name:
        base = decoded(node.name).base
        when = whens[base](node)
        if when == BEFORE:
            memories[base] = memories.get(base) or _unused_name(f"{base}_prev", used)
            return replace(node, name=memories[base])
        if when == OLD and base in done:
            copies[base] = copies.get(base) or _unused_name(f"{base}_old", used)
            return replace(node, name=copies[base])
        return replace(node, name=base)

    for place in order:
        line = draft.lines[place]
        lines.append(replace(line, target=bases[place], tree=with_names(line.tree, change)))
        done.add(bases[place])
    copies |= {base: copies.get(base) or _unused_name(f"{base}_old", used) for base in memories if base in done}
    draft.lines = _with_copies(draft, lines, copies, memories)


def _with_copies(
    draft: Draft, lines: list[RuleLine], copies: dict[str, str], memories: dict[str, str]
) -> list[RuleLine]:
    """The lines, each copy before the first line that changes its name, and memories behind them all."""
    for base, copy in copies.items():
        first = next(p for p, line in enumerate(lines) if line.target == base)
        lines.insert(first, replace(lines[first], target=copy, tree=Name(base), text=f"{copy} = {base}"))
    for base, memory in memories.items():
        source = copies.get(base, base)
        lines.append(replace(lines[-1], target=memory, tree=Name(source), text=f"{memory} = {source}"))
        if base == "theta":
            draft.begins[memory] = Name("theta")
        draft.readings.append(f"{memory} as a memory of the step before")
    return lines


def _unused_name(name: str, used: set[str]) -> str:
    """A name that the rule does not use."""
    number, free = 2, name
    while free in used:
        free, number = f"{name}{number}", number + 1
    used.add(free)
    return free


def _begin_at_start(draft: Draft) -> None:
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
        if any(node.name == name for node, _ in line.read()):
            return True
        if line.target == name:
            return False
    return False
