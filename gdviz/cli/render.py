"""`gdviz render`: the runs as a file, whose ending says what it is."""

from argparse import Namespace
from pathlib import Path

from gdviz.cli.failures import WrongUsage
from gdviz.cli.named_scene import scene_of
from gdviz.cli.progress import working
from gdviz.export.standalone import standalone_html
from gdviz.figures.scene_payload import played

ENDINGS = (".html",)


def perform(chosen: Namespace) -> None:
    """Write the file. Raises OSError where it cannot be written."""
    path = Path(chosen.output)
    if path.suffix.lower() not in ENDINGS:
        raise WrongUsage(f"A file ends in {', '.join(ENDINGS)}, not in {path.suffix or 'nothing'}.")
    scene = scene_of(chosen)
    with working("running"):
        shown = played(scene)
    path.write_text(standalone_html(shown), encoding="utf8")
