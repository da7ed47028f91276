"""The optimizers that PyTorch does not have, as plain NumPy; see plain_steps.py for the shape of a step maker."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from tests.plain_steps import Array, Gradient, Knobs, Steps


def lion(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m = np.zeros(2)
    while True:
        g = gradient(x)
        x = x - k["learning_rate"] * (np.sign(k["beta1"] * m + (1 - k["beta1"]) * g) + k["weight_decay"] * x)
        m = k["beta2"] * m + (1 - k["beta2"]) * g
        yield x


def adabelief(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, s, t = np.zeros(2), np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        s = k["beta2"] * s + (1 - k["beta2"]) * (g - m) ** 2 + k["eps"]
        x = x - k["learning_rate"] * m / (1 - k["beta1"] ** t) / (np.sqrt(s / (1 - k["beta2"] ** t)) + k["eps"])
        yield x


def yogi(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, t = np.full(2, 1e-6), np.full(2, 1e-6), 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = v - (1 - k["beta2"]) * np.sign(v - g**2) * g**2
        x = x - k["learning_rate"] * m / (1 - k["beta1"] ** t) / (np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"])
        yield x


def adan(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, n, t, last = np.zeros(2), np.zeros(2), np.zeros(2), 0, gradient(x)
    b1, b2, b3 = k["beta1"], k["beta2"], k["beta3"]
    while True:
        t, g = t + 1, gradient(x)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * (g - last)
        n = b3 * n + (1 - b3) * (g + b2 * (g - last)) ** 2
        step = m / (1 - b1**t) + b2 * v / (1 - b2**t)
        x = x - k["learning_rate"] * step / (np.sqrt(n / (1 - b3**t)) + k["eps"])
        last = g
        yield x


def adopt(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, t = np.zeros(2), gradient(x) ** 2, 0
    yield x
    while True:
        t, g = t + 1, gradient(x)
        normalised = np.clip(g / np.maximum(np.sqrt(v), k["eps"]), -(t**0.25), t**0.25)
        m = k["beta1"] * m + (1 - k["beta1"]) * normalised
        x = x - k["learning_rate"] * m
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        yield x


def ademamix(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    fast, slow, v, t = np.zeros(2), np.zeros(2), np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(x)
        fast = k["beta1"] * fast + (1 - k["beta1"]) * g
        slow = k["beta3"] * slow + (1 - k["beta3"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        step = fast / (1 - k["beta1"] ** t) + k["mix"] * slow
        x = x - k["learning_rate"] * step / (np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"])
        yield x


def sign_sgd(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    while True:
        x = x - k["learning_rate"] * np.sign(gradient(x))
        yield x


def prodigy(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, s, begin = np.zeros(2), np.zeros(2), np.zeros(2), x
    d = largest = d0 = k["d0"]
    numerator, b3 = 0.0, sqrt(k["beta2"])
    while True:
        g, rate = gradient(x), d * k["learning_rate"]
        numerator = b3 * numerator + d / d0 * rate * (g @ (begin - x))
        s = b3 * s + d / d0 * rate * g
        m = k["beta1"] * m + d * (1 - k["beta1"]) * g
        v = k["beta2"] * v + d**2 * (1 - k["beta2"]) * g**2
        guess = numerator / abs(s).sum()
        d = max(d, guess) if d == d0 else d
        largest = max(largest, guess)
        d = largest
        x = x - rate * m / (np.sqrt(v) + d * k["eps"])
        yield x


def qhm(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    mean = np.zeros(2)
    while True:
        g = gradient(x)
        mean = k["momentum"] * mean + (1 - k["momentum"]) * g
        x = x - k["learning_rate"] * ((1 - k["nu"]) * g + k["nu"] * mean)
        yield x


def aggmo(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    betas = np.array([[k["beta1"]], [k["beta2"]], [k["beta3"]]])
    velocities = np.zeros((3, 2))
    while True:
        velocities = betas * velocities + gradient(x)
        x = x - k["learning_rate"] * velocities.mean(axis=0)
        yield x


def tiger(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m = np.zeros(2)
    while True:
        m = k["beta"] * m + (1 - k["beta"]) * gradient(x)
        x = x - k["learning_rate"] * (np.sign(m) + k["weight_decay"] * x)
        yield x


PLAIN_MORE: dict[str, Callable[[Array, Gradient, Knobs], Steps]] = {
    "lion": lion,
    "adabelief": adabelief,
    "yogi": yogi,
    "adan": adan,
    "adopt": adopt,
    "ademamix": ademamix,
    "sign_sgd": sign_sgd,
    "prodigy": prodigy,
    "qhm": qhm,
    "aggmo": aggmo,
    "tiger": tiger,
}
