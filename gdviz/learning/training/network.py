"""A network of one hidden layer for two classes, its gradient by hand: backpropagation as four lines of NumPy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from gdviz.learning.training.fit import Rows, in_chunks

Slopes = tuple[
    Callable[[np.ndarray], np.ndarray],
    Callable[[np.ndarray, np.ndarray], np.ndarray],
    Callable[[np.ndarray, np.ndarray], np.ndarray],
]
ACTIVATIONS: Mapping[str, Slopes] = {
    # a(z), a'(z, a), a''(z, a)
    "tanh": (np.tanh, lambda z, a: 1.0 - a * a, lambda z, a: -2.0 * a * (1.0 - a * a)),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z, a: (z > 0.0).astype(np.float64), lambda z, a: np.zeros_like(z)),
}
FEWEST, MOST = 1, 16


@dataclass(frozen=True)
class Network:
    """Two inputs, hidden units of one activation, one output: its sign is the class.

    Weights are one flat vector as PyTorch's Linear, activation, Linear would list them: into the hidden layer (unit by
    unit), its biases, out of it, and the last bias: 4 hidden + 1 numbers.
    """

    hidden: int = 8
    activation: str = "tanh"

    def __post_init__(self) -> None:
        if not FEWEST <= self.hidden <= MOST or self.activation not in ACTIVATIONS:
            raise ValueError(f"A network has {FEWEST} to {MOST} hidden units, tanh or relu.")

    @property
    def dimension(self) -> int:
        """How many weights."""
        return 4 * self.hidden + 1

    def parts(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(…, d) → inward (…, hidden, 2), biases (…, hidden), outward (…, hidden), last bias (…)."""
        h = self.hidden
        inward = theta[..., : 2 * h].reshape(*theta.shape[:-1], h, 2)
        return inward, theta[..., 2 * h : 3 * h], theta[..., 3 * h : 4 * h], theta[..., 4 * h]

    def initial(self, seed: int = 0) -> np.ndarray:
        """Weights (d,) as PyTorch begins: uniform within one over the root of the number of inputs of each layer."""
        random, h = np.random.default_rng(seed), self.hidden
        inner, outer = 1.0 / np.sqrt(2.0), 1.0 / np.sqrt(h)
        return np.concatenate((random.uniform(-inner, inner, 3 * h), random.uniform(-outer, outer, h + 1)))

    def outputs(self, theta: np.ndarray, inputs: np.ndarray) -> np.ndarray:
        """What the network says of inputs (n, 2): (n,) for theta (d,), (k, n) for (k, d). Positive: class 1."""
        inward, biases, outward, last = self.parts(theta)
        a = ACTIVATIONS[self.activation][0](inputs @ np.swapaxes(inward, -1, -2) + biases[..., None, :])
        return np.asarray((a @ outward[..., None])[..., 0] + last[..., None])


@dataclass(frozen=True, eq=False)
class NetworkLoss:
    """mean(log(1 + exp(-label output))) + decay/2 |theta|²: inputs (n, 2), labels (n,) of -1 and 1."""

    network: Network
    inputs: np.ndarray
    labels: np.ndarray
    decay: float = 0.0

    @property
    def dimension(self) -> int:
        """How many weights."""
        return self.network.dimension

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.labels)

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """The gradient (d,): backpropagation through the output, the activation and the inputs."""
        x, y = self.inputs, self.labels
        inward, biases, outward, last = self.network.parts(theta)
        activation, slope, _ = ACTIVATIONS[self.network.activation]
        z = x @ inward.T + biases
        a = activation(z)
        with np.errstate(over="ignore"):  # a row that is surely right pulls by 1/inf
            pull = -y / (1.0 + np.exp(y * (a @ outward + last))) / len(y)  # the loss by the output, row by row
        back = pull[:, None] * outward * slope(z, a)
        gradient = np.concatenate(((back.T @ x).ravel(), back.sum(axis=0), pull @ a, pull.sum(keepdims=True)))
        return gradient + self.decay * theta if self.decay else gradient

    def values(self, points: np.ndarray) -> np.ndarray:
        """The loss (k,) of weights (k, d)."""
        pieces = []
        with np.errstate(all="ignore"):
            for part in in_chunks(points, self.rows * self.network.hidden):
                margins = self.labels * self.network.outputs(part, self.inputs)
                penalty = self.decay / 2 * np.sum(part * part, axis=1)
                pieces.append(np.mean(np.logaddexp(0.0, -margins), axis=1) + penalty)
        return np.concatenate(pieces)

    def curvature(self, points: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """oneᵀ H other (k,): the loss bends where the output does, and where the loss of an output does."""
        with np.errstate(all="ignore"):
            pieces = [self._bent(part, one, other) for part in in_chunks(points, 4 * self.rows * self.network.hidden)]
        return np.concatenate(pieces) + self.decay * one @ other

    def wrong(self, theta: np.ndarray) -> float:
        """The share of rows on the wrong side."""
        return float(np.mean(self.labels * self.network.outputs(theta, self.inputs) <= 0.0))

    def on(self, rows: Rows) -> "NetworkLoss":
        """The same loss over some rows: training or validation."""
        return replace(self, inputs=self.inputs[rows], labels=self.labels[rows])

    def _bent(self, points: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Second derivative along two directions, by the product rule: f_pq and f_p f_q, row by row."""
        parts = self.network.parts
        inward, biases, outward, last = parts(points)
        activation, slope, bend = ACTIVATIONS[self.network.activation]
        z = self.inputs @ np.swapaxes(inward, -1, -2) + biases[:, None, :]
        a = activation(z)
        first, second = slope(z, a), bend(z, a)
        (zp, outp, lastp), (zq, outq, lastq) = (self._moved(*parts(way)) for way in (one, other))
        fp = a @ outp + np.sum(first * zp * outward[:, None, :], axis=-1) + lastp
        fq = a @ outq + np.sum(first * zq * outward[:, None, :], axis=-1) + lastq
        fpq = (first * zq) @ outp + (first * zp) @ outq + np.sum(second * zp * zq * outward[:, None, :], axis=-1)
        chance = 1.0 / (1.0 + np.exp(self.labels * ((a @ outward[:, :, None])[..., 0] + last[:, None])))
        return np.asarray(np.mean(chance * (1.0 - chance) * fp * fq - self.labels * chance * fpq, axis=1))

    def _moved(
        self, inward: np.ndarray, biases: np.ndarray, outward: np.ndarray, last: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """How a direction moves the sums before the activation, the outward weights and the last bias."""
        return self.inputs @ inward.T + biases, outward, last
