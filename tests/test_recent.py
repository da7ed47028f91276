"""What is kept for all visitors holds when many threads use it at once."""

import importlib
import sys
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from gdviz.recent import Recent
from gdviz.surface import Surface
from gdviz.ui.stage import explaining
from gdviz.ui.traps import basin_maps

drawing = importlib.import_module("gdviz.figures.player_payload")  # its door has a function of this name
WINDOW = ((-1.0, 1.0), (-1.0, 1.0))


@pytest.fixture(autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def failures(work: Callable[[int], object], rounds: int = 3000, threads: int = 4) -> list[str]:
    """What went wrong in threads that do the same work, each with its own numbers."""
    found: list[str] = []

    def run(place: int) -> None:
        random = np.random.default_rng(place)
        try:
            for number in random.integers(0, 200, rounds):
                work(int(number))
        except Exception as error:
            found.append(repr(error))

    made = [threading.Thread(target=run, args=(place,)) for place in range(threads)]
    for thread in made:
        thread.start()
    for thread in made:
        thread.join()
    return found


def test_the_one_not_asked_for_longest_goes_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a", None) == 1
    recent.put("c", 3)
    assert ("a" in recent, "b" in recent, "c" in recent, len(recent)) == (True, False, True, 2)
    assert recent.get("b", "none") == "none"


def test_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "survey", lambda surface, window: surface.text)
    surfaces = [Surface(f"x^2 + {number}y^2") for number in range(200)]

    def ask(number: int) -> None:
        assert explaining.surveyed(surfaces[number], WINDOW) == surfaces[number].text

    assert failures(ask) == []
    assert len(explaining._surveys) <= explaining.MOST_SURVEYS


def test_maps_of_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_drawn_surface", lambda surface, window: {"text": surface.text})
    surfaces = [Surface(f"x^2 + {number}y^2") for number in range(200)]

    def ask(number: int) -> None:
        assert drawing._surface(surfaces[number], WINDOW)["text"] == surfaces[number].text

    assert failures(ask) == []


def test_maps_of_basins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basin_maps.session, "memory", lambda name: {})
    monkeypatch.setattr(basin_maps, "key_of", lambda surface, scene, run: run)

    def ask(number: int) -> None:
        found = basin_maps.known_map(None, None, number)
        assert found in (None, f"map {number}")
        basin_maps.keep(number, f"map {number}")

    assert failures(ask) == []
