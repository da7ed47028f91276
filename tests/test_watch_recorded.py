"""What PyTorch 2.13 and optax 0.2.8 did once (references/watched.json), replayed where neither is installed.

Whether gdviz.watch steps these libraries themselves so is seen by compare_frameworks.py, which needs them.
"""

import json
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

import gdviz
from tests.record_loader import FOLDER

Array = NDArray[np.float64]


class Recorded(NamedTuple):
    """A run of another library: points (n+1, 2), rates (n,) of its first group, its memory after each step (n, 2)."""

    name: str
    surface: str
    text: str
    points: Array
    states: dict[str, Array]
    gradients: int
    rates: Array | None


def _read(row: dict[str, Any]) -> Recorded:
    rates = np.array(row["rates"]) if "rates" in row else None
    states = {name: np.array(memory) for name, memory in row["states"].items()}
    return Recorded(row["name"], row["surface"], row["text"], np.array(row["points"]), states, row["gradients"], rates)


CONTENT = json.loads((FOLDER / "watched.json").read_text(encoding="utf8"))
RUNS = [_read(row) for row in CONTENT["runs"]]
ADAMS = [run for run in RUNS if run.name in ("torch Adam", "optax adam")]
MEMORY = {"exp_avg": "m", "exp_avg_sq": "v", "mu": "m", "nu": "v"}
named = pytest.mark.parametrize("run", ADAMS, ids=lambda run: f"{run.name} on {run.surface}")


def test_six_surfaces_are_recorded_with_the_versions() -> None:
    assert len({run.surface for run in ADAMS}) == 6
    assert CONTENT["versions"] == {"torch": "2.13.0+cpu", "optax": "0.2.8", "jax": "0.10.2"}


@named
def test_our_adam_is_theirs(run: Recorded) -> None:
    ours = gdviz.descend(run.text, "adam", run.points[0], len(run.points) - 1, learning_rate=0.01)
    np.testing.assert_allclose(ours.points, run.points, rtol=1e-12, atol=1e-14)
    for name, memory in run.states.items():
        np.testing.assert_allclose(ours.states[MEMORY[name]][1:], memory, rtol=1e-9, atol=1e-12)


@named
def test_their_points_have_the_verdict_of_our_run(run: Recorded) -> None:
    watched = gdviz.watch(run.text, points=run.points, name=run.name)
    ours = gdviz.descend(run.text, "adam", run.points[0], len(run.points) - 1, learning_rate=0.01)
    assert watched.verdict is ours.verdict
    assert watched.ending is ours.ending
    assert {event.kind for event in watched.events} == {event.kind for event in ours.events}
    np.testing.assert_allclose(watched.values, ours.values, rtol=1e-9, atol=1e-12)


def test_a_schedule_of_theirs_is_ours() -> None:
    (run,) = [run for run in RUNS if run.name == "torch SGD with StepLR"]
    plan = ("step", {"step_size": 20, "gamma": 0.5})
    ours = gdviz.descend(run.text, "momentum", run.points[0], 60, learning_rate=0.02, momentum=0.9, schedule=plan)
    np.testing.assert_allclose(ours.points, run.points, rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(ours.rates, run.rates)


def test_groups_with_rates_of_their_own_are_two_runs() -> None:
    (run,) = [run for run in RUNS if run.name == "torch SGD with groups"]
    for axis, (text, rate) in enumerate((("x^2", 0.3), ("10y^2", 0.01))):
        alone = gdviz.descend(text, "momentum", run.points[0], 60, learning_rate=rate, momentum=0.5)
        np.testing.assert_allclose(alone.points[:, axis], run.points[:, axis], rtol=1e-11, atol=1e-15)
    assert gdviz.watch(run.text, points=run.points).verdict is gdviz.Verdict.REACHED
