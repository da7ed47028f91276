"""Lexer of what only rules have: norms, ∇, and identifiers with step indices: m_{t-1}, θₜ₊₁, x^{(k)}, w[t].

Greek is folded, so that β₁ and beta1 are one name.
"""

import keyword
import re

from gdviz.expression.refusals import no_random
from gdviz.expression.rule_draft import LETTERS, Indexed
from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import ALIASES, GREEK_LETTERS, GREEK_VARIANTS, GREEK_WORDS, Dialect, quoted

_NORM = re.compile(
    r"\|\||‖|∥|\\\||\\(?:left\s*|right\s*|[bB]igg?[lr]?\s*)?(?:\\\||\\[lr]?Vert(?![A-Za-z]))|\\[lr]?Vert(?![A-Za-z])"
)
_ORDER = re.compile(r"\s*_\s*(?:\{\s*([^{}]{1,9}?)\s*\}|([0-9]|\\infty|∞|[A-Za-z]))")
_NABLA = re.compile(r"∇|\\nabla(?![A-Za-z])|nabla(?![A-Za-z0-9])")
_SQUARED = re.compile(r"\s*(?:\^\s*\{?\s*2\s*\}?|²)")
_BY = re.compile(
    r"\s*(?:_\s*(?:\{[^{}]{1,20}\}|\\[A-Za-z]+|[A-Za-zθ])|(?=[θϑ][A-Zℒa-z])[θϑ]|\s?[θϑwWx](?=\s*[JLfFEQCℒ]\s*\())"
)
_DIFFERENCE = re.compile(r"(?:Δ|∆|\\Delta(?![A-Za-z]))\s*\{?\s*\\?(?P<name>[A-Za-zθϑ]+)\s*\}?")
_PRODUCT = re.compile(r"\\(?:odot|circ|bullet)(?![A-Za-z])|[⊙∘◦]")
_RAISED = {"ᵗ": "t", "ᵏ": "k", "ⁿ": "n"}
_ABOUT = re.compile(r"\\(?:sim|leftsquigarrow|mathcal\s*\{?N)|~")
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
_UNICODE = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₜₖₙᵢⱼ", "0123456789+-tknij", strict=True))
_MINUS = str.maketrans("−–", "--")
_TIME = re.compile(rf"([{LETTERS}])(?:([+-])([0-9]))?", re.ASCII)
_BRACED = re.compile(r"\s*_\s*\{([^{}\n]{1,24})\}")
_PLAIN = re.compile(r"_(?:\\(theta|vartheta)(?![A-Za-z])|([θϑ])|([A-Za-z](?![A-Za-z0-9_]))|([0-9]{1,2})(?![0-9]))")
_BRACKETED = re.compile(rf"\[\s*([{LETTERS}]\s*(?:[-+−–]\s*[0-9])?)\s*\]|\(\s*([{LETTERS}])\s*\)", re.ASCII)
_ABOVE = re.compile(rf"\^\s*\{{?\s*\(\s*([{LETTERS}]\s*(?:[-+−–]\s*[0-9])?)\s*\)\s*\}}?", re.ASCII)


def rule_sign(text: str, at: int, end: int) -> tuple[int, list[Token]] | None:
    """Where a sign of rules that begins here ends, and its token; None if there is none."""
    if norm := _NORM.match(text, at, end):
        return _norm(text, at, norm.end(), end)
    if nabla := _NABLA.match(text, at, end):
        stop, order = nabla.end(), 1
        for _ in range(2):
            if squared := _SQUARED.match(text, stop, end):
                stop, order = squared.end(), 2
            elif by := _BY.match(text, stop, end):
                stop = by.end()
        return stop, [Token("nabla", order, at, stop)]
    if difference := _DIFFERENCE.match(text, at, end):
        letters = re.sub("[θϑ]", "theta", difference.group("name"))
        stop, indexed = behind(text, f"delta_{letters}", difference.end(), end)
        return stop, [Token("name", indexed.coded, at, stop)]
    if product := _PRODUCT.match(text, at, end):
        return product.end(), [Token("operator", "*", at, product.end())]
    if text[at] in _RAISED:
        return at + 1, [Token("operator", "^", at, at + 1), Token("name", _RAISED[text[at]], at, at + 1)]
    if text[at] == "@":
        return at + 1, [Token("operator", "@", at, at + 1)]
    if drawn := _ABOUT.match(text, at, end):
        raise no_random((at, drawn.end()))
    return None


def _norm(text: str, at: int, stop: int, end: int) -> tuple[int, list[Token]]:
    """A double bar, with the order of the norm below it: 2 by default."""
    order = _ORDER.match(text, stop, end)
    if not order:
        return stop, [Token("norm", 2, at, stop)]
    digits = order.group(1) or order.group(2)
    if digits not in ("1", "2"):
        hint = "The length is norm(g); the sum of sizes is sum(abs(g))."
        raise ExpressionError("Only the norms 1 and 2 are offered.", (stop, order.end()), hint)
    return order.end(), [Token("norm", int(digits), at, order.end())]


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


def index_of(text: str) -> tuple[int, str] | None:
    """(offset, letter) of t, t-1, k+1; None for anything else."""
    match = _TIME.fullmatch(re.sub(r"\s", "", text).translate(_MINUS))
    if not match:
        return None
    letter, sign, size = match.groups()
    return int(f"{sign}{size}") if sign else 0, letter


def behind(text: str, base: str, at: int, end: int) -> tuple[int, Indexed]:
    """What stands below, above and in brackets behind a name: where it ends, and the name with all of it."""
    offset, letter = None, ""
    while at < end:
        following = _next(text, at, end)
        if following is None:
            break
        at, parts = following
        for part in parts:
            if (time := index_of(part)) is not None:
                offset, letter = time
            elif part not in ("i", "j", "ii", "jj", "theta", "", base):
                base = f"{base}_{part}"
    if offset is None:
        base, offset, letter = _trailing(base)
    return at, Indexed(base, offset, letter)


def _next(text: str, at: int, end: int) -> tuple[int, list[str]] | None:
    """One subscript, superscript or bracket that is an index or part of the name."""
    if match := _BRACED.match(text, at, end):
        inner = re.sub(r"\\(?:text|mathrm|rm)\b|[\s\\{}]", "", match.group(1)).replace("θ", "theta")
        parts = inner.split(",")
        if all(re.fullmatch(r"[A-Za-z0-9]{0,12}", part, re.ASCII) or index_of(part) for part in parts):
            return match.end(), parts
        return None
    if match := _PLAIN.match(text, at, end):
        greek, letter, latin, digits = match.groups()
        return match.end(), ["theta" if greek or letter else latin or digits]
    under = ""
    while at + len(under) < end and text[at + len(under)] in _UNICODE:
        under += _UNICODE[text[at + len(under)]]
    if under:
        split = re.fullmatch(r"([0-9]*)(?:,?([a-z](?:[+-][0-9])?))?", under)
        return (at + len(under), [part for part in split.groups() if part]) if split else None
    for pattern in (_BRACKETED, _ABOVE):
        if match := pattern.match(text, at, end):
            return match.end(), [next(group for group in match.groups() if group)]
    return None


def _trailing(base: str) -> tuple[str, int | None, str]:
    """m_t and m_t_hat as code has them; g_i is g."""
    if match := re.fullmatch(rf"(.+)_([{LETTERS}])(_hat|_bar|_tilde)?", base):
        return match.group(1) + (match.group(3) or ""), 0, match.group(2)
    if match := re.fullmatch(r"([A-Za-z]+)_[ij]", base):
        return match.group(1), None, ""
    return base, None, ""
