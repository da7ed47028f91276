"""Where descent is used, as models of two weights: a policy, the place of a picture, the weights of two words."""

import numpy as np

from gdviz.learning.data.dataset import NUMBER, SIGN
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

APPLICATIONS = (
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
"""In menu order."""
