"""Ambiguous notation: which of two common readings was chosen, and how to write the other."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gdviz.expression.constants import constant
from gdviz.expression.remarks import odd_root
from gdviz.expression.scope import Scope
from gdviz.expression.source import Source, cells
from gdviz.expression.syntax import Binary, Call, Name, Negative, Node, Number, Token, walk
from gdviz.expression.to_latex import name_plain

MOST = 3
_POINTED = re.compile(r"[A-Za-z0-9]\s*(?:\.|::)\s*$", re.ASCII)
_SIMPLE = (Name, Number)
_MINUS_ONE = re.compile(r"\s*(?:(?:\^|\*\*)\s*[{(]?\s*[-−]\s*1(?![0-9.])|⁻¹)")
_CALLED = re.compile(r"\s*\(\s*([0-9]{1,2})\s*\)", re.ASCII)


def readings(
    parts: Source, tokens: list[Token], tree: Node, variables: tuple[str, str], scope: Scope
) -> tuple[str, ...]:
    """At most three sentences, those of the words first, then those of the signs."""
    sentences = [
        *_of_words(parts, tokens, scope),
        *_of_tokens(parts.text, tokens),
        *_of_signs(parts.text, tree, variables),
    ]
    return tuple(dict.fromkeys(sentences))[:MOST]


def of_slider(names: tuple[str, ...], variables: tuple[str, str], sliders: tuple[str, ...]) -> tuple[str, ...]:
    """About the other letter of y^2 + z^2, where the variables are x and y."""
    (*used,) = (name for name in variables if name in names)
    if len(used) != 1 or len(sliders) != 1 or sliders[0] not in "ztuvw":
        return ()
    one, other = name_plain(used[0]), name_plain(sliders[0])
    return (f"{other} has a slider; for a second variable start with f({one}, {other}) =.",)


def _touching(before: Token, comma: Token, after: Token) -> bool:
    """Whether a comma stands between two numbers without a space, as a decimal comma does."""
    kinds = before.kind, comma.kind, after.kind
    return kinds == ("number", "comma", "number") and before.end == comma.start and comma.end == after.start


def _of_words(parts: Source, tokens: list[Token], scope: Scope) -> Iterator[str]:
    """About the text as a whole."""
    if parts.spreadsheet:
        named = cells(parts.text)[:2]
        yield (
            f"The cells {' and '.join(named)} are the variables."
            if len(named) == 2
            else f"The cell {named[0]} is the variable."
        )
        if re.search(r"(?:^|[=(,+*/^-])\s*-[A-Za-z0-9]+\^", parts.text):
            yield "-A1^2 is -(A1^2) here; a spreadsheet squares the minus sign too."
    if scope.written_out:
        number = f", {scope.count_names[0]} = 2" if scope.count_names else ""
        yield f"Sums and products are written out for two variables{number}."
    if parts.left_out:
        yield "The range behind the formula is left out; the window on the map is yours to set."
    if any(map(_touching, tokens, tokens[1:], tokens[2:])):
        yield "The comma between two numbers parts arguments; for the decimal 0,5 write 0.5."
    if scope.e_was_capital:
        yield "E is the number e = 2.718…; for a slider use another letter."


def _of_tokens(text: str, tokens: list[Token]) -> Iterator[str]:
    """About single words."""
    for token, after in pairwise(tokens):
        word, behind = text[token.start : token.end].lstrip("\\").lower(), text[token.end :]
        if token.says("function", "log") and word == "log" and token.base is None and _natural(text, token):
            yield "log is the natural logarithm; for the one to base 10 write log10."
        if token.says("function", "log10") and word == "lg":
            yield "lg is the logarithm to base 10; for base 2 write log2."
        if token.kind == "function" and _MINUS_ONE.match(behind):
            yield f"{word}^-1 is the inverse function; for one over it write 1/{word}(x)."
        if token.says("operator", "%") or token.says("function", "mod"):
            yield "x mod n lies between 0 and n for negative x too."
        if token.says("function", "round"):
            yield "round takes halves up."
        if token.kind == "name" and not token.under:
            yield from _of_name(str(token.value), behind, token.end == after.start and token.value == after.value)


def _of_name(name: str, behind: str, twice: bool) -> Iterator[str]:
    if twice:
        yield f"{name}{name} is {name} times {name}; for a square write {name}^2."
    if (called := _CALLED.match(behind)) and len(name) == 1:
        number = called.group(1)
        yield f"{name}({number}) is {name} times {number}; a part of a vector is {name}_{number}."


def _natural(text: str, log: Token) -> bool:
    """A plain log, neither that of a library nor one with a base."""
    based = re.match(r"\s*(?:_|[(\[](?:[^()]|\([^()]*\))*,)", text[log.end :])
    return not based and not _POINTED.search(text[: log.start])


def _of_signs(text: str, tree: Node, variables: tuple[str, str]) -> Iterator[str]:
    """About how tightly signs bind."""
    for node in walk(tree):
        if odd_root(node):
            yield "A power such as x^(1/3) has no real value for negative x; cbrt has."
        match node:
            case Binary("*", left, right) if _written(node) and not text[left.span[1] : right.span[0]].strip():
                yield from _of_product(text, left, right, variables)
            case Binary("^", _, Binary("^", middle, _) as tower) if _written(node) and text[tower.span[0]] not in "([{":
                if constant(tower) is None and middle.span[0] == tower.span[0] and node.span[1] == tower.span[1]:
                    yield "Powers of powers group from the right: 2^x^2 is 2^(x^2); for the other write (2^x)^2."
            case Binary("/", Binary("^", _, Number(1)), _) if _slash(text, node):
                yield "x^1/2 is x divided by 2; for a root write x^(1/2)."
            case Binary("/", Call("log", (value,)), Call("log", (under,))) if node.left.span == node.right.span:
                if constant(value) is not None and constant(under) is None:
                    yield "log(x, b) has its base last; for base 10 write log(x, 10)."
            case Call(function, (argument,)) if _open_argument(text, node) and function not in ("sqrt", "cbrt", "abs"):
                if _loose(text, argument):
                    yield "sin x y is sin(x y); for the product write sin(x) y."


def _of_product(text: str, left: Node, right: Node, variables: tuple[str, str]) -> Iterator[str]:
    close = left.span[1] == right.span[0]
    match left:
        case Binary("/", _, below) if _slash(text, left) and (close or not isinstance(below, Number)):
            yield "1/x y is (1/x) y: only the first factor is under the line; for both write 1/(x y)."
        case Binary("^", base, exponent) if close and _power_of_constant(text, base, exponent):
            yield "e^2x is (e^2) x; for all of it in the exponent write e^(2x)."
        case Call("sqrt" | "cbrt", _) if close and _open_argument(text, left) and text[left.span[0]] != "\\":
            yield "sqrt 2x is sqrt(2) x; for the root of both write sqrt(2x)."
        case Name(name) if close and text[right.span[0]] == "(" and isinstance(right, Name) and name not in variables:
            product = f"{name}({right.name}) is {name} times {right.name}, with a slider for {name}"
            yield f"{product}; functions are written out here."


def _written(node: Binary) -> bool:
    """Whether both parts stand where the node does, not in a definition elsewhere."""
    (start, end), left, right = node.span, node.left.span, node.right.span
    return start <= left[0] and left[1] <= right[0] and right[1] <= end


def _slash(text: str, node: Node) -> bool:
    """Whether a quotient was typed with a slash and without brackets round it."""
    if not isinstance(node, Binary) or not _written(node):
        return False
    if text[node.span[0]] in "\\([{" and node.span[0] < node.left.span[0]:
        return False
    return text[node.left.span[1] : node.right.span[0]].strip() in ("/", "÷", "⁄", "∕")


def _power_of_constant(text: str, base: Node, exponent: Node) -> bool:
    """e^2 or 2^x as typed with a sign, the exponent without brackets; TeX takes one digit anyway."""
    inner = exponent.operand if isinstance(exponent, Negative) else exponent
    typed = text[base.span[1] : inner.span[0]].strip(" -") in ("^", "**")
    return (
        typed
        and constant(base) is not None
        and isinstance(inner, _SIMPLE)
        and "\\" not in text
        and text[inner.span[0]] not in "([{"
    )


def _open_argument(text: str, call: Call) -> bool:
    """A function whose argument stands without brackets."""
    between = text[call.span[0] : call.arguments[0].span[0]]
    return (
        text[call.span[1] - 1] not in ")]}|"
        and not re.search(r"[(\[{|]", between)
        and call.span[0] < call.arguments[0].span[0]
    )


def _loose(text: str, argument: Node) -> bool:
    """Two letters with a space between them, as in sin x y."""
    match argument:
        case Binary("*", left, right):
            first = left.right if isinstance(left, Binary) else left
            gap = text[left.span[1] : right.span[0]]
            return (bool(gap) and not gap.strip() and constant(first) is None and constant(right) is None) or _loose(
                text, left
            )
    return False
