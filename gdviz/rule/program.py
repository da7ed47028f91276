"""A rule parsed and checked: its states, knobs and intermediate values, the kind of each, and the options as a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gdviz.expression import ExpressionError, Node, RuleLine, names_in, read_rule, translate_rule
from gdviz.rule.kinds import SCALAR, VECTOR, Kind, kind_of
from gdviz.settings import OPTIONS

PREDEFINED: Mapping[str, Kind] = {"theta": VECTOR, "g": VECTOR, "xi": VECTOR, "t": SCALAR, "alpha": SCALAR, "f": SCALAR}
"""The words of the language: the point, its gradient, this step's noise, the step from 1, the rate, the value."""
CONSTANTS = ("pi",)
FIXED = ("t", "alpha", "f", "xi", *CONSTANTS)
"""Words that no line may assign."""


@dataclass(frozen=True, eq=False)
class Program:
    """A rule understood.

    lines: the assignments. states: memory → kind, in the order they are first read; knobs: the letters never
    assigned, `alpha` excepted, in order of appearance. begins: state → tree. kinds: the kind each name holds.
    defaults: knob → the number that the text gives it. notes: what was taken for what.
    """

    text: str
    lines: tuple[RuleLine, ...]
    states: Mapping[str, Kind]
    knobs: tuple[str, ...]
    begins: Mapping[str, Node]
    kinds: Mapping[str, Kind]
    defaults: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def uses(self, word: str) -> bool:
        """Does any line read this word?"""
        return any(word in names_in(tree) for tree in (*(line.tree for line in self.lines), *self.begins.values()))


@lru_cache(maxsize=256)
def program(text: str, begins: tuple[tuple[str, str], ...] = ()) -> Program:
    """Read and understand a rule; ExpressionError with the position in the text when it is refused."""
    try:
        reading = translate_rule(text)
        rule = _understand(
            text, reading.lines, {**reading.begins, **{name: _begin(name, tree) for name, tree in begins}}
        )
        return replace(rule, defaults=reading.defaults, notes=reading.notes)
    except ExpressionError as error:
        raise placed(error, text) from None


def placed(error: ExpressionError, text: str) -> ExpressionError:
    """The error with its text, and with its line named as the reader of lines names it."""
    message, number = error.message, text.count("\n", 0, error.position) + 1
    if not message.startswith("Line ") and any(error.span) and "\n" in text.strip():
        message = f"Line {number}: {message}"
    return ExpressionError(message, error.span, error.hint, text)


def _begin(name: str, text: str) -> Node:
    """The tree of a `begins` expression."""
    (line,) = read_rule(f"{name} = {text}")
    return line.tree


def _understand(text: str, lines: tuple[RuleLine, ...], begins: Mapping[str, Node]) -> Program:
    """Sort the names, infer the kinds, and refuse what makes no sense."""
    _check_targets(lines)
    states, knobs = _sort(lines, begins)
    kinds, start = _infer(lines, states, knobs, begins)
    return Program(text, lines, {name: start[name] for name in states}, tuple(knobs), begins, kinds)


def _check_targets(lines: tuple[RuleLine, ...]) -> None:
    if not lines:
        raise ExpressionError("The rule is empty.", (0, 0), "Write a last line theta = …")
    for line in lines:
        if line.target in FIXED:
            hint = "Choose a schedule for it, or call yours lr." if line.target == "alpha" else ""
            raise ExpressionError(f"The word {line.target} is given: it cannot be assigned.", line.span, hint)
    if all(line.target != "theta" for line in lines):
        raise ExpressionError("No line moves the point.", lines[-1].span, "End with theta = …")


def _sort(lines: tuple[RuleLine, ...], begins: Mapping[str, Node]) -> tuple[list[str], list[str]]:
    """Names read before they are assigned, or given a beginning, are states; names never assigned are knobs."""
    targets = {line.target for line in lines}
    assigned: set[str] = set()
    states: dict[str, None] = {}
    knobs: dict[str, None] = {}
    for line in lines:
        for name in names_in(line.tree):
            if name in PREDEFINED or name in CONSTANTS:
                continue
            if name not in targets and name not in begins:
                knobs[name] = None
            elif name not in assigned:
                states[name] = None
        assigned.add(line.target)
    for tree in begins.values():
        for name in names_in(tree):
            if (name in targets or name in begins) and name not in PREDEFINED:
                raise ExpressionError(f"The start of a memory cannot read {name}.", tree.span)
            if name not in PREDEFINED and name not in CONSTANTS:
                knobs[name] = None
    return list(states), list(knobs)


def _infer(
    lines: tuple[RuleLine, ...], states: list[str], knobs: list[str], begins: Mapping[str, Node]
) -> tuple[dict[str, Kind], dict[str, Kind]]:
    """Kinds by the least fixed point: a state starts as a number and grows to a vector when it is given one."""
    names: dict[str, Kind] = {**PREDEFINED, **dict.fromkeys((*CONSTANTS, *knobs), SCALAR)}
    start = {name: kind_of(begins[name], names) if name in begins else SCALAR for name in states}
    while True:
        kinds = names | start
        for line in lines:
            kind = kind_of(line.tree, kinds)
            if kind > VECTOR and (line.target in start or line.target in PREDEFINED):
                raise ExpressionError("A matrix cannot be remembered.", line.span, "Use solve(H, v) or dot(H, v).")
            kinds[line.target] = max(kind, PREDEFINED.get(line.target, SCALAR))
        grown = {name: max(start[name], kinds[name]) for name in states}
        if grown == start:
            return kinds, start
        start = grown


def option_lines(names: frozenset[str]) -> Program | None:
    """The lines of these options as a program to run before a rule's, or None for none."""
    text = "\n".join(option.line for name, option in OPTIONS.items() if name in names)
    return program(f"{text}\ntheta = theta") if text else None
