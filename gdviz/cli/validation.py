"""The parts of the Data page that set rows apart, on the command line: both losses step by step, and where to stop."""

from typing import Any, NamedTuple

from gdviz.cli import output
from gdviz.cli.streams import Failure, say
from gdviz.figures import (
    DrawnRun,
    FitRun,
    RowsPlayed,
    Sliced,
    degree_errors,
    fit_run,
    fits_with_a_step,
    least_squares,
    no_run_shown,
    sliced,
    training_within_budget,
    turning_words,
)
from gdviz.learning.training import DegreeErrors
from gdviz.scene import Scene, rows_of, task_of, trainable, trained

HEAD = ("run", "steps", "learned from", "set apart", "early stop", "set apart there")


class ManyWeights(NamedTuple):
    """What the page shows besides the runs. errors: of the least-squares fit of every degree, of a polynomial."""

    shown: Sliced
    errors: DegreeErrors | None

    def report(self) -> None:
        """The rows, the losses of each run in a table, and the sentences below the picture."""
        task, words = self.shown.task, self.shown.words
        counted = f"{task.training.rows} rows learned from, {task.validation.rows} set apart"
        print(f"{self.shown.rows.dataset.name}: {counted}; {task.training.dimension} weights\n")
        output.table(HEAD, [_row(run, self.shown.fit_runs[run.id]) for run in self.shown.runs])
        for run in self.shown.runs:
            print(f"\n{run.label}: {' '.join(filter(None, self.shown.endings[run.id]))}")
        if self.errors is not None:
            self._report_degrees(self.errors)
        print(f"\n{words}")

    def _report_degrees(self, errors: DegreeErrors) -> None:
        print(f"\n{least_squares(errors, self.shown.scene.data.degree)}\n")
        rows = zip(
            errors.degrees.astype(int).tolist(), errors.training.tolist(), errors.validation.tolist(), strict=True
        )
        output.table(("degree", "learned from", "set apart"), list(rows))

    def described(self) -> dict[str, Any]:
        """The same as plain data."""
        task, plane, errors = self.shown.task, self.shown.plane, self.errors
        return {
            "rows": {"learned_from": task.training.rows, "set_apart": task.validation.rows},
            "weights": task.training.dimension,
            "plane": {"explained": plane.explained, "sentence": self.shown.words},
            "degrees": errors and {
                "degree": errors.degrees.astype(int),
                "training_error": errors.training,
                "validation_error": errors.validation,
                "sentence": least_squares(errors, self.shown.scene.data.degree),
            },
        }  # fmt: skip


def worked_out(scene: Scene) -> ManyWeights:
    """The runs of a polynomial or a network.

    Raises TableError for rows that cannot be used, Failure where no run can be shown.
    """
    rows = rows_of(scene.data)
    task = task_of(scene.data, rows)
    short, fewer = training_within_budget(task, scene)
    fits = [(one, trained(task, one, short.data)) for one in trainable(short.data)]
    moving, still = fits_with_a_step(fits)
    if not moving:
        raise Failure(still or no_run_shown(fewer))
    if fewer or still:
        say(f"{fewer} {still}".strip())
    errors = degree_errors(task, scene.data, rows) if scene.data.part == "polynomial" else None
    return ManyWeights(sliced(short, task, rows, moving), errors)


def of_run(shown: Sliced | RowsPlayed, run: str) -> dict[str, Any]:
    """What the rows set apart say of the run with this id: both losses (n + 1,), the step after which the second rises,
    and the sentences; of many weights also the last ones (d,). Empty where no rows are set apart."""
    if isinstance(shown, Sliced):
        along, sentence = shown.fit_runs[run], " ".join(filter(None, shown.endings[run]))
        weights = None if along.weights is None else along.weights[-1]
        more = {"weights": weights, "sentence": sentence, "evaluations": None}
    elif shown.on.apart is None:
        return {}
    else:
        along, more = fit_run(shown.learned[run], shown.on), {}
    [way] = [one.trajectory for one in shown.runs if one.id == run]
    losses = {"training_loss": way.values, "validation_loss": along.checked}
    return losses | {"early_stop": along.stop, "rows_seen": along.seen, "validation": turning_words(along)} | more


def _row(run: DrawnRun, along: FitRun) -> tuple[output.Cell, ...]:
    """Losses at the end and, where the second turns up, where it is lowest."""
    assert along.checked is not None
    label, way = run.label, run.trajectory
    at_end = (way.steps, float(way.values[-1]), float(along.checked[-1]))
    if along.stop is None:
        return (label, *at_end, "–", "–")
    return (label, *at_end, f"step {along.stop}", output.shown(float(along.checked[along.stop])))
