"""What an export of a scene of the Data page is made of: the loss over its rows, the runs, and the rows beside them."""

from gdviz.export.contents import Contents
from gdviz.figures import RowsPlayed, fates, fit_run, marks_of, picture_of_rows, view_of
from gdviz.figures.sliced_runs import Sliced
from gdviz.scene import first_weights

BATCHED = "The steps of these runs looked at mini-batches of rows, which no program holds."
PLANE = "The map is a plane through a path of more weights than two, so no program in two weights makes these runs."


def of_rows(shown: RowsPlayed, link: str = "") -> Contents:
    """A scene of the Data page that has been worked out."""
    on, scene = shown.on, shown.scene
    batched = any(made.plan is not None for made in shown.learned.values())
    return Contents(
        surface=on.surface,
        window=on.surface.window,
        start=first_weights(on.data, on.surface),
        runs=tuple(shown.runs),
        optimizers={str(one.run.style): one.run.chosen for one in on.data.runs if one.run.on},
        steps={run.id: run.trajectory.steps for run in shown.runs},
        marks=tuple(marks_of(on.surface, shown.survey)),
        fates=fates(shown.diagnoses),
        view=view_of(scene),
        frame=scene.frame,
        link=link,
        no_program=BATCHED if batched else "",
        fit=picture_of_rows(on, {run: fit_run(made, on) for run, made in shown.learned.items()}),
    )


def of_sliced(shown: Sliced, link: str = "") -> Contents:
    """Runs of more weights than two, on the plane that they are drawn on."""
    return Contents(
        surface=shown.surface,
        window=shown.surface.window,
        start=shown.start,
        runs=tuple(shown.runs),
        optimizers={},
        steps={run.id: run.trajectory.steps for run in shown.runs},
        marks=tuple(shown.marks),
        view=view_of(shown.scene),
        frame=shown.scene.frame,
        link=link,
        no_program=PLANE,
        fit=shown.fit,
    )
