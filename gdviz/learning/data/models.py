"""Models ready to use, in menu order."""

from gdviz.learning.data.applications import APPLICATIONS
from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE
from gdviz.learning.data.model import Model

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
    *APPLICATIONS,
)  # fmt: skip
MODELS: dict[str, Model] = {model.key: model for model in _MODELS}
"""In menu order."""
