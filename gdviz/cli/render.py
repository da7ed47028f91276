"""`gdviz render`: the runs as a file, whose ending says what it is."""

from argparse import Namespace

from gdviz.cli import output
from gdviz.cli.shown_runs import worked_out
from gdviz.export import check, save, suffix_of


def perform(chosen: Namespace) -> None:
    """Write the file, and say its size. Raises as `gdviz.export.save`."""
    options = {name: getattr(chosen, name) for name in ("space", "language") if getattr(chosen, name)}
    check(suffix_of(chosen.output), options)  # a file that cannot be written is refused before anything is run
    shown = worked_out(chosen)
    with output.working("writing"):
        sentence = save(shown.contents, chosen.output, **options)
    print(sentence)
