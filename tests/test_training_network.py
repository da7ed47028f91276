"""Small networks: gradients and whole training runs against PyTorch's, curvature against differences of gradients."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from gdviz.learning.data import GENERATORS, draw_batches, listed_batches
from gdviz.learning.training import Network, NetworkLoss, train
from gdviz.optimizers import OPTIMIZERS, RULES, Optimizer
from gdviz.rule import walk
from gdviz.trajectory import Ending

RECORDED = dict(np.load(Path(__file__).parent / "references" / "data" / "torch.npz"))
NETWORKS = [(hidden, activation) for hidden in (2, 16) for activation in ("tanh", "relu")]
RATES = {"sgd": 0.05, "momentum": 0.02, "adam": 0.05}


def recorded(hidden: int, activation: str) -> tuple[NetworkLoss, dict[str, np.ndarray]]:
    name = f"network_{activation}_{hidden}_"
    of = {key.removeprefix(name): array for key, array in RECORDED.items() if key.startswith(name)}
    return NetworkLoss(Network(hidden, activation), of["inputs"], of["labels"]), of


def moons(hidden: int = 16, activation: str = "tanh", decay: float = 0.0) -> NetworkLoss:
    columns = GENERATORS["moons"].dataset(200, 0).columns
    inputs = np.stack((columns["x1"], columns["x2"]), axis=1)
    return NetworkLoss(Network(hidden, activation), inputs, columns["y"], decay)


@pytest.mark.parametrize(("hidden", "activation"), NETWORKS)
def test_loss_and_gradient_are_pytorchs(hidden: int, activation: str) -> None:
    loss, of = recorded(hidden, activation)
    assert loss.values(of["theta"][None])[0] == pytest.approx(float(of["value"]), rel=1e-13)
    np.testing.assert_allclose(loss.gradient(of["theta"]), of["gradient"], rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("key", RATES)
@pytest.mark.parametrize(("hidden", "activation"), NETWORKS)
def test_a_hundred_steps_are_pytorchs(hidden: int, activation: str, key: str) -> None:
    loss, of = recorded(hidden, activation)
    knobs = {"momentum": 0.9} if key == "momentum" else {}
    fit = train(loss, key, of["theta"], 100, learning_rate=RATES[key], **knobs)
    assert np.abs(fit.points[-1] - of[key]).max() < 1e-9


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_curvature_is_how_the_gradient_changes(activation: str) -> None:
    loss = moons(5, activation, decay=0.03)
    random = np.random.default_rng(2)
    points, one, other = random.normal(size=(4, 21)), random.normal(size=21), random.normal(size=21)
    step = 1e-6
    expected = [(loss.gradient(p + step * other) - loss.gradient(p - step * other)) @ one / 2 / step for p in points]
    np.testing.assert_allclose(loss.curvature(points, one, other), expected, rtol=1e-5, atol=1e-7)
    slopes = [(loss.values(p[None] + step * one) - loss.values(p[None] - step * one))[0] / 2 / step for p in points]
    np.testing.assert_allclose([loss.gradient(p) @ one for p in points], slopes, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_every_rule_trains_a_network(key: str) -> None:
    loss = moons(4)
    fit = train(loss, key, loss.network.initial(1), 150)
    assert fit.ending is Ending.ALL_STEPS
    assert fit.values[-1] < fit.values[0]
    assert fit.points.shape == (151, 17)


@pytest.mark.parametrize("name", ["moons", "rings", "xor", "blobs"])
def test_sixteen_units_part_the_classes(name: str) -> None:
    columns = GENERATORS[name].dataset(200, 0).columns
    inputs = np.stack((columns["x1"], columns["x2"]), axis=1)
    loss = NetworkLoss(Network(16, "tanh"), inputs, columns["y"])
    heard: list[tuple[int, int]] = []
    fit = train(loss, "adam", loss.network.initial(0), 800, learning_rate=0.05, progress=lambda *t: heard.append(t))
    assert loss.wrong(fit.points[-1]) < (0.2 if name == "blobs" else 0.02)
    assert heard[-1] == (800, 800)
    assert len(heard) == 50


def test_batches_and_cost() -> None:
    loss = moons(4)
    start = loss.network.initial(1)
    by_hand = start.copy()
    plan = draw_batches(200, 32, 20, seed=5)
    for t in range(1, 21):
        by_hand = by_hand - 0.1 * loss.on(plan.batch(t)).gradient(by_hand)
    fit = train(loss, "sgd", start, 20, batches=plan, learning_rate=0.1)
    np.testing.assert_allclose(fit.points[-1], by_hand, rtol=1e-12)
    assert fit.rows_seen[[0, 1, 7]].tolist() == [0, 32, 200]
    assert fit.epochs[[7, 14]].tolist() == [1, 2]
    with pytest.raises(ValueError, match="planned for other data, or for fewer"):
        train(loss, "sgd", start, 21, batches=plan)
    with pytest.raises(ValueError, match="planned for other data"):
        train(loss, "sgd", start, 1, batches=listed_batches([[0]], 3))


@pytest.mark.parametrize("key", ["polyak_sgd", "sam", "adam", "lookahead"])
def test_a_step_sees_nothing_but_its_batch(key: str) -> None:
    """A run on batches is the run in which each batch in turn is all there is."""
    loss = moons(3)
    plan = draw_batches(200, 20, 6, seed=2)

    def ask(t: int, theta: np.ndarray) -> np.ndarray:
        return loss.on(plan.batch(min(t, 6))).gradient(theta)

    def tell(t: int, theta: np.ndarray) -> np.ndarray:
        return loss.on(plan.batch(min(t, 6))).values(theta[None])[0]

    rule = OPTIMIZERS[key]
    assert isinstance(rule, Optimizer)
    knobs = {"learning_rate": 100.0} if key == "polyak_sgd" else {}  # its bound, not its step
    path = walk(rule.program, loss.network.initial(1), {"grad": ask, "value": tell}, rule.settings(**knobs))
    expected = [theta for theta, _ in islice(path, 7)]
    fit = train(loss, key, loss.network.initial(1), 6, batches=plan, **knobs)
    np.testing.assert_allclose(fit.points, expected, rtol=1e-12)


def test_a_schedule_is_followed() -> None:
    loss = moons(3)
    start = loss.network.initial(1)
    rates = np.linspace(0.5, 0.1, 10)
    by_hand = start.copy()
    for rate in rates:
        by_hand = by_hand - rate * loss.gradient(by_hand)
    fit = train(loss, "sgd", start, 10, schedule=rates)
    np.testing.assert_allclose(fit.points[-1], by_hand, rtol=1e-12)
    assert fit.rates.tolist() == rates.tolist()


def test_decay_is_part_of_the_loss_and_shortens_the_weights() -> None:
    free, held = moons(4), moons(4, decay=0.1)
    theta = free.network.initial(3)
    assert held.values(theta[None])[0] == pytest.approx(free.values(theta[None])[0] + 0.05 * theta @ theta)
    ends = [train(loss, "adam", theta, 300).points[-1] for loss in (free, held)]
    assert np.linalg.norm(ends[1]) < 0.7 * np.linalg.norm(ends[0])


def test_a_runaway_ends_at_its_last_weights() -> None:
    loss = moons(4, decay=1.0)
    fit = train(loss, "sgd", loss.network.initial(0), 300, learning_rate=5.0)
    assert fit.ending is Ending.BEYOND_BOUND
    assert np.abs(fit.points[-1]).max() > 1e6
    assert np.isfinite(fit.points).all()
    assert len(fit.values) == len(fit.points) == len(fit.rates) + 1 == len(fit.epochs)


def test_initial_weights_are_within_pytorchs_bounds() -> None:
    theta = np.stack([Network(9).initial(seed) for seed in range(300)])
    assert np.abs(theta[:, :27]).max() == pytest.approx(1 / np.sqrt(2), abs=1e-3)
    assert np.abs(theta[:, 27:]).max() == pytest.approx(1 / 3, abs=1e-3)
    assert (Network(9).initial(4) == Network(9).initial(4)).all()


def test_what_cannot_be_trained() -> None:
    with pytest.raises(ValueError, match="1 to 16 hidden units"):
        Network(17)
    with pytest.raises(ValueError, match="tanh or relu"):
        Network(4, "sigmoid")
    loss = moons(2)
    with pytest.raises(TypeError, match="does not train weights"):
        train(loss, "newton", loss.network.initial(), 5)
    with pytest.raises(TypeError, match="depends on the losses"):
        train(loss, "sgd", loss.network.initial(), 5, schedule="reduce_on_plateau")
    with pytest.raises(TypeError, match="has no knob nonsense"):
        train(loss, "sgd", loss.network.initial(), 5, nonsense=1.0)
    with pytest.raises(KeyError):
        train(loss, "nothing", loss.network.initial(), 5)
    assert train(loss, "adam", loss.network.initial(), 0, batches=draw_batches(200, 5, 0)).steps == 0
    assert train(loss, "adam", loss.network.initial(), 0).points.shape == (1, 9)
    with pytest.raises(ValueError, match="9 weights"):
        train(loss, "sgd", np.zeros(8), 5)


def test_sure_rows_pull_no_more_and_warn_nobody() -> None:
    loss = moons(2, "relu")
    theta = 1e4 * loss.network.initial(0)
    assert np.isfinite(loss.gradient(theta)).all()
    assert np.isfinite(loss.values(theta[None])).all()
