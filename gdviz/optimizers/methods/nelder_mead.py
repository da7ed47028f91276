"""Nelder–Mead simplex search: reflect, expand, contract or shrink a triangle, by values alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle

STRETCH, SPROUT = 0.05, 0.00025  # the first triangle: 5 % longer per coordinate, or this where it is zero


@dataclass(frozen=True)
class Simplex:
    """Three vertices (3, 2) and their values (3,), best first."""

    vertices: np.ndarray
    values: np.ndarray

    def sorted(self) -> "Simplex":
        """Best first; NaN counts as worst."""
        order = np.argsort(self.values)
        return Simplex(self.vertices[order], self.values[order])

    def replaced(self, vertex: np.ndarray, value: float) -> "Simplex":
        """The simplex with its worst vertex moved."""
        return Simplex(np.vstack([self.vertices[:-1], vertex]), np.append(self.values[:-1], value)).sorted()


def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """One move of the triangle per step; the frame's point is its best vertex, as in SciPy (frame 0: the start)."""
    vertices = first_simplex(point)
    simplex = Simplex(vertices, np.array([oracle.value(vertex) for vertex in vertices]))
    yield Frame(point, float(simplex.values[0]), states=_entries(simplex))
    simplex = simplex.sorted()
    while True:
        before = simplex
        simplex, move, rate, tried = moved(oracle, simplex, knobs)
        trial = {
            "move": move,
            "simplex": tuple(map(tuple, before.vertices.tolist())),
            "values": tuple(before.values.tolist()),
            "tried": tuple(tried),
            "after": tuple(map(tuple, simplex.vertices.tolist())),
        }
        size = float(np.abs(simplex.vertices[1:] - simplex.vertices[0]).max())
        spread = float(np.abs(simplex.values[1:] - simplex.values[0]).max())
        best = simplex.vertices[0]
        value = float(simplex.values[0])
        yield Frame(best, value, None, rate, _entries(simplex), trial, moved=size, gained=spread)


def first_simplex(point: np.ndarray) -> np.ndarray:
    """The start and one vertex along each axis, (3, 2)."""
    vertices = np.tile(point, (3, 1))
    for axis in range(2):
        vertices[axis + 1, axis] = (1 + STRETCH) * point[axis] if point[axis] != 0 else SPROUT
    return vertices


Tried = list[tuple[str, tuple[float, ...], float]]
Evaluate = Callable[[str, np.ndarray], tuple[np.ndarray, float]]


def moved(oracle: Oracle, simplex: Simplex, knobs: Knobs) -> tuple[Simplex, str, float, Tried]:
    """The next simplex, the move's name, its coefficient, and the points tried as (name, point, value)."""
    rho, chi, psi = knobs["reflection"], knobs["expansion"], knobs["contraction"]
    values, worst = simplex.values, simplex.vertices[-1]
    middle = np.add.reduce(simplex.vertices[:-1], 0) / 2
    tried: Tried = []

    def evaluate(name: str, vertex: np.ndarray) -> tuple[np.ndarray, float]:
        value = float(oracle.value(vertex))
        tried.append((name, tuple(vertex.tolist()), value))
        return vertex, value

    mirrored, f_mirrored = evaluate("reflect", (1 + rho) * middle - rho * worst)
    if f_mirrored < values[0]:
        far, f_far = evaluate("expand", (1 + rho * chi) * middle - rho * chi * worst)
        if f_far < f_mirrored:
            return simplex.replaced(far, f_far), "expand", rho * chi, tried
        return simplex.replaced(mirrored, f_mirrored), "reflect", rho, tried
    if f_mirrored < values[-2]:
        return simplex.replaced(mirrored, f_mirrored), "reflect", rho, tried
    if f_mirrored < values[-1]:
        near, f_near = evaluate("contract outside", (1 + psi * rho) * middle - psi * rho * worst)
        if f_near <= f_mirrored:
            return simplex.replaced(near, f_near), "contract outside", psi * rho, tried
    else:
        near, f_near = evaluate("contract inside", (1 - psi) * middle + psi * worst)
        if f_near < values[-1]:
            return simplex.replaced(near, f_near), "contract inside", -psi, tried
    return shrunk(simplex, knobs["shrink"], evaluate), "shrink", knobs["shrink"], tried


def shrunk(simplex: Simplex, sigma: float, evaluate: Evaluate) -> Simplex:
    """All vertices drawn towards the best one."""
    best = simplex.vertices[0]
    shrunk = [evaluate("shrink", best + sigma * (vertex - best)) for vertex in simplex.vertices[1:]]
    vertices = np.vstack([best, *(vertex for vertex, _ in shrunk)])
    return Simplex(vertices, np.array([simplex.values[0], *(value for _, value in shrunk)])).sorted()


def _entries(simplex: Simplex) -> dict[str, np.ndarray | float]:
    best, good, worst = simplex.vertices
    return {"best": best, "good": good, "worst": worst}


NELDER_MEAD = Method(
    key="nelder_mead",
    name="Nelder–Mead",
    knobs={
        "reflection": Knob(1.0, 0.1, 2.0, r"\rho", "How far behind the middle the worst vertex is mirrored."),
        "expansion": Knob(2.0, 1.0, 4.0, r"\chi", "How much farther a good mirror image is pushed."),
        "contraction": Knob(0.5, 0.05, 0.95, r"\psi", "How near the middle a poor vertex is drawn."),
        "shrink": Knob(0.5, 0.05, 0.95, r"\sigma", "How near the best vertex all are drawn when nothing helps."),
    },
    latex=(
        r"f(x_1) \le f(x_2) \le f(x_3),\qquad \bar x = \tfrac12 (x_1 + x_2)",
        r"x_r = \bar x + \rho\, (\bar x - x_3) \quad\text{reflect, if } f(x_r) < f(x_2)",
        r"x_e = \bar x + \rho\chi\, (\bar x - x_3) \quad\text{expand, if } f(x_e) < f(x_r) < f(x_1)",
        r"x_c = \bar x + \psi\rho\, (\bar x - x_3) \quad\text{contract outside, if } f(x_c) \le f(x_r) < f(x_3)",
        r"x_c = \bar x - \psi\, (\bar x - x_3) \quad\text{contract inside, if } f(x_c) < f(x_3) \le f(x_r)",
        r"x_i \leftarrow x_1 + \sigma\, (x_i - x_1) \quad\text{shrink, otherwise}",
    ),
    remembers={
        "best": "the vertex with the lowest value",
        "good": "the vertex between",
        "worst": "the vertex with the highest value, which moves next",
    },
    source="Nelder & Mead 1965; Gao & Han 2012; conventions of scipy.optimize.minimize",
    family="without gradients",
    note="Asks for values only. Known to stop, rarely, where the gradient is not zero (McKinnon 1998).",
    walk=walk,
)
