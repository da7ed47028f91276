"""Models ready to use, in menu order, and the rows that only one of them suits: pulls of a bandit, pixels of a face."""

import numpy as np

from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE
from gdviz.learning.data.model import Model

SPREAD = 0.16
"""The variance of every blob."""
BLOBS = ((-1.0, 1.0, 1.0), (1.0, 1.0, 1.0), (-0.8, -1.0, 0.8), (0.0, -1.3, 0.8), (0.8, -1.0, 0.8))
"""(x, y, height): two eyes and a mouth, drawn for gdviz."""


def bandit(
    random: np.random.Generator, rows: int, mean1: float, mean2: float, mean3: float, noise: float
) -> dict[str, np.ndarray]:
    """Pulls of three arms in equal numbers as far as rows allow; the rewards of an arm have exactly its mean."""
    arms = random.permutation(np.arange(rows) % 3)
    rewards = noise * random.standard_normal(rows)
    for arm, mean in enumerate((mean1, mean2, mean3)):
        pulls = arms == arm
        if pulls.any():
            rewards[pulls] += mean - rewards[pulls].mean()
    return {"x": arms + 1.0, "y": rewards}


def picture(random: np.random.Generator, rows: int, dx: float, dy: float, noise: float) -> dict[str, np.ndarray]:
    """The brightness of the face at the shift (dx, dy), at pixels of a square from −3 to 3, row by row from below."""
    side = int(np.ceil(np.sqrt(rows)))
    places = np.linspace(-3.0, 3.0, side)
    up, across = (part.ravel()[:rows] for part in np.meshgrid(places, places, indexing="ij"))
    light = sum(
        height * np.exp(-((across - dx - x) ** 2 + (up - dy - y) ** 2) / (2 * SPREAD)) for x, y, height in BLOBS
    )
    return {"x1": across, "x2": up, "y": light + noise * random.standard_normal(rows)}


_NORMAL = "softplus(w1) - softplus(w2 - softplus(w1))"
"""Less the logarithm of e^w1 + e^w2 + 1, without an overflow."""
_POLICY = f"exp(w1*(x - 2)*(x - 3)/2 + w2*(x - 1)*(3 - x) - {_NORMAL})"
"""The chance of arm x: its score is w1, w2 or 0, by Lagrange's polynomial through the three arms."""
_ENTROPY = f"softplus(w1) + softplus(w2 - softplus(w1)) - w1*exp(w1 - {_NORMAL}) - w2*exp(w2 - {_NORMAL})"


def _blob(x: float, y: float, height: float) -> str:
    times = "" if height == 1 else f"{height:g}*"
    squares = " + ".join(_square(name, middle) for name, middle in (("x1 - dx", x), ("x2 - dy", y)))
    return f"{times}exp(-({squares})/({2 * SPREAD:g} + 2sigma^2))"


def _square(name: str, middle: float) -> str:
    return f"({name} {'-' if middle > 0 else '+'} {abs(middle):g})^2" if middle else f"({name})^2"


_PICTURE = f"{SPREAD:g}/({SPREAD:g} + sigma^2)*({' + '.join(_blob(*blob) for blob in BLOBS)})"
"""A face of five Gaussians at the shift (dx, dy), blurred by a Gaussian of width sigma: each stays a Gaussian."""
_WORDS = "g*x1 + b*x2"
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
    Model("bandit", "Policy gradient: a bandit of three arms", f"-3y*{_POLICY} - tau*({_ENTROPY})", _POLICY,
          ("w1", "w2"), ("x", "y"), NUMBER, "bandit",
          "A softmax policy over three arms; the loss is minus its expected reward, less τ times its entropy. Every "
          "row is a pull of an arm drawn evenly, so a batch of rows gives REINFORCE's gradient.",
          {"tau": 0.2}, window=((-4.0, 8.0), (-4.0, 8.0)), start=(-2.0, 3.0), rows=60, alone=True,
          places=(1.0, 2.0, 3.0)),
    Model("registration", "Registering a shifted picture", f"({_PICTURE} - y)^2", _PICTURE, ("dx", "dy"),
          ("x1", "x2", "y"), NUMBER, "picture",
          "Each row is a pixel of a shifted face; the weights are the shift. A minimum wherever two parts of the face "
          "happen to lie on one another: blur it (σ) and the right one is reached from further away.",
          {"sigma": 0.0}, window=((-3.0, 3.0), (-3.0, 3.0)), start=(2.4, 0.6), rows=196, alone=True,
          rate=0.8),
    Model("sentiment", "Sentiment from two words", f"softplus(-y*({_WORDS}))", _WORDS, ("g", "b"),
          ("x1", "x2", "y"), SIGN, "reviews",
          "Is a review favourable? Logistic regression on how often it says good and bad; ‘not bad’ makes it hard.",
          alone=True),
)  # fmt: skip
MODELS: dict[str, Model] = {model.key: model for model in _MODELS}
"""In menu order."""
