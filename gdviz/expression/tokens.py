"""Lexer: text to tokens with positions, from a closed set of characters and words."""

import re
from dataclasses import dataclass
from fractions import Fraction

from gdviz.expression import brackets, condition_words, latex_input, word_lexer
from gdviz.expression.dressing import fold
from gdviz.expression.refusals import unused
from gdviz.expression.rule_lexer import rule_sign
from gdviz.expression.syntax import ExpressionError, Token
from gdviz.expression.vocabulary import (
    GREEK_LETTERS,
    MAX_TOKENS,
    RADICALS,
    ROUNDING,
    SIGNS,
    SPACES,
    SUPERSCRIPTS,
    VULGAR_FRACTIONS,
    Dialect,
)

_LIBRARY = re.compile(
    r"(?:np|numpy|jnp|torch|tf)\.linalg\.(?=norm)|(?:scipy\.special|np|numpy|onp|tf\.keras\.backend|keras\.backend|jnp|jax\.numpy|jax\.nn|jax\.lax|lax|tf\.math|tf\.nn|tf|torch\.nn\.functional|torch\.special|torch|math|Math|cmath"
    r"|MathF|System\.Math|sym|sympy|sp|cp|cupy|mx|mnp|tnp|ca|casadi|pm|pt|aesara|theano|F|nn|special|anp|autograd\.numpy|keras\.ops"
    r"|ops|mpmath|mp|std\.math|numbers|K|tt|pt|self|this)\.(?=[A-Za-z])"
    r"|(?:std::numbers|std|Math|Eigen|arma|Base|f64::consts|f32::consts|f64|f32)::(?=[A-Za-z])", re.ASCII,
)  # fmt: skip
_METHOD = re.compile(r"\.([A-Za-z][A-Za-z0-9_]{0,11})\s*(?=\()", re.ASCII)
_SUFFIX = re.compile(r"(?:f|F)(?![A-Za-z0-9_(\[])", re.ASCII)
_OPERATOR = re.compile(r"\*\*|%/%|//|<=|>=|[-+*/^<>]")
_MODULO = re.compile(r"(?<=[ \w)\]])%%?(?= ?[\w(])(?! ?[A-Za-z]{3})|mod(?=\s*[\w])(?<= mod)", re.ASCII)
_ELEMENTWISE = re.compile(r"\.(?=\*|/|\^|')|(?<![0-9])\.(?=[-+])|(?<=[A-Za-z0-9])\.(?=\()")
_LARGE = re.compile(r"[∑∏‖]|(?:sum|prod|[ΣΠ])(?=\s*_)")
_NUMBER = re.compile(
    r"(?:[0-9]+(?:_[0-9]{3})+|[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?:[eE][+-]?[0-9]+|D[+-]?[0-9]{1,2}(?![0-9A-Za-z])|(?<=[.0-9])d0(?![0-9A-Za-z]))?",
    re.ASCII,
)
_HEXADECIMAL = re.compile(r"0[xX][0-9A-Fa-f]+(?![A-Za-z0-9])", re.ASCII)
_MAX_DIGITS = 30
_SMALLEST, _LARGEST = 1e-12, 1e12
_BRACKETS = {"(": "open", "[": "open", "{": "open", ")": "close", "]": "close", "}": "close"}


