"""Knobs that several optimizers share, with the defaults of their libraries."""

from gdviz.knob import Knob

EPS_HELP = "Keeps the division away from zero."


def share(default: float, symbol: str, help: str) -> Knob:
    """How much of a memory is kept each step: from 0 to just under 1."""
    return Knob(default, 0.0, 0.9999, symbol, help)


def eps(default: float = 1e-8) -> Knob:
    """The small number in a denominator."""
    return Knob(default, 0.0, 1.0, r"\epsilon", EPS_HELP, log=True)


def decay(default: float = 0.0, help: str = "Pulls the point towards the origin, through the gradient.") -> Knob:
    """Weight decay."""
    return Knob(default, 0.0, 10.0, r"\lambda", help, log=True)


MOMENTUM = share(0.9, r"\mu", "How much of the velocity is kept each step.")
BETA1 = share(0.9, r"\beta_1", "How much of the mean gradient is kept each step.")
BETA2 = share(0.999, r"\beta_2", "How much of the mean square is kept each step.")
DECOUPLED = "Shrinks the point itself, apart from the gradient."
