"""The files of a race, by their ending."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

import gdviz
from gdviz.analysis.race import Race, Result
from gdviz.export.numbers import plain
from gdviz.export.pictures import png_of, svg_of
from gdviz.export.race.picture import profile_sheet
from gdviz.export.race.report import report
from gdviz.export.saving import bytes_of, form_of, size_words

SCALE = 2.0
"""Pixels of a PNG for each of the picture's own, as runs are saved."""


def table(race: Race) -> str:
    """A row for each result, every digit kept; what never happened is empty."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("surface", "start_x", "start_y", "optimizer", "value", "evaluations", "depth", "speed", "rate"))
    for result in race.results:
        problem, rate = result.problem, result.trajectory.settings.knobs.get("learning_rate")
        words = [problem.surface.name or problem.surface.text, *problem.start, result.entry.name, result.value]
        lines.writerow(
            [*words, *("" if part is None else part for part in _places(result)), "" if rate is None else rate]
        )
    return text.getvalue()


def _places(result: Result) -> tuple[int | None, ...]:
    return result.to_tolerance, result.depth, result.speed


def numbers(race: Race) -> str:
    """All of it as JSON: terms, problems, results, profile; null for what is not finite."""
    profile, places = race.profile(), {id(problem): place for place, problem in enumerate(race.problems)}
    content = {
        "gdviz": gdviz.__version__,
        "terms": race.terms,
        "budget": race.budget,
        "tolerance": race.tolerance,
        "problems": [
            {"surface": p.surface.text, "name": p.surface.name, "parameters": dict(p.surface.parameters),
             "start": p.start, "target": p.target, "height": p.height}
            for p in race.problems
        ],
        "results": [
            {"problem": places[id(r.problem)], "optimizer": r.entry.name, "settings": r.trajectory.settings.numbers,
             "value": r.value, "evaluations": r.to_tolerance, "depth": r.depth, "speed": r.speed,
             "tuning": r.tuning and {"rates": r.tuning.rates.tolist(), "values": r.tuning.values.tolist(),
                                     "evaluations": r.tuning.evaluations}}
            for r in race.results
        ],
        "profile": {"names": profile.names, "ratios": profile.ratios.tolist(), "shares": profile.shares.tolist()},
    }  # fmt: skip
    return json.dumps(plain(content), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


FILES: Mapping[str, Callable[[Race], str | bytes]] = {
    "html": report,
    "csv": table,
    "json": numbers,
    "svg": lambda race: svg_of(profile_sheet(race)),
    "png": lambda race: png_of(profile_sheet(race), SCALE),
}


def save_race(race: Race, path: str | PathLike[str]) -> str:
    """Write the race and return a sentence on the file. Raises as `Race.save`."""
    file = Path(path)
    written = bytes_of(form_of(FILES, file.suffix.removeprefix(".").lower())(race))
    file.write_bytes(written)
    problems = f"{len(race.problems)} problem{'s' * (len(race.problems) != 1)}"
    return f"{file}: {len(race)} runs on {problems}, {size_words(len(written))}."
