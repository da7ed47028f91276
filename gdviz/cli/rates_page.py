"""The Learning rate page on the command line: three rates and their names, the limit by theory, and the whole sweep."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.landscape import Survey, survey
from gdviz.cli import output
from gdviz.cli.streams import Failure
from gdviz.figures import STYLES, Played, explained, quadratic_sentence, remark, titled
from gdviz.numeral import coordinates
from gdviz.scene import (
    RateStudy,
    Run,
    Scene,
    at_rates,
    outcomes_at,
    rates_of,
    start_of,
    study_of_rates,
    surface_of,
    sweep_of_rates,
    swept_run,
    trajectory_of,
    tried_run,
    window_of,
)
from gdviz.surface import Surface

HEAD = ("", "rate", "steps to tolerance", "")


class RatesPage(NamedTuple):
    """What the page shows besides the three runs. words: heading and sentence of each; steps: after so many the slope
    stays below a thousandth of the start's, -1 for never."""

    optimizer: str
    study: RateStudy
    rates: list[float]
    words: list[tuple[str, str]]
    steps: list[int]
    remark: str

    def report(self) -> None:
        """The three by name, and what holds for all rates."""
        swept = self.study.sweep.axes["learning_rate"]
        low, high = (output.shown(float(rate)) for rate in (swept[0], swept[-1]))
        print(f"\n{len(swept)} rates of {self.optimizer} from {low} to {high}; three of them:\n")
        rows = zip(self.words, self.rates, self.steps, strict=True)
        output.table(
            HEAD,
            [(name, rate, str(steps) if steps >= 0 else "never", sentence) for (name, sentence), rate, steps in rows],
        )
        limit, plain = self.study.limit, self.study.quadratic
        remarks = (self.remark, limit.sentence if limit else "", quadratic_sentence(plain) if plain else "")
        for sentence in filter(None, remarks):
            print(f"\n{sentence}")

    def described(self) -> dict[str, Any]:
        """The same as plain data, with every rate of the sweep."""
        swept, limit = self.study.sweep, self.study.limit
        rows = zip(self.words, self.rates, self.steps, strict=True)
        return {
            "rates": [
                {"name": name, "rate": rate, "steps_to_tolerance": steps, "sentence": sentence}
                for (name, sentence), rate, steps in rows
            ],
            "remark": self.remark,
            "limit": {"rate": limit.rate, "sentence": limit.sentence, "source": limit.source} if limit else None,
            "sweep": {
                "learning_rate": swept.axes["learning_rate"],
                "final": swept.final,
                "steps": swept.steps,
                "verdicts": swept.verdicts,
            },
        }


def worked_out(scene: Scene) -> tuple[Played, RatesPage]:
    """The three runs and what the page shows of them. Raises ExpressionError, Failure for a start without a value."""
    surface, run = surface_of(scene), tried_run(swept_run(scene), scene)
    start = start_of(scene, surface)
    if not np.isfinite([surface.value(*start), *surface.gradient(*start)]).all():
        raise Failure(f"The function has no real value or no gradient at the start {coordinates(start)}.")
    landscape = survey(surface, window_of(scene, surface))
    study = study_of_rates(surface, scene, run, landscape, sweep_of_rates(surface, scene, run, landscape))
    shown = three_runs(surface, at_rates(scene, run, tuple(sorted(scene.rates)) or study.rates), landscape)
    return shown, page_of(scene, run, study, shown)


def three_runs(surface: Surface, trio: Scene, landscape: Survey | None) -> Played:
    """The runs at the three rates, each with a colour of its own."""
    start = start_of(trio, surface)
    shown = explained(trio, surface, [trajectory_of(surface, one, start, trio) for one in trio.runs], landscape)
    looks = [STYLES[one.style] for one in trio.runs]
    runs = [replace(one, color=look.color, dash=look.dash) for one, look in zip(shown.runs, looks, strict=True)]
    return shown._replace(runs=runs)


def page_of(scene: Scene, run: Run, study: RateStudy, shown: Played) -> RatesPage:
    """What the page says of three runs that are explained."""
    verdicts = [shown.diagnoses[one.id].verdict for one in shown.runs]
    paths = [one.trajectory for one in shown.runs]
    outcomes = outcomes_at(shown.surface, run, shown.scene, paths, verdicts, shown.survey)
    words = titled(study, outcomes, shown.runs, shown.diagnoses)
    general = remark(study.outcomes, study.choice, study.bounded, scene.steps)
    return RatesPage(run.name, study, rates_of(shown.scene), words, outcomes.steps.tolist(), general)
