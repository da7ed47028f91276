"""The run that the learning-rate page studies, with the rates and the second knob tried there."""

from dataclasses import replace

from gdviz.scene.bounds import TRIED
from gdviz.scene.run import Run
from gdviz.scene.scene import Scene

GRADIENT_DESCENT = "sgd"
TRIO_STYLES = (5, 2, 1)
"""The three rates look like these runs: sky, green, vermillion."""


def sweepable(run: Run) -> bool:
    """Has it a learning rate to turn?"""
    return "learning_rate" in run.chosen.knobs


def swept_runs(scene: Scene) -> tuple[Run, ...]:
    """The runs with a learning rate."""
    return tuple(run for run in scene.runs if sweepable(run))


def swept_run(scene: Scene) -> Run:
    """The run looked into: the one asked for; else the first with a learning rate; else gradient descent."""
    named = scene.studied()
    return named if sweepable(named) else next(iter(swept_runs(scene)), Run(GRADIENT_DESCENT, style=named.style))


def second_knob(run: Run) -> str | None:
    """The knob that is varied beside the rate."""
    return next((name for name in TRIED if run.composes and name in run.chosen.knobs), None)


def with_second_knob(run: Run) -> Run | None:
    """The run that the heat map varies: gradient descent is heavy ball without momentum; None without a knob."""
    if run.optimizer == GRADIENT_DESCENT:
        rate = {name: value for name, value in run.knobs if name == "learning_rate"}
        return replace(run, optimizer="momentum", knobs=tuple({**rate, "momentum": 0.0}.items()))
    return run if second_knob(run) else None


def tried_run(run: Run, scene: Scene) -> Run:
    """The run with the second knob that is tried."""
    varied = with_second_knob(run)
    second = second_knob(varied) if varied else None
    value = dict(scene.tried).get(second or "")
    if varied is None or second is None or value is None or (run.optimizer == GRADIENT_DESCENT and value == 0):
        return run
    return varied.turned(second, varied.chosen.knobs[second].clamp(value))


def at_rates(scene: Scene, run: Run, rates: tuple[float, ...]) -> Scene:
    """The scene with one run at three rates in place of its runs."""
    runs = [
        replace(run.turned("learning_rate", rate), style=style, on=True)
        for rate, style in zip(rates, TRIO_STYLES, strict=True)
    ]
    return replace(scene, runs=tuple(runs))
