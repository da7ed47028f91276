"""Parser of terms, the small language of a lesson's quantities: `(kappa - 1)/(kappa + 1)`, `sgd.first(f < 1e-6)`."""

import re
from collections.abc import Iterator

from gdviz.lessons.lesson import Apply, LessonError, Number, Quantity, Term, quoted

LONGEST, DEEPEST = 300, 20
"""Characters of a term, and brackets inside one another."""
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)|(?P<name>[A-Za-z][A-Za-z0-9_]{0,39})"
    r"|(?P<sign><=|>=|==|!=|[-+*/^(),.<>]))",
    re.ASCII,
)
OTHER = Quantity("other")
"""What stands before the quantities of a moment's second scene."""
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def parse(text: str) -> Term:
    """The tree of a term. Raises LessonError with a sentence."""
    if len(text) > LONGEST:
        raise LessonError(f"A quantity may have {LONGEST} characters, and this has {len(text)}.")
    parser = _Parser(text)
    tree = parser.choice()
    if parser.sign:
        raise LessonError(f"In {quoted(text)} nothing can stand at {quoted(parser.sign)}.")
    return tree


def parts(term: Term) -> Iterator[Term]:
    """The term and everything in it."""
    yield term
    inner: tuple[Term, ...] = ()
    if isinstance(term, Apply):
        inner = term.parts
    elif isinstance(term, Quantity):
        inner = (*((term.of,) if term.of else ()), *(term.arguments or ()))
    for part in inner:
        yield from parts(part)


def chain(term: Quantity) -> tuple[Term, list[Quantity]]:
    """`a.b(1).x` as a and [b(1), x]: what stands first, and the names behind it."""
    names: list[Quantity] = []
    link: Term = term
    while isinstance(link, Quantity) and link.of is not None:
        names.append(link)
        link = link.of
    return link, names[::-1]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place, text = 0, text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            raise LessonError(f"In {quoted(text)} the sign {quoted(text[place:].strip()[:1])} has no meaning.")
        yield match.lastgroup, match[match.lastgroup]
        place = match.end()
    yield "end", ""


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text, self.depth = text, 0
        self.tokens = list(_tokens(text))
        self.place = 0

    @property
    def sign(self) -> str:
        """The token here, "" at the end."""
        return self.tokens[self.place][1]

    def take(self, *signs: str) -> str:
        """The sign here, if it is one of these, and go on; else ""."""
        kind, sign = self.tokens[self.place]
        if kind == "end" or sign not in signs:
            return ""
        self.place += 1
        return sign

    def close(self) -> None:
        if not self.take(")"):
            raise LessonError(f"In {quoted(self.text)} a “)” is missing.")

    def choice(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LessonError("A quantity has too many brackets inside one another.")
        tree = self.both()
        while self.take("or"):
            tree = Apply("or", (tree, self.both()))
        self.depth -= 1
        return tree

    def both(self) -> Term:
        tree = self.negation()
        while self.take("and"):
            tree = Apply("and", (tree, self.negation()))
        return tree

    def negation(self) -> Term:
        if self.take("not"):
            return Apply("not", (self.comparison(),))
        return self.comparison()

    def comparison(self) -> Term:
        tree = self.sum()
        sign = self.take(*COMPARISONS)
        return Apply(sign, (tree, self.sum())) if sign else tree

    def sum(self) -> Term:
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = Apply(sign, (tree, self.product()))
        return tree

    def product(self) -> Term:
        tree = self.unary()
        while sign := self.take("*", "/"):
            tree = Apply(sign, (tree, self.unary()))
        return tree

    def unary(self) -> Term:
        minus = 0
        while sign := self.take("-", "+"):
            minus += sign == "-"
        tree = self.power()
        return Apply("neg", (tree,)) if minus % 2 else tree

    def power(self) -> Term:
        base = self.thing()
        if not self.take("^"):
            return base
        self.depth += 1
        if self.depth > DEEPEST:
            raise LessonError("A quantity has too many powers of powers.")
        exponent = self.unary()
        self.depth -= 1
        return Apply("^", (base, exponent))

    def thing(self) -> Term:
        tree = self.atom()
        while self.take("."):
            tree = self.named(tree)
        return tree

    def atom(self) -> Term:
        kind, sign = self.tokens[self.place]
        if kind == "number":
            self.place += 1
            return Number(float(sign))
        if kind == "name":
            return self.named(None)
        if self.take("("):
            tree = self.choice()
            self.close()
            return tree
        stands = f"{quoted(sign)} stands there" if sign else "the text ends"
        raise LessonError(f"In {quoted(self.text)} a number or a quantity is missing where {stands}.")

    def named(self, of: Term | None) -> Term:
        kind, name = self.tokens[self.place]
        if kind != "name":
            raise LessonError(f"In {quoted(self.text)} a name is missing after the point.")
        self.place += 1
        if not self.take("("):
            return Quantity(name, of)
        arguments = [self.choice()] if self.sign != ")" else []
        while self.take(","):
            arguments.append(self.choice())
        self.close()
        return Quantity(name, of, tuple(arguments))
