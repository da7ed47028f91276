"""One recorded run: the fast loop up to the first step that is not finite, then the checked loop from there."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint
from gdviz.lazy import lazy_property
from gdviz.rule.loop import RECORDED_COLUMNS, Loop, Oracles, RecordingLoop, Row, failure_cause
from gdviz.settings import NEVER, Stop
from gdviz.trajectory import Ending

BLOCK, SLICE = 4096, 32
"""Steps between two looks at whether the run has ended; of a run that asks a surface without a formula at each."""


class Memories(Mapping[str, np.ndarray]):
    """The states by name, (n+1,) or (n+1, 2), computed when first read."""

    def __init__(self, kinds: Mapping[str, int], compute: Callable[[], np.ndarray]) -> None:
        self._kinds = dict(kinds)
        self._compute = compute

    @lazy_property
    def _states(self) -> dict[str, np.ndarray]:
        columns, begin, states = self._compute(), 0, {}
        for name, kind in self._kinds.items():
            states[name] = columns[:, begin : begin + kind].copy() if kind > 1 else columns[:, begin].copy()
            begin += kind
        for memory in states.values():
            memory.flags.writeable = False
        return states

    def __getitem__(self, name: str) -> np.ndarray:
        return self._states[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __repr__(self) -> str:
        return f"<states: {', '.join(self) or 'none'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


class Recording(NamedTuple):
    """Rows theta_x, theta_y, f, g_x, g_y (n+1, 5) with the start first, all finite; why there are no more; states."""

    rows: np.ndarray
    ending: Ending
    states: Memories


class Run(NamedTuple):
    """What a run needs: the row of the start, the inputs of its graph, its length, and when it ends."""

    start: np.ndarray
    inputs: Mapping[str, np.ndarray | float]
    steps: int
    stop: Stop
    bound: float
    ask: Oracles


def recorded(loop: Loop, run: Run) -> Recording:
    """All steps of a run: by the fast loop up to the first that is not finite, then by the checked loop.

    Its start: theta_x, theta_y, f, g_x, g_y, then the states; its inputs: t, alpha, xi_x, xi_y (steps,), knobs k_…
    and parameters p_…; ask: the surface's answers, for a loop that asks.
    """
    ending = _at_once(run.start, run.stop)
    rows = run.start[None, :RECORDED_COLUMNS]
    if ending is None and loop.points and loop.points.tables.finite(run.inputs, run.steps):
        rows, ending = _by_points(loop, run)
    if loop.points is None:
        whole, ending = _by_recording(loop.recording, run, run.start, 0, ending)
        memories = Memories(loop.step.states, lambda: whole[:, RECORDED_COLUMNS:])
        return Recording(whole[:, :RECORDED_COLUMNS], ending, memories)
    if ending is None and len(rows) <= run.steps:
        memory = loop.replay(rows, run.start[RECORDED_COLUMNS:], run.inputs)[-1]
        more, ending = _by_recording(loop.recording, run, np.concatenate((rows[-1], memory)), len(rows) - 1, None)
        rows = np.concatenate((rows, more[1:, :RECORDED_COLUMNS]))
    memories = Memories(loop.step.states, lambda: loop.replay(rows, run.start[RECORDED_COLUMNS:], run.inputs))
    return Recording(rows, ending or Ending.ALL_STEPS, memories)


def _by_points(loop: Loop, run: Run) -> tuple[np.ndarray, Ending | None]:
    """Rows (n+1, 5) up to an ending, or up to where care is needed."""
    points, (start, inputs, steps, stop, bound, _) = loop.points, run
    assert points is not None
    fixed, tables = points.tables(inputs, steps)
    pieces, memory, states = (
        [start[None, :RECORDED_COLUMNS]],
        start[RECORDED_COLUMNS:].tolist(),
        start[None, RECORDED_COLUMNS:],
    )
    done, ending, well = 0, None, True
    while done < steps and ending is None and well:
        count, last = min(BLOCK, steps - done), pieces[-1][-1]
        part = tables if count == steps else [table[done : done + count] for table in tables]
        rows, memory = points.run(last[:2].tolist(), memory, inputs, fixed, part, count)
        if points.can_recover_from_nonfinite and len(rows):
            states = loop.replay(np.concatenate((last[None], rows)), states[-1], inputs, done)
            rows = rows[: _finite(states[1:])]
        elif not np.isfinite(memory).all():
            return start[None, :RECORDED_COLUMNS], None
        keep, ending = cut(last, rows, stop, bound)
        well = len(rows) == count and ending is not Ending.OVERFLOW
        pieces.append(rows[:keep])
        done += keep
        checkpoint()
    return np.concatenate(pieces), None if ending is Ending.OVERFLOW else ending


def _finite(rows: np.ndarray) -> int:
    """How many rows there are before one that is not finite."""
    bad = ~np.isfinite(rows).all(axis=1)
    return int(bad.argmax()) if bad.any() else len(rows)


def _by_recording(
    loop: RecordingLoop, run: Run, start: np.ndarray, done: int, ending: Ending | None
) -> tuple[np.ndarray, Ending]:
    """All rows (n+1, width) from the given one, which is that after step `done`."""
    _, inputs, steps, stop, bound, ask = run
    fixed, tables = loop.tables(inputs, steps)
    pieces = [start[None]]
    while done < steps and ending is None:
        count = min(SLICE if loop.step.oracle_calls else BLOCK, steps - done)
        last = pieces[-1][-1].tolist()
        part = tables if count == steps else [table[done : done + count] for table in tables]
        rows = loop.run(last, fixed, part, done + 1, count, ask)
        if not len(rows):
            row = loop.redo(last, at(inputs, done), ask)
            stands = row.tolist() == last and not tables and not loop.asks_batches
            rows = np.tile(row, (count if stands else 1, 1))
        keep, ending = cut(last, rows, stop, bound)
        pieces.append(rows[:keep])
        done += keep
        if ending is Ending.OVERFLOW:
            failed = rows[keep - 1].tolist() if keep else last
            ending = failure_cause(loop.step, loop.inputs(failed, at(inputs, done), ask))
        checkpoint()
    return np.concatenate(pieces), ending or Ending.ALL_STEPS


def _at_once(start: np.ndarray, stop: Stop) -> Ending | None:
    """The ending of a run that cannot begin, or need not."""
    if not np.isfinite(start[2:5]).all():
        return Ending.UNDEFINED_START
    small = stop.gradient is not None and np.hypot(start[3], start[4]) < stop.gradient
    return Ending.GRADIENT_SMALL if small else None


def at(inputs: Mapping[str, np.ndarray | float], index: int) -> dict[str, np.ndarray | float]:
    """The inputs of one step."""
    return {name: value[index] if isinstance(value, np.ndarray) else value for name, value in inputs.items()}


def cut(last: Row | np.ndarray, rows: np.ndarray, stop: Stop, bound: float) -> tuple[int, Ending | None]:
    """How many rows to keep, and the ending if one of them ends the run: OVERFLOW for any that is not finite."""
    if stop is NEVER and len(rows) and np.isfinite(rows).all() and np.abs(rows[:, :2]).max() <= bound:
        return len(rows), None
    endings: list[tuple[int, int, Ending]] = []

    def look(failing: NDArray[np.bool_], extra: int, ending: Ending) -> None:
        if failing.any():
            endings.append((int(failing.argmax()), extra, ending))

    look(np.asarray(~np.isfinite(rows).all(axis=1)), 0, Ending.OVERFLOW)
    look(np.abs(rows[:, :2]).max(axis=1) > bound, 1, Ending.BEYOND_BOUND)
    if stop.gradient is not None:
        look(np.hypot(rows[:, 3], rows[:, 4]) < stop.gradient, 1, Ending.GRADIENT_SMALL)
    if stop.step is not None or stop.value is not None:
        with np.errstate(all="ignore"):
            moved = np.diff(rows[:, :3], axis=0, prepend=np.array([last[:3]]))
            length, change = np.hypot(moved[:, 0], moved[:, 1]), np.abs(moved[:, 2])
        look(length < (stop.step or 0.0), 1, Ending.STEP_SMALL)
        look(change < (stop.value or 0.0), 1, Ending.VALUE_SETTLED)
    if not endings:
        return len(rows), None
    row, extra, ending = min(endings, key=lambda one: one[0])
    return row + extra, ending
