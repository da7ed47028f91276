"""PyTorch's optimizers as plain NumPy, a witness to rules and references alike: each is a generator of points.

A step maker takes (start (2,), gradient, knobs) and yields the next point for ever; nothing here is shared with gdviz.
"""

from collections.abc import Callable, Iterator, Mapping
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gradient = Callable[[Array], Array]
Knobs = Mapping[str, float]
Steps = Iterator[Array]


def sgd(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    while True:
        x = x - k["learning_rate"] * gradient(x)
        yield x


def momentum(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    velocity = gradient(x)
    while True:
        x = x - k["learning_rate"] * velocity
        yield x
        velocity = k["momentum"] * velocity + (1 - k["dampening"]) * gradient(x)


def nesterov(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    velocity = np.zeros(2)
    while True:
        g = gradient(x)
        velocity = k["momentum"] * velocity + g
        x = x - k["learning_rate"] * (g + k["momentum"] * velocity)
        yield x


def adagrad(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    total, t = np.full(2, k.get("initial_accumulator", 0.0)), 0
    while True:
        g = gradient(x)
        total = total + g**2
        x = x - k["learning_rate"] / (1 + t * k.get("lr_decay", 0.0)) * g / (np.sqrt(total) + k["eps"])
        t += 1
        yield x


def rmsprop(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    square, mean, buffer = np.zeros(2), np.zeros(2), np.zeros(2)
    while True:
        g = gradient(x)
        square = k["rho"] * square + (1 - k["rho"]) * g**2
        mean = k["rho"] * mean + (1 - k["rho"]) * g
        spread = square - mean**2 if k["centered"] else square
        buffer = k["momentum"] * buffer + g / (np.sqrt(spread) + k["eps"])
        x = x - k["learning_rate"] * buffer
        yield x


def adadelta(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    square, moved = np.zeros(2), np.zeros(2)
    while True:
        g = gradient(x)
        square = k["rho"] * square + (1 - k["rho"]) * g**2
        change = np.sqrt(moved + k["eps"]) / np.sqrt(square + k["eps"]) * g
        moved = k["rho"] * moved + (1 - k["rho"]) * change**2
        x = x - k["learning_rate"] * change
        yield x


def adam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, t = np.zeros(2), np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        x = x * (1 - k["learning_rate"] * k.get("weight_decay", 0.0))
        x = x - k["learning_rate"] * m / (1 - k["beta1"] ** t) / (np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"])
        yield x


def amsgrad(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, most, t = np.zeros(2), np.zeros(2), np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        most = np.maximum(most, v)
        x = x - k["learning_rate"] * m / (1 - k["beta1"] ** t) / (np.sqrt(most / (1 - k["beta2"] ** t)) + k["eps"])
        yield x


def adamax(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, largest, t = np.zeros(2), np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        largest = np.maximum(k["beta2"] * largest, abs(g) + k["eps"])
        x = x - k["learning_rate"] / (1 - k["beta1"] ** t) * m / largest
        yield x


def nadam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, t, product = np.zeros(2), np.zeros(2), 0, 1.0
    while True:
        t, g = t + 1, gradient(x)
        now = k["beta1"] * (1 - 0.5 * 0.96 ** (t * k["momentum_decay"]))
        after = k["beta1"] * (1 - 0.5 * 0.96 ** ((t + 1) * k["momentum_decay"]))
        product *= now
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        scale = np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"]
        x = x - k["learning_rate"] * ((1 - now) / (1 - product) * g + after / (1 - product * after) * m) / scale
        yield x


def radam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, t, limit = np.zeros(2), np.zeros(2), 0, 2 / (1 - k["beta2"]) - 1
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        length = limit - 2 * t * k["beta2"] ** t / (1 - k["beta2"] ** t)
        step = m / (1 - k["beta1"] ** t)
        if length > 5:
            trust = sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
            step = step * trust * sqrt(1 - k["beta2"] ** t) / (np.sqrt(v) + k["eps"])
        x = x - k["learning_rate"] * step
        yield x


def rprop(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    step, last = np.full(2, k["learning_rate"]), np.zeros(2)
    while True:
        g = gradient(x)
        factor = np.where(g * last > 0, k["eta_plus"], np.where(g * last < 0, k["eta_minus"], 1.0))
        step = np.clip(step * factor, k["step_min"], k["step_max"])
        last = np.where(g * last < 0, 0.0, g)
        x = x - step * np.sign(last)
        yield x


def asgd(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    rate, t = k["learning_rate"], 0
    while True:
        t += 1
        x = x * (1 - k["lambd"] * rate) - rate * gradient(x)
        rate = k["learning_rate"] / (1 + k["lambd"] * k["learning_rate"] * t) ** k["power"]
        yield x


PLAIN: dict[str, Callable[[Array, Gradient, Knobs], Steps]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adadelta": adadelta,
    "adam": adam,
    "adamw": adam,
    "amsgrad": amsgrad,
    "adamax": adamax,
    "nadam": nadam,
    "radam": radam,
    "rprop": rprop,
    "asgd": asgd,
}
