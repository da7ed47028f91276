"""Run the exported PyTorch programs of every rule against our runs: python -m tests.record_exports (needs torch)."""

import numpy as np

from gdviz.descent import descend
from gdviz.optimizers import RULES
from gdviz.rule import typed
from gdviz.rule.code import torch_code
from gdviz.surface import Surface

SURFACE = Surface(
    "(x^2 + a y - 11)^2/10 + (x + y^2 - 7)^2/10 + sin(x)cos(y) + log(2 + x^2, 3) + softplus(x)"
    "+ max(x, y, 1) + sqrt(2)x^2/10 + e^-x^2",
    parameters={"a": 1.2},
)
TYPED = typed(
    "H = hess(theta)\nd = solve(H, g)\nm = max(lambda, beta*m + d)\n"
    "theta = theta - alpha*m + 0*dot(H, d)*value(theta)/norm(g)*where(g < 1, sum(d), pi)"
)
OPTIONED = {"noise": 0.05, "clip_norm": 1.0, "clip_value": 0.8, "weight_decay_l2": 0.01, "schedule": "cosine"}


def points_of(program: str) -> np.ndarray:
    """Run a program of ours in a namespace of its own."""
    namespace: dict[str, object] = {}
    exec(compile(program.replace("print(", "len("), "<exported>", "exec"), namespace)
    return np.array(namespace["points"])


def main() -> None:
    """Print the largest difference for each rule; stop at the first that is not the run."""
    for rule in (*RULES, TYPED):
        for options in ({}, OPTIONED):
            run = descend(SURFACE, rule, (0.5, 1.0), 40, learning_rate=0.01, **options)
            error = np.abs(points_of(torch_code(SURFACE, rule, run)) - run.points).max()
            print(f"{rule.key:20} {'options' if options else 'plain':8} {error:.0e}")
            assert error < 1e-9


if __name__ == "__main__":
    main()
