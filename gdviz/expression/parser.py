"""Pratt parser (precedence climbing) with implicit multiplication and function calls without brackets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from gdviz.expression import call_parser, condition_parser, library_calls, reductions, refusals
from gdviz.expression.scope import SIGNS, Scope, resolve
from gdviz.expression.syntax import (
    BINDING,
    LOGIC,
    POWER,
    PRODUCT,
    UNARY,
    Binary,
    Call,
    ExpressionError,
    Name,
    Negative,
    Node,
    Number,
    Token,
)
from gdviz.expression.vocabulary import Dialect

MAX_DEPTH = 24
_READERS = call_parser.READERS | condition_parser.READERS
_BEGINS_A_FACTOR = frozenset({"name", "open", *call_parser.READERS, "piecewise", "cases"})
_CLOSING = {"(": ")", "[": "]", "{": "}", "floor": "floor", "ceil": "ceil"}


def parse(tokens: list[Token], dialect: Dialect, scope: Scope | None = None) -> Node:
    """The tree of all the tokens; raises ExpressionError where they are not a formula."""
    parser = Parser(tokens, dialect, scope)
    tree = parser.expression(0)
    if parser.peek.kind != "end":
        raise parser.unexpected()
    return tree


class Parser:
    """A place in the tokens; `bars` counts the bars open at each level of brackets."""

    def __init__(self, tokens: list[Token], dialect: Dialect, scope: Scope | None = None) -> None:
        self.tokens = tokens
        self.scope = scope or Scope()
        self.dialect = dialect
        self.at = 0
        self.depth = 0
        self.bars = [0]

    @property
    def peek(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    def within(self, tokens: Sequence[Token]) -> Node:
        """The tree of other tokens, such as those of a subscript, where names stand for the same."""
        last = tokens[-1].end if tokens else 0
        return parse([*tokens, Token("end", "", last, last)], self.dialect, self.scope)

    def take(self) -> Token:
        """The next token, passed."""
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def accepts(self, kind: str, *values: str) -> bool:
        """Whether the next token says this; it is passed then."""
        says = self.peek.says(kind, *values)
        self.at += says
        return says

    def listed(self) -> list[Node]:
        """The expressions from here that commas part."""
        nodes = [self.expression(0)]
        while self.accepts("comma"):
            nodes.append(self.expression(0))
        return nodes

    @contextmanager
    def deeper(self, token: Token) -> Iterator[None]:
        """What is read in here is nested one level deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("This formula is nested too deeply.", token.span, f"At most {MAX_DEPTH} levels.")
        yield
        self.depth -= 1

    def expression(self, minimum: int) -> Node:
        """The longest expression from here whose operators bind at least as tightly as `minimum`."""
        left = self.prefix()
        while True:
            token = self.peek
            if token.kind == "superscript" and minimum <= POWER:
                self.take()
                left = self.raised(left, Number(Fraction(token.value), token.span))
            elif token.kind == "operator" and BINDING[str(token.value)] >= minimum:
                left = self.infix(left, self.take())
            elif self.begins_a_factor(token) and minimum <= PRODUCT:
                right = self.expression(PRODUCT + 1)
                left = Binary("*", left, right, (left.span[0], right.span[1]))
            else:
                return left

    def infix(self, left: Node, operator: Token) -> Node:
        """left operator right; powers group from the right, everything else from the left."""
        sign = str(operator.value)
        if sign in LOGIC:
            return condition_parser.infix(self, left, operator)
        if sign == "^":
            with self.deeper(operator):
                right = self.expression(POWER)
        else:
            right = self.expression(BINDING[sign] + 1)
        return self.raised(left, right) if sign == "^" else library_calls.infix(sign, left, right)

    def raised(self, base: Node, exponent: Node) -> Node:
        """base^exponent; the square of a norm has no root."""
        span = (base.span[0], exponent.span[1])
        if isinstance(base, Call) and base == self.scope.norm and exponent == Number(Fraction(2)):
            return replace(base.arguments[0], span=span)
        return Binary("^", base, exponent, span)

    def begins_a_factor(self, token: Token) -> bool:
        """Whether a product goes on here without a sign; a number may not."""
        if token.kind == "number":
            hint = "Write x^2 for a power or x*2 for a product."
            raise ExpressionError("An operator is missing before this number.", token.span, hint)
        if token.kind == "bar":
            return token.value == "open" or (token.value == "|" and not self.bars[-1])
        return token.kind in _BEGINS_A_FACTOR

    def prefix(self) -> Node:
        """One operand, with the methods called on it: x.pow(2)."""
        begin, operand = self.at, self.operand()
        while self.peek.kind == "method":
            if self.peek.value in SIGNS or self.peek.value == "norm":
                operand = reductions.method(self, begin, self.take())
                continue
            operand = call_parser.method(self, operand, self.take())
        return operand

    def operand(self) -> Node:
        """A number, a name, a sign and its operand, a bracket, a call."""
        token = self.take()
        if token.kind == "number":
            return Number(token.value, token.span)  # type: ignore[arg-type]
        if token.kind == "name":
            return self.name(token)
        if token.says("operator", "-", "+"):
            with self.deeper(token):
                operand = self.expression(UNARY)
            return operand if token.value == "+" else Negative(operand, (token.start, operand.span[1]))
        if token.kind == "open":
            return self.group(token)
        if token.kind in _READERS and not token.says("bar", "close"):
            with self.deeper(token):
                return _READERS[token.kind](self, token)
        raise self.missing(token)

    def name(self, token: Token) -> Node:
        """A name, unless a bracket makes it look like a function that is not offered."""
        if (meaning := resolve(self, token)) is not None:
            return meaning
        call_parser.refuse_brackets(self, token)
        return Name(str(token.value), token.span)

    def group(self, opening: Token) -> Node:
        """What stands between matching brackets; floor and ceiling brackets are calls."""
        with self.deeper(opening):
            self.bars.append(0)
            inner = self.expression(0)
            if self.peek.kind == "colon" and opening.value == "{":
                inner = condition_parser.braced(self, opening, inner)
            closing = self.close(opening)
            self.bars.pop()
        if opening.value in ("floor", "ceil"):
            return Call(str(opening.value), (inner,), (opening.start, closing.end))
        return replace(inner, span=(opening.start, closing.end))

    def close(self, opening: Token) -> Token:
        """The closing bracket that matches, or a sentence."""
        expected = _CLOSING[str(opening.value)]
        if self.peek.says("close", expected):
            return self.take()
        if self.peek.kind in ("end", "close"):
            hint = "Add the closing bracket."
            raise ExpressionError("A bracket is not closed, or closed by another kind.", opening.span, hint)
        raise self.unexpected(within=True)

    def missing(self, token: Token) -> ExpressionError:
        """Nothing, where an operand was expected."""
        return refusals.missing(token, self.tokens[self.at - 1] if self.at else None, self.dialect)

    def unexpected(self, within: bool = False) -> ExpressionError:
        """Something behind a complete expression that does not continue it."""
        around = self.tokens[self.at - 1 : self.at + 2]
        return refusals.unexpected(self.peek, [token.kind for token in around], self.dialect, within)
