"""What one run remembers and decides, step by step, as plain numbers for the player to draw."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.expression.tree import Call
from gdviz.figures.packing import pack_floats
from gdviz.figures.trials import tried
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method
from gdviz.rule.interpreter import Names, step
from gdviz.rule.program import walk
from gdviz.rule.roles import Memory, Role, roles
from gdviz.rule.step_names import changed, letters, surface_look
from gdviz.surface import Surface
from gdviz.trajectory import Array, Trajectory

WIDTH = 4
BUDGET = 180_000
"""Characters for one run's inside: beyond, only the first steps are sent."""
BEHIND = "where the point would be without its look-ahead"
UPHILL = "where the second gradient is taken"


def inside(run: str, surface: Surface, optimizer: Optimizer | Method, trajectory: Trajectory) -> dict[str, Any]:
    """The inside of the run with this id, JSON-ready.

    steps: how many are sent. states: name, sentence, role, power and packed values, row t after step t; one row a
    coordinate. ghost: packed points (2, steps + 1) beside the path; ahead: packed points (2, steps), where step t + 1
    also looks; both with a sentence, or None. tried: what each step of a method tried (see `figures.tried`).
    """
    found: dict[str, Any] = {"run": run, "name": optimizer.name, "method": isinstance(optimizer, Method)}
    if isinstance(optimizer, Method):
        attempts = tried(trajectory, BUDGET // 2)
        kept = min(trajectory.steps, fitting(trajectory))
        memories = dict.fromkeys(trajectory.states, Memory(Role.OTHER, 0.0))
        return (
            found | _states(optimizer, memories, trajectory, kept) | {"ghost": None, "ahead": None, "tried": attempts}
        )
    kept = min(trajectory.steps, fitting(trajectory))
    memories = roles(optimizer.program)
    found |= _states(optimizer, memories, trajectory, kept)
    found["ghost"] = _sent(behind(optimizer, trajectory), kept + 1, BEHIND)
    found["ahead"] = _sent(ahead(surface, optimizer, trajectory, kept), kept, UPHILL)
    return found | {"tried": []}


def fitting(trajectory: Trajectory) -> int:
    """How many steps of the memories fit into the budget."""
    columns = sum(values[0].size for values in trajectory.states.values()) + 2
    return int(BUDGET / (1 + bool(trajectory.trials)) / (columns * WIDTH * 4 / 3))


def _states(
    optimizer: Optimizer | Method, memories: Mapping[str, Memory], trajectory: Trajectory, kept: int
) -> dict[str, Any]:
    rows = [
        {
            "name": name,
            "says": optimizer.remembers.get(name, ""),
            "role": memories[name].role.value,
            "power": memories[name].power,
            "width": int(values[0].size),
            "values": pack_floats(values[: kept + 1].T, WIDTH),
        }
        for name, values in trajectory.states.items()
    ]
    return {"steps": kept, "states": rows}


def _sent(points: Array | None, count: int, says: str) -> dict[str, str] | None:
    return None if points is None else {"points": pack_floats(points[:, :count], WIDTH), "says": says}


def behind(optimizer: Optimizer, trajectory: Trajectory) -> Array | None:
    """For Nesterov in PyTorch's form, whose point is the look-ahead point already: the point behind it, (2, n + 1).

    With v = -alpha m the textbook's point is theta - momentum v, so that theta lies momentum v ahead of it.
    """
    if _bare(optimizer.rule) != _bare(_nesterov().rule):
        return None
    rates = np.concatenate([[0.0], trajectory.rates])
    return trajectory.points.T + trajectory.settings.knobs["momentum"] * rates * trajectory.states["m"].T


def ahead(surface: Surface, optimizer: Optimizer, trajectory: Trajectory, kept: int) -> Array | None:
    """For a rule that looks elsewhere (SAM): the first other point at which step t + 1 asks for a gradient, (2, kept).

    All steps at once, by the interpreter, from the recorded points, gradients and memories.
    """
    calls = [node for line in optimizer.program.lines for node in walk(line.tree) if isinstance(node, Call)]
    if not any(call.function == "grad" for call in calls):
        return None
    answer, seen = surface_look(surface), list[Array]()

    def look(word: str, point: Array) -> Array:
        if word == "grad":
            seen.append(np.array(point))
        return answer(word, point)

    with np.errstate(all="ignore"):
        names = _at_every_step(optimizer, trajectory, kept)
        step(optimizer.program, changed(names, trajectory, look), look)
    return np.broadcast_to(seen[0], (2, kept)) if seen else None


def _at_every_step(optimizer: Optimizer, trajectory: Trajectory, kept: int) -> Names:
    """What every name holds at the top of steps 1 … kept, side by side."""
    names = letters(trajectory, optimizer.program)
    names |= {"t": np.arange(1.0, kept + 1), "alpha": trajectory.rates[:kept], "f": trajectory.values[:kept]}
    names |= {"theta": trajectory.points[:kept].T, "g": trajectory.gradients[:kept].T}
    names |= {name: trajectory.states[name][:kept].T for name in optimizer.program.states}
    if trajectory.settings.noise:
        names["xi"] = trajectory.settings.draws(kept).T
    return names


def _nesterov() -> Optimizer:
    found = OPTIMIZERS["nesterov"]
    assert isinstance(found, Optimizer)
    return found


def _bare(rule: str) -> list[str]:
    return [line.strip() for line in rule.strip().splitlines()]
