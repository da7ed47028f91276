"""The symbol table of one text: its variables, definitions, vector, and the indices of its sums."""

import re
from fractions import Fraction

from gdviz.expression.parser import parse
from gdviz.expression.refusals import TERMS
from gdviz.expression.scope import Scope, has_vector, vector_length
from gdviz.expression.series import LISTED, indices_in
from gdviz.expression.source import Definition, Source, cells, source
from gdviz.expression.syntax import Binary, ExpressionError, Node, Number, Token
from gdviz.expression.tokens import tokenize
from gdviz.expression.vocabulary import FORMULA, PAIRS, Dialect, canonical

_PART = (
    r"(?<![A-Za-z0-9_.])({name})(?:\s*\(\s*([12])\s*\)|\s*\[\[?\s*(?:(?::|\.\.\.)\s*,\s*)?([0-2])\s*\]"
    r"|_\{?([0-2])\}?|([0-2])(?![0-9.]))"
)
_CALLED = re.compile(r"(?<![A-Za-z0-9_.\\])([A-Za-z][A-Za-z0-9]{0,9})\s?\(\s*([12])\s*\)", re.ASCII)
_REDUCED = re.compile(r"(?:sum|prod|mean|dot|norm)\s*[(\[]|(?:\\\||‖|\\l?Vert)|\|\|[^|]+\|\|", re.ASCII | re.IGNORECASE)
_FROM_ZERO = re.compile(r"=\s*0\b|\brange\b|\[\s*0\s*\]|\[\s*-\s*[12]\s*\]|\[\s*[01]?\s*:")
_USUAL_VECTORS = ("x", "X", "w", "theta", "p", "z", "u", "v")


def right_side(text: str) -> str:
    """The formula alone, without what stands before and behind it; raises ExpressionError as `read` does."""
    parts = source(text)
    return text[parts.start : parts.end]


def _canonical_names(names_given: tuple[str, ...]) -> dict[str, str]:
    names = {name: name for name in names_given}
    for name in names_given:
        if split := re.fullmatch(r"([A-Za-z]+)_?([0-9]{1,2})", name):  # x1, x_1 and x₁ are one name
            names.setdefault(f"{split.group(1)}_{int(split.group(2))}", name)
    return names


def language(parts: Source, variables: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Dialect, Scope]:
    """The words that a text may use, and what they stand for."""
    text, names = parts.text, _canonical_names((*variables, *columns))
    if parts.spreadsheet:
        names |= {cell: canonical(cell.upper()) for cell in cells(text)}
        return Dialect(FORMULA.functions, declared=names, spreadsheet=True), Scope()
    indices, scope = dict(indices_in(text)), Scope()
    scope.vector = (
        "" if columns or len(variables) == 2 else _vector(" ".join((text, *parts.aliases.values())), variables)
    )
    counts = {count for count in indices.values() if count and count not in indices}
    for count in sorted(counts or (_counts(parts, variables) if scope.vector else set())):
        scope.local[count] = Number(Fraction(2))
    scope.count_names = tuple(scope.local)
    subscripts = _subscripts(text, scope.vector) if scope.vector else set()
    scope.first = 0 if 0 in subscripts or (not subscripts and _FROM_ZERO.search(text)) else 1
    called = {name for name, _ in _CALLED.findall(text)} if not columns else set()
    vectors = {name for name in called if _is_vector(text, name, variables)}
    names |= {name: name for name in scope.local} | {d.name: d.name for d in parts.definitions}
    names |= {name: name for name in vectors if len(name) > 1} | ({scope.vector: scope.vector} if scope.vector else {})
    if set(parts.aliases.values()) - {scope.vector}:
        raise ExpressionError("I cannot tell what the sum goes over.", (parts.start, parts.end), TERMS)
    names |= parts.aliases | {name: name for name in indices if len(name) > 1}
    if not names:
        names = {letter: letter for letter in _factors(text)}
    counting = frozenset((*indices, *scope.count_names)) - {""}
    dialect = Dialect(FORMULA.functions, declared=names, indices=counting, vectors=frozenset(vectors))
    return dialect, scope


