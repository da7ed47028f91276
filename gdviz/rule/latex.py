"""LaTeX of a rule: every name with its step index, every line aligned at its equals sign."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gdviz.expression import Binary, Call, Name, Negative, Node, Number
from gdviz.expression.vocabulary import GREEK_WORDS
from gdviz.rule.program import PREDEFINED, Program

GREEK = GREEK_WORDS | {"pi"}
ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
WORDS = {"exp": r"\exp", "log": r"\ln", "min": r"\min", "max": r"\max", "sign": r"\operatorname{sign}"}
COMPARED = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
SUM, PRODUCT, SIGNED, POWER, ATOM = range(1, 6)


def symbol(name: str, step: str = "", mark: str = "") -> str:
    """A name as mathematics: `beta1` → \\beta_{1}, `m_hat` → \\hat{m}, `v_max` at step t → v_{\\mathrm{max},t}."""
    stem, _, tail = name.partition("_")
    plain = re.fullmatch(r"([A-Za-z]+)(\d*)", stem)
    letters, digits = plain.groups() if plain else (stem, "")
    letters = "epsilon" if letters == "eps" else letters
    base = f"\\{letters}" if letters in GREEK else _word(letters)
    base = f"{ACCENTS[tail]}{{{base}}}" if tail in ACCENTS else base
    below = ",".join(part for part in (digits, "" if tail in ACCENTS else _word(tail), step) if part)
    return base + mark + (f"_{{{below}}}" if below else "")


def _word(text: str) -> str:
    escaped = text.replace("_", r"\_")
    return text if len(text) <= 1 or text.isdigit() else rf"\mathrm{{{escaped}}}"


@dataclass(frozen=True)
class Typeset:
    """A line typeset: `left &= right`, and the symbols that its right side was written with."""

    latex: str
    shown: Mapping[str, str]


def typeset(program: Program, symbols: Mapping[str, str], changed: bool = False) -> tuple[Typeset, ...]:
    """Every line; `symbols` are the knobs' own; changed: lines before these have changed the gradient."""
    shown = {name: symbols.get(name, symbol(name)) for name in program.knobs}
    shown |= {"alpha": r"\alpha_t", "t": "t", "pi": r"\pi", "f": r"f(\theta_{t-1})", "xi": r"\xi_t"}
    shown |= {name: symbol(name, "t-1") for name in (*program.states, "theta")}
    shown["g"] = "g'_t" if changed else "g_t"
    waiting = [line.target for line in program.lines]
    lines = []
    for line in program.lines:
        right, before = latex(line.tree, shown), dict(shown)
        waiting.pop(0)
        last = line.target not in waiting and line.target != "g"
        shown[line.target] = symbol(line.target, "t", "" if last else "'")
        lines.append(Typeset(f"{shown[line.target]} &= {right}", before))
    return tuple(lines)


def rule_latex(program: Program, symbols: Mapping[str, str]) -> tuple[str, ...]:
    """One `left &= right` for each line."""
    return tuple(line.latex for line in typeset(program, symbols))


def latex(tree: Node, shown: Mapping[str, str]) -> str:
    """An expression with these symbols for its names."""
    return _write(tree, shown)[0]


def _write(tree: Node, shown: Mapping[str, str]) -> tuple[str, int]:
    """LaTeX and how tightly it holds together."""
    if isinstance(tree, Number):
        return number(float(tree.value))
    if isinstance(tree, Name):
        return shown.get(tree.name) or symbol(tree.name), ATOM
    if isinstance(tree, Negative):
        return f"-{_held(tree.operand, shown, PRODUCT)}", SIGNED
    if isinstance(tree, Call):
        return _call(tree, shown)
    return _binary(tree, shown)


def number(value: float) -> tuple[str, int]:
    """A number; powers of ten stay powers of ten."""
    text = f"{value:.12g}"
    if "e" not in text:
        return text, ATOM if value >= 0 else SIGNED
    mantissa, exponent = text.split("e")
    power = f"10^{{{int(exponent)}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa} \cdot {power}", PRODUCT)


def _held(tree: Node, shown: Mapping[str, str], least: int) -> str:
    text, level = _write(tree, shown)
    return text if level >= least else rf"\left({text}\right)"


def _binary(tree: Binary, shown: Mapping[str, str]) -> tuple[str, int]:
    left, right = tree.left, tree.right
    if tree.operator in COMPARED:
        return f"{latex(left, shown)} {COMPARED[tree.operator]} {latex(right, shown)}", 0
    if tree.operator in "+-":
        second = _held(right, shown, PRODUCT)
        return f"{_held(left, shown, SUM)} {tree.operator} {second}", SUM
    if tree.operator == "*":
        first, second = _held(left, shown, PRODUCT), _held(right, shown, PRODUCT + 1)
        if second[:1].isdigit() or second.startswith("-"):
            return rf"{first} \cdot {_held(right, shown, POWER)}", PRODUCT
        return rf"{first} \, {second}", PRODUCT
    if tree.operator == "/":
        return rf"\frac{{{latex(left, shown)}}}{{{latex(right, shown)}}}", PRODUCT + 1
    return _power(left, right, shown)


def _power(base: Node, exponent: Node, shown: Mapping[str, str]) -> tuple[str, int]:
    simple = isinstance(base, Name) and not (base.name in PREDEFINED or "_{" in shown.get(base.name, ""))
    text = shown[base.name] if simple and isinstance(base, Name) else _held(base, shown, ATOM)
    if isinstance(base, Name) and not simple and "^" in text:
        text = rf"\left({text}\right)"
    return f"{{{text}}}^{{{latex(exponent, shown)}}}", POWER


def _call(tree: Call, shown: Mapping[str, str]) -> tuple[str, int]:
    parts = [latex(argument, shown) for argument in tree.arguments]
    inside = ", ".join(parts)
    written = {
        "sqrt": rf"\sqrt{{{inside}}}",
        "abs": rf"\left|{inside}\right|",
        "floor": rf"\left\lfloor {inside} \right\rfloor",
        "ceil": rf"\left\lceil {inside} \right\rceil",
        "norm": rf"\left\lVert {inside} \right\rVert",
        "dot": rf"\left\langle {inside} \right\rangle",
        "sum": rf"\textstyle\sum_i \left({inside}\right)_i",
        "grad": rf"\nabla f\left({inside}\right)",
        "value": rf"f\left({inside}\right)",
        "hess": rf"\nabla^2 f\left({inside}\right)",
    }
    if tree.function in written:
        return written[tree.function], ATOM if tree.function != "sum" else PRODUCT
    if tree.function == "where":
        return rf"\begin{{cases}} {parts[1]} & {parts[0]} \\ {parts[2]} & \text{{otherwise}} \end{{cases}}", ATOM
    if tree.function == "solve":
        return rf"{{{_held(tree.arguments[0], shown, ATOM)}}}^{{-1}} {_held(tree.arguments[1], shown, POWER)}", PRODUCT
    named = WORDS.get(tree.function) or rf"\operatorname{{{tree.function}}}"
    return rf"{named}\left({inside}\right)", ATOM
