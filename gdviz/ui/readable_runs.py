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


def has_earlier(run: Run) -> bool:
    """Is there an earlier rule of this run that could be read?"""
    return run.style in session.memory("rules")


def stands_in(run: Run) -> bool:
    """Is this an earlier rule, played because the one in its place cannot be read?"""
    typed = [one for one in session.recall().runs if one.style == run.style]
    return run.optimizer == TYPED and bool(typed) and rule_error(typed[0]) is not None
