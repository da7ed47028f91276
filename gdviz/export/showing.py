"""`gdviz.show`: the player in a notebook; what it needs is imported when it is first called."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gdviz.analysis.diagnosis.explained_run import Explained
from gdviz.descent import surface_of
from gdviz.export.contents import named_runs
from gdviz.surface import Surface

if TYPE_CHECKING:
    from gdviz.export.widget import PlayerWidget

NO_RUNS = "gdviz.show takes runs of gdviz.descend: one, several, or a dict of them by label."
MISSING = (
    "gdviz.show needs anywidget: pip install 'gdviz[notebook]'. A run as the last line of a cell plays without it."
)


def show(surface: Surface | str, runs: Explained | Sequence[Explained] | Mapping[str, Explained]) -> "PlayerWidget":
    """The player in a notebook (Jupyter, VS Code, Colab, marimo); a click or drag on the map moves the start of all.

    surface: the one that the runs are on, whose window is shown. runs: of `gdviz.descend`: one, several, or by label.
    The widget's `start` and `runs` are what is shown now. Raises ValueError for runs on another surface, TypeError for
    what is no run, ImportError, with the command to install it, without anywidget.
    """
    surface = surface_of(surface)
    if not (named := named_runs(runs)):
        raise TypeError(NO_RUNS)
    try:
        from gdviz.export.widget import PlayerWidget
    except ImportError as missing:
        raise ImportError(MISSING) from missing
    return PlayerWidget(surface, named)
