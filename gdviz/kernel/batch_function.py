"""Outputs of a graph compiled as one NumPy function, and the working arrays that it needs."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint
from gdviz.kernel.batch import Block, batch_block
from gdviz.kernel.compile import define
from gdviz.kernel.graph import Graph, Node

CHUNK = 8192
"""Columns worked on together: 64 kB a buffer, so that a handful of them stays in the second-level cache."""


class BatchFunction:
    """A function of arrays, one for each input node in order; scalars are those inputs that are 0-d arrays."""

    def __init__(
        self, graph: Graph, outputs: Sequence[Node], inputs: Sequence[Node], scalars: Collection[Node] = ()
    ) -> None:
        names = {node: f"in{place}" for place, node in enumerate(inputs)}
        results = [f"result{place}" for place in range(len(outputs))]
        self._block = batch_block(graph, outputs, names, into=results, scalars=scalars)
        arguments = (*names.values(), *results, *working_names(self._block, "v"))
        lines = "".join(f"    {line}\n" for line in self._block.lines)
        self._function = define("kernel", f"def kernel({', '.join(arguments)}):\n{lines}")
        self._outputs = len(outputs)

    def __call__(self, inputs: Sequence[np.ndarray], *shape: int) -> np.ndarray:
        """The outputs (outputs, *shape). Never warns; NaN or inf where undefined. A checkpoint after each call."""
        result = np.empty((self._outputs, *shape))
        with np.errstate(all="ignore"):
            self._function(*inputs, *result, *self._working_arrays(*shape))
        checkpoint()
        return result

    def in_chunks(self, arrays: np.ndarray, numbers: Sequence[np.ndarray], width: int) -> np.ndarray:
        """The outputs (outputs, n) for inputs arrays (k, n), then numbers (0-d), so many columns at a time."""
        count = arrays.shape[1]
        if count <= width:
            return self([*arrays, *numbers], count)
        result, work = np.empty((self._outputs, count)), self._working_arrays(width)
        with np.errstate(all="ignore"):
            for first in range(0, count, width):
                part, rest = slice(first, first + width), count - first
                used = work if rest >= width else [array[:rest] for array in work]
                self._function(*arrays[:, part], *numbers, *result[:, part], *used)
                checkpoint()
        return result

    def _working_arrays(self, *shape: int) -> list[NDArray[Any]]:
        return working_arrays(self._block.buffers, self._block.masks, *shape)


def working_names(block: Block, prefix: str) -> list[str]:
    """The names of a block's buffers and masks, in the order of `working_arrays`."""
    return [f"{prefix}_b{i}" for i in range(block.buffers)] + [f"{prefix}_k{i}" for i in range(block.masks)]


def working_arrays(buffers: int, masks: int, *shape: int) -> list[NDArray[Any]]:
    """So many arrays of floats, then of truths."""
    return [*np.empty((buffers, *shape)), *np.empty((masks, *shape), dtype=bool)]
