"""Record PyTorch's mini-batch runs, network gradients and network training: python -m tests.record_data.

Needs torch; the tests need only the file it writes, references/data/torch.npz. Every run is float64, with the order of
rows given.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

FILE = Path(__file__).parent / "references" / "data" / "torch.npz"
STEPS = 100
torch.set_default_dtype(torch.float64)
Tensor = torch.Tensor

OPTIMIZERS: dict[str, Callable[[list[Tensor]], torch.optim.Optimizer]] = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.02),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.2),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05),
}
ROW_LOSSES: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "linear": lambda theta, x, y: ((theta[0] * x + theta[1] - y) ** 2).mean(),
    "logistic": lambda theta, x, y: torch.nn.functional.softplus(-torch.sign(y) * (theta[0] * x + theta[1])).mean(),
    "svm": lambda theta, x, y: torch.relu(1 - torch.sign(y) * (theta[0] * x + theta[1])).mean() + 0.05 * theta[0] ** 2,
}


def mini_batches() -> dict[str, np.ndarray]:
    """Paths (101, 2) of every optimizer and loss on batches of 4 out of 30 rows, in one recorded order."""
    random = np.random.default_rng(7)
    x = random.normal(size=30)
    y = 1.3 * x - 0.4 + 0.8 * random.normal(size=30)
    order = np.concatenate([random.permutation(30)[:28].reshape(7, 4) for _ in range(15)])[:STEPS]
    found = {"x": x, "y": y, "order": order}
    rows, targets = torch.tensor(x), torch.tensor(y)
    for loss, of in ROW_LOSSES.items():
        for key, make in OPTIMIZERS.items():
            theta = torch.tensor([-1.0, 1.5], requires_grad=True)
            optimizer = make([theta])
            path = [theta.detach().numpy().copy()]
            for batch in order:
                optimizer.zero_grad()
                of(theta, rows[batch], targets[batch]).backward()
                optimizer.step()
                path.append(theta.detach().numpy().copy())
            found[f"path_{loss}_{key}"] = np.array(path)
    return found


def network(hidden: int, activation: str) -> tuple[torch.nn.Sequential, np.ndarray, np.ndarray]:
    """A network from seed 3 and 40 rows of two inputs with labels -1 and 1."""
    torch.manual_seed(3)
    middle = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation]()
    net = torch.nn.Sequential(torch.nn.Linear(2, hidden), middle, torch.nn.Linear(hidden, 1))
    random = np.random.default_rng(5)
    inputs = random.normal(size=(40, 2))
    return net, inputs, np.sign(inputs[:, 0] * inputs[:, 1] + 0.1 * random.normal(size=40))


def flat(net: torch.nn.Sequential, of: Callable[[Tensor], Tensor]) -> np.ndarray:
    """Weights to the hidden layer (unit by unit), its biases, weights to the output, its bias: one vector."""
    return np.concatenate([of(p).detach().numpy().ravel() for p in net.parameters()])


def networks() -> dict[str, np.ndarray]:
    """Loss and gradient of four networks, and 100 full-batch steps of Adam, SGD and momentum."""
    found: dict[str, np.ndarray] = {}
    for hidden in (2, 16):
        for activation in ("tanh", "relu"):
            net, inputs, labels = network(hidden, activation)
            rows, targets = torch.tensor(inputs), torch.tensor(labels)
            name = f"network_{activation}_{hidden}"

            def loss(net: torch.nn.Sequential = net, rows: Tensor = rows, targets: Tensor = targets) -> Tensor:
                return torch.nn.functional.softplus(-targets * net(rows)[:, 0]).mean()

            value = loss()
            value.backward()
            found |= {f"{name}_inputs": inputs, f"{name}_labels": labels, f"{name}_theta": flat(net, lambda p: p)}
            found |= {f"{name}_value": value.detach().numpy(), f"{name}_gradient": flat(net, lambda p: p.grad)}
            for key in ("sgd", "momentum", "adam"):
                copy, _, _ = network(hidden, activation)
                optimizer = OPTIMIZERS[key](list(copy.parameters()))
                for _ in range(STEPS):
                    optimizer.zero_grad()
                    loss(copy).backward()
                    optimizer.step()
                found[f"{name}_{key}"] = flat(copy, lambda p: p)
    return found


def main() -> None:
    """Write the file."""
    np.savez_compressed(FILE, torch=torch.__version__, **mini_batches(), **networks())
    print(FILE.stat().st_size)


if __name__ == "__main__":
    main()
