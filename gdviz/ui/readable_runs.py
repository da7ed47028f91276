"""Runs whose rule can be read: what is wrong with a typed rule, and what plays meanwhile."""

from dataclasses import replace

from gdviz.expression import ExpressionError
from gdviz.scene import TYPED, Run, Scene
from gdviz.ui import session


def rule_error(run: Run) -> ExpressionError | None:
    """What is wrong with the run's rule, if anything."""
    try:
        run.chosen  # noqa: B018 -- reading it is the test
    except ExpressionError as error:
        return error
    return None


def playable(scene: Scene) -> Scene:
    """The scene with each rule that cannot be read replaced by the last that could, or left out."""
    last_readable = session.memory("rules")
    runs = []
    for run in scene.runs:
        if run.optimizer == TYPED and rule_error(run):
            earlier: Run | None = last_readable.get(run.style)
            runs += [replace(earlier, on=run.on)] if earlier else []
            continue
        if run.optimizer == TYPED:
            last_readable[run.style] = run
        runs.append(run)
    return replace(scene, runs=tuple(runs))
