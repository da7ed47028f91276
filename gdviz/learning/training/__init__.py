"""Models of many weights: fits and small networks, trained by any rule and shown on planes through their weights."""

from gdviz.learning.training.fit import Fit as Fit
from gdviz.learning.training.fit import train as train
from gdviz.learning.training.network import Network as Network
from gdviz.learning.training.network import NetworkLoss as NetworkLoss
from gdviz.learning.training.objective import Objective as Objective
from gdviz.learning.training.plane import Plane as Plane
from gdviz.learning.training.plane import principal_plane as principal_plane
from gdviz.learning.training.plane import random_plane as random_plane
from gdviz.learning.training.polynomials import DegreeErrors as DegreeErrors
from gdviz.learning.training.polynomials import LeastSquares as LeastSquares
from gdviz.learning.training.polynomials import Polynomial as Polynomial
from gdviz.learning.training.polynomials import errors_by_degree as errors_by_degree
from gdviz.learning.training.polynomials import polynomial as polynomial
