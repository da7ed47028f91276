"""Basin maps, refined by one stage in each run of the page; exact ones are cached for all visitors."""

from collections.abc import Iterator
from threading import Semaphore
from typing import Any

from gdviz.analysis.basins import Basins, shared
from gdviz.figures.basin_map import picture
from gdviz.recent import Recent
from gdviz.scene import Run, Scene, basin_stages, basin_steps, window_of
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.cache import cached
from gdviz.ui.stage import surveys

AT_ONCE = Semaphore(2)
"""So many visitors' maps are refined at the same time."""
MOST_KEPT, MOST_DRAWN = 24, 4
EXACT = "exact"
MAKING, STOPPED = "maps in the making", "maps that were stopped"
_exact: Recent[Any, Basins] = Recent(MOST_KEPT)


def key_of(surface: Surface, scene: Scene, run: Run) -> tuple[Any, ...]:
    """What a map depends on."""
    arguments = tuple(sorted((name, str(value)) for name, value in run.arguments(scene.seed).items()))
    return (surface, window_of(scene, surface), run.optimizer, run.rule, basin_steps(scene, run), arguments)


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
    return cached("painted maps", (id(one), trapped), lambda: (one, picture(one, trapped)), MOST_DRAWN)[1]


def started(surface: Surface, scene: Scene, run: Run) -> Iterator[Basins]:
    """The stages of the map."""
    return basin_stages(surface, scene, run, surveys.surveyed(surface, window_of(scene, surface)))


def refined(surface: Surface, scene: Scene, run: Run) -> bool:
    """Take the map one stage further; False when there is nothing to do: it is exact, or was stopped."""
    key, making = key_of(surface, scene, run), session.memory(MAKING)
    if key in _exact or key in session.memory(STOPPED):
        return False
    stages, newest = making.pop(key, None) or (started(surface, scene, run), None)
    with work.whole(), AT_ONCE:  # at long work before it waits: nobody waits for it meanwhile
        newest = next(stages, newest)
    making[key] = (stages, newest)  # the youngest last
    while len(making) > 2:  # the two that are shown: what was asked for before is given up
        making.pop(next(iter(making)))
    if newest is not None and newest.stage == EXACT:
        keep(key, newest)
    work.rest_if_spent()
    return True


def keep(key: Any, newest: Basins) -> None:
    """An exact map, kept while it is one of the last few asked for."""
    session.memory(MAKING).pop(key, None)
    _exact.put(key, newest)


def stopped(surface: Surface, scene: Scene, runs: list[Run]) -> bool:
    """Was the work on any of these maps stopped before its end?"""
    return any(key_of(surface, scene, run) in session.memory(STOPPED) for run in runs)


def stop(keys: list[Any]) -> None:
    """Leave these maps as they are."""
    session.memory(STOPPED).update(dict.fromkeys(keys))


def go_on() -> None:
    """Every map that was stopped is worked out after all."""
    session.memory(STOPPED).clear()
