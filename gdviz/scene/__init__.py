"""Everything that decides the picture as one value, and the one table that turns it into a link and back."""

from gdviz.scene.data import OPENINGS as OPENINGS
from gdviz.scene.data import DataRun as DataRun
from gdviz.scene.data import DataScene as DataScene
from gdviz.scene.run import OPTIONS as OPTIONS
from gdviz.scene.run import STEADY as STEADY
from gdviz.scene.run import TYPED as TYPED
from gdviz.scene.run import Run as Run
from gdviz.scene.values import BASINS as BASINS
from gdviz.scene.values import ESCAPES as ESCAPES
from gdviz.scene.values import MOST_RUNS as MOST_RUNS
from gdviz.scene.values import RATE as RATE
from gdviz.scene.values import SEED as SEED
from gdviz.scene.values import STEPS as STEPS
from gdviz.scene.values import TOLERANCES as TOLERANCES
from gdviz.scene.values import TRIED as TRIED
from gdviz.scene.values import VIEW as VIEW
from gdviz.scene.values import Arrival as Arrival
from gdviz.scene.values import Parameter as Parameter
from gdviz.scene.values import Scene as Scene
