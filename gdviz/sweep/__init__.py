"""One start under many settings: a sweep over rates, or over rate and momentum."""

from gdviz.sweep.sweeping import Sweep as Sweep
from gdviz.sweep.sweeping import sweep as sweep
