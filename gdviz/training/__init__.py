"""Models of many weights: fits and small networks, trained by any rule and shown on planes through their weights."""

from gdviz.training.degrees import DegreeErrors as DegreeErrors
from gdviz.training.degrees import errors_by_degree as errors_by_degree
from gdviz.training.fit import Fit as Fit
from gdviz.training.fit import train as train
from gdviz.training.network import Network as Network
from gdviz.training.network import NetworkLoss as NetworkLoss
from gdviz.training.objective import Objective as Objective
from gdviz.training.plane import Plane as Plane
from gdviz.training.plane import principal_plane as principal_plane
from gdviz.training.plane import random_plane as random_plane
from gdviz.training.polynomial import LeastSquares as LeastSquares
from gdviz.training.polynomial import Polynomial as Polynomial
from gdviz.training.polynomial import polynomial as polynomial
from gdviz.training.shadow import shadow as shadow
