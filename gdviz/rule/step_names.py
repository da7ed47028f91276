"""What every name of a rule holds before and after a recorded step, by the interpreter."""

import numpy as np

from gdviz.rule.interpreter import Look, Names
from gdviz.rule.interpreter import step as interpret
from gdviz.rule.optimizer import Optimizer
from gdviz.rule.program import Program, option_lines
from gdviz.surface import Surface
from gdviz.trajectory import Array, Trajectory


def check_step(trajectory: Trajectory, t: int) -> None:
    """Raises IndexError for a step that was not taken."""
    if not 1 <= t <= trajectory.steps:
        raise IndexError(f"Step {t} was not taken: there are steps 1 to {trajectory.steps}.")


def seen_surface(surface: Surface, trajectory: Trajectory, t: int) -> Surface:
    """The surface that step t evaluates: the whole, or that of its mini-batch."""
    return trajectory.batches(t) if trajectory.batches else surface


def situation(optimizer: Optimizer, trajectory: Trajectory, t: int) -> Names:
    """What every name holds at the top of step t."""
    names = given(trajectory, t) | letters(trajectory, optimizer.program)
    names |= {name: trajectory.states[name][t - 1] for name in optimizer.program.states}
    return names


def letters(trajectory: Trajectory, program: Program) -> Names:
    """The knobs of a rule, or of the options' lines, with this run's numbers: one of them may be another's memory."""
    numbers = trajectory.settings.numbers
    return {name: np.asarray(numbers[name]) for name in program.knobs}


def changed(names: Names, trajectory: Trajectory, look: Look) -> Names:
    """The names after what the run's options do to the gradient."""
    options = option_lines(frozenset(trajectory.settings.changes))
    if options is None:
        return names
    return names | {"g": interpret(options, names | letters(trajectory, options), look)["g"]}


def given(trajectory: Trajectory, t: int) -> Names:
    """What the words of the language hold at the top of step t."""
    settings, point = trajectory.settings, trajectory.points[t - 1]
    names: Names = {"t": np.asarray(float(t)), "alpha": trajectory.rates[t - 1], "theta": point}
    names |= {"f": trajectory.values[t - 1], "g": trajectory.gradients[t - 1]}
    if trajectory.batches:
        part = trajectory.batches(t)
        names |= {"f": np.asarray(part.value(*point)), "g": np.array(part.gradient(*point))}
    if settings.noise:
        names["xi"] = settings.draws(t)[t - 1]
    return names


def received_gradient(trajectory: Trajectory, t: int) -> Array:
    """The gradient that the rule works with in step t: the mini-batch's, with noise, clipped, with decay."""
    return changed(given(trajectory, t), trajectory, _no_look)["g"]


def _no_look(word: str, point: Array) -> Array:
    raise AssertionError(f"An option asks for {word}.")


def surface_look(surface: Surface) -> Look:
    """The interpreter's evaluations of a surface."""

    def look(word: str, point: Array) -> Array:
        x, y = point
        if word == "value":
            return np.asarray(surface.value(x, y))
        if word == "grad":
            return np.array(surface.gradient(x, y))
        xx, xy, yy = surface.hessian(x, y)
        return np.array([[xx, xy], [xy, yy]])

    return look


def replay(surface: Surface, optimizer: Optimizer, trajectory: Trajectory, t: int) -> Names:
    """What every name holds after step t: an independent check of the compiled loops."""
    names, look = situation(optimizer, trajectory, t), surface_look(seen_surface(surface, trajectory, t))
    return interpret(optimizer.program, changed(names, trajectory, look), look)
