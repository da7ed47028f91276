"""Small maps in a row as plain values: a ground, a few signs, and the runs upon it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from gdviz.figures.player_payload import DrawnRun, Mark, packed_run
from gdviz.figures.thumbnail import bands_of, painted, png, uri
from gdviz.surface import Surface, Window

SIZE = (264, 176)


@dataclass(frozen=True)
class Panel:
    """One small map: title, a few words in a tone (good, bad, plain), runs from a start (2,), signs, a sentence below.

    ground: {"light": uri, "dark": uri}, or basins as `basin_map.picture` packs them.
    """

    title: str
    words: str
    window: Window
    variables: tuple[str, str]
    runs: Sequence[DrawnRun] = ()
    start: tuple[float, float] | None = None
    tone: str = "plain"
    marks: Sequence[Mark] = ()
    ground: Mapping[str, str] = field(default_factory=dict)
    basins: Mapping[str, Any] | None = None
    color: str = ""
    sentence: str | None = None


def row(panels: Sequence[Panel], *, layout: str = "row", follow: bool = False, play: str = "") -> dict[str, Any]:
    """Panels for the component: follow the player's frame, or play by themselves whenever `play` changes."""
    return {"panels": [packed(panel) for panel in panels], "layout": layout, "follow": follow, "play": play}


def packed(panel: Panel) -> dict[str, Any]:
    """One panel as the browser reads it."""
    return {
        "title": panel.title,
        "words": panel.words,
        "tone": panel.tone,
        "sentence": panel.sentence,
        "color": panel.color or (panel.runs[0].color if panel.runs else "#777777"),
        "window": [[float(low), float(high)] for low, high in panel.window],
        "variables": list(panel.variables),
        "start": list(map(float, panel.start)) if panel.start else None,
        "marks": [{"kind": mark.kind, "point": [float(k) for k in mark.point]} for mark in panel.marks],
        "runs": [packed_run(run) for run in panel.runs],
        "ground": dict(panel.ground),
        "basins": dict(panel.basins) if panel.basins else None,
    }


@lru_cache(maxsize=64)
def ground(surface: Surface, window: Window, size: tuple[int, int] = SIZE) -> dict[str, str]:
    """The surface as a shaded picture of this width and height for each theme, as data URIs."""
    bands = bands_of(surface, window, size)
    return {theme: uri(png(painted(bands, theme == "dark"))) for theme in ("light", "dark")}
