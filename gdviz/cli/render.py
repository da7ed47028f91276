"""`gdviz render`: the runs as a file, whose ending says what it is."""

from argparse import Namespace

from gdviz.cli.linked_scene import worked_out
from gdviz.cli.named_scene import scene_of
from gdviz.cli.progress import working
from gdviz.export import check, save, suffix_of


def perform(chosen: Namespace) -> None:
    """Write the file, and say its size. Raises as `gdviz.export.save`."""
    options = {name: getattr(chosen, name) for name in ("space", "language") if getattr(chosen, name)}
    check(suffix_of(chosen.output), options)  # what cannot be written is said before anything is run
    scene = scene_of(chosen)
    with working("running"):
        shown = worked_out(scene)
    with working("writing"):
        said = save(shown.contents, chosen.output, **options)
    print(said)
