"""A model of two weights: the loss of one row, what its columns mean, and where to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE, Dataset
from gdviz.learning.data.loss_surface import data_surface
from gdviz.learning.data.minima import framed
from gdviz.learning.data.row_loss import row_formula
from gdviz.surface import Point, Surface, Window


def separable(features: np.ndarray, signs: np.ndarray) -> bool:
    """Is there a vector v (2,) with sign (features · v) > 0 for every row? features (n, 2), signs (n,) of −1 and 1.

    The rows, each times its sign, must lie in an open half-plane: between two neighbours in the order of their angles
    there is a gap of more than half a turn. Then the loss of a score v falls for ever along v (Albert & Anderson 1984,
    Biometrika 71, 1–10).
    """
    turned = np.asarray(features, dtype=np.float64) * np.asarray(signs, dtype=np.float64)[:, None]
    if not turned.size or not np.any(turned, axis=1).all():
        return False
    angles = np.sort(np.arctan2(turned[:, 1], turned[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi)
    return bool(gaps.max() > np.pi + 1e-13)


@dataclass(frozen=True)
class Model:
    """A model of two weights.

    row_loss: in the language of surfaces, over the weights and the columns. prediction: what the model says of a row,
    in the same language (its sign is the class where the target is a class). columns: inputs, then the target.
    values: letters that become sliders. window: what to draw; found from the minimum if None. data: a fitting set.
    rows: how many rows of it show the model well. alone: the model and its data set suit nothing but one another.
    places: the only values of its input; drawn as bars. rate: one that suits all rows, where the row that bends most
    would ask for one at which nothing moves.
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
    rows: int = 40
    alone: bool = False
    places: tuple[float, ...] = ()
    rate: float | None = None

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
        if self.alone and self.data != data.key:
            return "it is made for rows of its own"
        if data.alone and self.data != data.key:
            return "these rows are made for another model"
        needed, there = (("no", "one", "two", "three")[len(names)] for names in (self.columns[:-1], data.inputs))
        if there != needed:
            return f"it needs {needed} input{'s' if needed == 'two' else ''}, and these rows have {there}"
        return data.lacks(self.target)

    @property
    def linear(self) -> bool:
        """Whether the prediction is a sum of weights times inputs, plus the second weight if there is one input."""
        first, second = self.weights
        inputs = self.columns[:-1]
        terms = f"{first}*{inputs[0]} + {second}" + (f"*{inputs[1]}" if len(inputs) == 2 else "")
        return self.prediction == terms

    @property
    def link(self) -> str:
        """How the chance of the second class follows from a prediction of one input: see `formula_model`."""
        if len(self.columns) > 2:
            return ""
        return "logistic" if self.logistic else "shifted" if self.prediction.endswith(" - 1/2") else ""

    @property
    def logistic(self) -> bool:
        """Whether the loss of a row is log(1 + exp(−score)), which has no minimum over classes that can be parted."""
        return self.linear and self.row_loss == f"softplus(-y*({self.prediction}))"

    def right(self, point: Point, data: Mapping[str, np.ndarray], **values: float) -> int:
        """How many rows are put into their class by weights (2,); data: columns as this model needs them."""
        scores = self.predictions(np.array([point]), data, **values)[0]
        return int(np.sum((scores > 0) == (np.asarray(data[self.columns[-1]]) > 0)))

    def parted(self, data: Mapping[str, np.ndarray]) -> bool:
        """Whether its scores can part the classes of these columns without a mistake; only of a linear score."""
        *inputs, target = (np.asarray(data[name], dtype=np.float64) for name in self.columns)
        features = np.column_stack(inputs if len(inputs) == 2 else (inputs[0], np.ones_like(inputs[0])))
        return self.linear and separable(features, np.where(target > 0, 1.0, -1.0))

    def of(self, data: Dataset, **values: float) -> Surface:
        """The surface over a data set, its classes coded as this model needs them. Raises as `surface`."""
        return self.surface(data.with_target(self.target).columns, **values)

    def predictions(self, points: np.ndarray, inputs: Mapping[str, np.ndarray], **values: float) -> np.ndarray:
        """What the model says (k, n) with weights (k, 2), one row for each frame of a run, of inputs (n,) by name.

        For classes it is the sign that counts. values: letters of the formula, as for `surface`.
        """
        places = {name: np.asarray(inputs[name], dtype=np.float64) for name in self.columns[:-1]}
        formula = row_formula(self.prediction, self.weights, tuple(places))
        settled = [{**self.values, **values}[name] for name in formula.reading.parameters]
        columns = [places[name] for name in formula.columns]
        return formula.at_points(0, np.asarray(points, dtype=np.float64).T, settled, columns)[0]


TARGETS = {
    NUMBER: "a number",
    COUNT: "a count: a whole number from 0",
    SIGN: "a class, written -1 or 1",
    ZERO_ONE: "a class, written 0 or 1",
}
ALLOWED: Mapping[str, Callable[[np.ndarray], bool]] = {
    NUMBER: lambda y: True,
    COUNT: lambda y: bool(((y >= 0) & (y == np.round(y))).all()),
    SIGN: lambda y: bool(np.isin(y, (-1.0, 1.0)).all()),
    ZERO_ONE: lambda y: bool(np.isin(y, (0.0, 1.0)).all()),
}
