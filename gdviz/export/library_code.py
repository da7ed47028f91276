"""Runs as calls of gdviz: a program, or a Jupyter notebook with the player below them."""

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gdviz.analysis.diagnosis.explained_run import Explained
from gdviz.descent import descend
from gdviz.export.contents import Contents
from gdviz.export.words import CODING, NotExported, comment, literal, stamp
from gdviz.figures import DrawnRun
from gdviz.gallery import GALLERY
from gdviz.learning.data import RowLoss, loss_of
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.scene import rule_text
from gdviz.schedule import SCHEDULES, Scheduled
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

USUAL = Surface("x^2 + y^2").window
MOST_NUMBERS = 20_000
"""Numbers of a table that a program holds."""
INSTALL = "gdviz[notebook]"
ENDS = """\
for name, run in runs.items():
    print(f"{name}: {run.verdict.value}")
    for event in run.events:
        print("   ", event.sentence)"""


def library_code(contents: Contents) -> str:
    """A program that leaves the surface in `surface`, the runs by label in `runs`, and prints how each ended."""
    lines = [CODING, *stamp(contents.link), comment(f"{contents.title}; written by gdviz."), ""]
    lines += ["import gdviz", "", *surface_lines(contents), "", *run_lines(contents), ""]
    return "\n".join([*lines, "for name, run in runs.items():", '    print(f"{name}: {run.verdict.value} {run}")', ""])


def surface_lines(contents: Contents) -> Iterator[str]:
    """The surface as it was typed or picked, or with its rows; NotExported for one made of functions, and for runs that
    no program holds."""
    if contents.no_program:
        raise NotExported(contents.no_program)
    surface = contents.surface
    parameters = listed(surface.parameters)
    if (key := gallery_key(surface)) is not None:
        changed = (
            f".with_parameters(**{parameters})" if dict(GALLERY[key].parameters) != dict(surface.parameters) else ""
        )
        yield f"surface = gdviz.GALLERY[{key!r}]{changed}"
        return
    window = [] if contents.window == USUAL else [f"window={contents.window!r}"]
    if isinstance(surface.evaluator, RowLoss):
        yield from data_lines(surface, window)
    elif surface.symbolic:
        arguments = [f"parameters={parameters}"] if surface.parameters else []
        yield f"surface = gdviz.Surface({', '.join([repr(surface.text), *arguments, *window])})"
    else:
        raise NotExported("This surface is made of functions of Python, so it has no program to take away.")


def data_lines(surface: Surface, window: list[str]) -> Iterator[str]:
    """The columns of the rows, and the mean of the row loss over them."""
    loss = loss_of(surface)
    if sum(map(len, loss.columns)) > MOST_NUMBERS:
        raise NotExported(
            f"These rows have more than {MOST_NUMBERS:,} numbers: too many for a program. Take the table."
        )
    yield "data = {"
    for name, column in zip(loss.formula.columns, loss.columns, strict=True):
        yield f"    {name!r}: [{', '.join(literal(number) for number in column.tolist())}],"
    yield "}"
    values = [f"values={listed(surface.parameters)}"] if surface.parameters else []
    arguments = [repr(loss.typed), repr(surface.variables), "data", *values, *window]
    yield f"surface = gdviz.data_surface({', '.join(arguments)})"


def run_lines(contents: Contents) -> Iterator[str]:
    """Every run by its label; NotExported where one cannot be written."""
    yield "runs = {"
    for run in contents.runs:
        yield f"    {run.label!r}: gdviz.descend({', '.join(arguments_of(contents, run))}),"
    yield "}"


def arguments_of(contents: Contents, drawn: DrawnRun) -> Iterator[str]:
    """The arguments of `descend` that make the run again, every knob with its value."""
    run, optimizer = drawn.trajectory, contents.optimizers[drawn.id]
    named = optimizer_text(optimizer)
    must_repeat(run)
    yield from ("surface", named)
    x, y = run.points[0].tolist()
    yield f"start=({literal(x)}, {literal(y)})"
    yield f"steps={contents.steps[drawn.id]}"
    yield from (f"{name}={literal(value)}" for name, value in run.settings.numbers.items())
    yield from schedule_argument(run)
    if run.settings.noise:
        yield f"seed={run.settings.seed}"
    if contents.stop:
        limits = {name: value for name, value in vars(contents.stop).items() if value is not None}
        yield f"stop=gdviz.Stop({', '.join(f'{name}={literal(value)}' for name, value in limits.items())})"


def must_repeat(run: Trajectory) -> None:
    """NotExported for a run that its own settings do not make again: a part of another, one with a bound of its own."""
    if not isinstance(run, Explained) or not run.steps:
        return
    again = descend(run.surface, run.optimizer, run.points[0], run.steps, settings=run.settings)
    if not np.array_equal(again.points, run.points):
        raise NotExported("This run is a part of another, so no program makes it by itself: take the whole run.")


def schedule_argument(run: Trajectory) -> Iterator[str]:
    """The schedule by its key and knobs, or rate by rate."""
    plan = run.settings.plan
    if plan is None:
        return
    if isinstance(plan, Scheduled):
        key = plan.schedule.key
        if SCHEDULES.get(key) is not plan.schedule:
            raise NotExported("This schedule is not one of gdviz's, so no program can name it.")
        yield f"schedule=({key!r}, {listed(plan.knobs)})"
    else:
        yield f"schedule=[{', '.join(map(literal, plan.rates))}]"


def optimizer_text(optimizer: Optimizer | Method) -> str:
    """The key of an optimizer, or its equations."""
    if OPTIMIZERS.get(optimizer.key) is optimizer:
        return repr(optimizer.key)
    if isinstance(optimizer, Method):
        raise NotExported(f"{optimizer.name} is not one of gdviz's methods, so no program can name it.")
    return f"gdviz.custom_optimizer({rule_text(optimizer)!r}, {optimizer.name!r})"


def gallery_key(surface: Surface) -> str | None:
    """The key of a surface of the gallery, whatever values its parameters have."""
    return next((key for key, one in GALLERY.items() if (one.text, one.name) == (surface.text, surface.name)), None)


def listed(values: Mapping[str, float]) -> str:
    """A dict of numbers that read back exactly."""
    return "{" + ", ".join(f"{name!r}: {literal(value)}" for name, value in values.items()) + "}"


def notebook(contents: Contents) -> str:
    """A notebook in the format of Jupyter (nbformat 4.5), not yet executed; its code cells make the runs again.

    Raises NotExported, with a sentence, for what has no program.
    """
    about = [f"# {contents.title}", "", f"`{contents.formula.replace('`', '')}`"]
    about += ["", f"[The same runs in the app]({contents.link})"] if contents.link.startswith("http") else []
    about += ["", f"Written by gdviz. It needs the package: `pip install {INSTALL}`."]
    cells = [
        ("markdown", about),
        ("code", ["import gdviz", "", *surface_lines(contents)]),
        ("code", list(run_lines(contents))),
        ("code", ENDS.split("\n")),
        ("code", ["gdviz.show(surface, runs)  # click or drag on the map"]),
    ]
    written = [_cell(place, kind, lines) for place, (kind, lines) in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about_all = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps(
        {"cells": written, "metadata": about_all, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1
    )


def _cell(place: int, kind: str, lines: Sequence[str]) -> dict[str, object]:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": f"gdviz-{place}", "metadata": {}, **code, "source": source}
