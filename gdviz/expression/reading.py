"""Typed text to a reading: what was understood, or one sentence why not."""

import re
from dataclasses import dataclass

from gdviz.expression import declaration, limits, notes, parser, tokens, variables
from gdviz.expression.dialect import MAX_FORMULA
from gdviz.expression.errors import ExpressionError
from gdviz.expression.latex import latex
from gdviz.expression.token import Token
from gdviz.expression.tree import Node
from gdviz.expression.vocabulary import CONSTANTS

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """text: as typed. tree: what it means. latex: “I read this as”, safe to render.

    variables: two canonical ASCII names; one_variable: only one of them occurs. parameters: other letters, ≤ 6, in
    order of appearance. columns: the given data columns that occur. notes: sentences worth telling.
    smooth: no abs, max, min, relu, sign, floor or ceil.
    """

    text: str
    tree: Node
    variables: tuple[str, str]
    one_variable: bool
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    latex: str
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
    start, end = declaration.body(text)
    begin, named, label = declaration.declared(text, start, end)
    known = known or named
    found = tokens.tokenize(text, declaration.dialect_of(known, columns), begin, end)
    _refuse_recursion(found, label, known)
    tree = parser.parse(found, declaration.dialect_of(known, columns))
    limits.check(tree)
    letters = [token for token in found if not (token.kind == "name" and token.value in columns)]
    pair, parameters = variables.choose(letters, known)
    return _finished(text, tree, found, pair, parameters, columns)


def _finished(text: str, tree: Node, found: list[Token], pair: tuple[str, str], parameters: tuple[str, ...],
              columns: tuple[str, ...]) -> Reading:  # fmt: skip
    names = variables.occurring(found)
    return Reading(
        text=text,
        tree=tree,
        variables=pair,
        one_variable=len(set(pair) & set(names)) == 1,
        parameters=parameters,
        columns=tuple(column for column in columns if column in names),
        latex=latex(tree),
        notes=notes.notes(tree, pair, names),
        smooth=notes.smooth(tree),
    )


def _refuse_recursion(found: list[Token], label: str, known: tuple[str, ...]) -> None:
    """z = z + x is an equation, not a formula with a label."""
    for token in found:
        if label and not known and token.says("name", label):
            hint = "Write only the right-hand side."
            raise ExpressionError("This looks like an equation.", token.span, hint)
