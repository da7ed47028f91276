"""The forms in which runs are taken away: one table of file endings, each with what writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from gdviz.argument import count, number
from gdviz.export.contents import Contents
from gdviz.export.formula import latex
from gdviz.export.library_code import library_code, must_repeat, notebook, optimizer_text
from gdviz.export.numbers import csv_of_runs, json_of_runs, npz_of_runs
from gdviz.export.pictures import (
    Progress,
    Sheet,
    curves_sheet,
    film,
    gif_of,
    map_sheet,
    mp4_of,
    png_of,
    svg_of,
    webp_of,
    words_of,
)
from gdviz.export.program import numpy_code
from gdviz.export.recipe import Recipe, recipe_of
from gdviz.export.standalone import standalone_html
from gdviz.export.torch_program import pytorch_code
from gdviz.export.words import NotExported
from gdviz.figures import DrawnRun
from gdviz.numeral import numeral
from gdviz.optimizers import Method

LANGUAGES = ("gdviz", "numpy", "pytorch")
PICTURES = {"map": map_sheet, "curves": curves_sheet}
SIZES = {"map": (900, 900), "curves": (900, 500)}
MOST_PIXELS = 4000
MOST_DOTS = 36_000_000
"""Pixels of a PNG, all together: strokes are drawn at nine times as many, in about 300 MB of memory."""


@dataclass(frozen=True)
class Form:
    """One form of a file: its media type, and what writes it from contents and options."""

    mime: str
    write: Callable[..., str | bytes]

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that it takes."""
        return tuple(signature(self.write).parameters)[1:]


def _web_page(contents: Contents, space: bool = False) -> str:
    return standalone_html(contents, space=space)


def _table(contents: Contents) -> str:
    runs = {run.label: run.trajectory for run in contents.runs}
    return csv_of_runs(runs, contents.surface.variables, contents.link or None)


def _program(contents: Contents, language: str = "gdviz") -> str:
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language!r}.")
    if language == "gdviz":
        return library_code(contents)
    if len(contents.runs) != 1:
        names = ", ".join(run.label for run in contents.runs)
        raise NotExported(f"A program in {language} makes one run; these are {len(contents.runs)}: {names}.")
    recipe = recipe_of_run(contents, contents.runs[0])
    return numpy_code(recipe) if language == "numpy" else pytorch_code(recipe)


def recipe_of_run(contents: Contents, run: DrawnRun) -> Recipe:
    """The run as a program in NumPy or PyTorch is written from it; NotExported where none can be written."""
    if contents.no_program:
        raise NotExported(contents.no_program)
    optimizer, path = contents.optimizers[run.id], run.trajectory
    if isinstance(optimizer, Method):
        optimizer_text(optimizer)  # refuses what is no listed method
    must_repeat(path)
    start, steps = path.points[0], contents.steps[run.id]
    url = contents.link or None
    return recipe_of(contents.surface, optimizer, start, steps, settings=path.settings, url=url, stop=contents.stop)


def _formulas(contents: Contents) -> str:
    optimizers = dict.fromkeys(contents.optimizers[run.id] for run in contents.runs if run.id in contents.optimizers)
    if not optimizers:
        raise NotExported(contents.no_program or "There is no run here whose equations could be written.")
    return "\n".join(latex(contents.surface, optimizer, contents.link or None) for optimizer in optimizers)


def sheet(contents: Contents, what: str, width: int | None, height: int | None, dark: bool) -> Sheet:
    """A picture of the map or the curves, of the usual size where none is given; ValueError for another."""
    if not isinstance(what, str) or what not in PICTURES:
        raise ValueError(f"what is one of {', '.join(PICTURES)}, not {what!r}.")
    usual = SIZES[what]
    wide = count(usual[0] if width is None else width, "width", 200, MOST_PIXELS)
    high = count(usual[1] if height is None else height, "height", 200, MOST_PIXELS)
    return PICTURES[what](contents, wide, high, dark=dark)


def _svg(
    contents: Contents, what: str = "map", width: int | None = None, height: int | None = None, dark: bool = False
) -> str:
    return svg_of(sheet(contents, what, width, height, dark))


def _png(
    contents: Contents,
    what: str = "map",
    width: int | None = None,
    height: int | None = None,
    dark: bool = False,
    scale: float = 2.0,
) -> bytes:
    drawn, times = sheet(contents, what, width, height, dark), number(scale, "scale", 0.5, 4.0)
    wide, high = round(drawn.width * times), round(drawn.height * times)
    if wide * high > MOST_DOTS:
        raise ValueError(
            f"A picture of {wide} × {high} pixels is too large: at most {MOST_DOTS // 10**6} million. "
            f"Take a smaller scale than {numeral(times)}, or .svg, which is sharp at any size."
        )
    return png_of(drawn, times)


def _film(write: Callable[..., bytes]) -> Callable[..., bytes]:
    """What writes a film in one of its forms."""

    def written(
        contents: Contents, frames: int = 150, size: int = 900, dark: bool = False, progress: Progress | None = None
    ) -> bytes:
        return write(film(contents, frames, size, dark), progress)

    return written


def film_words(contents: Contents, **options: Any) -> str:
    """How many frames of which size a film has, in words."""
    return words_of(film(contents, **{name: value for name, value in options.items() if name != "progress"}))


FORMS: Mapping[str, Form] = {
    "html": Form("text/html", _web_page),
    "csv": Form("text/csv", _table),
    "json": Form("application/json", json_of_runs),
    "npz": Form("application/octet-stream", npz_of_runs),
    "py": Form("text/x-python", _program),
    "ipynb": Form("application/x-ipynb+json", notebook),
    "tex": Form("application/x-tex", _formulas),
    "svg": Form("image/svg+xml", _svg),
    "png": Form("image/png", _png),
    "gif": Form("image/gif", _film(gif_of)),
    "webp": Form("image/webp", _film(webp_of)),
    "mp4": Form("video/mp4", _film(mp4_of)),
}
"""By the ending of the file."""
FILMS = ("gif", "webp", "mp4")
