"""Runs on batches of different sizes, compared after the same number of passes over the rows."""

from collections.abc import Mapping

from gdviz.learning.data import steps_per_epoch
from gdviz.numeral import numeral
from gdviz.scene.data import DataScene
from gdviz.scene.rows_running import batch_size, batch_words


def steps(data: DataScene, count: int) -> dict[int, int]:
    """Style → steps of each run on `count` rows, at most those of the scene.

    With equal passes, each looks at as many rows as the run with the smallest batches in all its steps: in whole passes
    where that run makes one (the last batch of a pass may be short), else in as few steps as it takes.
    """
    if not data.equal_passes:
        return {one.run.style: data.steps for one in data.runs}
    sizes = {one.run.style: batch_size(one, count) for one in data.runs}
    smallest = min(sizes[one.run.style] for one in data.runs if one.run.on or not any(o.run.on for o in data.runs))
    passes = data.steps // steps_per_epoch(count, smallest)
    rows = data.steps * smallest
    most = {
        style: passes * steps_per_epoch(count, size) if passes else -(-rows // size) for style, size in sizes.items()
    }
    return {style: max(1, min(taken, data.steps)) for style, taken in most.items()}


def sentence(data: DataScene, count: int, taken: Mapping[int, int]) -> str:
    """How many passes all runs make, and in how many steps; empty without the switch."""
    if not data.equal_passes:
        return ""
    shown = [one for one in data.runs if one.run.on]
    made = {one.run.style: taken[one.run.style] / steps_per_epoch(count, batch_size(one, count)) for one in shown}
    words = ", ".join(f"{batch_words(one, count)} {taken[one.run.style]:,}" for one in shown)
    if not made or max(made.values()) - min(made.values()) > 1e-9:
        return f"Equal work as far as it goes: steps of {words}." if made else ""
    passes = next(iter(made.values()))
    return f"Equal work: {numeral(passes)} {'pass' if passes == 1 else 'passes'} over the rows each, in steps: {words}."
