"""The schedules whose rates are known beforehand, each as PyTorch computes it: n steps done, α the base rate."""

import numpy as np

from gdviz.schedule.schedule import Array, Knobs


def length(knobs: Knobs, run: int) -> int:
    """The length a schedule is made for; a knob of 0 means the whole run."""
    return round(knobs["total"]) or run


def constant(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α."""
    return np.full(len(n), alpha)


def step(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α γ^⌊n/s⌋ (StepLR)."""
    return alpha * knobs["gamma"] ** (n // round(knobs["step_size"]))


def multi_step(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α γ^(milestones passed) (MultiStepLR)."""
    milestones = [round(knobs[name]) for name in ("milestone1", "milestone2", "milestone3")]
    passed = np.sum([n >= milestone for milestone in milestones if milestone > 0], axis=0)
    return alpha * knobs["gamma"] ** (passed * np.ones(len(n)))


def exponential(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α γⁿ (ExponentialLR)."""
    return alpha * knobs["gamma"] ** n


def polynomial(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α (1 − min(n, T)/T)^p (PolynomialLR)."""
    total = length(knobs, run)
    return alpha * (1 - np.minimum(n, total) / total) ** knobs["power"]


def linear(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α (a + (b − a) min(n, T)/T) (LinearLR)."""
    total = length(knobs, run)
    start, end = knobs["start_factor"], knobs["end_factor"]
    return alpha * (start + (end - start) * np.minimum(n, total) / total)


def cosine(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """η + (α − η)(1 + cos(π n/T))/2, rising again after T (CosineAnnealingLR)."""
    return _cosine(alpha, knobs["min_rate"], n / length(knobs, run))


def cosine_restarts(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """Half cosines of lengths T₀, T₀ m, T₀ m², … (CosineAnnealingWarmRestarts)."""
    period, factor = round(knobs["period"]), round(knobs["period_factor"])
    if factor == 1:
        return _cosine(alpha, knobs["min_rate"], n % period / period)
    starts, lengths = [0], [period]
    while starts[-1] + lengths[-1] <= n.max(initial=0):
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * factor)
    cycle = np.searchsorted(starts, n, side="right") - 1
    return _cosine(alpha, knobs["min_rate"], (n - np.array(starts)[cycle]) / np.array(lengths)[cycle])


def one_cycle(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """Up from α/d to α during the first part of T steps, then down to α/(d·e) (OneCycleLR); there it stays."""
    total = length(knobs, run)
    first, last = alpha / knobs["div_factor"], alpha / (knobs["div_factor"] * knobs["final_div_factor"])
    turn, end = knobs["pct_start"] * total - 1, float(total - 1)
    blend = _linear if round(knobs["linear"]) else _cosine
    rising = blend(first, alpha, n / turn) if turn > 0 else np.full(len(n), alpha)
    start = max(turn, 0.0)
    falling = blend(alpha, last, (np.minimum(n, end) - start) / (end - start) if end > start else np.ones(len(n)))
    return np.where(n <= turn, rising, falling)


def cyclic(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """Up and down in straight lines between b α and α (CyclicLR, triangular)."""
    up, down = round(knobs["step_size_up"]), round(knobs["step_size_down"])
    part = n % (up + down)
    height = np.where(part < up, part / up, 1 - (part - up) / down)
    low = knobs["low_factor"] * alpha
    return low + (alpha - low) * height


def inverse_sqrt(n: Array, run: int, alpha: float, knobs: Knobs) -> Array:
    """α min(t/w, √(w/t)) with t = n + 1: grows to α at step w, then falls like 1/√t (Vaswani et al. 2017)."""
    t, peak = n + 1, round(knobs["peak"])
    return alpha * np.minimum(t / peak, np.sqrt(peak / t))


def _cosine(start: float, end: float, part: Array) -> Array:
    return end + (start - end) * (1 + np.cos(np.pi * part)) / 2


def _linear(start: float, end: float, part: Array) -> Array:
    return start + (end - start) * part
