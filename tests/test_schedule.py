"""Schedules against PyTorch's recorded rates, and against what their names promise."""

from collections.abc import Mapping

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.schedule import SCHEDULES, Schedule
from tests.record_loader import Rates, recorded_schedules

STEPS = 200
RECORDED = list(recorded_schedules())
ALL = list(SCHEDULES.values())
# PyTorch's argument → our knob, where the names differ
SPELLINGS = {
    "T_max": "total",
    "total_iters": "total",
    "total_steps": "total",
    "steps": "total",
    "T_0": "period",
    "T_mult": "period_factor",
    "eta_min": "min_rate",
    "low": "min_rate",
    "min_lr": "min_rate",
    "start_factor": "start_factor",
}
KEYS = {"inverse_square_root": "inverse_sqrt", "warm_up_cosine": "cosine"}


def translated(recorded: Rates) -> tuple[Schedule, float, Mapping[str, float]]:
    """Our schedule, base rate and knobs for a recorded PyTorch scheduler."""
    arguments = dict(recorded.arguments)
    schedule = SCHEDULES[KEYS.get(recorded.schedule, recorded.schedule)]
    base = float(arguments.pop("max_lr", recorded.base_rate))
    if recorded.schedule == "cyclic":
        low = float(arguments.pop("base_lr")) / base
        return schedule, base, {**_numbers(arguments), "low_factor": low}
    if recorded.schedule == "warm_up_cosine":
        steps, warm = int(arguments["steps"]), int(arguments["warm_up"])
        warm_up = {"warm_up": warm, "warm_up_start": arguments["start_factor"]}
        return schedule, base, {"total": steps - warm, "min_rate": arguments["low"], **warm_up}
    if recorded.schedule == "inverse_square_root":
        return schedule, base, {"peak": arguments["warm_up"]}
    if recorded.schedule == "multi_step":
        milestones = {f"milestone{i}": m for i, m in enumerate(arguments.pop("milestones"), start=1)}
        return schedule, base, {**milestones, **_numbers(arguments)}
    linear = {"linear": 1.0} if arguments.get("anneal_strategy") == "linear" else {}
    if recorded.schedule == "constant":
        return schedule, base, {}  # PyTorch's is a factor on the first steps, 1 as recorded
    return schedule, base, {SPELLINGS.get(k, k): v for k, v in _numbers(arguments).items()} | linear


def _numbers(arguments: Mapping[str, object]) -> dict[str, float]:
    return {name: value for name, value in arguments.items() if type(value) in (int, float)}


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: f"{r.scheduler}-{r.schedule}")
def test_the_rates_are_pytorchs(recorded: Rates) -> None:
    schedule, base, knobs = translated(recorded)
    losses = recorded.losses if len(recorded.losses) else None
    ours = schedule.values(STEPS, base, knobs, losses)
    assert ours.shape == (STEPS,)
    assert np.abs(ours - recorded.rates).max() < 1e-13


def test_every_schedule_was_recorded() -> None:
    assert {KEYS.get(r.schedule, r.schedule) for r in RECORDED} == set(SCHEDULES)


@pytest.mark.parametrize("schedule", ALL, ids=lambda s: s.key)
def test_rates_are_sound_at_both_ends_of_every_knob(schedule: Schedule) -> None:
    for name, knob in schedule.knobs.items():
        for extreme in (knob.low, knob.high):
            for steps in (0, 1, 2, 50):
                rates = schedule.values(steps, 0.5, {name: extreme})
                assert rates.shape == (steps,)
                assert np.isfinite(rates).all()
                assert (rates >= 0).all()


@pytest.mark.parametrize("schedule", ALL, ids=lambda s: s.key)
def test_a_knob_beyond_its_bounds_is_refused_and_never_moved(schedule: Schedule) -> None:
    for name, knob in schedule.knobs.items():
        for beyond in (knob.low - 1e-3, knob.high + 1e-3 * knob.high, np.nan, np.inf):
            with pytest.raises(ValueError, match=name):
                schedule.values(5, 0.5, {name: beyond})
            with pytest.raises(ValueError, match=name):
                descend("x^2 + y^2", "sgd", (1, 1), 5, schedule=(schedule.key, {name: beyond}))
        with pytest.raises(TypeError, match="number"):
            schedule.values(5, 0.5, {name: "0.5"})
        if knob.integer:
            with pytest.raises(ValueError, match="whole"):
                schedule.values(5, 0.5, {name: knob.low + 0.5})


def test_a_schedule_as_it_is_given_or_a_sentence() -> None:
    run = descend("x^2 + y^2", "sgd", (1, 1), 3, learning_rate=0.1, schedule=("exponential", {"gamma": 0.3}))
    np.testing.assert_allclose(run.rates, 0.1 * 0.3 ** np.arange(3), rtol=1e-15)  # ExponentialLR
    with pytest.raises(TypeError, match=r"no knob 'gama'\. Did you mean gamma"):
        descend("x^2 + y^2", "sgd", (1, 1), 3, schedule=("exponential", {"gama": 0.6}))
    with pytest.raises(KeyError) as refusal:
        descend("x^2 + y^2", "sgd", (1, 1), 3, schedule="cosin")
    assert str(refusal.value) == "There is no schedule 'cosin'. Did you mean cosine?"
    for wrong in ([0.1, 0.2], [[0.1, 0.2, 0.3]], 0.1, ["a", "b", "c"], [0.1, np.nan, 0.1], ("cosine", 3)):
        with pytest.raises((TypeError, ValueError), match=r"schedule|dict"):
            descend("x^2 + y^2", "sgd", (1, 1), 3, schedule=wrong)


