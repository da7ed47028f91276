"""Remarks on a formula: what a symbol means, where it is undefined, where it has kinks."""

from collections.abc import Iterator, Mapping

from gdviz.expression.constants import constant
from gdviz.expression.syntax import Binary, Call, Negative, Node, Number, walk
from gdviz.expression.to_latex import name_plain
from gdviz.numeral import numeral

KINKED = frozenset({"abs", "max", "min", "relu", "sign", "floor", "ceil", "where"})


def smooth(tree: Node) -> bool:
    """Whether no function with kinks or jumps occurs."""
    return not any(isinstance(node, Call) and node.function in KINKED for node in walk(tree))


def notes(tree: Node, variables: tuple[str, str], names: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, most important first."""
    called = {node.function for node in walk(tree) if isinstance(node, Call)}
    sentences = []
    missing = [name for name in variables if name not in names]
    if len(missing) == 2:
        sentences.append("The surface is flat: every point is a minimum.")
    elif missing:
        present = next(name for name in variables if name in names)
        sentences.append(f"Only {present} occurs: along {missing[0]} nothing changes.")
    if called & {"floor", "ceil", "sign"}:
        sentences.append("It has steps: the gradient is zero between them.")
    if "where" in called:
        sentences.append("It is made of pieces: where the gradient jumps, that of one piece is used.")
    elif called & {"abs", "max", "min", "relu"}:
        sentences.append("It has kinks: the gradient jumps there, and a subgradient is used.")
    elif called & {"sqrt", "hypot"} and any(map(_pointed, walk(tree))):
        sentences.append("At the tip of a root, where the slope is 0/0, the subgradient 0 is used.")
    return tuple(sentences)


def given_values(values: Mapping[str, Node]) -> tuple[str, ...]:
    """What letters with a number of their own are, and how they become sliders; letter → what it stands for."""
    equations = [f"{name_plain(name)} = {numeral(value, 9)}" for name, tree in values.items()
             if (value := constant(tree)) is not None]  # fmt: skip
    if len(equations) < 2:
        return tuple(f"{one}, as given beside the formula; leave it out for a slider." for one in equations)
    every = f"{', '.join(equations[:-1])} and {equations[-1]}"
    return (f"{every}, as given beside the formula; leave them out for sliders.",)


def odd_root(node: Node) -> bool:
    """Something with letters to the power of a typed fraction with an odd denominator."""
    match node:
        case Binary("^", base, Binary("/", Number(), Number(below)) | Negative(Binary("/", Number(), Number(below)))):
            return below % 2 == 1 and below != 1 and constant(base) is None and not _never_negative(base)
    return False


def _pointed(node: Node) -> bool:
    """A root of squares only, so that it may be of 0."""
    match node:
        case Call("hypot", _):
            return True
        case Call("sqrt", (inner,)):
            positive = any(isinstance(part, Number) for part in _summands(inner))
            return constant(inner) is None and _never_negative(inner) and not positive
    return False


def _summands(node: Node) -> Iterator[Node]:
    if isinstance(node, Binary) and node.operator == "+":
        yield from _summands(node.left)
        node = node.right
    yield node


def _never_negative(node: Node) -> bool:
    """Surely: even powers, absolute values, roots, exponentials, and sums and products of such."""
    if (value := constant(node)) is not None:
        return value >= 0
    match node:
        case Call("abs" | "sqrt" | "exp" | "cosh" | "hypot" | "sigmoid" | "softplus" | "relu" | "square", _):
            return True
        case Binary("+" | "*" | "/", left, right):
            return _never_negative(left) and _never_negative(right)
        case Binary("^", base, Number(exponent)):
            return exponent % 2 == 0 or _never_negative(base)
        case Binary("^", base, _):
            return _never_negative(base)
    return False
