"""`gdviz list`: the tables of optimizers, surfaces and schedules."""

from argparse import Namespace
from collections.abc import Mapping

from gdviz.cli import output
from gdviz.gallery import GALLERY
from gdviz.knob import Knob
from gdviz.optimizers import OPTIMIZERS
from gdviz.schedule import SCHEDULES


def perform(chosen: Namespace) -> None:
    """Print the table that is named, in the order of its menu."""
    if chosen.table == "surfaces":
        head = ("key", "name", "formula")
        rows = [(key, surface.name, surface.text) for key, surface in GALLERY.items()]
    else:
        records = OPTIMIZERS if chosen.table == "optimizers" else SCHEDULES
        head = ("key", "name", "knobs")
        rows = [(key, record.name, _defaults(record.knobs)) for key, record in records.items()]
    if chosen.json:
        output.document([dict(zip(head, row, strict=True)) for row in rows])
    else:
        output.table(head, rows)


def _defaults(knobs: Mapping[str, Knob]) -> str:
    return ",".join(f"{name}={output.shown(float(knob.default))}" for name, knob in knobs.items())
