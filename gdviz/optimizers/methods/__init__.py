"""Methods: optimizers that cannot be written as one rule, in menu order."""

from gdviz.optimizers.methods.bfgs import BFGS, LBFGS
from gdviz.optimizers.methods.line_search import CONJUGATE_GRADIENT, LINE_SEARCH
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.nelder_mead import NELDER_MEAD
from gdviz.optimizers.methods.newton import DAMPED_NEWTON, NEWTON
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep, Oracle, Walk
from gdviz.optimizers.methods.trust_region import TRUST_REGION

METHODS: dict[str, Method] = {
    "newton": NEWTON,
    "damped_newton": DAMPED_NEWTON,
    "line_search": LINE_SEARCH,
    "conjugate_gradient": CONJUGATE_GRADIENT,
    "bfgs": BFGS,
    "lbfgs": LBFGS,
    "trust_region": TRUST_REGION,
    "nelder_mead": NELDER_MEAD,
}
