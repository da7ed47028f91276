"""Maps of basins while they become known: a stage each time the page runs, kept for everybody when exact."""

from collections import OrderedDict
from collections.abc import Iterator
from threading import Semaphore
from typing import Any

from gdviz.basins import Basins, basins_progressively
from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.ui import session, why

SHAPE = (256, 256)
STEPS, METHOD_STEPS = 1000, 200
"""Steps of every start at least (a scene with more has more), and of a method's, which runs one start at a time."""
AT_ONCE = Semaphore(2)
"""So many visitors' maps are refined at the same time."""
MOST_KEPT = 24
EXACT = "exact"
_exact: OrderedDict[Any, Basins] = OrderedDict()


def steps_of(scene: Scene, run: Run) -> int:
    """Steps of every start, and of the run that is played from the one that is picked."""
    return max(STEPS, scene.steps) if run.composes else METHOD_STEPS


def key_of(surface: Surface, scene: Scene, run: Run) -> tuple[Any, ...]:
    """What a map depends on."""
    asked = tuple(sorted((name, str(value)) for name, value in run.arguments(scene.seed).items()))
    return (surface, why.window_of(scene, surface), run.optimizer, run.rule, steps_of(scene, run), asked)


def newest(surface: Surface, scene: Scene, run: Run) -> Basins:
    """The map as far as it is known; the preview is made here if there is none yet."""
    key = key_of(surface, scene, run)
    if key in _exact:
        _exact.move_to_end(key)
        return _exact[key]
    making = session.memory("maps in the making")
    if key not in making:
        stages = started(surface, scene, run)
        with AT_ONCE:
            making[key] = (stages, next(stages))
        while len(making) > 2:  # the two that are shown: what was asked for before is given up
            making.pop(next(iter(making)))
    found: Basins = making[key][1]
    return keep(key, found) if found.stage == EXACT else found


def started(surface: Surface, scene: Scene, run: Run) -> Iterator[Basins]:
    """The stages of the map."""
    window = why.window_of(scene, surface)
    survey = why.surveyed(surface, window)
    steps, knobs = steps_of(scene, run), run.arguments(scene.seed)
    return basins_progressively(surface, run.chosen, window, SHAPE, steps, survey=survey, **knobs)


def refined(surface: Surface, scene: Scene, run: Run) -> bool:
    """Take the map one stage further; False when it is exact."""
    key, making = key_of(surface, scene, run), session.memory("maps in the making")
    if key in _exact or key not in making:
        return False
    stages, found = making[key]
    with AT_ONCE:
        found = next(stages, found)
    making[key] = (stages, found)
    if found.stage == EXACT:
        keep(key, found)
    return True


def keep(key: Any, found: Basins) -> Basins:
    """An exact map, kept while it is one of the last few asked for."""
    _exact[key] = found
    session.memory("maps in the making").pop(key, None)
    while len(_exact) > MOST_KEPT:
        _exact.popitem(last=False)
    return found
