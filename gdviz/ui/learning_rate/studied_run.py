"""The run that the learning-rate page studies, with the rates and the second knob tried there."""

from dataclasses import replace

from gdviz.figures import conditions
from gdviz.scene import TRIED, Run, Scene
from gdviz.ui import session

PLAIN = "sgd"
PLAY = "play"


def sweepable(run: Run) -> bool:
    """Has it a learning rate to turn?"""
    return "learning_rate" in run.chosen.knobs


def swept_runs(scene: Scene) -> tuple[Run, ...]:
    """The runs with a learning rate."""
    return tuple(run for run in scene.runs if sweepable(run))


def subject(scene: Scene) -> Run:
    """The run looked into: the one asked for; else the first with a learning rate; else gradient descent."""
    named_run = scene.studied()
    return named_run if sweepable(named_run) else next(iter(swept_runs(scene)), Run(PLAIN, style=named_run.style))


def labels(runs: tuple[Run, ...]) -> dict[int, str]:
    """Style → a label of its own for each run, without its rate: this page chooses others. Equals are numbered."""
    named = {run.style: " · ".join([run.name, *conditions(run)]) for run in runs}
    words = list(named.values())
    return {
        style: text if words.count(text) == 1 else f"{text} · run {place + 1}"
        for place, (style, text) in enumerate(named.items())
    }


def second_knob(run: Run) -> str | None:
    """The knob that is varied beside the rate."""
    return next((name for name in TRIED if run.composes and name in run.chosen.knobs), None)


def with_second(run: Run) -> Run | None:
    """The run that the heat map varies: gradient descent is heavy ball without momentum; None without a knob."""
    if run.optimizer == PLAIN:
        rate = {name: value for name, value in run.knobs if name == "learning_rate"}
        return replace(run, optimizer="momentum", knobs=tuple({**rate, "momentum": 0.0}.items()))
    return run if second_knob(run) else None


def attempt(run: Run, scene: Scene) -> Run:
    """The run with the second knob that is tried."""
    varied = with_second(run)
    second = second_knob(varied) if varied else None
    value = dict(scene.tried).get(second or "")
    if varied is None or second is None or value is None or (run.optimizer == PLAIN and value == 0):
        return run
    return varied.turned(second, varied.chosen.knobs[second].clamp(value))


def moved(rates: tuple[float, ...], rate: float, place: int | None = None) -> tuple[float, ...]:
    """The three rates, ascending, with the one in this place (that which is nearest, if None) moved to a rate."""
    nearest = min(range(len(rates)), key=lambda k: abs(rates[k] - rate) / (rates[k] + rate))
    changed = list(rates)
    changed[nearest if place is None else place] = rate
    return tuple(sorted(changed))


def play(**changes: object) -> None:
    """Change the scene, and let what is shown then play from its start."""
    session.keep(**changes)
    memory = session.memory("rates")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = str(memory["count"])
