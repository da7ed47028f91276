"""Models of many weights: fits and small networks, trained by any rule and shown on planes through their weights."""

from gdviz.learning.training.fit import Fit, Objective, train
from gdviz.learning.training.network import Network, NetworkLoss
from gdviz.learning.training.plane import Plane, principal_plane, random_plane
from gdviz.learning.training.polynomials import DegreeErrors, LeastSquares, Polynomial, errors_by_degree, polynomial
