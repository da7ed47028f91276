"""A term as LaTeX: the formula of a claim, as theory writes it."""

import re
from collections.abc import Callable, Mapping

from gdviz.lessons.lesson import Apply, Number, Quantity, Term
from gdviz.lessons.terms import OTHER, chain

SUM, PRODUCT, UNARY, POWER, ATOM = range(5)
"""How strongly a formula holds together."""
SYMBOLS = {
    "kappa": r"\kappa", "lambda_max": r"\lambda_{\max}", "lambda_min": r"\lambda_{\min}", "pi": r"\pi", "e": "e",
    "limit": r"\frac{2}{\lambda_{\max}}", "start": r"\theta_0", "end": r"\theta_T", "minimum": r"\theta^*",
    "rate": r"\alpha",
    "learning_rate": r"\alpha", "momentum": r"\beta", "beta1": r"\beta_1", "beta2": r"\beta_2", "beta3": r"\beta_3",
    "rho": r"\rho", "eps": r"\varepsilon", "steps": "T", "answer": r"\text{answer}", "truth": r"\text{truth}",
}  # fmt: skip
"""Names of a surface and knobs of a run."""
SIGNS = {
    "<": "<",
    "<=": r"\le",
    ">": ">",
    ">=": r"\ge",
    "==": "=",
    "!=": r"\ne",
    "and": r"\text{ and }",
    "or": r"\text{ or }",
}
AROUND = {
    "abs": (r"\lvert ", r"\rvert"),
    "norm": (r"\lVert ", r"\rVert"),
    "ceil": (r"\lceil ", r"\rceil"),
    "floor": (r"\lfloor ", r"\rfloor"),
    "sqrt": (r"\sqrt{", "}"),
}
NAMED = {
    "log": r"\ln",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "acos": r"\arccos",
    "min": r"\min",
    "max": r"\max",
}
AT = {"x": "x_{%s}", "y": "y_{%s}", "point": r"\theta_{%s}", "values": "f_{%s}", "gradient": r"\nabla f_{%s}",
      "slope": r"\lVert\nabla f_{%s}\rVert", "step": r"\Delta\theta_{%s}",
      "sharpness": r"\lambda_{\max,%s}"}  # fmt: skip
"""Quantities of a run at a frame."""
ENDS = {"end": "T", "start": "0", "minimum": "*"}
"""Points whose coordinates have a sign of their own."""


def term_latex(term: Term) -> str:
    """The term as LaTeX, without dollar signs and without bars that would end a cell of a table."""
    return _written(term)[0]


def names_something(term: Term) -> bool:
    """Is it more than a number that is typed?"""
    alone = term.parts[0] if isinstance(term, Apply) and term.operation == "neg" else term
    return not isinstance(alone, Number)


def _written(term: Term) -> tuple[str, int]:
    """LaTeX, and how strongly it holds together."""
    if isinstance(term, Number):
        return _number(term.value)
    if isinstance(term, Quantity):
        return _quantity(term), ATOM
    return _applied(term.operation, term.parts)


def _number(value: float) -> tuple[str, int]:
    mantissa, _, exponent = f"{value:.10g}".partition("e")
    if not exponent:
        return mantissa, ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa}\cdot {power}", PRODUCT)


def _applied(operation: str, parts: tuple[Term, ...]) -> tuple[str, int]:
    if operation == "neg":
        return f"-{_within(parts[0], POWER)}", UNARY
    if operation == "not":
        return rf"\text{{not }} {_within(parts[0], ATOM)}", SUM
    left, right = parts
    if operation == "/":
        return rf"\frac{{{_written(left)[0]}}}{{{_written(right)[0]}}}", ATOM
    if operation == "^":
        return f"{_within(left, ATOM)}^{{{_written(right)[0]}}}", POWER
    if operation == "*":
        return _product(left, right), PRODUCT
    if operation in "+-":
        return f"{_within(left, SUM)} {operation} {_within(right, PRODUCT if operation == '-' else SUM)}", SUM
    return f"{_within(left, SUM)} {SIGNS[operation]} {_within(right, SUM)}", SUM


