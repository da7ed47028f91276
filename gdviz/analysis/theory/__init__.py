"""Theory of the learning rate: stability thresholds, sharpness, and the closed form of quadratics."""

from gdviz.analysis.theory.quadratics import Quadratic as Quadratic
from gdviz.analysis.theory.quadratics import is_quadratic as is_quadratic
from gdviz.analysis.theory.quadratics import quadratic as quadratic
from gdviz.analysis.theory.quadratics import sharpness as sharpness
from gdviz.analysis.theory.stability import LAWS as LAWS
from gdviz.analysis.theory.stability import Law as Law
from gdviz.analysis.theory.stability import frozen_product as frozen_product
from gdviz.analysis.theory.stability import largest_product as largest_product
from gdviz.analysis.theory.stability import rate_limit as rate_limit
from gdviz.analysis.theory.thresholds import Threshold as Threshold
from gdviz.analysis.theory.thresholds import measured_threshold as measured_threshold
from gdviz.analysis.theory.thresholds import swing_sentence as swing_sentence
from gdviz.analysis.theory.thresholds import threshold as threshold
