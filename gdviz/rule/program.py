"""A rule parsed and checked, with the kind of each of its names; options and schedules written as lines before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gdviz.expression import ExpressionError, Node, RuleLine, names_in, read_rule, renamed, translate_rule
from gdviz.rule.kinds import SCALAR, VECTOR, Kind, kind_of
from gdviz.schedule import LEAST_CHANGE
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


SCALED = "schedule_now = schedule_scale*schedule_base + schedule_shift"
"""Every schedule that is known before the run is of this form: scale and shift, one of each a step; base: the rate."""
PLATEAU = f"""
    schedule_now = where(t > plateau_warm, plateau_rate, schedule_scale*schedule_base)
    plateau_bad = where(t < plateau_warm + 2, 0, where(f < plateau_best*(1 - plateau_threshold), 0, plateau_bad + 1))
    plateau_best = where(t < plateau_warm + 2, f, where(f < plateau_best*(1 - plateau_threshold), f, plateau_best))
    plateau_bad = where(plateau_cooling > 0, 0, plateau_bad)
    plateau_cooling = max(plateau_cooling - 1, 0)
    plateau_low = max(plateau_rate*plateau_factor, plateau_min_rate)
    plateau_low = where(plateau_rate - plateau_low > {LEAST_CHANGE:.8f}, plateau_low, plateau_rate)
    plateau_rate = where(plateau_bad > plateau_patience, plateau_low, plateau_rate)
    plateau_cooling = where(plateau_bad > plateau_patience, plateau_cooldown, plateau_cooling)
    plateau_bad = where(plateau_bad > plateau_patience, 0, plateau_bad)
"""
"""gdviz.schedule's Plateau line by line: the rate of this step, then the loss before it counts for the steps after."""


@lru_cache(maxsize=64)
def paced(rule: Program, hears: bool) -> Program:
    """The rule with its rate worked out in its own first lines.

    hears: from the losses, by reduce on plateau; else from the step's scale and shift. Raises ValueError for a rule
    that uses a name of these lines.
    """
    text = PLATEAU if hears else SCALED
    pace = program(f"{text}\ntheta = theta", (("plateau_rate", "schedule_base"),) if hears else ())
    taken = {*rule.kinds, *rule.begins} & {name for name in pace.kinds if name.startswith(("schedule_", "plateau_"))}
    if taken:
        raise ValueError(f"The rule's name {min(taken)} is one of the schedule's: give it another.")
    return Program(
        f"{text}\n{rule.text}",
        (*pace.lines[:-1], *(replace(line, tree=renamed(line.tree, {"alpha": "schedule_now"})) for line in rule.lines)),
        {**pace.states, **rule.states},
        tuple(dict.fromkeys((*pace.knobs, *rule.knobs))),
        {**pace.begins, **rule.begins},
        {**pace.kinds, **rule.kinds},
    )


def plateau_numbers(knobs: Mapping[str, float]) -> dict[str, float]:
    """The knobs of reduce on plateau by their names in these lines."""
    names = ("factor", "patience", "threshold", "cooldown", "min_rate")
    return {**{f"plateau_{name}": knobs[name] for name in names}, "plateau_warm": knobs["warm_up"]}
