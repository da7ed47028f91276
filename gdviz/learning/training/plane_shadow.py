"""A training run seen on a plane: its shadow as a path that is drawn like any other."""

import numpy as np

from gdviz.learning.training.fit import Fit
from gdviz.learning.training.objective import Objective
from gdviz.learning.training.plane import Plane
from gdviz.trajectory import Evaluations, Trajectory


def shadow(plane: Plane, fit: Fit, objective: Objective) -> Trajectory:
    """Points are the plane's nearest to the weights; values are the losses of the weights themselves.

    gradients (n + 1, 2): the slopes of the loss at the weights along the plane's two directions.
    """
    directions = np.column_stack((plane.first, plane.second))
    gradients = np.array([objective.gradient(theta) @ directions for theta in fit.points])
    return Trajectory(
        plane.coordinates(fit.points),
        fit.values,
        gradients,
        fit.rates,
        ending=fit.ending,
        evaluations=Evaluations(gradient=fit.steps),
        settings=fit.settings,
    )
