"""Many starts, Adam, only the ends kept: gdviz against PyTorch's eager loops and optax's compiled scan, as ratios."""

import argparse
from collections.abc import Callable

import jax
import numpy as np
import optax
import torch

from benchmarks.six import SIX, Six
from benchmarks.targets import Target, at_least, shown
from benchmarks.timing import forget, geometric_mean, in_turn, once, table
from gdviz.descent import descend_many
from gdviz.kernel.array_rewrites import tangent_form
from gdviz.surface import Surface

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)


def ours(six: Six, starts: np.ndarray, steps: int, retire: bool = False, threads: int = 1) -> Callable[[], np.ndarray]:
    """descend_many(); without retirement every path takes every step, as the peers' do."""
    surface = Surface(six.text)

    def run() -> np.ndarray:
        return descend_many(
            surface, "adam", starts.T, steps, learning_rate=six.rate, retire=retire, threads=threads, bound=np.inf
        ).points.T

    return run


def torch_usual(six: Six, starts: np.ndarray, steps: int, threads: int) -> np.ndarray:
    """One (n, 2) tensor, the loss summed, the default Adam."""
    torch.set_num_threads(threads)
    points = torch.tensor(starts.T.copy(), requires_grad=True)
    optimizer = torch.optim.Adam([points], lr=six.rate)
    for _ in range(steps):
        optimizer.zero_grad()
        six.f(torch, points[:, 0], points[:, 1]).sum().backward()
        optimizer.step()
    return points.detach().numpy().T


def torch_best(six: Six, starts: np.ndarray, steps: int, threads: int) -> np.ndarray:
    """Two contiguous tensors and the fused Adam: the best eager form found."""
    torch.set_num_threads(threads)
    x, y = (torch.tensor(row, requires_grad=True) for row in starts)
    optimizer = torch.optim.Adam([x, y], lr=six.rate, fused=True)
    for _ in range(steps):
        optimizer.zero_grad()
        six.f(torch, x, y).sum().backward()
        optimizer.step()
    return np.stack((x.detach().numpy(), y.detach().numpy()))


def by_optax(six: Six, starts: np.ndarray, steps: int) -> Callable[[], np.ndarray]:
    """A jitted vmap of a scan on all cores; a new one each time, so that the first call compiles."""
    adam = optax.adam(six.rate)
    slope = jax.grad(lambda p: six.f(jax.numpy, p[0], p[1]))

    def path(start: jax.Array) -> jax.Array:
        def step(carry: tuple, _: None) -> tuple:
            point, state = carry
            change, state = adam.update(slope(point), state)
            return (optax.apply_updates(point, change), state), None

        return jax.lax.scan(step, (start, adam.init(start)), None, length=steps)[0][0]

    run = jax.jit(jax.vmap(path, in_axes=1, out_axes=1))
    begin = jax.numpy.array(starts)
    return lambda: np.asarray(run(begin))


def cold(six: Six, starts: np.ndarray, steps: int) -> float:
    """Seconds of ours as one would ask for it, code generation counted, derivatives known."""
    forget()
    return once(lambda: ours(six, starts, steps, retire=True, threads=2)())


def row(six: Six, starts: np.ndarray, steps: int, rounds: int) -> list[float]:
    """Seconds of ours on one thread, then everything else as a multiple of it."""
    optax_loop = by_optax(six, starts, steps)
    optax_cold = once(optax_loop)
    few = starts[:, :64]
    assert np.allclose(ours(six, few, 50)(), torch_usual(six, few, 50, 1), rtol=1e-7, atol=1e-7), six.name
    seconds = in_turn(
        {
            "ours": ours(six, starts, steps),
            "two": ours(six, starts, steps, threads=2),
            "retiring": ours(six, starts, steps, retire=True),
            "both": ours(six, starts, steps, retire=True, threads=2),
            **{f"usual{n}": lambda n=n: torch_usual(six, starts, steps, n) for n in (1, 2)},
            **{f"best{n}": lambda n=n: torch_best(six, starts, steps, n) for n in (1, 2)},
            "optax": optax_loop,
        },
        rounds,
    )
    mine = seconds["ours"]
    usual, best = (min(seconds[f"{form}{n}"] for n in (1, 2)) for form in ("usual", "best"))
    ours_too = [seconds["two"], seconds["retiring"], seconds["both"], cold(six, starts, steps)]
    return [mine, *(ratio / mine for ratio in (*ours_too, usual, best, seconds["optax"], optax_cold))]


def exponents(six: Six, paths: int, steps: int) -> tuple[float, float]:
    """How the time of ours grows with starts and with steps: slopes between a size and its quarter."""
    chance = np.random.default_rng(1)

    def seconds(n: int, k: int) -> float:
        return in_turn({"": ours(six, chance.uniform(-2, 2, (2, n)), k)}, 5)[""]

    whole = seconds(paths, steps)
    return tuple(np.log(whole / part) / np.log(4) for part in (seconds(paths // 4, steps), seconds(paths, steps // 4)))


HEADS = ("E s", "2 threads", "retiring", "retiring, 2", "cold", "PyTorch", "PyTorch best", "optax", "optax cold")


def targets(number: int = 65536, steps: int = 500, rounds: int = 3) -> list[Target]:
    """Print the table of SPEED; all but the first column are multiples of it; what was promised."""
    starts = np.random.default_rng(0).uniform(-2, 2, (2, number))
    rows = {six.name: row(six, starts, steps, rounds) for six in SIX}
    rows["geometric mean"] = [geometric_mean(list(column)) for column in zip(*rows.values(), strict=True)]
    print(f"{number} starts x {steps} Adam steps; multiples of E (ours, 1 thread, all steps)")
    print(table(["surface", *HEADS], [[name, *(f"{n:.3g}" for n in numbers)] for name, numbers in rows.items()]))
    print(f"tangent form: {tangent_form()}")
    mean = dict(zip(HEADS, rows["geometric mean"], strict=True))
    ours = min(1.0, mean["2 threads"], mean["retiring"], mean["retiring, 2"])
    promised = [
        at_least(f"batch, geometric mean, x {peer}", mean[peer] / ours, low)
        for peer, low in (("PyTorch", 4.5), ("PyTorch best", 2), ("optax", 0.85))
    ]
    promised.append(at_least("batch cold, geometric mean, x optax cold", mean["optax cold"] / mean["cold"], 1))
    grown = zip(("starts", "steps"), exponents(SIX[1], 65536, 200), strict=True)
    return [*promised, *(Target(f"exponent in {what}", found, 0.95, 1.05) for what, found in grown)]


def main() -> None:
    """Print tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--starts", type=int, default=65536)
    reader.add_argument("--steps", type=int, default=500)
    reader.add_argument("--rounds", type=int, default=3)
    options = reader.parse_args()
    print(shown(targets(options.starts, options.steps, options.rounds)))


if __name__ == "__main__":
    main()
