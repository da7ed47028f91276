"""The forms in which runs are taken away: one table of file endings, each with what writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from gdviz.descent import Stop
from gdviz.export.contents import Contents
from gdviz.export.formula import NotExported
from gdviz.export.formulas import latex
from gdviz.export.library_code import library_code
from gdviz.export.names import CODING
from gdviz.export.notebook import notebook
from gdviz.export.numbers import json_of_runs, npz_of_runs
from gdviz.export.program import numpy_code
from gdviz.export.standalone import standalone_html
from gdviz.export.table import csv_of_runs
from gdviz.export.torch_program import pytorch_code
from gdviz.figures.player_payload import DrawnRun

LANGUAGES = ("gdviz", "numpy", "pytorch")


@dataclass(frozen=True)
class Form:
    """One form: its name for people, the ending of its file, and what writes it from contents and options."""

    name: str
    suffix: str
    mime: str
    write: Callable[..., str | bytes]

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that it takes."""
        return tuple(signature(self.write).parameters)[1:]


def _web_page(contents: Contents, space: bool = False) -> str:
    return standalone_html(contents, space=space)


def _table(contents: Contents) -> str:
    return csv_of_runs(trajectories(contents), contents.surface.variables, contents.link or None)


def _program(contents: Contents, language: str = "gdviz") -> str:
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language!r}.")
    if language == "gdviz":
        return library_code(contents)
    write = numpy_code if language == "numpy" else pytorch_code
    if len(contents.runs) != 1:
        names = ", ".join(run.label for run in contents.runs)
        raise NotExported(f"A program in {language} makes one run; these are {len(contents.runs)}: {names}.")
    return write(**program_arguments(contents, contents.runs[0]))


def program_arguments(contents: Contents, run: DrawnRun) -> dict[str, Any]:
    """The arguments from which `numpy_code` and `pytorch_code` write a run; NotExported where none can be written."""
    if contents.no_program:
        raise NotExported(contents.no_program)
    stop: Stop | None = contents.stop
    return {
        "surface": contents.surface,
        "optimizer": contents.optimizers[run.id],
        "start": run.trajectory.points[0].tolist(),
        "steps": contents.steps[run.id],
        "settings": run.trajectory.settings,
        "url": contents.link or None,
        "stop": stop,
    }


def _formulas(contents: Contents) -> str:
    optimizers = dict.fromkeys(contents.optimizers[run.id] for run in contents.runs)
    return "\n".join(latex(contents.surface, optimizer, contents.link or None) for optimizer in optimizers)


def trajectories(contents: Contents) -> dict[str, Any]:
    """Label → trajectory."""
    return {run.label: run.trajectory for run in contents.runs}


FORMS: Mapping[str, Form] = {
    form.suffix: form
    for form in (
        Form("Web page", "html", "text/html", _web_page),
        Form("Table", "csv", "text/csv", _table),
        Form("Numbers (JSON)", "json", "application/json", json_of_runs),
        Form("Numbers (NumPy)", "npz", "application/octet-stream", npz_of_runs),
        Form("Program", "py", "text/x-python", _program),
        Form("Notebook", "ipynb", "application/x-ipynb+json", notebook),
        Form("LaTeX", "tex", "application/x-tex", _formulas),
    )
}
"""By the ending of the file."""

__all__ = ["CODING", "FORMS", "Form", "program_arguments"]