def tokenize(text: str, dialect: Dialect, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of text[start:end], ended by one of kind `end`; spans count from the start of the whole text."""
    scanner = _Scanner(fold(text), dialect, start, len(text) if end is None else end)
    result: list[Token] = []
    while scanner.at < scanner.end:
        result.extend(scanner.next())
        if len(result) > MAX_TOKENS:
            raise ExpressionError("This formula is too long.", (result[-1].start, result[-1].end), "Use fewer terms.")
    result.append(Token("end", "", scanner.end, scanner.end))
    return brackets.lengths(result) if dialect.implicit_products else result


@dataclass
class _Scanner:
    text: str
    dialect: Dialect
    at: int
    end: int

    def next(self) -> list[Token]:
        """The tokens at the present place (none for a space), and the place moved behind them."""
        start, character = self.at, self.text[self.at]
        if own := (condition_words.sign if self.dialect.implicit_products else rule_sign)(self.text, start, self.end):
            self.at, tokens = own
            return tokens
        if character in SPACES:
            self.at += 1
            return []
        if character == "_" and (order := brackets.ORDER.match(self.text, start, self.end)) and self._behind_bars():
            self.at = order.end()
            return [Token("order", order.group(1), start, self.at)]
        if character == "\\":
            self.at, tokens = latex_input.command(self.text, start, self.end, self.dialect)
            return tokens
        if library := _LIBRARY.match(self.text, start, self.end):
            self.at = library.end()
            return []
        if self.dialect.implicit_products and (code := self._code()) is not None:
            return code
        if character in "0123456789.":
            return [self._number()]
        if self.dialect.implicit_products and (large := _LARGE.match(self.text, start, self.end)):
            return self._large(large.group())
        if ("a" <= character.lower() <= "z" and character.isascii()) or character in GREEK_LETTERS or character == "ℯ":
            self.at, tokens = word_lexer.word(self.text, start, self.end, self.dialect)
            return tokens
        if character in SUPERSCRIPTS:
            return [self._superscript()]
        return [self._sign()]

    def _code(self) -> list[Token] | None:
        """Operators and methods of programming languages: x.^2, X.sum(), mod; None where there is none."""
        start = self.at
        if self.text[start] == "." and _ELEMENTWISE.match(self.text, start, self.end):
            self.at += 1  # MATLAB and Julia: x.^2 .* y
            return []
        if self.text[start] == "." and (method := _METHOD.match(self.text, start, self.end)):
            self.at = method.end()
            return [Token("method", method.group(1), start, self.at)]
        if modulo := _MODULO.match(self.text, start, self.end):
            self.at = modulo.end()
            return [Token("operator", "%", start, self.at)]
        return None

    def _behind_bars(self) -> bool:
        """Whether the place is behind the closing bars of a norm."""
        return self.dialect.implicit_products and self.text[: self.at].rstrip().endswith(
            ("||", "\\|", "‖", "\\Vert", "\\rVert")
        )

    def _large(self, sign: str) -> list[Token]:
        """The signs of sums, products and norms."""
        start, self.at = self.at, self.at + len(sign)
        if sign == "‖":
            return [Token("norm", "|", start, self.at)]
        kind = "sum" if sign in ("sum", "∑", "Σ") else "prod"
        self.at, tokens = latex_input.series(self.text, kind, start, self.at, self.end, self.dialect)
        return tokens

    def _number(self) -> Token:
        start, (self.at, value) = self.at, _number_at(self.text, self.at, self.end)
        token = Token("number", value, start, self.at)
        if (
            "." in self.text[start : self.at]
            and self.dialect.implicit_products
            and (suffix := _SUFFIX.match(self.text, self.at, self.end))
        ):
            self.at = suffix.end()  # 2.0f
        return token

    def _superscript(self) -> Token:
        start = self.at
        while self.at < self.end and self.text[self.at] in SUPERSCRIPTS:
            self.at += 1
        digits = "".join(SUPERSCRIPTS[c] for c in self.text[start : self.at])
        if not re.fullmatch(r"[-+]?[0-9]{1,3}", digits):
            raise ExpressionError("This exponent cannot be read.", (start, self.at), "Write it with ^, as in x^2.")
        return Token("superscript", Fraction(int(digits)), start, self.at)

    def _sign(self) -> Token:
        start, character = self.at, self.text[self.at]
        self.at += 1
        if character in RADICALS:
            return Token("radical", RADICALS[character], start, self.at)
        if character in ROUNDING:
            return Token(*ROUNDING[character], start, self.at)
        if character in VULGAR_FRACTIONS:
            return Token("number", VULGAR_FRACTIONS[character], start, self.at)
        if character in SIGNS and character != "|":
            return sign(SIGNS[character], start, self.at)
        if match := _OPERATOR.match(self.text, start, self.end):
            self.at = match.end()
            return sign(match.group(), start, self.at)
        if character == ":" and self.dialect.indices:
            return Token("colon", ":", start, self.at)
        if character in _BRACKETS or character in "|,=":
            return sign(character, start, self.at)
        raise unused(character, start)


def sign(typed: str, start: int, end: int) -> Token:
    """The token of an ASCII operator, bracket, bar, comma or equals sign."""
    if typed in _BRACKETS:
        return Token(_BRACKETS[typed], typed, start, end)
    kinds = {"|": "bar", ",": "comma", "=": "equals"}
    return Token(kinds.get(typed, "operator"), {"**": "^", "%/%": "//"}.get(typed, typed), start, end)


def _number_at(text: str, at: int, end: int) -> tuple[int, Fraction | float]:
    """Where the number that begins at `at` ends, and its value: whole ones exactly, and of a size that is allowed."""
    match = _NUMBER.match(text, at, end)
    if not match:
        raise ExpressionError("A number was expected after this point.", (at, at + 1), "Names with dots are not used.")
    if hexadecimal := _HEXADECIMAL.match(text, at, end):
        raise ExpressionError("Numbers are decimal here.", hexadecimal.span(), "As in 31 for 0x1F.")
    if match.end() - at > _MAX_DIGITS:
        raise ExpressionError("This number has too many digits.", match.span(), "Use at most 30.")
    typed = match.group().replace("_", "").replace("D", "e").replace("d", "e")  # 1_000 of Python, 1.0D-2 of Fortran
    value = float(typed)
    is_zero = not re.search("[1-9]", re.split("[eE]", typed)[0])
    if not is_zero and not _SMALLEST <= value <= _LARGEST:
        raise ExpressionError("This number is too large or too small.", match.span(), "Use sizes from 1e-12 to 1e12.")
    return match.end(), Fraction(int(typed)) if typed.isdigit() else value
