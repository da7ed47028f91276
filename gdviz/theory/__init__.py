"""What theory says of a rate: stability thresholds, sharpness, and all there is to know of a quadratic."""

from gdviz.theory.quadratic import Quadratic as Quadratic
from gdviz.theory.quadratic import is_quadratic as is_quadratic
from gdviz.theory.quadratic import quadratic as quadratic
from gdviz.theory.sharpness import sharpness as sharpness
from gdviz.theory.stability import LAWS as LAWS
from gdviz.theory.stability import Law as Law
from gdviz.theory.stability import frozen_product as frozen_product
from gdviz.theory.stability import largest_product as largest_product
from gdviz.theory.stability import rate_limit as rate_limit
from gdviz.theory.threshold import Threshold as Threshold
from gdviz.theory.threshold import measured_threshold as measured_threshold
from gdviz.theory.threshold import threshold as threshold
