"""The two runs of the Traps page at rates that suit the surface, and their basin maps, refined by one stage in each run
of the page; exact ones are cached for all visitors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Semaphore
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdviz.analysis.basins import Basins, shared
from gdviz.figures import basin_picture
from gdviz.recent import Recent
from gdviz.scene import (
    Run,
    Scene,
    at_suitable_rate,
    basin_stages,
    basin_steps,
    is_usual,
    takes_suitable_rate,
    traps_opening,
    window_of,
    without_rate,
)
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.cache import cached, of_visit
from gdviz.ui.stage import results

SUITABLE, MOST_RATES = "suitable rates", 64
AT_ONCE = Semaphore(2)
"""So many visitors' maps are refined at the same time."""
MOST_KEPT, MOST_DRAWN = 24, 4
EXACT = "exact"
MAKING, STOPPED = "maps in the making", "maps that were stopped"
_exact: Recent[Any, Basins] = Recent(MOST_KEPT)


def opening(scene: Scene) -> Scene:
    """The scene, or that on which the page opens where nothing was chosen yet.

    A visitor who picks the usual surface gets it, and a link that says so.
    """
    if is_usual(scene) and session.memory("surface").get("picked"):
        session.amend(study=(0, 1))
        return session.recall()
    return traps_opening(scene)


def suited(surface: Surface, scene: Scene, run: Run) -> Run:
    """The run at the rate that suits the surface and window, if the rate is the page's to choose."""
    if not takes_suitable_rate(scene, run):
        return run
    survey = results.surveyed(surface, window_of(scene, surface))
    alike = cached(
        SUITABLE, rate_key(surface, scene, run), lambda: at_suitable_rate(surface, scene, run, survey), MOST_RATES
    )
    return replace(alike, on=run.on, style=run.style)


def is_suited(surface: Surface, scene: Scene, run: Run) -> bool:
    """Is the rate known without work?"""
    return not takes_suitable_rate(scene, run) or rate_key(surface, scene, run) in of_visit(SUITABLE, MOST_RATES)


def rate_key(surface: Surface, scene: Scene, run: Run) -> tuple[object, ...]:
    """What a suitable rate depends on."""
    plain = replace(without_rate(run), on=True, style=0)
    return (surface, window_of(scene, surface), plain, basin_steps(scene, run), scene.seed)


def key_of(surface: Surface, scene: Scene, run: Run, *more: Any) -> tuple[Any, ...]:
    """What a map depends on: the run but for its look, and more, the steps of the map if not given."""
    arguments = tuple(sorted((name, str(value)) for name, value in run.arguments(scene.seed).items()))
    window = window_of(scene, surface)
    return (surface, window, run.optimizer, run.rule, arguments, *(more or (basin_steps(scene, run),)))


def known_map(surface: Surface, scene: Scene, run: Run) -> Basins | None:
    """The map as far as it is known; None where nothing is yet."""
    key = key_of(surface, scene, run)
    making: Basins | None = session.memory(MAKING).get(key, (None, None))[1]
    return _exact.get(key, making)


def together(maps: list[Basins]) -> list[Basins]:
    """The same maps with one list of minima."""
    # The cache holds the maps beside their twins, so that no others take their ids.
    return cached("shared maps", tuple(map(id, maps)), lambda: (maps, shared(maps)), MOST_DRAWN)[1]


def painted(one: Basins, trapped: bool) -> dict[str, Any]:
    """What the small map paints."""
    return cached("painted maps", (id(one), trapped), lambda: (one, basin_picture(one, trapped)), MOST_DRAWN)[1]


def started(surface: Surface, scene: Scene, run: Run) -> Iterator[Basins]:
    """The stages of the map."""
    return basin_stages(surface, scene, run, results.surveyed(surface, window_of(scene, surface)))


def refined(surface: Surface, scene: Scene, run: Run) -> bool:
    """Take the map one stage further; False when there is nothing to do: it is exact, or was stopped."""
    key, making = key_of(surface, scene, run), session.memory(MAKING)
    if key in _exact or key in session.memory(STOPPED):
        return False
    stages, newest = making.pop(key, None) or (started(surface, scene, run), None)
    with work.whole(), AT_ONCE:  # at long work before it waits: nobody waits for it meanwhile
        newest = next(stages, newest)
    making[key] = (stages, newest)  # the youngest last
    while len(making) > 2:  # the two that are shown: those of earlier requests are dropped
        making.pop(next(iter(making)))
    if newest is not None and newest.stage == EXACT:
        keep(key, newest)
    work.rest_if_spent()
    return True


def keep(key: Any, newest: Basins) -> None:
    """An exact map, kept while it is one of the last few asked for."""
    session.memory(MAKING).pop(key, None)
    _exact.put(key, newest)


def progress(
    place: DeltaGenerator, name: str, memory: str, keys: Sequence[Any], share: float, words: str, so_far: str
) -> DeltaGenerator | None:
    """A button to stop work or to go on, and how far it is; the button keeps its place whichever it is.

    None where work on any of these keys was stopped, which so_far says. memory: of the keys that were.
    """
    stopped = session.memory(memory)
    with place.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{name}-work"):
        if any(key in stopped for key in keys):
            st.button("Go on", key=f"{name}-stop", on_click=stopped.clear)
            st.html(f'<p class="gdviz-survey" role="status">{so_far}</p>', width=330)
            return None
        st.button("Stop", key=f"{name}-stop", on_click=stopped.update, args=(dict.fromkeys(keys),))
        return st.progress(share, words, width=330)