def _vector(text: str, variables: tuple[str, ...]) -> str:
    """The name of the vector: the only argument, or the usual letter that a sum or norm goes over."""
    if variables:
        return variables[0] if _REDUCED.search(text) or _subscripts(text, variables[0]) or len(variables[0]) > 1 else ""
    if not _REDUCED.search(text) or LISTED.search(text):
        return ""
    present = [name for name in _USUAL_VECTORS if re.search(rf"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_(])", text)]
    return present[0] if present else ""


def _factors(text: str) -> tuple[str, ...]:
    """The usual pair of letters that is multiplied without a sign, as in a^2 + ab + b^2, in place of x and y."""
    alone = {letter for letter in re.findall(r"(?<![A-Za-z_\\])([A-Za-z])(?![A-Za-z_])", text) if letter not in "xyXY"}
    if re.search(r"(?<![A-Za-z\\])[xyXY](?![A-Za-z])", text):
        return ()
    pairs = [pair for pair in PAIRS if set(pair) <= alone]
    return pairs[0] if pairs and re.search(rf"(?<![A-Za-z\\])[{''.join(pairs[0])}]{{2}}(?![A-Za-z])", text) else ()


def _counts(parts: Source, variables: tuple[str, ...]) -> set[str]:
    """The letter n or d beside a sum over a vector: how many parts it has."""
    defined = {*variables, *(definition.name for definition in parts.definitions)}
    alone = r"(?<![A-Za-z0-9_\\]){}(?![A-Za-z0-9_(])"
    return {letter for letter in "nd" if letter not in defined and re.search(alone.format(letter), parts.text)}


def _subscripts(text: str, name: str) -> set[int]:
    pattern = _PART.replace("{name}", re.escape(name))
    matches = re.findall(pattern, text, re.ASCII)
    return {int(digit) for _, *digits in matches for digit in digits if digit}


def _is_vector(text: str, name: str, variables: tuple[str, ...]) -> bool:
    """x(1) and x(2) are parts of x where x never stands alone, and is more than a letter multiplied."""
    digits = {digit for called, digit in _CALLED.findall(text) if called == name}
    alone = re.search(rf"(?<![A-Za-z0-9_\\]){name}(?![A-Za-z0-9_]|\s?\(\s*[0-9]+\s*\))", text, re.ASCII)
    heading = re.search(rf"[@\w]\s*\(\s*(?:\w+\s+)?{name}\s*\)", text, re.ASCII)
    return (name in variables and len(variables) == 1) or (
        digits == {"1", "2"} and (alone is None or heading is not None)
    )


def define(parts: Source, definition: Definition, dialect: Dialect, scope: Scope) -> None:
    """Add what a name stands for; later definitions may use earlier ones."""
    tokens = tokenize(parts.text, dialect, definition.start, definition.end)
    if not definition.operator and has_vector(tokens, scope):
        _define_vector(definition, tokens, dialect, scope)
        return
    tree = parse(tokens, dialect, scope)
    if definition.operator:
        if definition.name not in scope.local:
            raise ExpressionError("This name has no value yet.", (definition.start, definition.end))
        sign = {"**": "^"}.get(definition.operator, definition.operator)
        tree = Binary(sign, scope.local[definition.name], tree, tree.span)
    scope.local[definition.name] = tree


def _define_vector(definition: Definition, tokens: list[Token], dialect: Dialect, scope: Scope) -> None:
    """A definition with a value for each part; slices such as x[1:] have one part less, arange as many as it counts."""
    length = vector_length(tokens, scope)
    values: list[Node] = []
    while len(values) < length:
        scope.part = len(values)
        values.append(parse(list(tokens), dialect, scope))
        length = scope.counted if any(token.says("reduction", "arange") for token in tokens) else length
    scope.part, scope.written_out = None, True
    scope.vectors[definition.name] = values
