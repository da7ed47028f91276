"""Data sets made to order: shapes with noise, outliers and overlap, the same for the same seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from gdviz.knob import Adjustable, Knob
from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, Dataset
from gdviz.learning.data.models import bandit, picture
from gdviz.numeral import numeral

Random = np.random.Generator
Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Generator(Adjustable):
    """A recipe: `make(random, rows, **knobs)` gives the columns, the target last. labels, alone: see Dataset."""

    key: str
    name: str
    target: str
    make: Callable[..., Columns]
    knobs: Mapping[str, Knob]
    labels: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    def dataset(self, rows: int = 60, seed: int = 0, **knobs: float) -> Dataset:
        """The data set of this size and seed. Raises TypeError for a knob it lacks, ValueError for bad sizes."""
        if not 2 <= rows <= 5000:
            raise ValueError("Made data have from 2 to 5,000 rows.")
        settings = {name: self.knobs[name].clamp(value) for name, value in self.settings(**knobs).items()}
        columns = self.make(np.random.default_rng(seed), rows, **settings)
        described = ", ".join(f"{name} {numeral(value)}" for name, value in settings.items())
        source = f"Generated: seed {seed}, {described}."
        return Dataset(self.key, self.name, columns, self.target, self.labels, source=source, alone=self.alone)


def _line(random: Random, rows: int, slope: float, intercept: float, noise: float, outliers: float) -> Columns:
    x = random.uniform(-3, 3, rows)
    y = slope * x + intercept + noise * random.standard_normal(rows)
    wild = random.random(rows) < outliers
    return {"x": x, "y": np.where(wild, y + random.choice([-1.0, 1.0], rows) * random.uniform(6, 12, rows), y)}


def _plane(random: Random, rows: int, slope1: float, slope2: float, noise: float) -> Columns:
    x1, x2 = random.uniform(-3, 3, (2, rows))
    return {"x1": x1, "x2": x2, "y": slope1 * x1 + slope2 * x2 + noise * random.standard_normal(rows)}


def _polynomial(random: Random, rows: int, degree: float, noise: float) -> Columns:
    x = np.sort(random.uniform(-1, 1, rows))
    chebyshev = np.cos(degree * np.arccos(x))
    return {"x": x, "y": chebyshev + noise * random.standard_normal(rows)}


def _sinusoid(random: Random, rows: int, frequency: float, phase: float, noise: float) -> Columns:
    x = random.uniform(-4, 4, rows)
    return {"x": x, "y": np.sin(frequency * x + phase) + noise * random.standard_normal(rows)}


def _decay(random: Random, rows: int, amplitude: float, rate: float, noise: float) -> Columns:
    x = random.uniform(0, 6, rows)
    return {"x": x, "y": amplitude * np.exp(-rate * x) + noise * random.standard_normal(rows)}


def _tanh_curve(random: Random, rows: int, w1: float, w2: float, noise: float) -> Columns:
    x = random.uniform(-3, 3, rows)
    return {"x": x, "y": w2 * np.tanh(w1 * x) + noise * random.standard_normal(rows)}


def _counts(random: Random, rows: int, slope: float, intercept: float) -> Columns:
    x = random.uniform(-2, 2, rows)
    return {"x": x, "y": random.poisson(np.exp(slope * x + intercept)).astype(np.float64)}


def _signs(random: Random, rows: int) -> np.ndarray:
    """Half of the rows of each class, in random order."""
    return random.permutation(np.where(np.arange(rows) % 2 == 0, 1.0, -1.0))


def _two_classes(random: Random, rows: int, distance: float, overlap: float) -> Columns:
    y = _signs(random, rows)
    return {"x": y * distance / 2 + overlap * random.standard_normal(rows), "y": y}


def _blobs(random: Random, rows: int, distance: float, overlap: float) -> Columns:
    y = _signs(random, rows)
    centre = distance / np.sqrt(8) * y
    x1, x2 = centre + overlap * random.standard_normal((2, rows))
    return {"x1": x1, "x2": x2, "y": y}


def _moons(random: Random, rows: int, noise: float) -> Columns:
    y = _signs(random, rows)
    angle = random.uniform(0, np.pi, rows)
    x1, x2 = np.where(y > 0, (np.cos(angle) - 0.5, np.sin(angle) - 0.25), (0.5 - np.cos(angle), 0.25 - np.sin(angle)))
    return _jittered(random, 1.5 * x1, 1.5 * x2, y, noise)


def _rings(random: Random, rows: int, noise: float) -> Columns:
    y = _signs(random, rows)
    angle, radius = random.uniform(0, 2 * np.pi, rows), np.where(y > 0, 0.8, 2.0)
    return _jittered(random, radius * np.cos(angle), radius * np.sin(angle), y, noise)


def _xor(random: Random, rows: int, noise: float) -> Columns:
    quarter = random.permutation(np.arange(rows) % 4)
    size1, size2 = random.uniform(0.3, 2.0, (2, rows))
    x1, x2 = np.where(quarter % 2 == 0, size1, -size1), np.where(quarter < 2, size2, -size2)
    return _jittered(random, x1, x2, np.sign(x1 * x2), noise)


def _jittered(random: Random, x1: np.ndarray, x2: np.ndarray, y: np.ndarray, noise: float) -> Columns:
    return {
        "x1": x1 + noise * random.standard_normal(y.size),
        "x2": x2 + noise * random.standard_normal(y.size),
        "y": y,
    }


def _noise(default: float) -> Knob:
    return Knob(default, 0.0, 3.0, r"\sigma", "Standard deviation of the noise.")


_SLOPE = Knob(1.5, -5.0, 5.0, "w", "Slope of the line behind the rows.")
_INTERCEPT = Knob(-0.5, -5.0, 5.0, "b", "Its height at x = 0.")
_OUTLIERS = Knob(0.0, 0.0, 0.5, "p", "Share of rows that are thrown far off.")
_DISTANCE = Knob(2.5, 0.0, 8.0, "d", "Distance between the middles of the classes.")
_OVERLAP = Knob(1.2, 0.05, 3.0, r"\sigma", "How far the rows of a class scatter: overlap.")
_LINE = {"slope": _SLOPE, "intercept": _INTERCEPT, "noise": _noise(0.6), "outliers": _OUTLIERS}
_MANY_OUTLIERS = _LINE | {"outliers": Knob(0.15, 0.0, 0.5, "p", _OUTLIERS.help)}
_MEANS = {
    f"mean{arm}": Knob(mean, -2.0, 2.0, rf"\mu_{arm}", f"What a pull of arm {arm} pays on average.")
    for arm, mean in ((1, 1.0), (2, 0.7), (3, 0.2))
}
_SHIFT = {
    "dx": Knob(0.9, -2.0, 2.0, "d_x", "How far the face is shifted to the right."),
    "dy": Knob(-0.5, -2.0, 2.0, "d_y", "How far it is shifted up."),
}
_CLASSES = {"distance": _DISTANCE, "overlap": _OVERLAP}

_GENERATORS = (
    Generator("noisy_line", "Line with noise", NUMBER, _line, _LINE),
    Generator("outliers", "Line with outliers", NUMBER, _line, _MANY_OUTLIERS),
    Generator("plane", "Plane with noise", NUMBER, _plane,
              {"slope1": Knob(1.5, -5.0, 5.0, "w_1", "Slope along the first input."),
               "slope2": Knob(-0.8, -5.0, 5.0, "w_2", "Slope along the second input."), "noise": _noise(0.6)}),
    Generator("polynomial", "Polynomial with noise", NUMBER, _polynomial,
              {"degree": Knob(3, 1, 8, "d", "Degree of the polynomial.", integer=True), "noise": _noise(0.25)}),
    Generator("sinusoid", "Sinusoid", NUMBER, _sinusoid,
              {"frequency": Knob(2.0, 0.2, 6.0, r"\omega", "Radians for each unit of x."),
               "phase": Knob(0.5, -3.0, 3.0, r"\varphi", "Where the wave begins."), "noise": _noise(0.2)}),
    Generator("decay", "Exponential decay", NUMBER, _decay,
              {"amplitude": Knob(4.0, 0.1, 6.0, "A", "Height at x = 0."),
               "rate": Knob(0.7, 0.05, 2.0, "k", "How fast it falls."), "noise": _noise(0.15)}),
    Generator("tanh_curve", "Bent curve", NUMBER, _tanh_curve,
              {"w1": Knob(1.2, -3.0, 3.0, "w_1", "Steepness."), "w2": Knob(1.6, -3.0, 3.0, "w_2", "Height."),
               "noise": _noise(0.2)}),
    Generator("counts", "Counts", COUNT, _counts,
              {"slope": Knob(0.8, -1.5, 1.5, "w", "Growth of the rate's logarithm."),
               "intercept": Knob(0.5, -2.0, 2.0, "b", "The rate's logarithm at x = 0.")}),
    Generator("two_classes", "Two classes on a line", SIGN, _two_classes, _CLASSES),
    Generator("blobs", "Two blobs", SIGN, _blobs, _CLASSES),
    Generator("moons", "Two moons", SIGN, _moons, {"noise": _noise(0.15)}),
    Generator("rings", "Two rings", SIGN, _rings, {"noise": _noise(0.15)}),
    Generator("xor", "Four quarters (xor)", SIGN, _xor, {"noise": _noise(0.1)}),
    Generator("bandit", "Pulls of three arms", NUMBER, bandit, {**_MEANS, "noise": _noise(0.4)},
              {"x": "arm", "y": "reward; bars: chance of the arm"}, alone=True),
    Generator("picture", "Pixels of a shifted face", NUMBER, picture, {**_SHIFT, "noise": _noise(0.05)},
              {"x1": "across", "x2": "up", "y": "brightness"}, alone=True),
)  # fmt: skip
GENERATORS: dict[str, Generator] = {generator.key: generator for generator in _GENERATORS}
"""In menu order."""
