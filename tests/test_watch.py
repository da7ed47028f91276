"""Other people's optimizers on our surfaces, counted, recorded and explained: against our rules, SciPy and by hand.

PyTorch and optax themselves: tests/compare_frameworks.py, and what they did once: test_watch_recorded.py.
"""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas
import pytest
from scipy import optimize

import gdviz

SURFACES = ("himmelblau", "rosenbrock", "booth", "beale", "ackley", "six_hump_camel")
RATE = 0.003
BOWL = "x^2 + 10y^2"


def momentum_step(rate: float, beta: float):
    """Heavy ball by hand, as a function with a memory."""
    memory = np.zeros(2)

    def heavy_ball(point: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        nonlocal memory
        memory = beta * memory + gradient
        return point - rate * memory

    return heavy_ball


class Adam:
    """Kingma and Ba 2015, algorithm 1, as a gradient transformation in NumPy."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def init(self, point: np.ndarray) -> tuple[int, np.ndarray, np.ndarray]:
        return 0, np.zeros(2), np.zeros(2)

    def update(self, gradient, state, point=None):
        t, m, v = state[0] + 1, 0.9 * state[1] + 0.1 * gradient, 0.999 * state[2] + 0.001 * gradient**2
        return -self.rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), (t, m, v)


@pytest.mark.parametrize("key", SURFACES)
def test_a_step_function_is_our_momentum(key: str) -> None:
    surface = gdviz.GALLERY[key]
    watched = gdviz.watch(surface, step=momentum_step(1e-4, 0.9), steps=100)
    ours = gdviz.descend(surface, "momentum", steps=100, learning_rate=1e-4, momentum=0.9)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12)
    np.testing.assert_allclose(watched.gradients, ours.gradients, rtol=1e-9, atol=1e-12)
    assert watched.evaluations == gdviz.Evaluations(0, 100, 0)
    assert watched.verdict is ours.verdict


@pytest.mark.parametrize("key", SURFACES)
def test_a_transformation_is_our_adam(key: str) -> None:
    watched = gdviz.watch(gdviz.GALLERY[key], optax=Adam(RATE), steps=200)
    ours = gdviz.descend(gdviz.GALLERY[key], "adam", steps=200, learning_rate=RATE)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12, atol=1e-14)
    assert watched.evaluations == gdviz.Evaluations(0, 200, 0)


def test_a_transformation_that_looks_at_the_value() -> None:
    def update(gradient, state, point, *, value, value_fn, **more):
        return -value / (gradient @ gradient) * gradient, value_fn(point)  # Polyak's step for a lowest value of 0

    polyak = SimpleNamespace(init=lambda point: 0.0, update=update)
    watched = gdviz.watch(BOWL, optax=polyak, start=(3, 2), steps=20)
    ours = gdviz.descend(BOWL, "polyak_sgd", start=(3, 2), steps=20, learning_rate=1.0)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-9)
    assert watched.evaluations == gdviz.Evaluations(40, 20, 0)


def test_the_path_of_scipy() -> None:
    surface, path = gdviz.GALLERY["rosenbrock"], [np.array((-1.2, 1.0))]
    end = optimize.minimize(lambda p: surface(*p), path[0], method="BFGS", callback=lambda p: path.append(p.copy()))
    watched = gdviz.watch(surface, points=path, name="BFGS (SciPy)")
    np.testing.assert_array_equal(watched.points, path)
    np.testing.assert_array_equal(watched.points[-1], end.x)
    np.testing.assert_allclose(watched.values, [(1 - x) ** 2 + 100 * (y - x**2) ** 2 for x, y in path], rtol=1e-12)
    assert watched.verdict is gdviz.Verdict.REACHED
    assert watched.evaluations == gdviz.Evaluations()
    assert repr(watched).startswith("<BFGS (SciPy) on ")


def test_a_divergence_is_explained_without_a_rule() -> None:
    run = gdviz.watch(BOWL, step=lambda point, gradient: point - 0.11 * gradient, start=(3, 2), steps=400)
    assert run.verdict is gdviz.Verdict.DIVERGED
    # |1 - 0.11·20| = 1.2 a step
    np.testing.assert_allclose(run.points[10], (3 * 0.78**10, 2 * 1.2**10), rtol=1e-12)
    assert np.isnan(run.rates).all()
    words = " ".join(event.sentence for event in run.events) + run.diagnosis.sentence
    assert "nan" not in words.lower()
    assert "undefined" not in words


def test_a_trap_is_found_and_the_function_may_know_the_step() -> None:
    surface = gdviz.GALLERY["three_hump_camel"]
    run = gdviz.watch(surface, step=lambda p, g, t: p - 0.05 * g / t**0.1, start=(-1.9, 1), steps=500)
    assert run.verdict is gdviz.Verdict.TRAPPED


def test_a_function_of_the_point_alone() -> None:
    run = gdviz.watch("x^2 + y^2", step=lambda p: p / 2, start=(4, 2), steps=3)
    np.testing.assert_array_equal(run.points, [(4, 2), (2, 1), (1, 0.5), (0.5, 0.25)])
    assert run.evaluations.gradient == 0


class HeavyStep:
    """A step that is an object: its attributes are its memory."""

    def __init__(self) -> None:
        self.memory, self.count, self.rate = np.zeros(2), 0, 0.02

    def __call__(self, point: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        self.memory, self.count = 0.8 * self.memory + gradient, self.count + 1
        return point - self.rate * self.memory


def test_the_memory_of_a_step_that_is_an_object() -> None:
    ours = gdviz.descend(BOWL, "momentum", (3, 2), 30, learning_rate=0.02, momentum=0.8)
    for step in (HeavyStep(), HeavyStep().__call__):
        watched = gdviz.watch(BOWL, step=step, start=(3, 2), steps=30)
        assert list(watched.states) == ["memory"]
        assert np.isnan(watched.states["memory"][0]).all()
        np.testing.assert_allclose(watched.states["memory"][1:], ours.states["m"][1:], rtol=1e-12)
        np.testing.assert_array_equal(watched[3].states["memory"], watched.states["memory"][3])
        assert "state_memory_x" in watched.to_csv().splitlines()[0]
    assert not gdviz.watch(BOWL, step=momentum_step(0.02, 0.8), start=(3, 2), steps=3).states


class Moments(NamedTuple):
    """A state as optax has it."""

    count: np.ndarray
    mu: np.ndarray
    nu: np.ndarray


def test_the_memory_of_a_transformation_by_its_names() -> None:
    adam = Adam(0.1)

    def update(gradient, state, point=None):
        step, after = adam.update(gradient, tuple(state[0]))
        return step, (Moments(*after), {"inner": Moments(*after)}, np.zeros(3), np.array([1, 2]))

    nested = SimpleNamespace(init=lambda point: (Moments(*adam.init(point)),), update=update)
    watched = gdviz.watch(BOWL, optax=nested, start=(3, 2), steps=20)
    ours = gdviz.descend(BOWL, "adam", (3, 2), 20, learning_rate=0.1)
    assert list(watched.states) == ["mu", "nu", "mu_2", "nu_2"]
    for name, other in (("mu", "m"), ("nu", "v"), ("nu_2", "v")):
        np.testing.assert_allclose(watched.states[name][1:], ours.states[other][1:], rtol=1e-12)


def test_points_of_every_kind() -> None:
    path = [(3.0, 2.0), (1.0, 1.0), (0.0, 0.0)]
    for points in (path, iter(path), np.array(path), pandas.DataFrame(path), [{"a": x, "b": y} for x, y in path]):
        np.testing.assert_array_equal(gdviz.watch(BOWL, points=points).points, path)


def test_a_training_loop_projected_on_two_directions() -> None:
    # least squares of three weights by plain steps: the loss on the plane is known in closed form
    rows, target = np.array([[1.0, 0, 2], [0, 1, 1], [1, 1, 0], [2, 0, 1]]), np.array([1.0, 2, 0, 1])
    weights, way = np.zeros(3), [np.zeros(3)]
    for _ in range(50):
        weights = weights - 0.05 * rows.T @ (rows @ weights - target)
        way.append(weights)
    trained, plane = np.array(way), np.array([[1.0, 0, 0], [0, 0.6, 0.8]])

    def loss(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        moved = weights + np.stack([a, b], axis=-1) @ plane
        return ((moved @ rows.T - target) ** 2).sum(axis=-1) / 2

    surface = gdviz.Surface.from_callable(loss, window=((-2, 2), (-2, 2)))
    watched = gdviz.watch(surface, points=(trained - weights) @ plane.T, name="Three weights")
    np.testing.assert_allclose(watched.points[0], -plane @ weights, rtol=1e-12)
    assert watched.values[-1] == pytest.approx(((rows @ weights - target) ** 2).sum() / 2, rel=1e-12)
    assert watched.steps == 50


def test_points_that_blow_up_end_the_run() -> None:
    run = gdviz.watch("x^2 + y^2", points=[(1, 1), (5, 5), (np.inf, 0), (0, 0)])
    assert run.steps == 1
    assert run.ending is gdviz.Ending.OVERFLOW


@pytest.mark.parametrize(
    ("given", "error", "sentence"),
    [
        ({}, TypeError, "Give one of torch, optax, step and points, not none of them."),
        ({"step": len, "points": [(1, 2)]}, TypeError, "not step and points."),
        ({"step": 3}, TypeError, "step is a function (point, gradient) → next point, not int."),
        ({"step": lambda a, b, c, d: a}, TypeError, "not 4 arguments."),
        ({"step": lambda p, g: None}, TypeError, "The step returns None: it returns the next point, (x, y)."),
        ({"step": lambda p, g: p[:1]}, ValueError, "not an array of shape (1,)."),
        ({"step": lambda p, g: "a"}, TypeError, "not str."),
        ({"points": np.zeros((2, 5))}, ValueError, "not (2, 5). Transpose them."),
        ({"points": [(1, 2, 3)]}, ValueError, "not (1, 3)."),
        ({"points": "path"}, TypeError, "points are numbers, one point (x, y) in each row."),
        ({"points": [(np.nan, 1)]}, ValueError, "points begin with a start of finite numbers."),
        ({"optax": 0.1}, TypeError, "optax is a gradient transformation, as optax.adam(0.1), not float."),
        ({"torch": 0.1}, TypeError, "torch is a factory"),
        ({"step": lambda p: p, "start": (1, 2, 3)}, ValueError, "start is a point of two numbers"),
        ({"step": lambda p: p, "steps": -1}, ValueError, "steps is at least 0"),
        ({"step": lambda p: p, "stop": 1}, TypeError, "stop is a gdviz.Stop of tolerances, or None, not int."),
        ({"step": lambda p: p, "bound": -1}, ValueError, "bound is at least 0"),
        ({"step": lambda p: p, "name": 3}, TypeError, "name is a text, not int."),
        ({"step": lambda p, g: p + 1j}, TypeError, "(x, y), not complex numbers."),
        ({"step": lambda p, *, g: p}, TypeError, "this one needs g by name."),
        ({"points": [(1, 2)], "start": (3, 4)}, TypeError, "points are all of a run: start and steps are for"),
        ({"points": [(1, 2)], "steps": 3}, TypeError, "points are all of a run: start and steps are for"),
        ({"points": [(1, 2), (3,)]}, TypeError, "points are numbers, one point (x, y) in each row."),
        ({"points": [(1j, 2)]}, TypeError, "points are numbers, one point (x, y) in each row."),
    ],
)
def test_what_cannot_be_watched_is_a_sentence(given: dict, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        gdviz.watch("x^2 + y^2", **given)
    assert sentence in str(refusal.value)


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs PyTorch. Install it: pip install torch"):
        gdviz.watch("x^2", torch=lambda p: p)


def test_a_watched_run_is_drawn_and_explained() -> None:
    from gdviz.export.standalone import standalone_html

    page = standalone_html(gdviz.watch(BOWL, step=lambda p, g: p - 0.05 * g, start=(3, 2), steps=30))
    assert page.startswith("<!doctype html>")  # its JSON has no number that is not finite, or it would have raised


class Tensor:
    """A stand-in for a tensor or parameter: it has numbers, and the way back to a gradient."""

    def __init__(self, data: object, back: object = None, of: object = None) -> None:
        self.data, self.grad, self.back, self.of = np.array(data, float), None, back, of

    def detach(self) -> "Tensor":
        return self

    def numpy(self) -> np.ndarray:
        return self.data

    def item(self) -> float:
        return float(self.data)

    def backward(self, create_graph: bool) -> None:
        self.of.grad = self.back().data

    def __rmul__(self, outer: float) -> "Tensor":
        return Tensor(outer * self.data)


class Function:
    """A stand-in for torch.autograd.Function."""

    @classmethod
    def apply(cls, point: Tensor) -> Tensor:
        context = SimpleNamespace()
        context.save_for_backward = lambda *saved: setattr(context, "saved_tensors", saved)
        return Tensor(cls.forward(context, point).data, lambda: cls.backward(context, 1.0), point)


TORCH = SimpleNamespace(
    tensor=lambda data, dtype: Tensor(data),
    float64=float,
    nn=SimpleNamespace(Parameter=lambda tensor: tensor),
    autograd=SimpleNamespace(Function=Function),
)


class HeavyBall:
    """An optimizer in the manner of torch.optim, with or without a closure."""

    def __init__(self, parameter: Tensor) -> None:
        self.param_groups, self.memory = [{"params": [parameter], "lr": 0.02}], 0.0

    def zero_grad(self) -> None:
        self.param_groups[0]["params"][0].grad = None

    def step(self) -> None:
        (parameter,), rate = self.param_groups[0]["params"], self.param_groups[0]["lr"]
        self.memory = 0.8 * self.memory + parameter.grad
        parameter.data = parameter.data - rate * self.memory


class WithClosure(HeavyBall):
    def step(self, closure) -> None:
        assert closure().item() >= 0
        super().step()


@pytest.mark.parametrize("kind", [HeavyBall, WithClosure])
def test_the_interface_of_torch_by_a_stand_in(monkeypatch: pytest.MonkeyPatch, kind: type[HeavyBall]) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", TORCH)
    losses = []

    def factory(parameter: Tensor):
        optimizer = kind(parameter)

        def after(metrics: float) -> None:
            losses.append(metrics)
            optimizer.param_groups[0]["lr"] *= 0.9

        return optimizer, SimpleNamespace(step=after)

    watched = gdviz.watch(BOWL, torch=factory, start=(3, 2), steps=20)
    rates = 0.02 * 0.9 ** np.arange(20)
    ours = gdviz.descend(BOWL, "momentum", (3, 2), 20, momentum=0.8, schedule=rates)
    np.testing.assert_allclose(watched.points, ours.points, rtol=1e-12)
    np.testing.assert_allclose(watched.rates, rates, rtol=1e-12)
    np.testing.assert_allclose(losses, ours.values[1:], rtol=1e-12)
