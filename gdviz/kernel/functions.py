"""The interface that computes a surface, its plainest implementation, and the part of a surface that describes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gdviz.kernel.graph import Graph, Node
from gdviz.window import Window


class Evaluator(Protocol):
    """Computes a surface: a Formula, Functions, or the mean of a loss over rows. Orders are as in Formula."""

    def __hash__(self) -> int: ...
    @property
    def variables(self) -> tuple[str, str]: ...
    @property
    def parameters(self) -> tuple[str, ...]: ...
    @property
    def symbolic(self) -> bool: ...
    @property
    def latex(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def readings(self) -> tuple[str, ...]: ...
    @property
    def smooth(self) -> bool: ...
    @property
    def one_variable(self) -> bool: ...
    def jumps(self, window: Window, values: tuple[float, ...]) -> tuple[str, ...]: ...
    def gradient_latex(self) -> tuple[str, ...]: ...
    def hessian_latex(self) -> tuple[str, ...]: ...
    def prepare(self) -> None: ...
    def instantiate(self, graph: Graph, x: Node, y: Node, order: int) -> tuple[Node, ...]: ...
    def at_point(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Sequence[float]: ...
    def at_points(self, order: int, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray: ...
    def slopes(self, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray: ...


@dataclass(frozen=True)
class Functions:
    """Same face as a Formula, without parameters and without a graph.

    value (2, n) → (n,) · gradient (2, n) → (2, n) · hessian (2, n) → (3, n): xx, xy, yy.
    """

    text: str
    value: Callable[[np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray], np.ndarray]
    hessian: Callable[[np.ndarray], np.ndarray]
    variables: tuple[str, str] = ("x", "y")
    latex: str = ""
    gradient_text: tuple[str, ...] = ()
    hessian_text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    smooth: bool = True
    one_variable: bool = False
    parameters: tuple[str, ...] = ()
    symbolic: bool = False

    def prepare(self) -> None:
        """Nothing to do."""

    def jumps(self, window: Window, values: tuple[float, ...]) -> tuple[str, ...]:
        """None is looked for: there is no formula whose conditions would say where."""
        return ()

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int) -> tuple[Node, ...]:
        """Raises TypeError: there is no formula to put into a graph; ask `symbolic` first."""
        raise TypeError("This surface is made of functions, not of a formula.")

    def at_point(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Sequence[float]:
        """One order at one point."""
        point = np.array([[x], [y]], np.float64)
        return [float(row[0]) for row in self.at_points(order, point, parameters)]

    def at_points(self, order: int, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """One order at points (2, n): (1, n), (2, n) or (3, n); warnings are silenced."""
        function = (self.value, self.gradient, self.hessian)[order]
        with np.errstate(all="ignore"):
            values = np.asarray(function(points), np.float64)
        return np.broadcast_to(values.reshape(order + 1, -1), (order + 1, points.shape[1]))

    def slopes(self, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """Gradient and Hessian at points (2, n): (5, n)."""
        return np.concatenate([self.at_points(order, points, parameters) for order in (1, 2)])

    def gradient_latex(self) -> tuple[str, ...]:
        """LaTeX as given."""
        return self.gradient_text

    def hessian_latex(self) -> tuple[str, ...]:
        """LaTeX as given."""
        return self.hessian_text


class Described:
    """The parts of an evaluator that its surface shows as its own."""

    evaluator: Evaluator
    window: Window
    parameters: Mapping[str, float]

    @property
    def variables(self) -> tuple[str, str]:
        """The canonical names of the two coordinates."""
        return self.evaluator.variables

    @property
    def symbolic(self) -> bool:
        """Whether there is a formula behind it, so that `instantiate` works."""
        return self.evaluator.symbolic

    @property
    def latex(self) -> str:
        """How the formula was read."""
        return self.evaluator.latex

    @property
    def gradient_latex(self) -> tuple[str, ...]:
        """LaTeX of the two partial derivatives."""
        return self.evaluator.gradient_latex()

    @property
    def hessian_latex(self) -> tuple[str, ...]:
        """LaTeX of the second derivatives xx, xy, yy."""
        return self.evaluator.hessian_latex()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on how the text was understood, and on jumps between its pieces in the window."""
        return self.notes_in(self.window)

    def notes_in(self, window: Window) -> tuple[str, ...]:
        """The notes, jumps being looked for in another window."""
        return (*self.evaluator.notes, *self.evaluator.jumps(window, tuple(self.parameters.values())))

    @property
    def readings(self) -> tuple[str, ...]:
        """The notes on a choice between two common readings of the text, and how to get the other."""
        return self.evaluator.readings

    @property
    def smooth(self) -> bool:
        """Without kinks and jumps; otherwise the gradient is a subgradient and the Hessian that of the smooth parts."""
        return self.evaluator.smooth

    @property
    def one_variable(self) -> bool:
        """Only one of the variables occurs: a valley."""
        return self.evaluator.one_variable
