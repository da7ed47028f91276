"""A loss surface: a formula with exact derivatives, compiled for one point and for many, and what is known of it."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, fields
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.kernel import Graph, Node
from gdviz.kernel.callables import callable_functions
from gdviz.kernel.formula import formula
from gdviz.kernel.functions import Described, Evaluator, Functions
from gdviz.window import Point as Point
from gdviz.window import Window as Window
from gdviz.window import diagonal as diagonal
from gdviz.window import off_centre, spread


@dataclass(frozen=True)
class Minimum:
    """A known minimum: where, and how deep."""

    point: Point
    value: float


_UNCHOSEN = (math.nan, math.nan)


@dataclass(frozen=True, eq=False, repr=False)
class Surface(Described):
    """An immutable surface f over two variables.

    text: the formula as typed (raises ExpressionError if it cannot be read); parameters: name → value, 1 where not
    given (raises ValueError for a name the formula does not have, or a value that is not finite, TypeError for what is
    no number).
    window: ((x low, x high), (y low, y high)), what is drawn; start: where to begin, off centre unless given.
    minima: the global minima as known, with source; shows: one sentence on what the surface teaches.
    """

    text: str
    _: KW_ONLY
    parameters: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    window: Window = ((-5.0, 5.0), (-5.0, 5.0))
    start: Point = _UNCHOSEN
    minima: tuple[Minimum, ...] = ()
    source: str = ""
    shows: str = ""
    evaluator: Evaluator = field(default=None, repr=False)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"text is a formula, as 'x^2 + y^2', not {type(self.text).__name__}.")
        for about in ("name", "source", "shows"):
            argument.text(getattr(self, about), about)
        if not isinstance(self.minima, Sequence) or not all(isinstance(one, Minimum) for one in self.minima):
            raise TypeError("minima are listed, each a gdviz.Minimum, as (gdviz.Minimum((0, 0), 0.0),).")
        evaluator = self.evaluator or formula(self.text)
        window = argument.window(self.window)
        start = off_centre(window) if self.start is _UNCHOSEN else tuple(argument.point(self.start).tolist())
        parameters = _checked(evaluator.parameters, self.parameters or {})
        settled = {"evaluator": evaluator, "parameters": parameters, "window": window, "start": start}
        for attribute, value in (settled | {"minima": tuple(self.minima)}).items():
            object.__setattr__(self, attribute, value)

    @classmethod
    def of_functions(
        cls,
        text: str,
        value: Callable[[np.ndarray], np.ndarray],
        gradient: Callable[[np.ndarray], np.ndarray],
        hessian: Callable[[np.ndarray], np.ndarray],
        **about: Any,
    ) -> "Surface":
        """A surface from functions of points (2, n): value (n,), gradient (2, n), hessian (3, n) as xx, xy, yy.

        text must name the surface completely, data included: the key is made from it. about: fields of Surface
        (name, window …) and of Functions (variables, latex, gradient_text, hessian_text, notes, smooth).
        """
        described = {f.name: about.pop(f.name) for f in fields(cls) if f.name in about}
        return cls(text, evaluator=Functions(text, value, gradient, hessian, **about), **described)

    @classmethod
    def from_callable(
        cls,
        f: Callable[..., Any],
        gradient: Callable[..., Any] | None = None,
        hessian: Callable[..., Any] | None = None,
        *,
        window: Window = ((-5.0, 5.0), (-5.0, 5.0)),
        name: str = "",
        **about: Any,
    ) -> "Surface":
        """The surface of a Python function f(x, y) on arrays, in NumPy, PyTorch or JAX; about: other fields.

        gradient(x, y) → (gx, gy); hessian(x, y) → (hxx, hxy, hyy). Where they are not given they are exact for an f
        that is written in PyTorch or JAX, else central differences; `notes` says which, and how accurate.
        Raises TypeError for what is no function, ValueError for one that cannot be evaluated point by point.
        """
        window = argument.window(window)
        name = name or getattr(f, "__name__", "f").replace("<lambda>", "f")
        functions = callable_functions(f, gradient, hessian, spread(window), name)
        return cls(functions.text, evaluator=functions, window=window, name=name, **about)

    def __repr__(self) -> str:
        letters = ", ".join(f"{name} = {value}" for name, value in self.parameters.items())
        return f"<{f'{self.name}: ' if self.name else 'Surface '}{self.text:.80}{f', {letters}' if letters else ''}>"

    @property
    def key(self) -> str:
        """Sixteen hex digits that stand for text and parameter values."""
        content = repr((self.symbolic, self.text, sorted(self.parameters.items())))
        return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    def check(self) -> "Surface":
        """This surface, differentiated now. Raises ExpressionError if its derivatives cannot be had."""
        self.evaluator.prepare()
        return self

    def with_parameters(self, **values: float) -> "Surface":
        """The same surface with other values of some parameters; nothing is compiled again."""
        return type(self)(**self._described(**values))

    def value(self, x: ArrayLike, y: ArrayLike) -> Any:
        """f at scalars (np.float64) or broadcastable arrays; NaN or inf where undefined, and never a warning.

        Raises TypeError for what is no number, ValueError for shapes that do not go together.
        """
        return self._evaluate(0, x, y)[0]

    __call__ = value

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        """(∂f/∂x, ∂f/∂y), exact; at kinks the subgradient with sign(0) = 0, step(0) = ½. Raises as `check` does."""
        return self._evaluate(1, x, y)

    def hessian(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any, Any]:
        """(∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²), exact; on kinks that of the smooth parts, 0 for |x|."""
        return self._evaluate(2, x, y)

    def grid(
        self, window: Window | None = None, shape: tuple[int, int] = (160, 160)
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """xs (nx,), ys (ny,) and f on them (ny, nx), for shape (ny, nx); window is the surface's own by default."""
        (x_low, x_high), (y_low, y_high) = self.window if window is None else argument.window(window)
        ys, xs = map(np.linspace, (y_low, x_low), (y_high, x_high), argument.shape(shape))
        return xs, ys, self.value(xs, ys[:, None])

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int = 1) -> tuple[Node, ...]:
        """f, then gx, gy (order ≥ 1), then hxx, hxy, hyy (order 2) at (x, y) in a graph.

        Parameters become its inputs p_<name>. Raises TypeError if the surface is not symbolic.
        """
        return self.evaluator.instantiate(graph, x, y, order)

    def _evaluate(self, order: int, x: ArrayLike, y: ArrayLike) -> Any:
        if argument.axes(x, "x") == 0 == argument.axes(y, "y"):
            at = float(argument.real(x, "x")), float(argument.real(y, "y"))
            return tuple(np.float64(number) for number in self.evaluator.at_point(order, *at, self.parameters))
        xs, ys = argument.real(x, "x"), argument.real(y, "y")
        try:
            xs, ys = np.broadcast_arrays(xs, ys)
        except ValueError:
            raise ValueError(f"x and y have shapes {xs.shape} and {ys.shape}, which do not go together.") from None
        points = np.stack((xs.ravel(), ys.ravel()))
        return tuple(row.reshape(xs.shape) for row in self.evaluator.at_points(order, points, self.parameters))

    def _described(self, **parameters: float) -> dict[str, Any]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return values | {"parameters": {**self.parameters, **parameters}}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surface) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        return (self.key, self.name, self.window, self.start, self.minima)

    def __reduce__(self) -> tuple[Any, ...]:
        return (partial(Surface, **self._described() | ({"evaluator": None} if self.symbolic else {})), ())


def _checked(names: Sequence[str], parameters: Mapping[str, float]) -> Mapping[str, float]:
    if not isinstance(parameters, Mapping):
        raise TypeError(f"parameters are given by name, as {{'a': 2}}, not {type(parameters).__name__}.")
    for name in parameters:
        if name not in names:
            raise ValueError(f"The formula has no parameter {name!r}.{argument.nearest(str(name), names)}")
    values = {name: argument.number(parameters.get(name, 1.0), f"The parameter {name}") for name in names}
    return MappingProxyType(values)
