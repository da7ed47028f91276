"""Maps of basins as pictures, tables and charts: against momentum written by hand in NumPy, and SciPy's intervals."""

import re

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binomtest

from gdviz.analysis.basins import DIVERGED, STRATEGIES, Basins, basins, classify_together, escape, shared
from gdviz.figures.basin_map import (
    ComparedEscapes,
    basin_picture,
    color,
    colors_of,
    crowded,
    escape_chart,
    shares_table,
)
from gdviz.gallery import GALLERY
from gdviz.surface import Surface
from gdviz.ui.traps import basin_maps
from tests.test_figures_why import pixels

# A wash-board with its minima outside the window: f' = x/100 + 2 sin 4x + 1/10.
BOARD = Surface("x^2/200 - cos(4x)/2 + x/10 + y^2/2", window=((0.4, 1.4), (-1.0, 1.0)))
VALLEYS = [
    brentq(lambda x: x / 100 + 2 * np.sin(4 * x) + 0.1, k * np.pi / 2 - 0.3, k * np.pi / 2 + 0.3) for k in range(-9, 10)
]
SHAPE, STEPS = (16, 4), 1000
SLOW, FAST = {"learning_rate": 0.05, "momentum": 0.0}, {"learning_rate": 0.1, "momentum": 0.97}


def valley_shares(learning_rate: float, momentum: float) -> dict[int, float]:
    """Number of a valley → share of the 4 × 16 starts that heavy ball (v = βv + g, θ = θ − αv) brings there."""
    x, y = (axis.ravel().copy() for axis in np.meshgrid(np.linspace(0.4, 1.4, 4), np.linspace(-1, 1, 16)))
    vx, vy = np.zeros_like(x), np.zeros_like(y)
    for _ in range(STEPS):
        vx, vy = momentum * vx + x / 100 + 2 * np.sin(4 * x) + 0.1, momentum * vy + y
        x, y = x - learning_rate * vx, y - learning_rate * vy
    ends = np.abs(x[:, None] - np.array(VALLEYS)).argmin(axis=1)
    assert np.abs(x - np.array(VALLEYS)[ends]).max() < 1e-3
    return {int(k): float(np.mean(ends == k)) for k in np.unique(ends)}


def two_maps() -> list[Basins]:
    return [basins(BOARD, "momentum", shape=SHAPE, steps=STEPS, **knobs) for knobs in (SLOW, FAST)]


def rows(table: str) -> dict[str, list[str]]:
    """Words of a line → its cells."""
    lines = re.findall(r"<tr><th scope='row'>(.*?)</th>(.*?)</tr>", table)
    return {re.sub("<.*?>", "", words): re.findall("<td>(.*?)</td>", cells) for words, cells in lines}


def test_shares_of_minima_outside_the_window_stand_beside_their_own_minimum() -> None:
    table = rows(shares_table(list(zip(("slow", "fast"), shared(two_maps()), strict=True))))
    slow, fast = valley_shares(**SLOW), valley_shares(**FAST)
    assert set(slow) != set(fast), "the two reach different valleys"
    for k in set(slow) | set(fast):
        (cells,) = [cells for words, cells in table.items() if f"({VALLEYS[k]:.4g}, 0)".replace("-", "−") in words]
        expected = [share.get(k, 0.0) for share in (slow, fast)]
        assert cells == [f"{100 * share:.1f} %" if share else "–" for share in expected]
    assert slow[10] == 0.5, "the first goes to (1.556, 0) from half of its starts"
    assert pytest.approx(VALLEYS[8], abs=1e-3) == -1.581
    assert 8 not in slow, "and never to (−1.581, 0)"


def test_the_chance_of_the_lowest_minimum_compares_one_minimum() -> None:
    values = {k: VALLEYS[k] ** 2 / 200 - np.cos(4 * VALLEYS[k]) / 2 + VALLEYS[k] / 10 for k in range(len(VALLEYS))}
    slow, fast = valley_shares(**SLOW), valley_shares(**FAST)
    lowest = min({*slow, *fast}, key=values.__getitem__)
    maps = shared(two_maps())
    assert [one.global_share for one in maps] == pytest.approx([slow.get(lowest, 0.0), fast.get(lowest, 0.0)])
    assert maps[0].deepest == maps[1].deepest
    assert maps[0].minima[maps[0].deepest[0]].point == pytest.approx((VALLEYS[lowest], 0.0), abs=1e-6)


