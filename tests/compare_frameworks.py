"""gdviz.watch and Surface.from_callable with PyTorch, optax and JAX themselves: `make frameworks`.

The suite does without these libraries, so this file is no part of it: it needs torch, optax and jax. What they did once
is in references/watched.json (record_watch.py), which test_watch_recorded.py replays.
"""

import jax.numpy as jnp
import numpy as np
import optax
import pytest
import torch

import gdviz
from tests.record_watch import RATE, groups, halved
from tests.test_callable import f, off
from tests.test_watch import SURFACES
from tests.test_watch_recorded import RUNS, Recorded

BOWL = "x^2 + 10y^2"


def same(watched: gdviz.Explained, recorded: Recorded) -> None:
    """Points, rates, memory and count of gradients as the library's own loop has them."""
    np.testing.assert_allclose(watched.points, recorded.points, rtol=1e-11, atol=1e-13)
    if recorded.rates is not None:
        np.testing.assert_array_equal(watched.rates, recorded.rates)
    assert watched.evaluations.gradient == recorded.gradients
    for name, memory in recorded.states.items():
        np.testing.assert_allclose(watched.states[name][1:], memory, rtol=1e-9, atol=1e-12)
        assert np.isnan(watched.states[name][0]).all()


def watched_as(recorded: Recorded) -> gdviz.Explained:
    """The same run, watched."""
    surface, start = gdviz.Surface(recorded.text), recorded.points[0]
    makers = {
        "torch Adam": {"torch": lambda p: torch.optim.Adam([p], lr=RATE)},
        "torch SGD with StepLR": {"torch": halved},
        "torch SGD with groups": {"torch": groups},
        "torch LBFGS": {"torch": lambda p: torch.optim.LBFGS([p], max_iter=4, line_search_fn="strong_wolfe")},
        "optax adam": {"optax": optax.adam(RATE)},
    }
    return gdviz.watch(surface, **makers[recorded.name], start=start, steps=len(recorded.points) - 1)


@pytest.mark.parametrize("recorded", RUNS, ids=lambda run: f"{run.name} on {run.surface}")
def test_watched_as_recorded(recorded: Recorded) -> None:
    same(watched_as(recorded), recorded)


def test_rates_that_optax_shows() -> None:
    schedule = optax.exponential_decay(0.04, transition_steps=1, decay_rate=0.9)
    watched = gdviz.watch(BOWL, optax=optax.inject_hyperparams(optax.sgd)(schedule), start=(3, 2), steps=20)
    rates = 0.04 * 0.9 ** np.arange(20)
    np.testing.assert_allclose(watched.rates, rates, rtol=1e-6)  # in float32, as optax was set up
    ours = gdviz.descend(BOWL, "sgd", (3, 2), 20, schedule=watched.rates)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-6)


def test_an_own_loop_projected_on_two_directions() -> None:
    torch.manual_seed(3)
    rows, target = torch.randn(40, 5, dtype=torch.float64), torch.randn(40, dtype=torch.float64)
    weights = torch.nn.Parameter(torch.zeros(5, dtype=torch.float64))
    optimizer, path = torch.optim.Adam([weights], lr=0.05), [np.zeros(5)]
    for _ in range(100):
        optimizer.zero_grad()
        ((rows @ weights - target) ** 2).mean().backward()
        optimizer.step()
        path.append(weights.detach().numpy().copy())
    trained = np.array(path)
    directions = np.linalg.svd(trained - trained[-1])[2][:2]  # principal components of the way (Li et al. 2018, §7)
    end, plane = trained[-1], torch.tensor(directions)

    def loss(a, b):
        moved = torch.tensor(end) + a[..., None] * plane[0] + b[..., None] * plane[1]
        return ((moved @ rows.T - target) ** 2).mean(-1)

    surface = gdviz.Surface.from_callable(loss)
    watched = gdviz.watch(surface, points=(trained - end) @ directions.T, name="Adam on five weights")
    assert surface.notes == ("Its derivatives are exact, by PyTorch.",)
    assert watched.values[-1] == pytest.approx(((rows.numpy() @ end - target.numpy()) ** 2).mean(), rel=1e-12)
    assert "Adam on five weights" in repr(watched)


@pytest.mark.parametrize("key", SURFACES)
def test_adam_of_torch_is_ours(key: str) -> None:
    watched = gdviz.watch(gdviz.GALLERY[key], torch=lambda p: torch.optim.Adam([p], lr=RATE), steps=200)
    ours = gdviz.descend(gdviz.GALLERY[key], "adam", steps=200, learning_rate=RATE)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(watched.rates, np.full(200, RATE))
    assert watched.evaluations == gdviz.Evaluations(200, 200, 0)


