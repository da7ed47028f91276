"""Learning-rate labels, traps, escapes and verdicts on rows, for random scenes: each against NumPy's own runs."""

import re

import numpy as np
import pytest

import gdviz
from gdviz import EventKind, Run, Scene, Surface, Verdict
from gdviz.analysis.basins import escape
from gdviz.figures import DrawnRun
from gdviz.figures.three import titled
from gdviz.learning.data import data_surface
from gdviz.scene.rate_study import outcomes_at, study_of_rates, sweep_of_rates
from tests.trials import seeds

NEAR = 2.9e-2
"""At a minimum: two thousandths of the diagonal of a window of ten by ten."""


def written(number: str) -> float:
    """What a number in a sentence is."""
    return float(number.replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def numbers(text: str) -> list[float]:
    """All the numbers of a sentence."""
    return [written(found) for found in re.findall(r"−?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)]


class Well:
    """a (x² − 1)² + t x + b y², or where a is 0 a bowl b y² + c x²: value, gradient and minima by hand."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.a = 0.0 if seed % 3 == 0 else round(float(random.uniform(0.3, 2)), 2)
        self.t = 0.0 if seed % 3 == 0 else round(float(random.choice([-1, 1]) * random.uniform(0.05, 0.3)), 2)
        self.b, self.c = random.uniform(0.3, 4, 2).round(2).tolist()
        self.c = self.c if self.a == 0 else 0.0
        self.start = tuple(random.uniform(-2, 2, 2).round(2).tolist())
        self.text = f"{self.a}(x^2 - 1)^2 + ({self.t})*x + {self.b}y^2 + {self.c}x^2"

    def value(self, x: float, y: float) -> float:
        return self.a * (x * x - 1) ** 2 + self.t * x + self.b * y * y + self.c * x * x

    def gradient(self, point: np.ndarray) -> np.ndarray:
        x, y = point
        return np.array([4 * self.a * x * (x * x - 1) + self.t + 2 * self.c * x, 2 * self.b * y])

    def bend(self, x: float) -> float:
        return max(4 * self.a * (3 * x * x - 1) + 2 * self.c, 2 * self.b)

    def minima(self) -> list[float]:
        """x of the minima, the lowest first; y is 0."""
        if self.a == 0:
            return [0.0]
        roots = np.roots([4 * self.a, 0, -4 * self.a, self.t])
        real = [float(root.real) for root in roots if abs(root.imag) < 1e-9 and 3 * root.real**2 > 1]
        return sorted(real, key=lambda x: self.value(x, 0))

    def descent(self, rate: float, steps: int) -> np.ndarray:
        """Plain descent in NumPy (steps + 1, 2), up to where it overflows."""
        points = [np.array(self.start)]
        for _ in range(steps):
            with np.errstate(all="ignore"):
                points.append(points[-1] - rate * self.gradient(points[-1]))
            if not abs(points[-1]).max() < 1e70:
                break
        return np.array(points)

    def at(self, point: np.ndarray) -> int:
        """Which minimum the point is at, -1 for none."""
        return next((k for k, x in enumerate(self.minima()) if np.hypot(point[0] - x, point[1]) < NEAR), -1)


def check_rates(seed: int, steps: int = 60) -> None:
    well = Well(seed)
    surface, run = Surface(well.text), Run("sgd")
    scene = Scene(text=well.text, start=well.start, steps=steps, runs=(run,))
    survey = gdviz.survey(surface)
    study = study_of_rates(surface, scene, run, survey, sweep_of_rates(surface, scene, run, survey))
    looked = tuple(Run("sgd", (("learning_rate", rate),), style=k) for k, rate in enumerate(study.rates))
    trio = Scene(text=well.text, start=well.start, steps=steps, runs=looked)
    runs = [gdviz.descend(surface, "sgd", well.start, steps, learning_rate=rate) for rate in study.rates]
    drawn = [DrawnRun(str(k), "", "", "", "", run) for k, run in enumerate(runs)]
    verdicts = [run.verdict for run in runs]
    outcomes = outcomes_at(surface, run, trio, runs, verdicts, survey)
    words = titled(study, outcomes, drawn, {str(k): run.diagnosis for k, run in enumerate(runs)})
    paths = [well.descent(rate, steps) for rate in study.rates]
    ends = [well.at(path[-1]) for path in paths]
    right = next((k for k, (title, _) in enumerate(words) if title in ("Right", "Best")), None)
    for k, (title, sentence) in enumerate(words):
        told = f"{well.text} from {well.start}, α = {study.rates[k]}: {title}, {sentence}"
        rate, path = study.rates[k], paths[k]
        with np.errstate(all="ignore"):
            steep = np.hypot(*np.array([well.gradient(point) for point in (path[0], path[-1])]).T)
        rested = ends[k] >= 0 and bool(steep[1] <= 1e-3 * steep[0])
        check_title(title, rate, ends[k], rested, study.rates[right] if right is not None else np.nan, told)
        check_sentence(well, sentence, runs[k].points, steps, told)
    if right is not None and words[right][0] == "Right":
        assert study.rates[right] < 2 / well.bend(well.minima()[0])


def check_title(title: str, rate: float, end: int, rested: bool, right: float, told: str) -> None:
    if title == "Right":
        assert end == 0, told
    if title == "Trapped":
        assert end > 0, told
    if title == "Slower":
        assert end >= 0, told
    if title == "Too small":
        assert rate < right, told
        assert not rested, told
    if title == "Too large":
        assert not rate <= right, told
        assert not rested, told


def check_sentence(well: Well, sentence: str, path: np.ndarray, steps: int, told: str) -> None:
    with np.errstate(all="ignore"):
        values = np.array([well.value(*point) for point in path])
    if growth := re.match(r"f grows from (\S+) to (\S+) in (\d+) steps?", sentence):
        assert written(growth[1]) == pytest.approx(values[0], rel=1e-3), told
        assert written(growth[2]) == pytest.approx(values[-1], rel=1e-3), told
        assert int(growth[3]) == len(path) - 1, told
    if fro := re.match(r"To and fro: f between (\S+) and (\S+) in the last (\d+) steps", sentence):
        tail = values[-int(fro[3]) - 1 :]
        assert [written(fro[1]), written(fro[2])] == pytest.approx([tail.min(), tail.max()], rel=1e-3, abs=1e-12), told
    if falls := re.match(r"After (\d+) steps it (?:comes lowest: |is at )f = (\S+) and still falls", sentence):
        assert int(falls[1]) == len(path) - 1, told
        assert written(falls[2]) == pytest.approx(values[-1], rel=1e-3), told
        assert values[-1] < values[len(values) // 2], told
    if arrives := re.match(r"Arrives at \((\S+), (\S+)\)(?: after (\d+) steps?)?, f = (\S+?)[.;]( |$|the)", sentence):
        assert written(arrives[4]) == pytest.approx(values[-1], rel=1e-3, abs=1e-9), told
        assert well.at(path[-1]) >= 0, told
        with np.errstate(all="ignore"):
            steep = np.hypot(*np.array([well.gradient(point) for point in path]).T)
        late = np.flatnonzero(steep > 1e-3 * steep[0])
        if arrives[3] and late[-1] + 1 < len(path):
            assert int(arrives[3]) == late[-1] + 1, told
    if "the limit at the minimum" in sentence:
        above = written(re.search(r"α is above (\S+), the limit", sentence)[1])
        assert any(above == pytest.approx(2 / well.bend(x), rel=1e-3) for x in well.minima()), told


@pytest.mark.parametrize("seed", range(6))
def test_labels_of_three_rates_are_those_of_plain_runs(seed: int) -> None:
    check_rates(seed)


@pytest.mark.long
def test_labels_of_many_more_rates() -> None:
    for seed in seeds(6, 126):
        check_rates(seed, 30 + seed % 90)


def check_trap(seed: int) -> None:
    well = Well(3 * seed + 1)
    path = well.descent(0.05 / well.bend(1.2) * 10, 400)
    run = gdviz.descend(well.text, "sgd", well.start, 400, learning_rate=0.05 / well.bend(1.2) * 10)
    minima, end = well.minima(), well.at(path[-1])
    told = f"{well.text} from {well.start}: {run.diagnosis.sentence}"
    traps = [event for event in run.events if event.kind is EventKind.TRAP]
    assert (run.verdict is Verdict.TRAPPED) == (end > 0), told
    assert bool(traps) == (end > 0), told
    if end == 0:
        assert run.verdict in (Verdict.REACHED, Verdict.LOWEST_KNOWN), told
    for trap in traps:
        x, _, height, deep_x, _, deep = numbers(trap.sentence)[:6]
        assert [x, deep_x] == pytest.approx([minima[1], minima[0]], abs=2e-3), told
        assert [height, deep] == pytest.approx(
            [well.value(x, 0) for x in (minima[1], minima[0])], rel=2e-3, abs=2e-4
        ), told
        away = np.hypot(path[:, 0] - minima[1], path[:, 1])
        assert (away[trap.step :] < 2.1 * NEAR).all(), told
        if "climb of" in trap.sentence:
            top = [float(r.real) for r in np.roots([4 * well.a, 0, -4 * well.a, well.t]) if 3 * r.real**2 < 1]
            assert numbers(trap.sentence)[-1] == pytest.approx(
                well.value(top[0], 0) - well.value(minima[1], 0), rel=2e-3
            )


@pytest.mark.parametrize("seed", range(10))
def test_traps_are_those_of_a_plain_run_and_the_minima_of_the_polynomial(seed: int) -> None:
    check_trap(seed)


@pytest.mark.long
def test_many_more_traps() -> None:
    for seed in seeds(10, 210):
        check_trap(seed)


@pytest.mark.parametrize("seed", range(8))
def test_the_share_of_trials_that_escape_is_that_of_plain_runs_from_their_starts(seed: int) -> None:
    well = Well(3 * seed + 2)
    rate = 0.4 / well.bend(1.5)
    share = escape(well.text, "sgd", "none", well.start, seeds=40, budget=300, spread=0.8, learning_rate=rate)
    reached = []
    for start in share.starts.T:
        well.start = tuple(start)
        reached.append(well.at(well.descent(rate, 400)[-1]) == 0)
    assert share.successes == sum(reached)
    assert share.rate == pytest.approx(np.mean(reached))


def check_rows(seed: int) -> None:
    random = np.random.default_rng(seed)
    x = random.normal(size=30)
    y = 1.5 * x - 0.5 + random.normal(scale=0.8, size=30)
    surface = data_surface("(w*x + b - y)^2", ("w", "b"), {"x": x, "y": y})
    size, rate = int(random.integers(1, 9)), round(float(random.uniform(0.02, 0.15)), 3)
    rows = [random.integers(0, 30, size).tolist() for _ in range(400)]
    run = gdviz.descend(surface, "sgd", (-1.0, 1.5), 400, learning_rate=rate, batches=rows)
    point, path = np.array([-1.0, 1.5]), [np.array([-1.0, 1.5])]
    for picked in rows:
        left = point[0] * x[picked] + point[1] - y[picked]
        point = point - rate * 2 * np.array([np.mean(left * x[picked]), np.mean(left)])
        path.append(point)
    loss = np.array([np.mean((w * x + b - y) ** 2) for w, b in path])
    told = f"rows of seed {seed}, {size} a step, α = {rate}: {run.diagnosis.sentence}"
    assert run.points == pytest.approx(np.array(path))
    if run.verdict is Verdict.DESCENDING:
        assert loss[-100:].mean() < loss[-200:-100].mean(), told
        return
    assert run.verdict is Verdict.NOISY, told
    last, within, low, high = numbers(run.diagnosis.sentence)[:4]
    assert "Every mini-batch has a slope of its own" in run.diagnosis.sentence
    tail = np.array(path)[-int(last) :]
    assert within == pytest.approx(np.hypot(*np.ptp(tail, axis=0)), rel=1e-3), told
    assert [low, high] == pytest.approx([loss[-int(last) :].min(), loss[-int(last) :].max()], rel=1e-3), told


@pytest.mark.parametrize("seed", range(12))
def test_the_verdict_on_mini_batches_is_in_the_numbers_of_a_plain_run(seed: int) -> None:
    check_rows(seed)


@pytest.mark.long
def test_many_more_mini_batches() -> None:
    for seed in seeds(12, 212):
        check_rows(seed)
