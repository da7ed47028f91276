"""What a run is called in legends, cards and sentences."""

from collections import Counter
from collections.abc import Sequence

from gdviz.numeral import numeral
from gdviz.scene import STEADY, Run
from gdviz.schedule import SCHEDULES
from gdviz.settings import OPTIONS


def label(run: Run) -> str:
    """The name of a run in the legend: its optimizer, its rate, and what else is not as usual."""
    rate = run.setting().get("learning_rate")
    return " · ".join([run.name, *([f"α {numeral(rate)}"] if rate is not None else []), *conditions(run)])


def labels(runs: Sequence[Run]) -> dict[int, str]:
    """Style → label; of runs that would be labelled alike the later ones are numbered from 2."""
    named: dict[int, str] = {}
    count: Counter[str] = Counter()
    for run in runs:
        name = label(run)
        count[name] += 1
        named[run.style] = f"{name} ({count[name]})" if count[name] > 1 else name
    return named


def conditions(run: Run) -> list[str]:
    """Schedule and options of a run, where they are not as usual, in words."""
    if not run.composes:
        return []
    plan = [SCHEDULES[run.schedule].name.lower()] if run.schedule != STEADY else []
    return plan + [OPTIONS[name].short for name, value in run.options if value]
