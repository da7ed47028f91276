"""The words of a generated program: names, numbers and comments, and each function as NumPy or PyTorch calls it."""

import builtins
import keyword
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gdviz.expression import Binary, Call, Negative, Node, Number

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
LONGEST_COMMENT = 2000
LARGEST_WHOLE = 1e15
INDENT = "    "

OWN = frozenset(
    "np torch scipy minimize point loss gradient hessian solve finite rate rates plateau Plateau steps path draws "
    "bound optimizer scheduler result warming planned".split()
)
"""Words the programs use themselves."""
TAKEN = OWN | frozenset(dir(builtins)) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)


class NotExported(ValueError):  # noqa: N818 -- not a mistake of anyone's: a sentence for people
    """Raised for what cannot be written as a program, with the sentence to show."""


def identifier(name: str) -> str:
    """A name of a formula or rule as a Python name; taken ones get an underscore, which no typed name ends with.

    Raises ValueError for anything that is not a plain word.
    """
    if not _NAME.fullmatch(name) or "__" in name or name.endswith("_"):
        raise ValueError("A name in a program is letters, digits and single underscores.")
    return f"{name}_" if name in TAKEN else name


def literal(value: float) -> str:
    """A number that reads back exactly, whole ones without a point."""
    number = float(value)
    whole = number.is_integer() and abs(number) < LARGEST_WHOLE and repr(number) != "-0.0"
    return str(int(number)) if whole else floating(number)


def floating(value: float) -> str:
    """A number that reads back exactly, and as a float."""
    number = float(value)
    return repr(number) if math.isfinite(number) else f'float("{number}")'


def comment(text: str, mark: str = "#") -> str:
    """One line of comment: every kind of line break, and whatever cannot be seen, is left out."""
    words = " ".join(text.split())[:LONGEST_COMMENT]
    return f"{mark} {''.join(c for c in words if c.isprintable())}"


def stamp(url: str | None, mark: str = "#") -> list[str]:
    """The line that says where the run can be seen again."""
    return [comment(url, mark)] if url else []


CODING = "# coding: utf-8"
"""Always the first line of a program: Python looks no further for a coding, such as one hidden in a link."""


ONE = Number(Fraction(1))
_PLAIN = "sqrt exp log log2 log10 sin cos tan sinh cosh tanh floor ceil sign abs".split()
_INVERSE = "asin acos atan asinh acosh atanh".split()
_RECIPROCAL = {"sec": "cos", "csc": "sin", "cot": "tan", "sech": "cosh", "csch": "sinh", "coth": "tanh"}


@dataclass(frozen=True)
class Words:
    """How a library calls each function; {0}, {1} are the arguments.

    spelled: functions it has only in terms of others. pairs: extremes of two of a kind, folded over more; extreme: of
    a vector and a number. number, sure: a number {0} ({1}: as written) or an expression where an array is wanted.
    full: a number in both coordinates. single: a formula is computed at one point, and of a choice only what it takes.
    scalar: a number as an array of one.
    """

    library: str
    calls: Mapping[str, str]
    spelled: Mapping[str, Callable[..., Node]]
    pairs: Mapping[str, str]
    extreme: Mapping[str, str]
    where: str
    number: str
    sure: str
    full: str
    zeros: str
    scalar: str
    single: bool = False


def _shared(library: str) -> dict[str, str]:
    calls = {word: f"{library}.{word}({{0}})" for word in _PLAIN}
    calls |= {"value": "loss({0})", "grad": "gradient({0})", "hess": "hessian({0})", "solve": "solve({0}, {1})"}
    calls |= {"sum": f"{library}.sum({{0}})", "norm": f"{library}.linalg.norm({{0}})"}
    return calls


def _over(twin: str) -> Callable[[Node], Node]:
    return lambda u: Binary("/", ONE, Call(twin, (u,)))


def _sigmoid(u: Node) -> Node:
    return Binary("/", ONE, Binary("+", ONE, Call("exp", (Negative(u),))))


