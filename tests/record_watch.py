"""Record what optimizers of PyTorch and optax do, with what they remember: python -m tests.record_watch.

Needs torch and optax; tests need neither (references/watched.json). The loops are written out as in the libraries' own
tutorials, gradients by PyTorch's autograd, nothing of gdviz: `compare_frameworks` holds gdviz.watch against them.
"""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
import torch

from tests.record_surfaces import SURFACES, RecordedSurface

FILE = Path(__file__).parent / "references" / "watched.json"
STEPS = 60
BOWL = RecordedSurface("bowl", "x^2 + 10y^2", lambda x, y, m: x**2 + 10 * y**2, 0, ((3.0, 2.0), (3.0, 2.0)))
Record = dict[str, Any]


def with_torch(
    surface: RecordedSurface, make: Callable[..., Any], steps: int, keep: tuple[str, ...], two: bool
) -> Record:
    """A training loop of PyTorch on one parameter of two numbers, or on two of one."""
    start = surface.starts[0]
    tensors = [torch.tensor(place, dtype=torch.float64) for place in (start if two else [start])]
    parameters = [torch.nn.Parameter(tensor) for tensor in tensors]
    optimizer, *schedulers = made if isinstance(made := make(*parameters), tuple) else (made,)
    asked = 0

    def closure() -> torch.Tensor:
        nonlocal asked
        asked += 1
        optimizer.zero_grad()
        x, y = parameters if two else parameters[0]
        loss = surface.formula(x, y, torch)
        loss.backward()
        return loss

    def now() -> list[float]:
        return [float(number) for parameter in parameters for number in parameter.detach().ravel()]

    points, rates = [now()], []
    states: dict[str, list[list[float]]] = {name: [] for name in keep}
    for _ in range(steps):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step(closure)
        for scheduler in schedulers:
            scheduler.step()
        points.append(now())
        for name in keep:
            held = [optimizer.state[parameter][name].detach().numpy().ravel() for parameter in parameters]
            states[name].append(np.concatenate(held).tolist())
    return {"points": points, "rates": rates, "states": states, "gradients": asked}


def with_optax(surface: RecordedSurface, transformation: Any, keep: dict[str, Callable[[Any], Any]]) -> Record:
    """A loop of optax."""
    start = surface.starts[0]
    point = jax.numpy.array(start)
    slope = jax.grad(lambda p: surface.formula(p[0], p[1], jax.numpy))
    state = transformation.init(point)
    points, states = [list(start)], {name: [] for name in keep}
    for _ in range(STEPS):
        update, state = transformation.update(slope(point), state, point)
        point = optax.apply_updates(point, update)
        points.append([float(number) for number in point])
        for name, part in keep.items():
            states[name].append([float(number) for number in part(state)])
    return {"points": points, "states": states, "gradients": STEPS}


ADAM = ("exp_avg", "exp_avg_sq")
RATE = 0.01


def halved(parameter: Any) -> tuple[Any, Any]:
    """Heavy ball whose rate is halved every twenty steps."""
    optimizer = torch.optim.SGD([parameter], lr=0.02, momentum=0.9)
    return optimizer, torch.optim.lr_scheduler.StepLR(optimizer, 20, 0.5)


def groups(x: Any, y: Any) -> Any:
    """Two groups, each with its own rate."""
    return torch.optim.SGD([{"params": [x], "lr": 0.3}, {"params": [y], "lr": 0.01}], momentum=0.5)


def records() -> list[Record]:
    """Every run: what made it, and what it did."""
    rows = []

    def add(name: str, surface: RecordedSurface, record: Record) -> None:
        rows.append({"name": name, "surface": surface.name, "text": surface.text, **record})

    for surface in SURFACES:
        add("torch Adam", surface, with_torch(surface, lambda p: torch.optim.Adam([p], lr=RATE), STEPS, ADAM, False))
        moments = {"mu": lambda state: state[0].mu, "nu": lambda state: state[0].nu}
        add("optax adam", surface, with_optax(surface, optax.adam(RATE), moments))
    add("torch SGD with StepLR", BOWL, with_torch(BOWL, halved, STEPS, ("momentum_buffer",), False))
    add("torch SGD with groups", BOWL, with_torch(BOWL, groups, STEPS, ("momentum_buffer",), True))
    wolfe = lambda p: torch.optim.LBFGS([p], max_iter=4, line_search_fn="strong_wolfe")  # noqa: E731
    add("torch LBFGS", SURFACES[0], with_torch(SURFACES[0], wolfe, 8, (), False))
    return rows


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", True)
    versions = {library: version(library) for library in ("torch", "optax", "jax")}
    lines = ",\n".join(json.dumps(row) for row in records())
    FILE.write_text(f'{{"versions": {json.dumps(versions)}, "runs": [\n{lines}\n]}}\n', encoding="utf8")
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")
