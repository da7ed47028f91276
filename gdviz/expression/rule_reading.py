"""Translate an update rule from the notation of papers and code to the rule language, with notes on each choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from gdviz.expression.constants import constant
from gdviz.expression.rule_draft import LETTERS, Draft, RuleLine, decoded, names_read
from gdviz.expression.rule_lines import raw_lines
from gdviz.expression.rule_names import (
    MEMORIES,
    SETTINGS,
    resolve_gradient,
    resolve_point,
    resolve_previous,
    split_indexed_names,
)
from gdviz.expression.rule_rate import LENGTH, RATES, resolve_rate
from gdviz.expression.rule_sequence import order_lines
from gdviz.expression.syntax import Binary, Call, ExpressionError, Name, Node, Number, rebuilt
from gdviz.expression.vocabulary import MAX_RULE

MOST_LETTERS = 24
_STANDARD = frozenset({"t", "f", "g", "xi"})
_COUNTERS = ("iteration", "iter", "iterations", "it", "epoch", "step_number", "timestep")


@dataclass(frozen=True)
class RuleReading:
    """lines: assignments of plain names, in order. begins: memory → its first value. defaults: knob → its number.

    notes: sentences on how names were read, and what was left out.
    """

    lines: tuple[RuleLine, ...]
    begins: Mapping[str, Node]
    defaults: Mapping[str, float]
    notes: tuple[str, ...]


def translate_rule(text: str) -> RuleReading:
    """The rule of a text; raises ExpressionError with positions in it."""
    lines, loops, counter, bars = raw_lines(text)
    draft = Draft(list(lines))
    if len(draft.free()) > MOST_LETTERS:
        raise ExpressionError("This rule has too many letters that nothing defines.", text=text[:MAX_RULE])
    try:
        if loops:
            draft.notes.append("The loop is left out: the rule is one round of it.")
        split_indexed_names(draft)
        _resolve_step_count(draft, counter)
        _extract_constants(draft)
        _rewrite_exponentials(draft)
        resolve_point(draft)
        resolve_gradient(draft)
        resolve_previous(draft)
        resolve_rate(draft)
        _starting_rate(draft)
        order_lines(draft)
    except ExpressionError as error:
        error.text = text[:MAX_RULE]
        raise
    if bars:
        draft.notes.append("Single bars are sizes in each coordinate; the length is norm(…).")
    for name in draft.free():
        if name in MEMORIES:
            draft.notes.append(f"No line assigns {name}: it is a number to be turned.")
        elif name in LETTERS:
            draft.notes.append(f"{name} is a number to be turned; the number of the step is t.")
    if draft.readings:
        draft.notes.insert(0, f"Read: {', '.join(draft.readings)}. Another meaning needs another name.")
    return RuleReading(tuple(draft.lines), draft.begins, draft.defaults, tuple(draft.notes))


def _resolve_step_count(draft: Draft, counter: str) -> None:
    """The letter that counts the steps is t; lines that count it are left out."""
    letters = {index.letter for _, index in draft.read() if index.letter}
    letters |= {decoded(line.target).letter for line in draft.lines} - {""}
    letters |= {base[-1] for base in draft.bases() if base[:-2] in SETTINGS and base[-2:] in ("_t", "_k", "_n")}
    for line in list(draft.lines):
        if line.base in ("t", counter, *_COUNTERS) and (_is_count(line) or constant(line.tree) in (0, 1)):
            draft.lines.remove(line)
            if "t counts the steps from 1 by itself." not in draft.notes:
                draft.notes.append("t counts the steps from 1 by itself.")
    free = draft.free()
    if letters and "t" not in letters and "t" in free and counter != "t":
        draft.rename("t", LENGTH)  # x_{k+1} = x_k - t g: no count of steps
    for name in (*LETTERS, *_COUNTERS, counter):
        if name and name != "t" and name in free and (name in letters or name == counter or name in _COUNTERS):
            draft.rename(name, "t")
            draft.readings.append(f"{name} as the step t, counted from 1")


def _is_count(line: RuleLine) -> bool:
    """t = t + 1."""
    match line.tree:
        case Binary("+", Name(name), Number(1)):
            return decoded(name).base == line.base
    return False


def _extract_constants(draft: Draft) -> None:
    """beta = 0.9 gives a knob its number, m = 0 before other lines of m is how m begins."""
    for place, line in reversed(list(enumerate(draft.lines))):
        value, base = constant(line.tree), line.base
        others = [p for p, other in enumerate(draft.bases()) if other == base and p != place]
        read = [p for p, other in enumerate(draft.lines) if base in names_read(other)]
        if value is None or (others and min(others) < place) or (read and min(read) < place):
            continue
        if base in _STANDARD or (not others and (base == "theta" or (not read and value))):
            continue
        del draft.lines[place]
        if not others and read:
            draft.defaults[base] = value
        elif others and value != 0 and base != "theta":
            draft.begins[base] = line.tree


def _rewrite_exponentials(draft: Draft) -> None:
    """e^x is exp(x), unless the rule has an e of its own."""
    if "e" in draft.free():
        draft.lines = [replace(line, tree=_with_exp(line.tree)) for line in draft.lines]


def _with_exp(tree: Node) -> Node:
    match tree:
        case Binary("^", Name("e"), power):
            return Call("exp", (_with_exp(power),), tree.span)
        case Name("e"):
            return Call("exp", (Number(Fraction(1)),), tree.span)
    return rebuilt(tree, _with_exp)


def _starting_rate(draft: Draft) -> None:
    """A rate that the rule itself changes begins at the knob's."""
    for line in draft.lines if "alpha" not in draft.free() else ():
        base = line.base
        begun = isinstance(line.tree, Call) and line.tree.function == "where"
        if base in RATES and base in names_read(line) and base not in draft.begins and base != "alpha" and not begun:
            draft.begins[base] = Name("learning_rate")
            draft.readings.append(f"{base} as a memory that begins at the rate")
