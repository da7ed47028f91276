"""Lexer of words in rules: identifiers with their step index; Greek is folded, so that β₁ and beta1 are one name."""

import keyword
import re

from gdviz.expression.rule_index import behind
from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import ALIASES, GREEK_LETTERS, GREEK_VARIANTS, GREEK_WORDS, Dialect, quoted

_LONGEST = 20
_HATS = {"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "\u0305": "_bar"}
_GREEK_SUBSCRIPT = re.compile(rf"({'|'.join(sorted(GREEK_WORDS, key=len, reverse=True))})_([0-9]{{1,2}})", re.ASCII)
_FACTOR = re.compile(r"(?:[gvmwxpsuGW]|grad)(?![A-Za-z0-9])", re.ASCII)
_SQUARE_MEAN = re.compile(r"E\s*\[\s*([^\[\]\n]{1,16})\]")
_KEYWORDS = {
    "if": "Write where(condition, this, that).",
    "else": "Write where(condition, this, that).",
    "def": "Write only the lines that assign.",
    "return": "Write theta = and then what is returned.",
}


def rule_word(text: str, start: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """One identifier or function of a rule; raises ExpressionError if it is too long or has a double underscore."""
    if mean := _SQUARE_MEAN.match(text, start, end):  # E[g²]: a running mean, named after what it is of
        inner = re.sub(r"[^A-Za-z0-9]", "", mean.group(1).replace("²", "2").replace("_t", "").replace("Δ", "d"))
        return indexed(text, f"E{inner}"[:_LONGEST], start, mean.end(), end, dialect)
    at, name = start, ""
    while at < end:
        character = text[at]
        opens = character == "_" and text[at + 1 : at + 2] in ("{", "\\", "θ")
        if character.isascii() and (character.isalnum() or character == "_") and not opens:
            name += character
        elif character in GREEK_LETTERS and not (at > start and text[at - 1] in GREEK_LETTERS):
            name += GREEK_LETTERS[character]
            if _FACTOR.match(text, at + 1, end):  # λw is λ times w
                at += 1
                break
        elif character in _HATS and name:
            name += _HATS[character]
        else:
            break
        at += 1
    return indexed(text, name, start, at, end, dialect)


def indexed(text: str, name: str, start: int, at: int, end: int, dialect: Dialect) -> tuple[int, list[Token]]:
    """The token of a name that ends at `at`, with what stands behind it; functions take no index."""
    called = re.compile(r"\s*[(\[{]").match(text, at, end)
    function = ALIASES.get(name, name) if called else name  # a knob may be called power
    if function in dialect.functions:
        return at, [Token("function", function, start, at)]
    stop, read = behind(text, name, at, end)
    token = named(read.base, start, stop, dialect)
    if token.kind == "function" or read.offset is None:
        return stop, [token]
    return stop, [Token("name", read._replace(base=str(token.value)).coded, start, stop)]


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
        hint = _KEYWORDS.get(name, "Write only lines that assign, and choose other names.")
        raise ExpressionError(f"The name {quoted(name)} cannot be used.", (start, end), hint)
    return Token("function" if name in dialect.functions else "name", name, start, end)
