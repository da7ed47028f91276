"""Runs with noisy gradients: what is said of them, against their own values."""

import pytest

import gdviz
from gdviz.analysis.diagnosis import Verdict


@pytest.mark.parametrize("steps", [6, 40, 160, 373])
@pytest.mark.parametrize("key", ["sgd", "momentum", "adam", "asgd"])
def test_a_noisy_run_that_ends_higher_than_it_began_its_last_quarter_is_not_still_descending(
    key: str, steps: int
) -> None:
    rose = 0
    for seed in range(12):
        run = gdviz.descend("x^2 + y^2", key, (0.2, 0.1), steps, learning_rate=0.05, noise=0.8, seed=seed)
        if run.values[-1] > run.values[-1 - max(steps // 4, 1)]:
            rose += 1
            assert run.verdict in (Verdict.NOISY, Verdict.CLIMBING), run.diagnosis.sentence
    assert rose


@pytest.mark.parametrize(("schedule", "advised"), [("constant", True), ("inverse_sqrt", False), ("cosine", False)])
def test_a_rate_that_decays_already_is_not_advised(schedule: str, advised: bool) -> None:
    runs = [
        gdviz.descend("x^2 + y^2", "sgd", (0.1, 0), 100, learning_rate=0.2, noise=3, schedule=schedule, seed=seed)
        for seed in range(12)
    ]
    noisy = [run.diagnosis.sentence for run in runs if run.verdict is Verdict.NOISY]
    assert noisy
    assert {"A rate that decays would" in sentence for sentence in noisy} == {advised}
