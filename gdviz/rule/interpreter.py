"""Interpreter of rules, line by line on their trees: slow, for any number of coordinates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from gdviz.expression.tree import Node
from gdviz.kernel import array_eval
from gdviz.rule.kinds import SCALAR
from gdviz.rule.program import Program
from gdviz.trajectory import Array

Look = Callable[[str, Array], Array]
"""(word, point (d,) or (d, k)) → value () or (k,), grad like the point, hess (d, d) or (d, d, k)."""
Names = dict[str, Array]


def evaluate_tree(tree: Node, names: Mapping[str, Array], look: Look) -> Array:
    """The value of an expression; vectors have their coordinates on the first axis."""
    return array_eval.evaluate_tree(tree, names, partial(call, look=look))


def call(word: str, values: Sequence[Array], look: Look) -> Array:
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


def solve(matrix: Array, right: Array) -> Array:
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


Oracle = Mapping[str, Callable[[int, Array], Array]]
"""grad and, for rules that ask for them, value and hess: (t, point) → as a Look."""


def walk(
    program: Program,
    start: ArrayLike,
    oracle: Oracle,
    settings: Mapping[str, float],
    rates: Callable[[int], float] | None = None,
) -> Iterator[tuple[Array, Names]]:
    """Points and states after every step, the start first, without an end: for fits and networks.

    start (d,), or (d, k) for k runs side by side. rates: t → alpha, the learning rate by default. A point that is not
    finite is yielded as it is.
    """
    names: Names = {name: np.asarray(float(number)) for name, number in settings.items()}
    names["theta"] = np.array(start, dtype=np.float64)
    given = {"g": "grad"} | ({"f": "value"} if program.uses("f") else {})
    for t in count(1):
        look = _look(oracle, t)
        names["t"] = np.asarray(float(t))
        names["alpha"] = np.asarray(rates(t) if rates else settings.get("learning_rate", 1.0))
        names |= {name: look(word, names["theta"]) for name, word in given.items()}
        names |= begin(program, names, look) if t == 1 else {}
        yield names["theta"], {name: names[name] for name in program.states}
        after = step(program, names, look)
        names |= {name: after[name] for name in ("theta", *program.states)}


def _look(oracle: Oracle, t: int) -> Look:
    def look(word: str, point: Array) -> Array:
        assert word in oracle, f"The rule asks for {word}."
        return np.asarray(oracle[word](t, point), dtype=np.float64)

    return look


def _like(value: Array, vector: Array) -> Array:
    """A number in place of a vector stands in every coordinate."""
    return np.broadcast_to(value, vector.shape) if value.ndim < vector.ndim else value
