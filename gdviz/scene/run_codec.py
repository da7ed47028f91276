"""A run, or a letter of a typed surface ↔ one value of a link; defaults are left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from gdviz.expression import ExpressionError
from gdviz.knob import Knob
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene.bounds import MOST_RUNS, NARROWEST, OPTION_KNOBS, STYLE
from gdviz.scene.run import STEADY, TYPED, Run
from gdviz.scene.texts import NAME, PLACE, in_words, read_lines, read_number, read_pairs, write_lines, write_number
from gdviz.scene.values import Parameter
from gdviz.schedule import SCHEDULES

MOST_LETTERS = 9
Numbers = tuple[tuple[str, float], ...]


def write_run(run: Run, place: int) -> str:
    """optimizer~rule~text~knob~value…~schedule~key~schedule.knob~value…~option~value…~style~n~off"""
    pairs = [("rule", write_lines(run.rule))] if run.optimizer == TYPED else []
    pairs += write_knobs(run.knobs, known_knobs(run))
    if run.composes and run.schedule != STEADY:
        pairs += [("schedule", run.schedule)]
    if run.composes:
        pairs += [(f"schedule.{n}", v) for n, v in write_knobs(run.schedule_knobs, SCHEDULES[run.schedule].knobs)]
        pairs += write_knobs(run.options, OPTION_KNOBS)
    pairs += [] if run.style == place else [("style", str(run.style))]
    return "~".join([run.optimizer, *(part for pair in pairs for part in pair), *([] if run.on else ["off"])])


def read_run(text: str, place: int, taken: Collection[int] = ()) -> Run:
    """The inverse of write_run; KeyError for an unknown optimizer or schedule, ValueError for a bad number.

    taken: styles of runs before it; where its own is one of them, it gets the first that is free.
    """
    optimizer, *rest = text.split("~")
    on = len(rest) % 2 == 0
    if not on and rest.pop() != "off":
        raise ValueError("a value is missing")
    pairs = dict(read_pairs("~".join(rest))) if rest else {}
    style = int(read_number(pairs.pop("style", str(place)), STYLE, "style"))
    run = Run(optimizer, on=on, style=min(set(range(MOST_RUNS)) - set(taken)) if style in taken else style)
    if optimizer == TYPED:
        run = replace(run, rule=read_lines(pairs.pop("rule")))
    elif optimizer not in OPTIMIZERS:
        raise KeyError
    if run.composes:
        run = replace(run, options=read_knobs(pairs, OPTION_KNOBS), schedule=pairs.pop("schedule", STEADY))
        run = replace(run, schedule_knobs=read_knobs(pairs, SCHEDULES[run.schedule].knobs, "schedule."))
    knobs = known_knobs(run)
    return replace(run, knobs=_read_letters(pairs) if knobs is None else read_knobs(pairs, knobs))


def known_knobs(run: Run) -> Mapping[str, Knob] | None:
    """The knobs of the run's optimizer; None for a typed rule that cannot be read."""
    try:
        return run.chosen.knobs
    except ExpressionError:
        return None


def write_knobs(turned: Sequence[tuple[str, float]], knobs: Mapping[str, Knob] | None) -> list[tuple[str, str]]:
    """The numbers that differ from the defaults; all where the knobs are unknown, as of a rule that cannot be read."""
    return [(n, write_number(v)) for n, v in turned if knobs is None or (n in knobs and v != knobs[n].default)]


def read_knobs(pairs: Mapping[str, str], knobs: Mapping[str, Knob], before: str = "") -> Numbers:
    """The inverse of write_knobs, clamped; before: what stands before each name. Other names are left alone."""
    turned = {
        name: read_number(pairs[before + name], knob, in_words(name))
        for name, knob in knobs.items()
        if before + name in pairs
    }
    return tuple((name, value) for name, value in turned.items() if value != knobs[name].default)


def _read_letters(pairs: Mapping[str, str]) -> Numbers:
    """The numbers of a rule that cannot be read just now: they wait for it."""
    named = {name: text for name, text in pairs.items() if NAME.fullmatch(name) and name not in OPTION_KNOBS}
    return tuple((name, read_number(text, PLACE, name)) for name, text in list(named.items())[:MOST_LETTERS])


def read_parameter(text: str) -> Parameter:
    """The inverse of write_parameter; ValueError for a bad name or number."""
    name, value, *bounds = text.split("~")
    if not NAME.fullmatch(name):
        raise ValueError("not a name")
    usual = Parameter(name, read_number(value, name=name))
    low, high = (
        (read_number(bound, name=f"a bound of {name}") for bound in bounds) if bounds else (usual.low, usual.high)
    )
    low, high = min(low, usual.value), max(high, usual.value)
    return Parameter(name, usual.value, low, high if high - low >= NARROWEST else low + 1)


def write_parameter(parameter: Parameter) -> str:
    """name~value~low~high, the bounds only where they are not the usual ones"""
    usual = Parameter(parameter.name, parameter.value)
    low, high = min(usual.low, usual.value), max(usual.high, usual.value)
    bounds = [] if (parameter.low, parameter.high) == (low, high) else [parameter.low, parameter.high]
    return "~".join([parameter.name, *(write_number(number) for number in (parameter.value, *bounds))])