def _cbrt(u: Node) -> Node:
    return Binary("*", Call("sign", (u,)), Binary("^", Call("abs", (u,)), Number(Fraction(1, 3))))


def _unit(u: Node, *others: Node) -> Node:
    """u over the norm of all, at the tip 0."""
    return Binary("/", u, Call("max", (Call("hypot", (u, *others)), Number(1e-300))))


def _aside(u: Node, *others: Node) -> Node:
    """The norm of the others over that of all, at the tip 1."""
    rest = Call("hypot", others) if len(others) > 1 else Call("abs", others)
    above, below = (Call("max", (size, Number(1e-300))) for size in (rest, Call("hypot", (u, *others))))
    return Binary("/", above, below)


def _radial(exponent: Node, *coordinates: Node) -> Node:
    return Binary("^", Call("hypot", coordinates), exponent)


def _push(exponent: Node, u: Node, *others: Node) -> Node:
    """A power of the norm of all along u."""
    return Binary("*", _radial(exponent, u, *others), _unit(u, *others))


def _fall(base: Node, exponent: Node, times: Node) -> Node:
    """A derivative of base^exponent by its base: the first or second."""
    less = Binary("-", exponent, ONE)
    coefficient = exponent if times == ONE else Binary("*", exponent, less)
    return Binary("*", coefficient, Binary("^", base, Binary("-", exponent, times)))


_SPELLED: dict[str, Callable[..., Node]] = {word: _over(twin) for word, twin in _RECIPROCAL.items()} | {
    "unit": _unit,
    "aside": _aside,
    "radial": _radial,
    "push": _push,
    "fall": _fall,
    "peak": lambda u, v: Call("max", (u, v)),
    "powlog": lambda u, v, times: Binary("*", Binary("^", u, v), Binary("^", Call("log", (u,)), times)),
}

NUMPY = Words(
    library="np",
    calls=_shared("np")
    | {word: f"np.arc{word[1:]}({{0}})" for word in _INVERSE}
    | {
        "cbrt": "np.cbrt({0})",
        "atan2": "np.arctan2({0}, {1})",
        "step": "np.heaviside({0}, 0.5)",
        "relu": "np.maximum({0}, 0)",
        "softplus": "np.logaddexp({0}, 0)",
    },
    spelled=_SPELLED | {"sigmoid": _sigmoid},
    pairs={"max": "np.maximum({0}, {1})", "min": "np.minimum({0}, {1})", "hypot": "np.hypot({0}, {1})"},
    extreme={"max": "np.maximum({0}, {1})", "min": "np.minimum({0}, {1})"},
    where="np.where({0}, {1}, {2})",
    number="{1}",
    sure="{0}",
    full="np.full(2, {0})",
    zeros="np.zeros(2)",
    scalar="np.float64({})",
)

TORCH = Words(
    library="torch",
    calls=_shared("torch")
    | {word: f"torch.{word}({{0}})" for word in _INVERSE}
    | {
        "atan2": "torch.atan2({0}, {1})",
        "relu": "torch.maximum({0}, torch.tensor(0.0))",  # at the kink half the slope, which torch.relu has not
        "softplus": "torch.logaddexp({0}, torch.tensor(0.0))",  # torch's own is a straight line from 20 on
        "sigmoid": "torch.sigmoid({0})",
    },
    spelled=_SPELLED | {"cbrt": _cbrt},
    pairs={"max": "torch.maximum({0}, {1})", "min": "torch.minimum({0}, {1})", "hypot": "torch.hypot({0}, {1})"},
    extreme={"max": "torch.clamp({0}, min={1})", "min": "torch.clamp({0}, max={1})"},
    where="torch.where({0}, {1}, {2})",
    number="torch.tensor({0})",
    sure="torch.as_tensor({0})",
    full="torch.full((2,), float({0}))",
    zeros="torch.zeros(2)",
    scalar="torch.tensor({})",
    single=True,  # in torch.where a slope that is not taken spoils the gradient where it is infinite or NaN
)
