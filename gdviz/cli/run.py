"""`gdviz run` and `gdviz open`: every run of a scene in a table, and why it ended as it did."""

from argparse import Namespace
from typing import Any

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis
from gdviz.cli import output
from gdviz.cli.shown_runs import Shown, worked_out
from gdviz.cli.validation import ManyWeights
from gdviz.figures import DrawnRun

HEAD = ("run", "steps", "x", "y", "f", "|grad f|", "gradients")


def perform(chosen: Namespace) -> None:
    """Print the runs."""
    shown = worked_out(chosen)
    if chosen.json:
        output.document(described(shown) | (shown.more.described() if shown.more else {}))
        return
    if not isinstance(shown.more, ManyWeights):
        report(shown, chosen.events)
    if shown.more:
        shown.more.report()


def report(shown: Shown, events: bool = False) -> None:
    """Surface, table and sentences."""
    contents = shown.contents
    surface, (x, y) = contents.surface, contents.start
    letters = ", ".join(f"{name} = {output.shown(value)}" for name, value in surface.parameters.items())
    named = f"{surface.name}: {surface.text}" if surface.name else surface.text
    print(f"{named}{f'  ({letters})' if letters else ''}")
    for note in surface.notes_in(contents.window):
        print(note)
    print(f"from ({output.shown(x)}, {output.shown(y)}), f = {output.shown(float(surface.value(x, y)))}\n")
    output.table(HEAD, [_row(run) for run in contents.runs])
    for run in contents.runs:
        diagnosis = shown.diagnoses.get(run.id)
        print(f"\n{run.label}: {diagnosis.sentence if diagnosis else run.trajectory.ending.value}")
        if validation := shown.validation(run.id).get("validation"):
            print(validation)
        for event in diagnosis.marks if diagnosis and events else ():
            print(f"  {event.step}  {event.kind.value}: {event.sentence}")


def _row(run: DrawnRun) -> tuple[output.Cell, ...]:
    way = run.trajectory
    (x, y), slope = way.points[-1].tolist(), float(np.hypot(*way.gradients[-1]))
    return run.label, way.steps, x, y, float(way.values[-1]), slope, way.evaluations.gradient


def described(shown: Shown) -> dict[str, Any]:
    """The same as plain data, with the link that the app opens."""
    contents = shown.contents
    surface = contents.surface
    return {
        "surface": {"name": surface.name, "text": surface.text, "parameters": dict(surface.parameters)},
        "window": contents.window,
        "start": contents.start,
        "steps": shown.steps,
        "page": shown.page,
        "query": shown.scene.to_query(),
        "runs": [_described(run, shown.diagnoses.get(run.id)) | shown.validation(run.id) for run in contents.runs],
    }


def _described(run: DrawnRun, diagnosis: Diagnosis | None) -> dict[str, Any]:
    way = run.trajectory
    evaluations = way.evaluations
    return {
        "label": run.label,
        "optimizer": run.name,
        "settings": way.settings.numbers,
        "steps": way.steps,
        "point": way.points[-1],
        "value": way.values[-1],
        "gradient": way.gradients[-1],
        "evaluations": {"value": evaluations.value, "gradient": evaluations.gradient, "hessian": evaluations.hessian},
        "ending": way.ending,
        "verdict": diagnosis.verdict if diagnosis else None,
        "sentence": diagnosis.sentence if diagnosis else way.ending.value,
        "events": [
            {"kind": e.kind, "step": e.step, "until": e.until, "point": e.point, "sentence": e.sentence}
            for e in (diagnosis.events if diagnosis else ())
        ],
    }