@pytest.mark.parametrize("schedule", ALL, ids=lambda s: s.key)
def test_a_warm_up_of_any_schedule_grows_in_a_line_and_then_begins(schedule: Schedule) -> None:
    warm = schedule.values(100, 0.2, {"warm_up": 10, "warm_up_start": 0.5})
    assert np.abs(warm[:10] - 0.2 * np.linspace(0.5, 1.0, 11)[:10]).max() < 1e-15
    assert np.array_equal(warm[10:], schedule.values(90, 0.2))


def test_nothing_said_about_losses_is_no_plateau() -> None:
    assert set(SCHEDULES["reduce_on_plateau"].values(300, 0.1)) == {0.1}


def test_the_plateau_waits_for_more_than_its_patience() -> None:
    rates = SCHEDULES["reduce_on_plateau"].values(8, 1.0, {"patience": 2, "factor": 0.5}, np.ones(8))
    # loss 1 is the best; 2, 3 and 4 are no better: the fifth step is the first with the lower rate
    assert rates.tolist() == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25]


def test_the_rate_beyond_the_plan_is_the_last_one() -> None:
    rates = SCHEDULES["linear"].values(5, 1.0, {"start_factor": 1.0, "end_factor": 0.5, "total": 2})
    assert rates.tolist() == [1.0, 0.75, 0.5, 0.5, 0.5]


@pytest.mark.parametrize("factor", [1, 2, 3, 5])
@pytest.mark.parametrize("period", [1, 2, 7, 50])
def test_periods_restart_where_their_lengths_add_up(period: int, factor: int) -> None:
    starts, length = [0], period
    while starts[-1] < 5000:
        starts.append(starts[-1] + length)
        length *= factor
    rates = SCHEDULES["cosine_restarts"].values(5000, 0.3, {"period": period, "period_factor": factor})
    assert np.flatnonzero(rates == 0.3).tolist() == [n for n in starts if n < 5000]  # the cosine is 1 nowhere else


@pytest.mark.parametrize(("total", "share"), [(1, 0.3), (1, 1.0), (2, 0.5), (10, 0.0), (10, 0.1), (10, 1.0), (13, 0.4)])
@pytest.mark.parametrize("linear", [0, 1])
def test_one_cycle_step_by_step(total: int, share: float, linear: int) -> None:
    """By its definition: up to the peak at step r T − 1 (counted from 0), down to the end at T − 1, there it stays."""

    def blend(start: float, end: float, part: float) -> float:
        return start + (end - start) * (part if linear else (1 - np.cos(np.pi * part)) / 2)

    turn, expected = share * total - 1, []
    for n in range(20):
        if n <= turn:
            expected.append(blend(0.3 / 25, 0.3, n / turn) if turn > 0 else 0.3)
        else:
            whole = total - 1 - max(turn, 0)
            expected.append(blend(0.3, 0.3 / 25e4, min((n - max(turn, 0)) / whole, 1) if whole > 0 else 1))
    rates = SCHEDULES["one_cycle"].values(20, 0.3, {"total": total, "pct_start": share, "linear": linear})
    np.testing.assert_allclose(rates, expected, rtol=1e-13, atol=1e-15)


def test_formulas_are_printed_from_the_equations() -> None:
    lines = {key: schedule.latex for key, schedule in SCHEDULES.items()}
    assert lines["step"] == (r"\alpha_{t} = \alpha \gamma^{\left\lfloor \frac{n}{s}\right\rfloor}",)
    cosine = r"1 + \cos\left(\frac{\pi n}{T}\right)"
    assert lines["cosine"] == (
        rf"\alpha_{{t}} = \eta + \frac{{\left(\alpha - \eta\right) \left({cosine}\right)}}{{2}}",
    )
    assert lines["cyclic"][1] == (
        r"h = \begin{cases} \frac{k}{u} & \text{if } k < u \\ 1 - \frac{k - u}{d} & \text{otherwise} \end{cases}"
    )
    assert lines["one_cycle"][1].count(r"\begin{cases}") == 1


@pytest.mark.parametrize("schedule", ALL, ids=lambda s: s.key)
def test_the_card_is_complete(schedule: Schedule) -> None:
    assert SCHEDULES[schedule.key] is schedule
    assert schedule.name
    assert schedule.source
    assert schedule.note.endswith(".")
    assert all(line.count("{") == line.count("}") for line in schedule.latex)
    for knob in schedule.knobs.values():
        assert knob.low <= knob.default <= knob.high
        assert knob.clamp(knob.default) == knob.default
        assert knob.help.endswith(".")
