"""See gradient descent: typed surfaces, optimizers written as equations, runs that say why they went as they did."""

from gdviz.basins import basins as basins
from gdviz.data import data_surface as data_surface
from gdviz.descent import Stop as Stop
from gdviz.descent import descend_many as descend_many
from gdviz.diagnosis import diagnose as diagnose
from gdviz.diagnosis.explained import descend as descend
from gdviz.expression import ExpressionError as ExpressionError
from gdviz.gallery import GALLERY as GALLERY
from gdviz.landscape import survey as survey
from gdviz.optimizers import OPTIMIZERS as OPTIMIZERS
from gdviz.scene import Scene as Scene
from gdviz.schedule import SCHEDULES as SCHEDULES
from gdviz.settings import Options as Options
from gdviz.settings import Settings as Settings
from gdviz.surface import Surface as Surface
from gdviz.sweep import sweep as sweep

__version__ = "0.1.0"
