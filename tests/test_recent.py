"""Caches shared by all visitors hold when many threads use them at once."""

import sys
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

import gdviz
from gdviz.analysis.landscape import Survey
from gdviz.figures import packing as drawing
from gdviz.recent import Recent
from gdviz.surface import Surface
from gdviz.ui import work
from gdviz.ui.cache import Absent
from gdviz.ui.stage import results
from gdviz.ui.traps import basin_maps

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
    monkeypatch.setattr(results, "survey", lambda surface, window: surface.text)
    monkeypatch.setattr(results, "of_visit", lambda name, most: Recent(most))
    surfaces = [Surface(f"x^2 + {number}y^2") for number in range(200)]

    def ask(number: int) -> None:
        assert results.surveyed(surfaces[number], WINDOW) == surfaces[number].text

    assert failures(ask) == []
    assert len(results._surveys) <= results.MOST_SURVEYS


def test_a_survey_that_runs_out_of_time_is_tried_again_on_another_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    surface, tries, visits = Surface("x^2 + 777y^2"), [0], [Recent[object, object](9)]

    def slow(surface: Surface, window: object) -> Survey:
        tries[0] += 1
        if tries[0] < 3:
            raise work.TooMuchError
        return gdviz.survey(surface, WINDOW)

    monkeypatch.setattr(results, "survey", slow)
    monkeypatch.setattr(results, "of_visit", lambda name, most: visits[-1])
    for expected in (1, 2):
        assert results.surveyed(surface, WINDOW) is results.surveyed(surface, WINDOW) is None
        assert tries == [expected]  # once on each visit
        visits.append(Recent(9))
    assert isinstance(results.survey_so_far(surface, WINDOW), Absent)
    made = results.surveyed(surface, WINDOW)
    assert made is not None
    assert [point.kind.value for point in made.critical_points] == ["minimum"]
    visits.append(visits[0])  # the first visitor has it too from now on
    assert results.surveyed(surface, WINDOW) is made


@pytest.mark.parametrize(("error", "most"), [(work.TooMuchError, 3), (ZeroDivisionError, 1)])
def test_a_surface_that_defeats_its_survey_is_not_tried_for_ever(
    error: type[Exception], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    surface, tries = Surface(f"x^2 + {778 + most}y^2"), [0]

    def hopeless(surface: Surface, window: object) -> Survey:
        tries[0] += 1
        raise error

    monkeypatch.setattr(results, "survey", hopeless)
    monkeypatch.setattr(results, "of_visit", lambda name, most: Recent(most))
    assert [results.surveyed(surface, WINDOW) for visit in range(6)] == [None] * 6
    assert tries == [most]


def test_maps_of_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_map", lambda surface, window: {"text": surface.text})
    surfaces = [Surface(f"x^2 + {number}y^2") for number in range(200)]

    def ask(number: int) -> None:
        assert drawing.map_payload(surfaces[number], WINDOW)["text"] == surfaces[number].text

    assert failures(ask) == []


def test_maps_of_basins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basin_maps.session, "memory", lambda name: {})
    monkeypatch.setattr(basin_maps, "key_of", lambda surface, scene, run: run)

    def ask(number: int) -> None:
        found = basin_maps.known_map(None, None, number)
        assert found in (None, f"map {number}")
        basin_maps.keep(number, f"map {number}")

    assert failures(ask) == []
