"""LaTeX printer of syntax trees; the parser reads its output back."""

import re
from fractions import Fraction

from gdviz.expression.syntax import Binary, Call, Name, Negative, Node, Number
from gdviz.expression.vocabulary import GREEK_LETTERS, GREEK_WORDS, NOT_CALLED, SUBSCRIPTS

SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)

_COMMANDS = {
    **{name: f"\\{name}" for name in "sin cos tan sec csc cot sinh cosh tanh coth max min".split()},
    "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "log": r"\ln",
    "log2": r"\log_{2}", "log10": r"\log_{10}",
    "asinh": r"\operatorname{arsinh}", "acosh": r"\operatorname{arcosh}", "atanh": r"\operatorname{artanh}",
}  # fmt: skip
_BRACKETS = {
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor", r"\right\rfloor"),
    "ceil": (r"\left\lceil", r"\right\rceil"),
    "sqrt": (r"\sqrt{", "}"),
    "cbrt": (r"\sqrt[3]{", "}"),
    "norm": (r"\left\lVert", r"\right\rVert"),
}
_COMPARED = {"<": "<", ">": ">", "<=": r"\le", ">=": r"\ge"}
_JOINED = {"and": r" \land ", "or": r" \lor "}
_ACCENTS = {"hat": r"\hat", "tilde": r"\tilde", "bar": r"\bar"}
_LONGEST_EXPONENT = 60
_LETTERS = {name: letter for letter, name in reversed(GREEK_LETTERS.items())}
_SMALL = str.maketrans({digit: small for small, digit in SUBSCRIPTS.items()})


def latex(node: Node) -> str:
    """The LaTeX of a tree."""
    return _print(node)[0]


def name_latex(name: str) -> str:
    """θ_0 as \\theta_{0}, beta1 as \\beta_{1}, m_hat as \\hat{m}, other long names upright."""
    stem, _, under = name.partition("_")
    if under in _ACCENTS:
        return f"{_ACCENTS[under]}{{{name_latex(stem)}}}"
    numbered = re.fullmatch(r"([A-Za-z]+?)([0-9]+)", stem)
    if numbered and not under and (len(numbered[1]) == 1 or numbered[1] in GREEK_WORDS):
        stem, under = numbered[1], numbered[2]
    if stem in GREEK_WORDS or stem == "pi":
        stem = "\\" + stem
    elif len(stem) > 1:
        return rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"
    if not under:
        return stem
    word = under.replace("_", r"\_")
    return f"{stem}_{{{word}}}" if under.isdigit() or len(under) == 1 else rf"{stem}_{{\mathrm{{{word}}}}}"


def name_plain(name: str) -> str:
    """theta_0 as θ₀, for labels without mathematics."""
    stem, _, under = name.partition("_")
    return _LETTERS.get(stem, stem) + (under.translate(_SMALL) if under.isdigit() else f" {under}" if under else "")


def number_latex(value: Fraction | float) -> str:
    """A number as it was typed: whole, fraction, decimal, or with a power of ten."""
    if isinstance(value, Fraction):
        sign = "-" if value < 0 else ""
        top, bottom = abs(value.numerator), value.denominator
        return f"{sign}{top}" if bottom == 1 else f"{sign}\\frac{{{top}}}{{{bottom}}}"
    digits = repr(float(value))
    mantissa, _, exponent = digits.partition("e")
    mantissa = mantissa.removesuffix(".0")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else f"{mantissa} \\cdot {power}"


def bracketed(text: str) -> str:
    """The text in brackets that grow with it."""
    return rf"\left({text}\right)"


