"""Name resolution in a rule: which name is the learning rate, a usual one or the only factor of the gradient."""

from collections.abc import Iterator

from gdviz.expression.rule_draft import Draft, decoded, looks_elsewhere, summands
from gdviz.expression.syntax import Binary, Name, Negative, Node, Number, walk

RATES = (
    *("learning_rate", "lr", "learningRate", "LR", "step_size", "stepsize", "stepSize", "step_length", "eta"),
    *("alpha", "rate"),
)
"""Usual names of the rate, surest first."""
MAYBE_RATES = tuple("gamma epsilon eps step tau s h k a c nu mu lambda rho delta eta0 alpha0".split())
"""Names that are a rate where they multiply the gradient and nothing else is one."""

FIRST_RATES = ("eta0", "alpha0", "gamma0", "lr0", "lr_0", "initial_lr", "base_lr", "lr_init")
"""Names of the rate of the first step, from which the rule makes the others."""
LENGTH = "t_"
"""The letter t where k or n counts the steps: a step length, if it multiplies the gradient."""


def resolve_rate(draft: Draft) -> None:
    """Rename the rate to alpha; an alpha that is a share becomes alpha_share."""
    free = {*draft.free(), *draft.defaults}
    named = [name for name in RATES if name in free]
    shares = _decay_factors(draft)
    chosen = next((name for name in named if name not in shares), "")
    if chosen == "eta" and "alpha" in named and "alpha" not in shares:
        chosen = "alpha"  # as in the paper on AdamW, where eta is one more factor
    if not chosen:
        maybe = [
            name
            for name in _gradient_factors(draft)
            if name in free and name in (*MAYBE_RATES, LENGTH) and name not in shares
        ]
        chosen = maybe[0] if len(set(maybe)) == 1 else ""
    if not chosen:
        chosen = next((name for name in FIRST_RATES if name in free and name not in shares), "")
    if chosen and "alpha" in named and chosen != "alpha":
        draft.rename("alpha", "alpha_share")
        draft.readings.append("alpha as a share, the knob alpha_share")
    if chosen and chosen != "alpha":
        draft.rename(chosen, "alpha")
        draft.readings.append(f"{chosen.rstrip('_')} as the rate")
    draft.rename(LENGTH, "t")


def _decay_factors(draft: Draft) -> set[str]:
    """Names c that keep a part of a memory: in c*m on m's own line, or beside 1 - c."""
    candidates: set[str] = set()
    for line in draft.lines:
        own = line.base
        for node in walk(line.tree):
            match node:
                case Binary("-", Number(1), Name(name)):
                    candidates.add(decoded(name).base)
        for part in summands(line.tree):
            names = [decoded(f.name).base for f in factors(part) if isinstance(f, Name)]
            if own in names and own != "theta":
                candidates.update(name for name in names if name != own)
    return candidates


def _gradient_factors(draft: Draft) -> list[str]:
    """Names that multiply a gradient, or a step of the point."""
    candidates: list[str] = []
    for line in draft.lines:
        moves = line.base == "theta"
        for part in summands(line.tree):
            inside = {decoded(node.name).base for node in walk(part) if isinstance(node, Name)}
            steps = moves and inside & set(draft.bases()) - {"theta"}
            if "g" in inside or looks_elsewhere(part) or steps:
                candidates += [decoded(f.name).base for f in factors(part) if isinstance(f, Name)]
    return candidates


def factors(tree: Node) -> Iterator[Node]:
    """The factors of a product, and of what stands above a fraction."""
    match tree:
        case Binary("*", left, right):
            yield from factors(left)
            yield from factors(right)
        case Binary("/", above, _):
            yield from factors(above)
        case Negative(operand):
            yield from factors(operand)
        case _:
            yield tree