def _product(left: Term, right: Term) -> str:
    """A dot stands only before a digit, and before a fraction."""
    first, second = _within(left, PRODUCT), _within(right, POWER)
    dot = r" \cdot " if re.match(r"[0-9]|\\frac", second) else " "
    return f"{first}{dot}{second}"


def _within(term: Term, strength: int) -> str:
    """The term, in brackets where it holds together less strongly."""
    latex, own = _written(term)
    fraction = strength == ATOM and latex.startswith(r"\frac")
    return rf"\left({latex}\right)" if own < strength or fraction else latex


def _quantity(term: Quantity) -> str:
    first, rest = chain(term)
    if first == OTHER and rest:
        second, *rest = rest
        return _behind(f"{_owned(second)}'", second, rest)
    if not isinstance(first, Quantity):
        return _behind(rf"\left({_written(first)[0]}\right)", first, rest)
    if rest and first.arguments is None and first.name not in ENDS:
        number = re.search(r"\d+$", first.name)
        second, *rest = rest
        return _behind(_owned(second, number[0] if number else ""), second, rest)
    return _behind(_owned(first), first, rest)


def _behind(whole: str, owner: Term, rest: list[Quantity]) -> str:
    """A coordinate or the length of a point."""
    for link in rest:
        if link.name == "length":
            whole = rf"\lVert {whole}\rVert"
        elif isinstance(owner, Quantity) and owner.name in ENDS and owner.arguments is None:
            place = ENDS[owner.name]
            whole = f"{link.name}^*" if place == "*" else f"{link.name}_{place}"
        else:
            whole = f"{whole}_{link.name}"
    return whole


def _owned(term: Quantity, twin: str = "") -> str:
    """A name with its arguments. twin: the number of the run, set below its rate."""
    arguments = [_written(part)[0] for part in term.arguments or ()]
    if term.name in AT and len(arguments) == 1:
        return AT[term.name] % ("T" if arguments[0] == "-1" else arguments[0])
    if term.arguments is None:
        symbol = SYMBOLS.get(term.name) or _word(term.name)
        return f"{symbol}_{{{twin}}}" if twin and "_" not in symbol else symbol
    return FORMS.get(term.name, _called)(term.name, arguments)


def _called(name: str, arguments: list[str]) -> str:
    if name in AROUND:
        return arguments[0].join(AROUND[name])
    return rf"{NAMED.get(name) or _word(name)}\left({', '.join(arguments)}\right)"


FORMS: Mapping[str, Callable[[str, list[str]], str]] = {
    "exp": lambda _, parts: f"e^{{{parts[0]}}}",
    "value": lambda _, parts: rf"f\left({', '.join(parts)}\right)",
    "gradient": lambda _, parts: rf"\nabla f\left({', '.join(parts)}\right)",
    "point": lambda _, parts: rf"\left({', '.join(parts)}\right)",
    "gradient_spread": lambda _, parts: rf"\sigma\left({', '.join(parts)}\right)",
    "apart": lambda _, parts: rf"f_{{\text{{apart}}}}\left({', '.join(parts)}\right)",
    "row_gradient": lambda _, parts: rf"\nabla f_{{{parts[0]}}}\left({', '.join(parts[1:])}\right)",
    "degrees": lambda _, parts: rf"{parts[0]} \text{{ in degrees}}",
    "lambda_max": lambda _, parts: rf"\lambda_{{\max}}\left({', '.join(parts)}\right)",
    "lambda_min": lambda _, parts: rf"\lambda_{{\min}}\left({', '.join(parts)}\right)",
}


def _word(name: str) -> str:
    """A letter as it is, a word upright."""
    return name if len(name) == 1 else rf"\text{{{name.replace('_', ' ')}}}"