def _print(node: Node) -> tuple[str, int]:
    """(LaTeX, how tightly it holds together)."""
    match node:
        case Number(value):
            return _number(value)
        case Name(name):
            return name_latex(name), ATOM
        case Negative(operand):
            return "-" + _at_least(operand, PRODUCT), PRODUCT
        case Binary("*", left, right):
            return _product(left, right)
        case Binary("/", Negative(operand), right):
            return rf"-\frac{{{latex(operand)}}}{{{latex(right)}}}", PRODUCT
        case Binary("/", left, right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", PRODUCT
        case Binary("^", left, right):
            return _power(left, right)
        case Binary("+" | "-" as sign, left, right):
            return f"{latex(left)} {sign} {_at_least(right, PRODUCT)}", SUM
        case Binary(sign, left, right):
            return f"{latex(left)} {_COMPARED[sign]} {latex(right)}", SUM
        case Call(function, arguments):
            return _call(function, arguments)


def _number(value: Fraction | float) -> tuple[str, int]:
    shown = number_latex(value)
    if value < 0:
        return shown, SIGNED
    return shown, PRODUCT if "\\" in shown or "^" in shown else ATOM


def _at_least(node: Node, level: int) -> str:
    """In brackets if it holds together less tightly, or begins with a minus sign."""
    shown, own = _print(node)
    return bracketed(shown) if own < level or shown.startswith("-") else shown


def _product(left: Node, right: Node) -> tuple[str, int]:
    """Factors side by side, with a dot before digits and between fractions of numbers; no factor 1."""
    if left == Number(Fraction(1)):
        return _print(right)
    if right == Number(Fraction(1)):
        return _print(left)
    shown, own = _print(left)
    before = bracketed(shown) if own < PRODUCT else shown
    if before == "1":
        return _print(right)
    after = _at_least(right, PRODUCT)
    dot = after[0].isdigit() or _misread(left, before, after)
    return f"{before} \\cdot {after}" if dot else f"{before} {after}", PRODUCT


def _misread(left: Node, before: str, after: str) -> bool:
    """2 \\frac{1}{2} looks like two and a half, and \\gamma(x + 1) like the Gamma function."""
    while isinstance(left, Binary) and left.operator == "*":
        left = left.right
    calls = isinstance(left, Name) and left.name in NOT_CALLED and after.startswith(r"\left(")
    return calls or (before[-1].isdigit() and after.startswith(r"\frac"))


def _power(base: Node, exponent: Node) -> tuple[str, int]:
    raised = latex(exponent)
    raisable = isinstance(base, Call) and base.function in _COMMANDS and len(base.arguments) == 1
    if isinstance(base, Call) and raisable and isinstance(exponent, Number) and raised.isdigit():
        head = _COMMANDS[base.function]
        if "_" not in head:
            return f"{head}^{{{raised}}}{_arguments(base.arguments)}", ATOM
    shown, own = _print(base)
    bare = isinstance(base, Call) and shown.endswith(r"\right|") and base.function != "abs"  # sin|x|
    needs = own < ATOM or bare or (isinstance(base, Call) and base.function in ("exp", "where"))
    return f"{bracketed(shown) if needs else shown}^{{{raised}}}", POWER


def _call(function: str, arguments: tuple[Node, ...]) -> tuple[str, int]:
    if function in _BRACKETS:
        opening, closing = _BRACKETS[function]
        inner = latex(arguments[0])
        gap = " " if opening[-1].isalpha() else ""
        return f"{opening}{gap}{inner}{closing}", ATOM
    if function == "exp":
        inner = latex(arguments[0])
        if len(inner) <= _LONGEST_EXPONENT and r"\frac" not in inner:
            return f"e^{{{inner}}}", POWER
        return rf"\exp{bracketed(inner)}", ATOM
    if function in _JOINED:
        return _joined(function, *arguments), SUM
    if function == "not":
        return rf"\lnot {bracketed(latex(arguments[0]))}", SUM
    if function == "where":
        return rf"\begin{{cases}} {_cases(arguments)} \end{{cases}}", ATOM
    head = _COMMANDS.get(function, rf"\operatorname{{{function}}}")
    return head + _arguments(arguments), ATOM


def _joined(function: str, left: Node, right: Node) -> str:
    """Two conditions with their sign between them, and 0 < x and x < 1 as 0 < x < 1."""
    match function, left, right:
        case "and", Binary(one, _, middle), Binary(other, again, last) if middle == again and one[0] == other[0]:
            return f"{latex(left)} {_COMPARED[other]} {latex(last)}"
    joined = [isinstance(one, Call) and one.function in _JOINED for one in (left, right)]
    shown = [bracketed(latex(one)) if inner else latex(one) for one, inner in zip((left, right), joined, strict=True)]
    return _JOINED[function].join(shown)


def _cases(arguments: tuple[Node, ...]) -> str:
    """The rows of a choice; one that stands in place of its last row adds its own."""
    condition, then, otherwise = arguments
    first = rf"{latex(then)} & \text{{if }} {latex(condition)} \\ "
    if isinstance(otherwise, Call) and otherwise.function == "where":
        return first + _cases(otherwise.arguments)
    return rf"{first}{latex(otherwise)} & \text{{otherwise}}"


def _arguments(arguments: tuple[Node, ...]) -> str:
    """In brackets; a single absolute value brings its own."""
    if len(arguments) == 1 and isinstance(arguments[0], Call) and arguments[0].function == "abs":
        return latex(arguments[0])
    return bracketed(", ".join(map(latex, arguments)))
