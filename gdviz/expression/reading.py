"""Typed text to a reading: what was understood, or one sentence why not."""

import re
from dataclasses import dataclass

from gdviz.expression import declaration, headers, limits, parser, readings, remarks, source, tokens, variables
from gdviz.expression.dialect import MAX_FORMULA
from gdviz.expression.errors import ExpressionError
from gdviz.expression.to_latex import latex
from gdviz.expression.token import Token
from gdviz.expression.tree import Node
from gdviz.expression.vocabulary import CONSTANTS

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """text: as typed. tree: what it means. latex: “I read this as”, safe to render.

    variables: two canonical ASCII names; one_variable: only one of them occurs. parameters: other letters, ≤ 6, in
    order of appearance. columns: the given data columns that occur. readings: what was chosen where two
    readings are common, and how to get the other. notes: other sentences worth telling.
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

    variables, columns: names known beforehand, as identifiers; they win over every other meaning.
    Raises ExpressionError with message, span, hint and text.
    """
    if not isinstance(text, str):
        raise ExpressionError("A formula is a text.")
    for name in (*variables, *columns):
        if not _NAME.fullmatch(name) or name in CONSTANTS:
            hint = "It is a letter, then letters, digits or underscores, and neither e nor pi."
            raise ExpressionError("This cannot be the name of a variable or a column.", hint=hint)
    try:
        return _read(text, variables, columns)
    except ExpressionError as error:
        error.text = text[: 4 * MAX_FORMULA]
        raise


def _read(text: str, known: tuple[str, ...], columns: tuple[str, ...]) -> Reading:
    if len(text) > MAX_FORMULA:
        hint = f"At most {MAX_FORMULA} characters."
        raise ExpressionError("This formula is too long.", (MAX_FORMULA, MAX_FORMULA + 1), hint)
    parts = source.source(text)
    cells = source.cells(parts.text)[:2] if parts.spreadsheet else ()
    known = known or parts.names or tuple(headers.canonical(cell.upper()) for cell in cells)
    dialect, scope = declaration.language(parts, known, columns)
    for defined in parts.definitions:
        declaration.define(parts, defined, dialect, scope)
    found = tokens.tokenize(parts.text, dialect, parts.start, parts.end)
    _refuse_recursion(found, parts, known)
    tree = parser.parse(found, dialect, scope)
    limits.check_size(tree)
    settled = variables.with_e(tree, parts.text, known)
    scope.e_was_capital, tree = settled != tree, settled
    limits.check(tree)
    names = tuple(name for name in remarks.names_in(tree) if name not in CONSTANTS)
    if scope.vector and scope.written_out:
        known = known or (scope.vector,)
    pair, parameters = variables.choose(tuple(n for n in names if n not in columns), found, known, scope)
    said = readings.readings(parts, found, tree, pair, scope)
    return Reading(
        text=text,
        tree=tree,
        variables=pair,
        one_variable=len(set(pair) & set(names)) == 1,
        parameters=parameters,
        columns=tuple(column for column in columns if column in names),
        latex=latex(tree),
        readings=said,
        notes=(*said, *remarks.notes(tree, pair, names)),
        smooth=remarks.smooth(tree),
    )


def _refuse_recursion(found: list[Token], parts: source.Source, known: tuple[str, ...]) -> None:
    """z = z + x is an equation, not a formula with a label; y = x^2 is a curve."""
    again = next((token for token in found if parts.label and token.says("name", parts.label)), None)
    curve = parts.label in ("x", "y") and any(token.says("name", "x", "y") for token in found)
    constant = parts.label in ("x", "y") and not any(token.kind in ("name", "series", "reduction") for token in found)
    if not known and not parts.definitions and (again or curve or constant):
        raise headers.equation(again.span if again else parts.equals)
