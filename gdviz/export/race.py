"""The files of a race, by their ending: a report, tables, JSON, and the performance profile as a picture."""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from os import PathLike

import numpy as np

import gdviz
from gdviz.analysis.race import Profile, Race, Result
from gdviz.export.numbers import csv_text
from gdviz.export.pictures import png_of, svg_of
from gdviz.export.pictures.sheet import DASHES, LIGHT, Box, Sheet, Stroke, Words, clipped, frame_of, marks_at
from gdviz.export.saving import bytes_of, file_of, form_of, size_words, suffix_of
from gdviz.figures import STYLES
from gdviz.numeral import coordinates, numeral, plain

WIDTH, HEIGHT, LINE = 900, 500, 20
ROOM = 1.15
"""How far the axis goes beyond the last ratio."""
STYLE = """
body { font: 16px/1.5 "IBM Plex Sans", Helvetica, Arial, sans-serif; color: #1b2230; background: #fcfbf8; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0 2rem; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid #c9c4b8; }
td.number, th.number { text-align: right; }
"""
SOURCE = (
    "The performance profile (Dolan and Moré 2002, Mathematical Programming 91, 201–213) gives for each optimizer the "
    "share of the problems that it solves within so many times the evaluations of the best one on each: at 1 how often "
    "it is the quickest, at the right end how often it solves the problem at all."
)
SCALE = 2.0
"""Pixels of a PNG for each of the picture's own, as runs are saved."""


def profile_sheet(race: Race) -> Sheet:
    """Steps against the ratio on a logarithmic axis; the legend says how often an entry is quickest, and solves."""
    profile = race.profile()
    last = max(2.0, ROOM * float(profile.ratios[-1]))
    box = Box(64, 62, WIDTH - 84, HEIGHT - 96, ((0.0, float(np.log2(last))), (0.0, 1.0)))
    shapes: list[Stroke | Words] = [*_marks(box)]
    for place, shares in enumerate(profile.shares.T):
        style = STYLES[place % len(STYLES)]
        color = LIGHT.run(style.color)
        corners = box.pixels(_stairs(profile.ratios, shares, last))
        shapes += [Stroke(piece, color, 2.5, DASHES[style.dash]) for piece in clipped(corners, _wider(box))]
        below = box.top + box.height + 56 + LINE * place
        sample = np.array([[box.left, below - 4], [box.left + 34, below - 4]])
        shapes.append(Stroke(sample, color, 2.5, DASHES[style.dash]))
        shapes.append(Words(_legend_words(profile, place), box.left + 44, below, 13, LIGHT.ink))
    title, below_title = "Performance profile", f"{len(race.problems)} problems · {race.terms}"
    shapes += [Words(title, box.left, 26, 18, LIGHT.ink, bold=True), Words(below_title, box.left, 48, 13, LIGHT.muted)]
    height = HEIGHT + LINE * len(profile.names) + 30
    return Sheet(WIDTH, height, LIGHT.paper, tuple(shapes), f"{title}: {below_title}")


def _legend_words(profile: Profile, place: int) -> str:
    first, last = float(profile.shares[0, place]), float(profile.solved[place])
    return f"{profile.names[place]}: quickest on {first:.0%}, solves {last:.0%}"


def _stairs(ratios: np.ndarray, shares: np.ndarray, last: float) -> np.ndarray:
    """The corners (k, 2) of the step function, from ratio 1 to the last, over the logarithm to base 2."""
    across = np.append(np.repeat(np.log2(ratios), 2)[1:], np.log2(last))
    return np.stack([across, np.repeat(shares, 2)], axis=1)


def _wider(box: Box) -> Box:
    """The box with room for the width of a line along its edges."""
    return Box(box.left - 2, box.top - 2, box.width + 4, box.height + 4, box.window)


def _marks(box: Box) -> Iterator[Stroke | Words]:
    """The frame, marks at powers of two and at fifths, and what the axes are."""
    (_, x1), _ = box.window
    powers = np.arange(0, np.floor(x1) + 1)
    powers = powers[:: max(1, int(np.ceil(len(powers) / 10)))]
    across = {float(power): numeral(2.0**power) for power in powers.tolist()}
    up = {share: f"{share:.0%}" for share in np.linspace(0, 1, 6).tolist()}
    yield from frame_of(box, LIGHT, marks_at(box, across, up), ruled=True)
    about = "evaluations, as so many times those of the best"
    yield Words(about, box.left + box.width, box.top + box.height + 34, 13, LIGHT.ink, "end", bold=True)


def report(race: Race) -> str:
    """The document."""
    title = f"Race of {', '.join(race.names)}"
    solved = (
        f"A problem is solved where f stays within {numeral(race.tolerance)} of the start’s height above the target."
    )
    body = [
        f"<h1>{escape(title)}</h1><p>{escape(race.terms)} {escape(solved)}</p>",
        svg_of(profile_sheet(race)),
        f"<p>{escape(SOURCE)}</p><h2>Optimizers</h2>",
        *_table(("optimizer", "quickest on", "solves", "median evaluations where it does"), _optimizers(race), 1),
        "<h2>Problems</h2>",
        *_table(("surface", "start", "optimizer", "f at the end", "evaluations"), _results(race), 3),
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    named = f"<title>{escape(title)}</title><style>{STYLE}</style>"
    start = f'<html lang="en"><head>{head}{view}{named}</head><body>'
    return "\n".join(["<!doctype html>", start, *body, "</body></html>", ""])


def _optimizers(race: Race) -> Iterator[tuple[str, ...]]:
    profile, needed = race.profile(), race.evaluations
    for place, name in enumerate(race.names):
        spent = needed[np.isfinite(needed[:, place]), place]
        median = numeral(float(np.median(spent))) if spent.size else "–"
        yield name, f"{profile.shares[0, place]:.0%}", f"{profile.solved[place]:.0%}", median


def _results(race: Race) -> Iterator[tuple[str, ...]]:
    for row in race.table:
        spent = "never" if row.evaluations is None else str(row.evaluations)
        yield row.surface, coordinates(row.start), row.optimizer, numeral(row.value), spent


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]], words: int) -> Iterator[str]:
    """A table; after the first `words` columns its cells are numbers."""

    def cells(kind: str, row: tuple[str, ...]) -> str:
        sides = [' class="number"' if place >= words else "" for place in range(len(row))]
        return "".join(f"<{kind}{side}>{escape(text)}</{kind}>" for side, text in zip(sides, row, strict=True))

    yield f"<table><thead><tr>{cells('th', head)}</tr></thead><tbody>"
    yield from (f"<tr>{cells('td', row)}</tr>" for row in rows)
    yield "</tbody></table>"


def table(race: Race) -> str:
    """A row for each result, every digit kept; what never happened is empty."""
    head = ("surface", "start_x", "start_y", "optimizer", "value", "evaluations", "depth", "speed", "rate")
    return csv_text(head, map(_row, race.results))


def _row(result: Result) -> tuple[object, ...]:
    problem, rate = result.problem, result.trajectory.settings.knobs.get("learning_rate")
    ends = ("" if part is None else part for part in (result.to_tolerance, result.depth, result.speed, rate))
    return (problem.surface.name or problem.surface.text, *problem.start, result.entry.name, result.value, *ends)


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
    file = file_of(path)
    written = bytes_of(form_of(FILES, suffix_of(file))(race))
    file.write_bytes(written)
    problems = f"{len(race.problems)} problem{'s' * (len(race.problems) != 1)}"
    return f"{file}: {len(race)} runs on {problems}, {size_words(len(written))}."
