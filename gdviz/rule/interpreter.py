"""Interpreter of rules, for any number of coordinates, and what every name holds before and after a recorded step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from gdviz.expression import Node
from gdviz.kernel import array_eval
from gdviz.rule.kinds import SCALAR
from gdviz.rule.optimizer import Optimizer
from gdviz.rule.program import Program, option_lines
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

Look = Callable[[str, np.ndarray], np.ndarray]
"""(word, point (d,) or (d, k)) → value () or (k,), grad like the point, hess (d, d) or (d, d, k)."""
Names = dict[str, np.ndarray]


def evaluate_tree(tree: Node, names: Mapping[str, np.ndarray], look: Look) -> np.ndarray:
    """The value of an expression; vectors have their coordinates on the first axis."""
    return array_eval.evaluate_tree(tree, names, partial(call, look=look))


def call(word: str, values: Sequence[np.ndarray], look: Look) -> np.ndarray:
    """A word of the language, of these values."""
    if word in ("value", "grad", "hess"):
        return look(word, values[0])
    if word == "sum":
        return np.sum(values[0], axis=0)
    if word == "norm":
        return np.sqrt(np.sum(values[0] * values[0], axis=0))
    if word == "dot":
        left, right = values
        if left.ndim > right.ndim:
            return np.einsum("ij...,j...->i...", left, right)
        return np.sum(left * right, axis=0)
    return solve(*values) if word == "solve" else array_eval.coordinatewise(word, values)


def solve(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The vectors that matrices (d, d, …) take to right (d, …); NaN where a matrix is singular."""
    matrices, columns = np.moveaxis(matrix, (0, 1), (-2, -1)), np.moveaxis(right, 0, -1)[..., None]
    try:
        return np.moveaxis(np.linalg.solve(matrices, columns)[..., 0], -1, 0).astype(np.float64)
    except np.linalg.LinAlgError:
        return np.full(right.shape, np.nan)


def step(program: Program, names: Names, look: Look) -> Names:
    """All lines from top to bottom; `names` hold the words of the language, knobs and states, and is left alone."""
    now = dict(names)
    with np.errstate(all="ignore"):
        for line in program.lines:
            value = evaluate_tree(line.tree, now, look)
            wide = line.target in ("theta", "g") or program.states.get(line.target, SCALAR) > SCALAR
            now[line.target] = _like(value, now["theta"]) if wide else value
    return now


def begin(program: Program, names: Names, look: Look) -> Names:
    """The states' first values."""
    begun: Names = {}
    for name, kind in program.states.items():
        tree = program.begins.get(name)
        value = evaluate_tree(tree, names, look) if tree is not None else np.asarray(0.0)
        begun[name] = _like(value, names["theta"]) if kind > SCALAR else value
    return begun


Oracle = Mapping[str, Callable[[int, np.ndarray], np.ndarray]]
"""grad and, for rules that ask for them, value and hess: (t, point) → as a Look."""


def walk(
    program: Program,
    start: ArrayLike,
    oracle: Oracle,
    settings: Mapping[str, float],
    rates: Callable[[int], float] | None = None,
) -> Iterator[tuple[np.ndarray, Names]]:
    """Points and states after every step, the start first, without an end: for fits and networks.

    start (d,), or (d, k) for k runs side by side. rates: t → alpha, the learning rate by default. A point that is not
    finite is yielded as it is.
    """
    names: Names = {name: np.asarray(float(number)) for name, number in settings.items()}
    names["theta"] = np.array(start, dtype=np.float64)
    words = {"g": "grad"} | ({"f": "value"} if program.uses("f") else {})
    for t in count(1):
        look = _look(oracle, t)
        names["t"] = np.asarray(float(t))
        names["alpha"] = np.asarray(rates(t) if rates else settings.get("learning_rate", 1.0))
        names |= {name: look(word, names["theta"]) for name, word in words.items()}
        names |= begin(program, names, look) if t == 1 else {}
        yield names["theta"], {name: names[name] for name in program.states}
        after = step(program, names, look)
        names |= {name: after[name] for name in ("theta", *program.states)}


def _look(oracle: Oracle, t: int) -> Look:
    def look(word: str, point: np.ndarray) -> np.ndarray:
        assert word in oracle, f"The rule asks for {word}."
        return np.asarray(oracle[word](t, point), dtype=np.float64)

    return look


def _like(value: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """A number in place of a vector stands in every coordinate."""
    return np.broadcast_to(value, vector.shape) if value.ndim < vector.ndim else value


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
    return names | {"g": step(options, names | letters(trajectory, options), look)["g"]}


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


def received_gradient(trajectory: Trajectory, t: int) -> np.ndarray:
    """The gradient that the rule works with in step t: the mini-batch's, with noise, clipped, with decay."""
    return changed(given(trajectory, t), trajectory, _no_look)["g"]


def _no_look(word: str, point: np.ndarray) -> np.ndarray:
    raise AssertionError(f"An option asks for {word}.")


def surface_look(surface: Surface) -> Look:
    """The interpreter's evaluations of a surface."""

    def look(word: str, point: np.ndarray) -> np.ndarray:
        x, y = point
        if word == "value":
            return np.asarray(surface.value(x, y))
        if word == "grad":
            return np.array(surface.gradient(x, y))
        xx, xy, yy = surface.hessian(x, y)
        return np.array([[xx, xy], [xy, yy]])

    return look
