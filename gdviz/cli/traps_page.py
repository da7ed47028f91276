"""The Traps page on the command line: shares of the basins of two optimizers, and trials of each way out."""

from dataclasses import replace
from typing import Any, NamedTuple

from gdviz.analysis.basins import STRATEGIES, Basins, Escape, classify_together, shared
from gdviz.analysis.landscape import Survey, survey
from gdviz.cli import output
from gdviz.figures import STYLES, Played, end_shares, explained, nothing_to_be_trapped_in, pair_labels, run_sentence
from gdviz.numeral import coordinates, percent
from gdviz.scene import (
    BASINS_SHAPE,
    TRIAL_BUDGET,
    Run,
    Scene,
    at_suitable_rate,
    basin_stages,
    basin_steps,
    compared_pair,
    escape_strengths,
    escape_trials,
    start_of,
    surface_of,
    takes_suitable_rate,
    trajectory_of,
    traps_opening,
    window_of,
    with_runs,
)
from gdviz.surface import Surface

Ways = dict[str, Escape | str]
"""Strategy → what came of it, or the sentence why it cannot be taken."""


class TrapsPage(NamedTuple):
    """What the page shows besides the two runs; the maps and the trials are made when they are printed."""

    shown: Played

    def report(self) -> None:
        """The shares of the window, and how often each way leads out."""
        maps, labels = self.maps(), pair_labels(self.shown.scene.runs)
        print("", *filter(None, self.sentences()), sep="\n")
        print()
        rows = [(end.words.replace("\u00a0", " "), *map(percent, end.shares)) for end in end_shares(maps)]
        output.table(("share of the window", *labels), rows)
        remarks = [
            f"{BASINS_SHAPE[1]} × {BASINS_SHAPE[0]} starts.",
            *dict.fromkeys(one.note for one in maps if one.note),
        ]
        print(f"\n{' '.join(remarks)}")
        if idle := nothing_to_be_trapped_in(maps):
            print(f"\n{idle}")
        else:
            self.report_ways(labels)

    def report_ways(self, labels: list[str]) -> None:
        """A row for each way out, and why a cell is empty."""
        ways, start = self.ways(), start_of(self.shown.scene, self.shown.surface)
        print(
            f"\nReached the lowest minimum, from about {coordinates(start)} with {TRIAL_BUDGET:,} gradients a trial:\n"
        )
        output.table(
            ("way out", *labels), [(STRATEGIES[way].name, *(_rate(one[way]) for one in ways)) for way in STRATEGIES]
        )
        refused = [(way, one) for of_run in ways for way, one in of_run.items() if isinstance(one, str)]
        for sentence in dict.fromkeys(f"{STRATEGIES[way].name}: {one}" for way, one in refused):
            print(f"\n{sentence}")

    def described(self) -> dict[str, Any]:
        """The same as plain data."""
        maps = self.maps()
        note = nothing_to_be_trapped_in(maps)
        return {
            "optimizers": pair_labels(self.shown.scene.runs),
            "sentences": self.sentences(),
            "shape": BASINS_SHAPE,
            "shares": [{"end": end.words.replace("\u00a0", " "), "shares": end.shares} for end in end_shares(maps)],
            "note": note,
            "ways": [] if note else [_plain(ways) for ways in self.ways()],
        }

    def sentences(self) -> list[str]:
        """How each of the two runs over its map; empty where it has no value at the start."""
        reasons = self.shown.diagnoses
        return [
            run_sentence(run.name, run.trajectory, reasons[run.id]) if run.id in reasons else ""
            for run in self.shown.runs
        ]

    def maps(self) -> list[Basins]:
        """The exact basins of the two, with one list of minima."""
        return shared([self._map(run) for run in self.shown.scene.runs])

    def _map(self, run: Run) -> Basins:
        shown = self.shown
        with output.working(f"basins of {run.name}", 1.0) as done:
            for stage in basin_stages(shown.surface, shown.scene, run, shown.survey):
                newest = stage
                done(stage.known)
        return newest

    def ways(self) -> list[Ways]:
        """What came of each way of each of the two, judged by one list of minima."""
        surface, scene, landscape = self.shown.surface, self.shown.scene, self.shown.survey
        with output.working("trials"):
            made = [{way: _trials(surface, scene, run, way, landscape) for way in STRATEGIES} for run in scene.runs]
        taken = [{way: one for way, one in ways.items() if isinstance(one, Escape)} for ways in made]
        judged = classify_together(surface, window_of(scene, surface), landscape, taken)
        return [{**ways, **again} for ways, again in zip(made, judged, strict=True)]


def worked_out(scene: Scene) -> TrapsPage:
    """The two runs from the start. Raises ExpressionError for text that cannot be read."""
    whole, *own = compared_pair(traps_opening(scene))
    surface = surface_of(whole)
    landscape, start = survey(surface, window_of(whole, surface)), start_of(whole, surface)
    runs = [at_suitable_rate(surface, whole, run, landscape) if takes_suitable_rate(whole, run) else run for run in own]
    paths = [trajectory_of(surface, run, start, replace(whole, steps=basin_steps(whole, run), stop=())) for run in runs]
    shown = explained(with_runs(whole, runs), surface, paths, landscape)
    drawn = [
        replace(run, label=label, color=STYLES[int(run.id)].color, dash=STYLES[int(run.id)].dash)
        for run, label in zip(shown.runs, pair_labels(runs), strict=True)
    ]
    return TrapsPage(shown._replace(runs=drawn))


def _trials(surface: Surface, scene: Scene, run: Run, way: str, landscape: Survey | None) -> Escape | str:
    try:
        return escape_trials(surface, scene, run, way, start_of(scene, surface), escape_strengths(scene), landscape)
    except (TypeError, ValueError) as refused:
        return str(refused)


def _rate(one: Escape | str) -> str:
    return "–" if isinstance(one, str) else f"{100 * one.rate:.0f} %"


def _plain(ways: Ways) -> dict[str, Any]:
    return {
        way: one
        if isinstance(one, str)
        else {"successes": one.successes, "trials": one.trials, "low": one.low, "high": one.high, "note": one.note}
        for way, one in ways.items()
    }
