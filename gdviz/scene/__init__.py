"""A scene: surface, window, runs and settings of a page as one value; the table that turns it into a link and back."""

from gdviz.scene.bounds import BASINS as BASINS
from gdviz.scene.bounds import ESCAPES as ESCAPES
from gdviz.scene.bounds import MOST_RUNS as MOST_RUNS
from gdviz.scene.bounds import MOST_SNAPSHOTS as MOST_SNAPSHOTS
from gdviz.scene.bounds import OPTION_KNOBS as OPTION_KNOBS
from gdviz.scene.bounds import RATE as RATE
from gdviz.scene.bounds import SEED as SEED
from gdviz.scene.bounds import STEPS as STEPS
from gdviz.scene.bounds import TOLERANCES as TOLERANCES
from gdviz.scene.bounds import TRIED as TRIED
from gdviz.scene.bounds import VIEW as VIEW
from gdviz.scene.data import OPENINGS as OPENINGS
from gdviz.scene.data import DataRun as DataRun
from gdviz.scene.data import DataScene as DataScene
from gdviz.scene.run import STEADY as STEADY
from gdviz.scene.run import TYPED as TYPED
from gdviz.scene.run import Run as Run
from gdviz.scene.scene import Arrival as Arrival
from gdviz.scene.scene import Scene as Scene
from gdviz.scene.values import Parameter as Parameter
