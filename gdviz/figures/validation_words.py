"""What is said of runs that are validated: where to stop, the losses at the end, and what least squares reaches."""

import numpy as np

from gdviz.figures.model_view import FitRun
from gdviz.figures.player_payload import DrawnRun, Mark
from gdviz.learning.training import DegreeErrors, Fit, NetworkLoss
from gdviz.numeral import numeral
from gdviz.scene import Task


def early(run: DrawnRun, shown: FitRun) -> Mark | None:
    """The frame with the lowest loss over the rows set apart, if the loss turns up after it."""
    if shown.stop is None or shown.checked is None:
        return None
    point, value = run.trajectory.points[shown.stop], float(shown.checked[shown.stop])
    text = f"Early stop. The loss over the rows set apart is lowest here: {numeral(value)}."
    return Mark("event", (float(point[0]), float(point[1])), text, value, shown.stop, run.id, "early stop")


def turning(shown: FitRun) -> str:
    """Where the loss over the rows set apart is lowest, and what it is at the end."""
    if shown.checked is None or not np.isfinite(shown.checked).any():
        return ""
    end = f"{numeral(shown.checked[-1])} at the end"
    if shown.stop is None:
        return f"Over the rows set apart {end}: it does not turn up."
    return f"Over the rows set apart lowest at step {shown.stop} ({numeral(shown.checked[shown.stop])}), {end}."


def ending(task: Task, shown: FitRun, made: Fit) -> list[str]:
    """The two losses at the end, and how many rows a network has right."""
    words = [turning(shown), f"Over the rows learned from {numeral(made.values[-1])} at the end."]
    losses = (task.training, task.validation)
    shares = [f"{loss.rows - round(loss.rows * loss.wrong(made.points[-1]))} of {loss.rows}" for loss in losses
              if isinstance(loss, NetworkLoss)]  # fmt: skip
    return [*words, f"{shares[0]} rows right, {shares[1]} set apart."] if shares else words


def least_squares(errors: DegreeErrors, degree: int) -> str:
    """What the least-squares fit of this degree reaches, and which degree is best."""
    learned, apart, best = errors.training[degree - 1], errors.validation[degree - 1], errors.best
    through = "0, through every row," if learned < 1e-12 * errors.training[0] else numeral(learned)
    both = f"error {through} over the rows learned from, {numeral(apart)} over"
    text = f"The least-squares fit of degree {degree}: {both}"
    lowest = "the lowest of all degrees" if best == degree else (
        f"lowest for degree {best}: {numeral(errors.validation[best - 1])}"
    )  # fmt: skip
    return f"{text} those set apart ({lowest}). Runs that have not arrived bend less than it."