def test_one_colour_is_one_minimum_on_both_maps() -> None:
    maps = shared(two_maps())
    painted = [basin_picture(one) for one in maps]
    assert painted[0]["names"] == painted[1]["names"]
    assert painted[0]["colors"] == painted[1]["colors"] == [[color(k)] * 2 for k in range(len(maps[0].minima))]
    for one, drawn in zip(maps, painted, strict=True):
        labels = pixels(drawn["codes"])[::-1, :, 0].astype(int) - drawn["shift"]
        ends = {drawn["names"][k] for k in np.unique(labels)}
        assert len(ends) == len(valley_shares(**(SLOW if one is maps[0] else FAST)))


def test_sharing_again_changes_nothing_and_one_map_keeps_its_own() -> None:
    maps = shared(two_maps())
    for once, twice in zip(maps, shared(maps), strict=True):
        assert (once.labels == twice.labels).all()
        assert once.minima == twice.minima
    alone = two_maps()[1]
    assert (shared([alone])[0].labels == alone.labels).all()


def bird_slope(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """∇ of sin y·e^((1 − cos x)²) + cos x·e^((1 − sin y)²) + (x − y)², by hand."""
    first, second = np.exp((1 - np.cos(x)) ** 2), np.exp((1 - np.sin(y)) ** 2)
    across = 2 * np.sin(y) * first * (1 - np.cos(x)) * np.sin(x) - np.sin(x) * second + 2 * (x - y)
    up = np.cos(y) * first - 2 * np.cos(x) * second * (1 - np.sin(y)) * np.cos(y) - 2 * (x - y)
    return across, up


def test_the_bird_of_the_review_gives_gradient_descent_its_own_share() -> None:
    window, shape = ((-3.0, 0.0), (-3.0, 0.0)), (20, 20)
    maps = [
        basins(GALLERY["bird"], "sgd", window, shape, 1000, learning_rate=0.01),
        basins(GALLERY["bird"], "momentum", window, shape, 1000, learning_rate=0.004),
    ]
    table = rows(shares_table(list(zip(("gd", "momentum"), shared(maps), strict=True))))
    for place, (rate, beta) in enumerate([(0.01, 0.0), (0.004, 0.9)]):
        x, y = (axis.ravel().copy() for axis in np.meshgrid(np.linspace(-3, 0, 20), np.linspace(-3, 0, 20)))
        vx, vy = np.zeros_like(x), np.zeros_like(y)
        with np.errstate(all="ignore"):
            for _ in range(1000):
                across, up = bird_slope(x, y)
                vx, vy = beta * vx + across, beta * vy + up
                x, y = x - rate * vx, y - rate * vy
        for point in ((-3.13, -1.58), (0.9055, 0.665), (-1.582, -3.13)):
            share = float(np.mean(np.hypot(x - point[0], y - point[1]) < 0.03))
            (cells,) = [c for words, c in table.items() if f"({point[0]:.4g}, ".replace("-", "−") in words] or [
                ["–", "–"]
            ]
            assert cells[place] == (f"{100 * share:.1f} %" if share else "–"), point


def test_escapes_are_judged_by_one_lowest_minimum() -> None:
    def both(knobs: dict[str, float]) -> dict:
        return {
            key: escape(BOARD, "momentum", key, (0.9, 0.5), seeds=20, budget=400, spread=0.2, **knobs)
            for key in ("none", "restarts", "larger_rate")
        }

    together = classify_together(BOARD, BOARD.window, None, [both(SLOW), both(FAST)])
    everything = [one for escapes in together for one in escapes.values()]
    depth = [BOARD.value(*one.ends) for one in everything]
    resting = [np.hypot(*BOARD.gradient(*one.ends)) < 1e-6 for one in everything]
    lowest = min(float(values[still].min(initial=np.inf)) for values, still in zip(depth, resting, strict=True))
    for one, values, still in zip(everything, depth, resting, strict=True):
        assert set(one.labels) & {DIVERGED} == set()
        reached = still & (values < lowest + 1e-6)
        assert one.successes >= reached.sum()
        assert not one.reached[values > lowest + 0.01].any(), "no shallower minimum counts as the lowest"
        assert one.low <= one.rate <= one.high
    assert set(together[0]) <= set(STRATEGIES)


def test_a_table_has_no_empty_heading() -> None:
    table = shares_table([("one", two_maps()[0])])
    assert not re.search(r"<th[^>]*></th>", table)


def test_one_lowest_minimum_is_told_once_and_two_are_summed_up() -> None:
    """Three-hump camel has one lowest minimum, (0, 0); six-hump camel has two."""
    one, two = (
        shares_table([("gd", basins(GALLERY[key], "sgd", shape=(12, 12), steps=300, learning_rate=0.02))])
        for key in ("three_hump_camel", "six_hump_camel")
    )
    assert "chance of the lowest minimum" not in one
    assert "lowest minimum (0, 0), f\u00a0=\u00a00" in one
    assert "minimum (−1.748, 0.8738), f\u00a0=\u00a00.2986<" in one, "as the sentences write it"
    assert "chance of the lowest minimum" in two
    assert two.count(">lowest minimum (") == 2


def test_what_is_left_over_is_counted_in_plain_english() -> None:
    maps = [("gd", basins(GALLERY["six_hump_camel"], "sgd", shape=(12, 12), steps=300, learning_rate=0.02))]
    minima = len(maps[0][1].minima)
    assert ">1 other minimum<" in shares_table(maps, most=minima - 1)
    assert ">2 other minima<" in shares_table(maps, most=minima - 2)


def test_trapped_or_not_has_two_colours_and_the_lowest_has_its_own() -> None:
    one = shared(two_maps())[0]
    lowest = min(range(3), key=lambda k: one.minima[k].value)
    colors = colors_of(one, trapped=True)
    assert len(set(colors)) == 2
    assert [k for k in range(3) if colors[k] == colors[lowest]] == [lowest]
    assert basin_picture(one, trapped=True)["colors"] == [[c, c] for c in colors]
    assert basin_picture(one, trapped=True)["codes"] == basin_picture(one)["codes"], "what is said of a start stays"
    assert not crowded([one])
    ripples = basins(GALLERY["rastrigin"], "sgd", shape=(24, 24), steps=200, learning_rate=0.002)
    assert crowded([ripples]), "eleven minima across"


def test_the_dots_of_the_escape_chart_and_their_intervals() -> None:
    well = GALLERY["double_well"]
    found = {
        key: escape(well, "sgd", key, (1.2, 0.4), seeds=40, budget=300, learning_rate=0.02, spread=0.6)
        for key in ("none", "noise", "restarts")
    }
    (trace,) = escape_chart([ComparedEscapes("Gradient descent", "#000000", found)])["traces"]
    assert len(trace["x"]) == 3
    assert 0 < found["none"].successes < 40, "an interval to both sides"
    for k, one in enumerate(found.values()):
        low, high = binomtest(one.successes, 40).proportion_ci(method="wilson")
        assert trace["x"][k] == pytest.approx(100 * one.successes / 40)
        assert trace["x"][k] + trace["error_x"]["array"][k] == pytest.approx(100 * high)
        assert trace["x"][k] - trace["error_x"]["arrayminus"][k] == pytest.approx(100 * low, abs=1e-9)


def test_a_list_of_minima_and_a_painted_map_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    memories: dict[str, dict] = {}
    monkeypatch.setattr("gdviz.ui.session.memory", lambda name: memories.setdefault(name, {}))
    maps = two_maps()
    together = basin_maps.together(maps)
    assert together is basin_maps.together(list(maps))
    assert basin_maps.painted(together[0], True) is basin_maps.painted(together[0], True)
    assert basin_maps.painted(together[0], True) is not basin_maps.painted(together[0], False)
    assert basin_maps.together(maps[::-1]) is not together