def test_schedulers_of_torch() -> None:
    def halved(p):
        optimizer = torch.optim.SGD([p], lr=0.04)
        return optimizer, torch.optim.lr_scheduler.StepLR(optimizer, 10, 0.5)

    watched = gdviz.watch(BOWL, torch=halved, start=(3, 2), steps=35)
    ours = gdviz.descend(
        BOWL, "sgd", (3, 2), 35, learning_rate=0.04, schedule=("step", {"step_size": 10, "gamma": 0.5})
    )
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12)
    np.testing.assert_allclose(watched.rates, ours.rates, rtol=1e-12)

    def plateau(p):
        optimizer = torch.optim.SGD([p], lr=0.099)
        return optimizer, torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)

    assert gdviz.watch(BOWL, torch=plateau, start=(0, 2), steps=35).rates[-1] <= 0.099


def test_closures_of_torch() -> None:
    watched = gdviz.watch(
        BOWL, torch=lambda p: torch.optim.LBFGS([p], line_search_fn="strong_wolfe"), start=(3, 2), steps=6
    )
    np.testing.assert_allclose(watched.points[-1], (0, 0), atol=1e-4)  # where its own tolerance stops it
    assert watched.evaluations.gradient > 6


def test_gradients_that_are_differentiated_again() -> None:
    class Newton(torch.optim.Optimizer):
        """Newton's method, its Hessian from two backward passes through the gradient."""

        def __init__(self, params) -> None:
            super().__init__(params, {})

        def step(self, closure):
            (p,) = self.param_groups[0]["params"]
            with torch.enable_grad():
                closure()
                rows = [torch.autograd.grad(p.grad[k], p, retain_graph=True)[0] for k in range(2)]
            with torch.no_grad():
                p -= torch.linalg.solve(torch.stack(rows), p.grad.detach())

    watched = gdviz.watch(gdviz.GALLERY["himmelblau"], torch=lambda p: Newton([p]), create_graph=True,
                          start=(3.5, 2.5), steps=8)  # fmt: skip
    ours = gdviz.descend(gdviz.GALLERY["himmelblau"], "newton", (3.5, 2.5), 8)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-10)
    assert watched.evaluations.hessian == 16


def test_what_torch_cannot_draw_is_a_sentence() -> None:
    other = torch.nn.Parameter(torch.zeros(2))
    for factory, error, sentence in (
        (lambda p: torch.optim.Adam([other]), ValueError, "other parameters than the one"),
        (lambda p: torch.optim.Muon([p]), ValueError, "No optimizer of one parameter with two coordinates"),
        (lambda p: torch.optim.Adam([p], lr=-1.0), ValueError, "Invalid learning rate"),
        (lambda p: 3, TypeError, "The factory returns a torch.optim.Optimizer, not int."),
    ):
        with pytest.raises(error) as refusal:
            gdviz.watch(BOWL, torch=factory)
        assert sentence in str(refusal.value)


@pytest.mark.parametrize("key", SURFACES)
def test_adam_of_optax_is_ours(key: str) -> None:
    watched = gdviz.watch(gdviz.GALLERY[key], optax=optax.adam(RATE), steps=200)
    ours = gdviz.descend(gdviz.GALLERY[key], "adam", steps=200, learning_rate=RATE)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12, atol=1e-13)


def test_a_line_search_of_optax() -> None:
    watched = gdviz.watch(BOWL, optax=optax.lbfgs(), start=(3, 2), steps=10)
    np.testing.assert_allclose(watched.points[-1], (0, 0), atol=1e-8)
    assert watched.evaluations.value >= 10


def test_exactly_by_torch() -> None:
    surface = gdviz.Surface.from_callable(lambda x, y: torch.sin(x) * torch.exp(y / 3) + x**2 * y)
    assert max(off(surface)) < 2e-14
    assert surface.notes == ("Its derivatives are exact, by PyTorch.",)
    flat = gdviz.Surface.from_callable(lambda x, y: torch.sin(x))
    assert flat.gradient(0, 1) == (1, 0)
    assert gdviz.Surface.from_callable(f).notes[0].startswith("Its derivatives are central")


def test_exactly_by_jax() -> None:
    surface = gdviz.Surface.from_callable(lambda x, y: jnp.sin(x) * jnp.exp(y / 3) + x**2 * y)
    assert max(off(surface)) < 2e-14
    assert surface.notes == ("Its derivatives are exact, by JAX.",)
