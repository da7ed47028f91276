"""Read a typed formula, or a typed number: tree, variables, parameters and LaTeX, or an ExpressionError."""

import re
from dataclasses import dataclass

from gdviz.expression import (
    condition_parser,
    declaration,
    limits,
    parser,
    readings,
    refusals,
    remarks,
    source,
    tokens,
    variables,
)
from gdviz.expression.constants import constant
from gdviz.expression.scope import Scope
from gdviz.expression.syntax import ExpressionError, Node, Token, names_in
from gdviz.expression.to_latex import latex
from gdviz.expression.vocabulary import CONSTANTS, MAX_FORMULA, Dialect, canonical

LONGEST_NUMBER = 60
NUMBERS = "Try 0.5, 1/3, pi or 2e-3."
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """text: as typed. tree: what it means. latex: the formula as it was read, safe to render.

    variables: two canonical ASCII names; one_variable: only one of them occurs. parameters: other letters, ≤ 6, in
    order of appearance. columns: the given data columns that occur. readings: what was chosen where two
    readings are common, and how to get the other. notes: other remarks.
    smooth: no abs, max, min, relu, sign, floor or ceil.
    """

    text: str
    tree: Node
    variables: tuple[str, str]
    one_variable: bool
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    latex: str
    readings: tuple[str, ...]
    notes: tuple[str, ...]
    smooth: bool


def read(text: str, variables: tuple[str, ...] = (), columns: tuple[str, ...] = ()) -> Reading:
    """What the text means.

    variables, columns: names declared by the caller, as identifiers; they win over every other meaning.
    Raises ExpressionError with message, span, hint and text.
    """
    if not isinstance(text, str):
        raise ExpressionError("A formula is a text.")
    for name in (*variables, *columns):
        if not _NAME.fullmatch(name) or name in CONSTANTS:
            hint = "It is a letter, then letters, digits or underscores, and neither e nor pi."
            raise ExpressionError("This cannot be the name of a variable or a column.", hint=hint)
    try:
        if len(text) > MAX_FORMULA:
            hint = f"At most {MAX_FORMULA} characters."
            raise ExpressionError("This formula is too long.", (MAX_FORMULA, MAX_FORMULA + 1), hint)
        return _read(text, variables, columns)
    except ExpressionError as error:
        error.text = text[: 4 * MAX_FORMULA]
        raise


def _read(text: str, declared: tuple[str, ...], columns: tuple[str, ...]) -> Reading:
    parts = source.source(text)
    cells = source.cells(parts.text)[:2] if parts.spreadsheet else ()
    declared = declared or parts.names or tuple(canonical(cell.upper()) for cell in cells)
    dialect, scope = declaration.language(parts, declared, columns)
    for defined in parts.definitions:
        declaration.define(parts, defined, dialect, scope)
    symbols = tokens.tokenize(parts.text, dialect, parts.start, parts.end)
    _refuse_recursion(symbols, parts, declared)
    tree = _tree(symbols, parts.text, declared, dialect, scope)
    names = tuple(name for name in names_in(tree) if name not in CONSTANTS)
    assumed = scope.vector if scope.written_out and not declared else ""
    declared = (assumed,) if assumed else declared
    pair, parameters = variables.choose(tuple(n for n in names if n not in columns), symbols, declared, scope)
    variables.refuse_partner(assumed, parameters, symbols)
    choices = readings.readings(parts, symbols, tree, pair, scope)
    if not declared:
        choices = (*choices, *readings.of_slider(names, pair, parameters))[: readings.MOST]
    return Reading(
        text=text,
        tree=tree,
        variables=pair,
        one_variable=len(set(pair) & set(names)) == 1,
        parameters=parameters,
        columns=tuple(column for column in columns if column in names),
        latex=latex(tree),
        readings=choices,
        notes=(*choices, *_given_values(parts, symbols, scope), *remarks.notes(tree, pair, names)),
        smooth=remarks.smooth(tree),
    )


def _tree(symbols: list[Token], text: str, declared: tuple[str, ...], dialect: Dialect, scope: Scope) -> Node:
    """The syntax tree within all limits, E replaced by e where it stands for that number."""
    parsed = parser.parse(symbols, dialect, scope)
    limits.check_size(parsed)
    tree = variables.with_e(parsed, text, declared)
    scope.e_was_capital = tree != parsed
    tree = condition_parser.settled(tree)
    limits.check(tree)
    return tree


def _given_values(parts: source.Source, symbols: list[Token], scope: Scope) -> tuple[str, ...]:
    """The remark on the letters of the formula that have a number of their own."""
    used = [one.name for one in parts.definitions if any(token.says("name", one.name) for token in symbols)]
    return remarks.given_values({name: scope.local[name] for name in used if name in scope.local})


def _refuse_recursion(symbols: list[Token], parts: source.Source, declared: tuple[str, ...]) -> None:
    """z = z + x is an equation, not a formula with a label; y = x^2 is a curve."""
    again = next((token for token in symbols if parts.label and token.says("name", parts.label)), None)
    curve = parts.label in ("x", "y") and any(token.says("name", "x", "y") for token in symbols)
    constant = parts.label in ("x", "y") and not any(token.kind in ("name", "series", "reduction") for token in symbols)
    if not declared and not parts.definitions and (again or curve or constant):
        raise refusals.sides(again.span if again else parts.equals)


def typed_number(text: str) -> float:
    """The value of 1/3, pi or -sqrt(2); raises ExpressionError for other letters than e and pi, and as `read`."""
    if not text.strip() or len(text) > LONGEST_NUMBER:
        raise ExpressionError("A number stands here.", (0, len(text)), NUMBERS, text[:LONGEST_NUMBER])
    try:
        value = constant(read(text).tree)
    except ExpressionError as error:
        raise ExpressionError(error.message, error.span, NUMBERS, text) from None
    if value is None:
        raise ExpressionError("This has letters, and a number stands here.", (0, len(text)), NUMBERS, text)
    return value
