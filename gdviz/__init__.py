"""See gradient descent: typed surfaces, optimizers written as equations, runs that say why they went as they did."""

from gdviz.analysis.basins import basins as basins
from gdviz.analysis.diagnosis import diagnose as diagnose
from gdviz.analysis.diagnosis.explained_run import descend as descend
from gdviz.analysis.landscape import survey as survey
from gdviz.analysis.race import Entry as Entry
from gdviz.analysis.race import race as race
from gdviz.analysis.sweep import sweep as sweep
from gdviz.descent import Stop as Stop
from gdviz.descent import descend_many as descend_many
from gdviz.expression import ExpressionError as ExpressionError
from gdviz.gallery import GALLERY as GALLERY
from gdviz.learning.data import data_surface as data_surface
from gdviz.optimizers import OPTIMIZERS as OPTIMIZERS
from gdviz.scene import Scene as Scene
from gdviz.schedule import SCHEDULES as SCHEDULES
from gdviz.settings import Options as Options
from gdviz.settings import Settings as Settings
from gdviz.surface import Surface as Surface

__version__ = "0.1.0"
