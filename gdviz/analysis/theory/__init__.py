"""Theory of the learning rate: stability thresholds, sharpness, and the closed form of quadratics."""

from gdviz.analysis.theory.stability import (
    LAWS,
    Quadratic,
    is_quadratic,
    largest_product,
    quadratic,
    rate_limit,
    sharpness,
)
from gdviz.analysis.theory.thresholds import Threshold, measured_threshold, swing_sentence, threshold

__all__ = [
    "LAWS", "Quadratic", "Threshold", "is_quadratic", "largest_product", "measured_threshold", "quadratic",
    "rate_limit", "sharpness", "swing_sentence", "threshold",
]  # fmt: skip
