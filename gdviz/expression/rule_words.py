"""Words of a rule: whole identifiers, Greek folded to ASCII so that β₁ and beta1 are one name."""

import keyword
import re

from gdviz.expression.dialect import Dialect, quoted
from gdviz.expression.errors import ExpressionError
from gdviz.expression.suggestion import closest
from gdviz.expression.token import Token
from gdviz.expression.vocabulary import ALIASES, GREEK_LETTERS, GREEK_VARIANTS, GREEK_WORDS, SUBSCRIPTS

_LONGEST = 20
_HATS = {"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "\u0305": "_bar"}
_BRACED = re.compile(r"_\{([A-Za-z0-9]{1,12})\}", re.ASCII)
_GREEK_SUBSCRIPT = re.compile(rf"({'|'.join(sorted(GREEK_WORDS, key=len, reverse=True))})_([0-9]{{1,2}})", re.ASCII)


def rule_word(text: str, start: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """One identifier or function of a rule; raises ExpressionError if it is too long or has a double underscore."""
    at, name = start, ""
    while at < end:
        character = text[at]
        if (character.isascii() and (character.isalnum() or character == "_")) and not _BRACED.match(text, at, end):
            name += character
        elif character in GREEK_LETTERS:
            name += GREEK_LETTERS[character]
        elif character in SUBSCRIPTS:
            name += SUBSCRIPTS[character]
        elif character in _HATS and name:
            name += _HATS[character]
        else:
            break
        at += 1
    if braced := _BRACED.match(text, at, end):
        name, at = f"{name}_{braced.group(1)}", braced.end()
    return at, [named(name, start, at, dialect)]


def named(name: str, start: int, end: int, dialect: Dialect) -> Token:
    """The token of a folded identifier: `beta_1` and `beta1` are one name, `ln` is log."""
    name = GREEK_VARIANTS.get(name, name)
    if greek := _GREEK_SUBSCRIPT.fullmatch(name):
        name = greek.group(1) + greek.group(2)
    if len(name) > _LONGEST:
        raise ExpressionError("This name is too long.", (start, end), f"Use at most {_LONGEST} letters.")
    if "__" in name or name.endswith("_"):
        hint = "Use single underscores, between letters."
        raise ExpressionError(f"The name {quoted(name)} cannot be used.", (start, end), hint)
    if keyword.iskeyword(name) and name != "lambda":
        raise ExpressionError(f"The name {quoted(name)} cannot be used.", (start, end), "Choose another name.")
    function = ALIASES.get(name, name)
    if function in dialect.functions:
        return Token("function", function, start, end)
    return Token("name", name, start, end)


def refuse_unknown_call(token: Token, dialect: Dialect) -> None:
    """A long name before a bracket is meant as a function; letters, Greek ones too, are factors: m(1 - beta)."""
    name = str(token.value)
    if len(name) > 1 and name.rstrip("0123456789") not in GREEK_WORDS and name != "pi":
        near = closest(name, set(dialect.functions))
        hint = f"Did you mean {near}?" if near else "Put * before the bracket for a product."
        raise ExpressionError(f"{name} is not a function here.", token.span, hint)
