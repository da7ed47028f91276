"""Theory of the learning rate: stability thresholds, sharpness, and the closed form of quadratics."""

from gdviz.analysis.theory.quadratics import Quadratic, is_quadratic, quadratic, sharpness
from gdviz.analysis.theory.stability import LAWS, Law, frozen_product, largest_product, rate_limit
from gdviz.analysis.theory.thresholds import Threshold, measured_threshold, swing_sentence, threshold

__all__ = [
    "LAWS", "Law", "Quadratic", "Threshold", "frozen_product", "is_quadratic", "largest_product",
    "measured_threshold", "quadratic", "rate_limit", "sharpness", "swing_sentence", "threshold",
]  # fmt: skip
