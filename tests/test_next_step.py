"""What the pages propose next is true, is done by its button, and is not proposed again."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.analysis.basins import Basins
from gdviz.scene import OPENINGS, DataRun, DataScene, Run, equal_work, steps_of
from gdviz.surface import Minimum
from gdviz.ui.data.page import next_step as next_try
from gdviz.ui.traps.page import middle, next_step
from tests.test_data_page import data as data_of
from tests.test_data_page import find
from tests.test_data_page import opened as opened_data
from tests.test_pages import opened, scene

pytestmark = pytest.mark.long

XS, YS = np.linspace(0, 8, 9), np.linspace(0, 6, 7)
MINIMA = (Minimum((1.0, 3.0), 0.0), Minimum((7.0, 3.0), 1.0))


def basins(labels: np.ndarray, known: float = 1.0) -> Basins:
    """A map with two minima, the first the lowest."""
    return Basins(labels, np.zeros_like(labels), XS, YS, MINIMA, (0,), 0.1, known=known)


def halves(edge: int) -> np.ndarray:
    """Columns below the edge end in the lowest minimum."""
    return np.broadcast_to(np.where(np.arange(9) < edge, 0, 1), (7, 9))


def ignore(x: float, y: float) -> None:
    """No page to change."""


def test_the_start_proposed_is_one_where_only_one_optimizer_is_trapped() -> None:
    step = next_step(("A", "B"), [basins(halves(3)), basins(halves(6))], (0.0, 0.0), ignore)
    x, y = step.press.args
    assert step.sentence == f"From ({x:g}, {y:g}) A is trapped, and B reaches the lowest minimum."
    assert 3 <= x < 6
    other_way = next_step(("A", "B"), [basins(halves(6)), basins(halves(3))], (0.0, 0.0), ignore)
    assert other_way.sentence.endswith(" B is trapped, and A reaches the lowest minimum.")
    assert 3 <= other_way.press.args[0] < 6


def test_where_that_start_is_shown_already_or_there_is_none_something_else_is_proposed() -> None:
    there = next_step(("A", "B"), [basins(halves(3)), basins(halves(6))], (4.1, 2.8), ignore)
    assert not there.label
    assert "is it still trapped?" in there.sentence
    assert next_step(("A", "B"), [basins(halves(9)), basins(halves(9))], (4.0, 3.0), ignore) is None
    assert next_step(("A", "B"), [basins(halves(3)), basins(halves(6), known=0.5)], (0.0, 0.0), ignore) is None


def test_the_middle_of_a_region_lies_in_it() -> None:
    ring = np.ones((7, 9), dtype=bool)
    ring[2:5, 3:6] = False
    x, y = middle(basins(halves(3)), ring)
    assert ring[int(y), int(x)]
    assert middle(basins(halves(3)), np.zeros((7, 9), dtype=bool)) is None


def test_a_press_on_traps_starts_where_it_says() -> None:
    app = opened("pages/traps.py", "")
    button = find(app.button, "traps-next-press")
    said = " ".join(part.body for part in app.get("html"))
    assert "is trapped, and" in said
    assert "reaches the lowest minimum." in said
    before = scene(app).start
    button.click().run()
    assert not app.exception
    assert scene(app).start != before


def test_the_learning_rate_page_goes_from_the_limit_to_momentum_to_other_starts() -> None:
    app = opened("pages/learning_rate.py", "surface=bowl_10&run=sgd&steps=60")
    assert find(app.button, "rates-next-press").label == "Set the largest α to 0.196"
    find(app.button, "rates-next-press").click().run()
    assert scene(app).rates[-1] == pytest.approx(0.98 * 0.2)  # the limit is 2/10
    find(app.button, "rates-next-press").click().run()
    assert scene(app).tried == (("momentum", 0.9),)
    assert not app.exception


def runs(*batches: int) -> tuple[DataRun, ...]:
    return tuple(DataRun(Run("sgd", style=style), batch) for style, batch in enumerate(batches))


def rows_seen(steps: int, size: int, count: int) -> int:
    """Rows that so many steps look at, when the last batch of each pass may be short: counted one by one."""
    seen, left = 0, count
    for _ in range(steps):
        taken = min(size, left)
        seen, left = seen + taken, left - taken or count
    return seen


@pytest.mark.parametrize(("count", "sizes", "steps"), [(40, (0, 8, 1), 120), (45, (0, 8, 4), 100), (7, (3, 2), 11)])
def test_equal_passes_are_the_same_rows_for_every_run(count: int, sizes: tuple[int, ...], steps: int) -> None:
    data = DataScene(runs=runs(*sizes), steps=steps, equal_passes=True)
    taken = steps_of(data, count)
    seen = {rows_seen(taken[style], size or count, count) for style, size in enumerate(sizes)}
    assert len(seen) == 1
    assert max(taken.values()) <= steps
    smallest = min(size or count for size in sizes)
    assert seen.pop() > rows_seen(steps, smallest, count) - count, "no whole pass more would have fitted"


def test_without_the_switch_all_take_the_same_steps_and_where_no_pass_fits_none_takes_more() -> None:
    data = DataScene(runs=runs(0, 8, 1), steps=12)
    assert set(steps_of(data, 40).values()) == {12}
    assert equal_work(data, 40, steps_of(data, 40)) == ""
    few = replace(data, equal_passes=True)
    assert steps_of(few, 40) == {0: 1, 1: 2, 2: 12}
    words = equal_work(few, 40, steps_of(few, 40))
    assert words == "Equal work as far as it goes: steps of all rows 1, batches of 8 2, single rows 12."


def test_equal_passes_on_the_page() -> None:
    app = opened_data("")
    find(app.button, "data-next-press").click().run()
    assert not app.exception
    assert data_of(app).equal_passes
    assert data_of(app).axis == "rows"
    said = " ".join(part.body for part in app.get("html"))
    assert "Equal work: 3 passes over the rows each, in steps: all rows 3, batches of 8 15, single rows 120." in said


@pytest.mark.parametrize("part", list(OPENINGS))
def test_what_is_proposed_for_data_changes_the_scene(part: str) -> None:
    step = next_try(OPENINGS[part])
    assert step.label
    changes = step.press.keywords
    assert replace(OPENINGS[part], **changes) != OPENINGS[part]
    assert next_try(replace(OPENINGS[part], **changes)) != step
