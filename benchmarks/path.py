"""One path of 1000 Adam steps, recorded: gdviz against PyTorch's loop, optax and numba, as ratios of minima."""

import argparse
import math
from collections.abc import Callable

import jax
import numba
import numpy as np
import optax
import torch

from benchmarks.six import SIX, Six
from benchmarks.targets import Target, at_least, at_most, shown
from benchmarks.timing import forget, geometric_mean, in_turn, once, table
from gdviz import descent
from gdviz.kernel import Graph, define, scalar_block
from gdviz.optimizers import OPTIMIZERS
from gdviz.surface import Surface

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def ours(six: Six, steps: int) -> Callable[[], np.ndarray]:
    """descend(): points, values, gradients and memories of every step."""
    surface = Surface(six.text)
    return lambda: descent.descend(surface, "adam", six.start, steps, learning_rate=six.rate).points


def ours_cold(six: Six, steps: int) -> np.ndarray:
    """The same after forgetting every kernel; the derivatives stay known, as the peers' are not counted either."""
    forget()
    return ours(six, steps)()


def by_torch(six: Six, steps: int) -> np.ndarray:
    """The usual loop: zero_grad, backward, step, and the point and loss noted."""
    point = torch.tensor(six.start, requires_grad=True)
    optimizer = torch.optim.Adam([point], lr=six.rate)
    points = [point.tolist()]
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = six.f(torch, point[0], point[1])
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
        points.append(point.tolist())
    return np.array(points)


def by_optax(six: Six, steps: int) -> Callable[[], np.ndarray]:
    """A jitted scan that returns every point and loss; a new one each time, so that the first call compiles."""
    adam = optax.adam(six.rate)
    slope = jax.value_and_grad(lambda p: six.f(jax.numpy, p[0], p[1]))

    def step(carry: tuple, _: None) -> tuple:
        point, state = carry
        loss, gradient = slope(point)
        change, state = adam.update(gradient, state)
        point = optax.apply_updates(point, change)
        return (point, state), (point, loss)

    @jax.jit
    def run(start: jax.Array) -> tuple:
        return jax.lax.scan(step, (start, adam.init(start)), None, length=steps)[1]

    start = jax.numpy.array(six.start)
    return lambda: np.vstack([six.start, np.asarray(run(start)[0])])


def by_numba(six: Six, steps: int) -> Callable[[], np.ndarray]:
    """A jitted loop over a jitted value and gradient, both newly made."""
    graph = Graph()
    names = {graph.input("x"): "x", graph.input("y"): "y"}
    lines, parts = scalar_block(graph, Surface(six.text).instantiate(graph, *names), names)
    body = "".join(f"    {line}\n" for line in [*lines, f"return {', '.join(parts)}"])
    slope = numba.njit(define("slope", f"def slope(x, y):\n{body}"))

    @numba.njit
    def run(x: float, y: float, rate: float, rows: np.ndarray) -> np.ndarray:
        mx = my = vx = vy = 0.0
        for t in range(1, rows.shape[0]):
            f, gx, gy = slope(x, y)
            mx, my = 0.9 * mx + (1.0 - 0.9) * gx, 0.9 * my + (1.0 - 0.9) * gy
            vx, vy = 0.999 * vx + (1.0 - 0.999) * gx * gx, 0.999 * vy + (1.0 - 0.999) * gy * gy
            one, two = 1.0 - 0.9**t, 1.0 - 0.999**t
            x -= rate * (mx / one) / (math.sqrt(vx / two) + 1e-8)
            y -= rate * (my / one) / (math.sqrt(vy / two) + 1e-8)
            rows[t, 0], rows[t, 1], rows[t, 2] = x, y, f
        return rows

    def call() -> np.ndarray:
        rows = np.empty((steps + 1, 3))
        rows[0, :2] = six.start
        return run(*six.start, six.rate, rows)[:, :2]

    return call


def row(six: Six, steps: int, rounds: int) -> list[float]:
    """Milliseconds of ours; then torch, optax warm and cold, numba warm and cold as multiples of ours alike."""
    optax_loop, numba_loop = by_optax(six, steps), by_numba(six, steps)
    cold = {"optax": once(optax_loop), "numba": once(numba_loop)}
    reference = by_torch(six, steps)
    for name, found in (("ours", ours(six, steps)()), ("optax", optax_loop()), ("numba", numba_loop())):
        assert np.allclose(found[:200], reference[:200], rtol=1e-7, atol=1e-7), (six.name, name)
    seconds = in_turn(
        {
            "ours": ours(six, steps),
            "cold": lambda: ours_cold(six, steps),
            "forgetting": forget,
            "torch": lambda: by_torch(six, steps),
            "optax": optax_loop,
            "numba": numba_loop,
        },
        rounds,
    )
    mine, mine_cold = seconds["ours"], seconds["cold"] - seconds["forgetting"]
    warm = [seconds[peer] / mine for peer in ("torch", "optax", "numba")]
    return [1e3 * mine, 1e3 * mine_cold, *warm, cold["optax"] / mine_cold, cold["numba"] / mine_cold]


def panel(steps: int, rounds: int) -> float:
    """Milliseconds of six optimizers on Himmelblau together."""
    surface = Surface(SIX[1].text)
    keys = [key for key in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam") if key in OPTIMIZERS]

    def run() -> None:
        for key in keys:
            descent.descend(surface, key, SIX[1].start, steps, learning_rate=0.005)

    return 1e3 * in_turn({"panel": run}, rounds)["panel"]


HEADS = ("ms", "cold ms", "PyTorch", "optax warm", "numba warm", "optax cold", "numba cold")


def targets(steps: int = 1000, rounds: int = 7) -> list[Target]:
    """Print the table of SPEED: every number but the first two columns is a multiple of our time; what was promised."""
    rows = {six.name: row(six, steps, rounds) for six in SIX}
    rows["geometric mean"] = [geometric_mean(list(column)) for column in zip(*rows.values(), strict=True)]
    print(f"One path, {steps} Adam steps, recorded; peers as multiples of ours (cold: of our cold time)")
    print(table(["surface", *HEADS], [[name, *(f"{n:.3g}" for n in numbers)] for name, numbers in rows.items()]))
    found = {name: dict(zip(HEADS, numbers, strict=True)) for name, numbers in rows.items()}
    promised = [at_least(f"one path, {six.name}, x PyTorch", found[six.name]["PyTorch"], 250) for six in SIX]
    for peer, low in (("optax cold", 10), ("numba cold", 30)):
        promised.append(at_least(f"one path cold, least of six, x {peer}", min(found[s.name][peer] for s in SIX), low))
    return [*promised, at_most("six optimizers x 2000 steps, ms", panel(2000, rounds), 10)]


def main() -> None:
    """Print tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--steps", type=int, default=1000)
    reader.add_argument("--rounds", type=int, default=7)
    options = reader.parse_args()
    print(shown(targets(options.steps, options.rounds)))


if __name__ == "__main__":
    main()
