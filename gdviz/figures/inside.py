"""The inside of one run: optimizer state, trial points and directions of every step, as plain numbers to draw."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.expression import Call, walk
from gdviz.figures.packing import pack_floats
from gdviz.figures.trials import tried
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.rule.interpreter import Names, changed, letters, step, surface_look
from gdviz.rule.roles import Memory, Role, roles
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

WIDTH = 4
BUDGET = 180_000
"""Characters for one run's inside: beyond, only the first steps are sent."""
BEHIND = "where the point would be without its look-ahead"
UPHILL = "where the second gradient is taken"


def inside_of(run: str, surface: Surface, optimizer: Optimizer | Method, trajectory: Trajectory) -> dict[str, Any]:
    """The inside of the run with this id, JSON-ready.

    steps: how many are sent. states: name, sentence, role, power and packed values, row t after step t; one row a
    coordinate. ghost: packed points (2, steps + 1) beside the path; ahead: packed points (2, steps), where step t + 1
    also looks; both with a sentence, or None. tried: what each step of a method tried (see `figures.tried`).
    """
    steps = min(trajectory.steps, fitting(trajectory))
    part: dict[str, Any] = {"run": run, "name": optimizer.name, "method": isinstance(optimizer, Method)}
    if isinstance(optimizer, Method):
        states = _states(optimizer, dict.fromkeys(trajectory.states, Memory(Role.OTHER, 0.0)), trajectory, steps)
        return part | states | {"ghost": None, "ahead": None, "tried": tried(trajectory, BUDGET // 2)}
    return {
        **part,
        **_states(optimizer, roles(optimizer.program), trajectory, steps),
        "ghost": _sent(behind(optimizer, trajectory), steps + 1, BEHIND),
        "ahead": _sent(ahead(surface, optimizer, trajectory, steps), steps, UPHILL),
        "tried": [],
    }


def fitting(trajectory: Trajectory) -> int:
    """How many steps of the memories fit into the budget."""
    columns = sum(values[0].size for values in trajectory.states.values()) + 2
    return int(BUDGET / (1 + bool(trajectory.trials)) / (columns * WIDTH * 4 / 3))


def _states(
    optimizer: Optimizer | Method, memories: Mapping[str, Memory], trajectory: Trajectory, steps: int
) -> dict[str, Any]:
    rows = [
        {
            "name": name,
            "says": optimizer.remembers.get(name, ""),
            "role": memories[name].role.value,
            "power": memories[name].power,
            "width": int(values[0].size),
            "values": pack_floats(values[: steps + 1].T, WIDTH),
        }
        for name, values in trajectory.states.items()
    ]
    return {"steps": steps, "states": rows}


def _sent(points: np.ndarray | None, count: int, says: str) -> dict[str, str] | None:
    return None if points is None else {"points": pack_floats(points[:, :count], WIDTH), "says": says}


def behind(optimizer: Optimizer, trajectory: Trajectory) -> np.ndarray | None:
    """For Nesterov in PyTorch's form, whose point is the look-ahead point already: the point behind it, (2, n + 1).

    With v = -alpha m the textbook's point is theta - momentum v, so that theta lies momentum v ahead of it.
    """
    nesterov = OPTIMIZERS["nesterov"]
    if not isinstance(nesterov, Optimizer) or _bare(optimizer.rule) != _bare(nesterov.rule):
        return None
    rates = np.concatenate([[0.0], trajectory.rates])
    return trajectory.points.T + trajectory.settings.knobs["momentum"] * rates * trajectory.states["m"].T


def ahead(surface: Surface, optimizer: Optimizer, trajectory: Trajectory, steps: int) -> np.ndarray | None:
    """For a rule that looks elsewhere (SAM): the first other point whose gradient step t + 1 evaluates, (2, steps).

    All steps at once, by the interpreter, from the recorded points, gradients and memories.
    """
    calls = [node for line in optimizer.program.lines for node in walk(line.tree) if isinstance(node, Call)]
    if not any(call.function == "grad" for call in calls):
        return None
    answer, points = surface_look(surface), list[np.ndarray]()

    def look(word: str, point: np.ndarray) -> np.ndarray:
        if word == "grad":
            points.append(np.array(point))
        return answer(word, point)

    with np.errstate(all="ignore"):
        names = _at_every_step(optimizer, trajectory, steps)
        step(optimizer.program, changed(names, trajectory, look), look)
    return np.broadcast_to(points[0], (2, steps)) if points else None


def _at_every_step(optimizer: Optimizer, trajectory: Trajectory, steps: int) -> Names:
    """The value of every name at the top of each step from 1 to `steps`, side by side."""
    names = letters(trajectory, optimizer.program)
    names |= {"t": np.arange(1.0, steps + 1), "alpha": trajectory.rates[:steps], "f": trajectory.values[:steps]}
    names |= {"theta": trajectory.points[:steps].T, "g": trajectory.gradients[:steps].T}
    names |= {name: trajectory.states[name][:steps].T for name in optimizer.program.states}
    if trajectory.settings.noise:
        names["xi"] = trajectory.settings.draws(steps).T
    return names


def _bare(rule: str) -> list[str]:
    return [line.strip() for line in rule.strip().splitlines()]
