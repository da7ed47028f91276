"""Models ready to use: the loss of one row, what its columns mean, and where to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE, Dataset
from gdviz.learning.data.loss_surface import data_surface
from gdviz.learning.data.minima import framed
from gdviz.learning.data.row_formula import Array, row_formula
from gdviz.learning.data.scaling import Scaling, condition_number, scaling_of
from gdviz.learning.data.separability import separable
from gdviz.surface import Point, Surface, Window


@dataclass(frozen=True)
class Model:
    """A model of two weights.

    row_loss: in the language of surfaces, over the weights and the columns. prediction: what the model says of a row,
    in the same language (its sign is the class where the target is a class). columns: inputs, then the target.
    values: letters that become sliders. window: what to draw; found from the minimum if None. data: a fitting set.
    """

    key: str
    name: str
    row_loss: str
    prediction: str
    weights: tuple[str, str]
    columns: tuple[str, ...]
    target: str
    data: str
    shows: str
    values: Mapping[str, float] = field(default_factory=dict)
    window: Window | None = None
    start: Point | None = None

    def surface(self, data: Mapping[str, ArrayLike], **values: float) -> Surface:
        """The loss surface over columns named as this model names them, with window and minimum where there is one.

        Raises ValueError if a column is missing or the target is not what the model needs, and as `data_surface`.
        """
        if missing := [name for name in self.columns if name not in data]:
            raise ValueError(f"The model needs a column {missing[0]}.")
        if not ALLOWED[self.target](np.asarray(data[self.columns[-1]], dtype=np.float64)):
            raise ValueError(f"The target of this model is {TARGETS[self.target]}.")
        columns = {name: data[name] for name in self.columns}
        settled = {**self.values, **values}
        bare = data_surface(self.row_loss, self.weights, columns, values=settled, name=self.name, shows=self.shows)
        return framed(bare, self.window, self.start)

    def unfit(self, data: Dataset) -> str:
        """Why these rows cannot be fitted, as a clause; "" if they can."""
        needed, given = (("no", "one", "two", "three")[len(names)] for names in (self.columns[:-1], data.inputs))
        if given != needed:
            return f"it needs {needed} input{'s' if needed == 'two' else ''}, and these rows have {given}"
        return data.lacks(self.target)

    @property
    def linear(self) -> bool:
        """Whether the prediction is a sum of weights times inputs, plus the second weight if there is one input."""
        return self.prediction in (_LINE, _PLANE)

    @property
    def link(self) -> str:
        """How the chance of the second class follows from a prediction of one input: see `formula_model`."""
        if len(self.columns) > 2:
            return ""
        return "logistic" if self.logistic else "shifted" if self.prediction.endswith(" - 1/2") else ""

    @property
    def logistic(self) -> bool:
        """Whether the loss of a row is log(1 + exp(−score)), which has no minimum over classes that can be parted."""
        return self.row_loss in (f"softplus(-y*({_LINE}))", f"softplus(-y*({_PLANE}))")

    def right(self, point: Point, data: Mapping[str, Array], **values: float) -> int:
        """How many rows are put into their class by weights (2,); data: columns as this model needs them."""
        scores = self.predictions(np.array([point]), data, **values)[0]
        return int(np.sum((scores > 0) == (np.asarray(data[self.columns[-1]]) > 0)))

    def parted(self, data: Mapping[str, Array]) -> bool:
        """Whether its scores can part the classes of these columns without a mistake; only of a linear score."""
        *inputs, target = (np.asarray(data[name], dtype=np.float64) for name in self.columns)
        features = np.column_stack(inputs if len(inputs) == 2 else (inputs[0], np.ones_like(inputs[0])))
        return self.linear and separable(features, np.where(target > 0, 1.0, -1.0))

    def of(self, data: Dataset, **values: float) -> Surface:
        """The surface over a data set, its classes coded as this model needs them. Raises as `surface`."""
        return self.surface(data.with_target(self.target).columns, **values)

    def predictions(self, points: Array, inputs: Mapping[str, Array], **values: float) -> Array:
        """What the model says (k, n) with weights (k, 2), one row for each frame of a run, of inputs (n,) by name.

        For classes it is the sign that counts. values: letters of the formula, as for `surface`.
        """
        given = {name: np.asarray(inputs[name], dtype=np.float64) for name in self.columns[:-1]}
        formula = row_formula(self.prediction, self.weights, tuple(given))
        settled = [{**self.values, **values}[name] for name in formula.reading.parameters]
        columns = [given[name] for name in formula.columns]
        return formula.at_points(0, np.asarray(points, dtype=np.float64).T, settled, columns)[0]


TARGETS = {
    NUMBER: "a number",
    COUNT: "a count: a whole number from 0",
    SIGN: "a class, written -1 or 1",
    ZERO_ONE: "a class, written 0 or 1",
}
ALLOWED: Mapping[str, Callable[[Array], bool]] = {
    NUMBER: lambda y: True,
    COUNT: lambda y: bool(((y >= 0) & (y == np.round(y))).all()),
    SIGN: lambda y: bool(np.isin(y, (-1.0, 1.0)).all()),
    ZERO_ONE: lambda y: bool(np.isin(y, (0.0, 1.0)).all()),
}

_LINE, _PLANE = "w*x + b", "w1*x1 + w2*x2"
_XY, _WB = ("x", "y"), ("w", "b")

_MODELS = (
    Model("linear", "Linear regression", f"({_LINE} - y)^2", _LINE, _WB, _XY, NUMBER, "noisy_line",
          "A line's mean squared error is a paraboloid: one minimum, and how round it is depends on the units of x."),
    Model("linear_absolute", "Least absolute deviations", f"abs({_LINE} - y)", _LINE, _WB, _XY, NUMBER, "outliers",
          "Absolute errors let an outlier pull no harder than any other row; every row folds the surface once."),
    Model("linear_huber", "Huber regression", f"({_LINE} - y)^2/2 - max(0, abs({_LINE} - y) - delta)^2/2", _LINE, _WB,
          _XY, NUMBER, "outliers", "Squares near, straight lines far: smooth at the bottom, deaf to outliers.",
          {"delta": 1.0}),
    Model("ridge", "Ridge regression", f"({_LINE} - y)^2 + lambda*w^2", _LINE, _WB, _XY, NUMBER, "noisy_line",
          "A penalty on the slope rounds the valley and moves its bottom towards no slope.", {"lambda": 0.5}),
    Model("plane", "Linear regression, two inputs", f"({_PLANE} - y)^2", _PLANE, ("w1", "w2"), ("x1", "x2", "y"),
          NUMBER, "plane",
          "A plane of two slopes: in standard units it passes through the mean of the rows, else through 0."),
    Model("logistic_weights", "Logistic regression, two weights", f"softplus(-y*({_PLANE}))", _PLANE, ("w1", "w2"),
          ("x1", "x2", "y"), SIGN, "blobs", "Convex, but without a bottom as soon as a line parts the classes."),
    Model("logistic", "Logistic regression", f"softplus(-y*({_LINE}))", _LINE, _WB, _XY, SIGN, "two_classes",
          "Convex; flat on the side where all rows are right, straight where all are wrong."),
    Model("svm", "Support vector machine", f"max(0, 1 - y*({_LINE})) + lambda/2*w^2", _LINE, _WB, _XY, SIGN,
          "two_classes", "Only rows on the wrong side of their margin pull: creases, and a subgradient on them.",
          {"lambda": 0.1}),
    Model("svm_squared", "Support vector machine, squared hinge", f"max(0, 1 - y*({_LINE}))^2 + lambda/2*w^2", _LINE,
          _WB, _XY, SIGN, "two_classes", "The squared hinge has a slope everywhere; its curvature still jumps.",
          {"lambda": 0.1}),
    Model("poisson", "Poisson regression", f"exp({_LINE}) - y*({_LINE})", f"exp({_LINE})", _WB, _XY, COUNT, "counts",
          "Exponentials: almost flat on one side, a wall on the other, and a rate that suits both is hard to find."),
    Model("tanh_neuron", "One tanh neuron", f"(tanh({_LINE}) - y)^2", f"tanh({_LINE})", _WB, _XY, SIGN, "two_classes",
          "Squares of a saturated neuron: plateaus where it is sure and wrong, and hardly a slope to leave them by.",
          window=((-6.0, 6.0), (-6.0, 6.0))),
    Model("sigmoid_neuron", "One sigmoid neuron", f"(sigmoid({_LINE}) - y)^2", f"sigmoid({_LINE}) - 1/2", _WB, _XY,
          ZERO_ONE, "two_classes", "Not convex, though logistic regression of the same rows is.",
          window=((-8.0, 8.0), (-8.0, 8.0))),
    Model("two_weights", "Network of two weights", "(w2*tanh(w1*x) - y)^2", "w2*tanh(w1*x)", ("w1", "w2"), _XY, NUMBER,
          "tanh_curve", "Two minima, mirror images: both signs turned make the same network; a saddle lies between.",
          window=((-4.0, 4.0), (-4.0, 4.0)), start=(-0.6, 0.3)),
    Model("sinusoid", "Frequency of a sinusoid", "(sin(omega*x + phi) - y)^2", "sin(omega*x + phi)", ("omega", "phi"),
          _XY, NUMBER, "sinusoid", "Off the right frequency, wave and rows fall out of step: a minimum for each count.",
          window=((0.2, 6.0), (-3.2, 3.2)), start=(3.2, -2.0)),
    Model("decay", "Exponential decay", "(A*exp(-k*x) - y)^2", "A*exp(-k*x)", ("A", "k"), _XY, NUMBER, "decay",
          "More at the start or faster away look much alike: a bent ravine.",
          window=((0.0, 6.0), (-0.2, 2.0)), start=(5.2, 1.7)),
)  # fmt: skip
MODELS: dict[str, Model] = {model.key: model for model in _MODELS}
"""In menu order."""


@dataclass(frozen=True)
class Comparison:
    """One model on the same rows in their own units and in standard units.

    raw, standard: the two surfaces. before, after: the Hessian's condition number at the minimum of each, or at the
    start where there is no minimum. scaling: what was taken from the inputs and divided by.
    """

    raw: Surface
    standard: Surface
    before: float
    after: float
    scaling: Scaling


def in_standard_units(model: Model, data: Dataset, **values: float) -> Comparison:
    """What standardising the inputs (the target is left alone) does to the surface. Raises as `Model.of`."""
    scaling = scaling_of(data.columns, data.inputs)
    scaled = replace(data, columns=scaling.scaled(data.columns))
    surfaces = [model.of(each, **values) for each in (data, scaled)]
    places = [surface.minima[0].point if surface.minima else surface.start for surface in surfaces]
    before, after = (condition_number(s, place) for s, place in zip(surfaces, places, strict=True))
    return Comparison(surfaces[0], surfaces[1], before, after, scaling)
