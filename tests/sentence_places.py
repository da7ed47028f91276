"""Where a run went, as a diagnosis says it, recomputed: windows, stalls, basins."""

from collections.abc import Iterator

import numpy as np
from scipy.integrate import solve_ivp

from tests.sentence_witness import Witness, close, numbers


def window_left(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """In before the step, out at it, and back when it is said."""
    half = w.diagonal / 2 / 2**0.5
    outside = np.abs(w.run.points).max(axis=1) > half
    yield not outside[:step].any() and bool(outside[step])
    back = numbers(r"comes back at step #", text)
    yield (not outside[int(back[0])] and outside[step : int(back[0])].all()) if back else bool(outside[step:].all())


def stall(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """As flat as is said, over the steps that are said."""
    span = numbers(r"From step # to # it", text)
    down = numbers(r"the slope is down to #", text)
    yield span is not None and down is not None
    if span and down:
        slopes = [float(np.hypot(*w.slope(k))) for k in range(int(span[0]) - 1, int(span[1]) + 1)]
        yield close(down[0], min(slopes), 3) or max(down[0], min(slopes)) < 1e-10
        moved = numbers(r"moved only #", text)
        steps = [float(np.hypot(*w.step(k))) for k in range(int(span[0]), int(span[1]) + 1)]
        yield moved is None or abs(moved[0] - sum(steps)) < 0.01 * sum(steps) + max(steps)


def basin(w: Witness, text: str, step: int, until: int) -> Iterator[bool]:
    """Steepest descent from before and after the step ends where it is said, by a stiff ODE solver."""
    left = numbers(r"leaves the basin of the minimum \(#, #\)", text)
    new = numbers(r"(?:for that of|enters the basin of the minimum) \(#, #\)", text)
    for named, frame in ((left, step - 1), (new, step)):
        if named:
            yield float(np.hypot(*(descended(w, w.run.points[frame]) - named))) < 0.03 * w.diagonal


def descended(w: Witness, point: np.ndarray) -> np.ndarray:
    """Where dp/dt = -∇f leads from a point."""
    path = solve_ivp(
        lambda _, p: -np.array(w.first(*p), dtype=float), (0, 1e4), point, method="LSODA",
        jac=lambda _, p: -np.array(w.second(*p), dtype=float), rtol=1e-7, atol=1e-9,
    )  # fmt: skip
    return path.y[:, -1]
