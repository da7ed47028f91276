"""Optimizers that go round another one, or round themselves, as plain NumPy; see plain_steps.py."""

from collections.abc import Callable

import numpy as np

from tests.plain_steps import Array, Gradient, Knobs, Steps, adam


def sharp_gradient(gradient: Gradient, rho: float) -> Gradient:
    """SAM's gradient: taken a distance rho uphill."""

    def uphill(x: Array) -> Array:
        g = gradient(x)
        return gradient(x + rho * g / np.hypot(*g))

    return uphill


def sam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    uphill = sharp_gradient(gradient, k["rho"])
    while True:
        x = x - k["learning_rate"] * uphill(x)
        yield x


def sam_adam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    return adam(x, sharp_gradient(gradient, k["rho"]), k)


def schedule_free_sgd(y: Array, gradient: Gradient, k: Knobs) -> Steps:
    z, x, t = y, y, 0
    while True:
        t += 1
        z = z - k["learning_rate"] * gradient(y)
        x = (1 - 1 / t) * x + z / t
        y = k["momentum"] * x + (1 - k["momentum"]) * z
        yield y


def schedule_free_adamw(y: Array, gradient: Gradient, k: Knobs) -> Steps:
    z, x, v, t = y, y, np.zeros(2), 0
    while True:
        t, g = t + 1, gradient(y)
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        scaled = g / (np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"])
        z = z - k["learning_rate"] * (scaled + k["weight_decay"] * y)
        x = (1 - 1 / t) * x + z / t
        y = k["beta1"] * x + (1 - k["beta1"]) * z
        yield y


def lookahead(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    velocity, slow, t = np.zeros(2), x, 0
    while True:
        t += 1
        velocity = k["momentum"] * velocity + gradient(x)
        x = x - k["learning_rate"] * velocity
        if t % k["k"] == 0:
            x = slow = slow + k["slow"] * (x - slow)
        yield x


def lookahead_adam(x: Array, gradient: Gradient, k: Knobs) -> Steps:
    m, v, slow, t = np.zeros(2), np.zeros(2), x, 0
    while True:
        t, g = t + 1, gradient(x)
        m = k["beta1"] * m + (1 - k["beta1"]) * g
        v = k["beta2"] * v + (1 - k["beta2"]) * g**2
        x = x - k["learning_rate"] * m / (1 - k["beta1"] ** t) / (np.sqrt(v / (1 - k["beta2"] ** t)) + k["eps"])
        if t % k["k"] == 0:
            x = slow = slow + k["slow"] * (x - slow)
        yield x


PLAIN_WRAPPERS: dict[str, Callable[[Array, Gradient, Knobs], Steps]] = {
    "sam": sam,
    "sam_adam": sam_adam,
    "schedule_free_sgd": schedule_free_sgd,
    "schedule_free_adamw": schedule_free_adamw,
    "lookahead": lookahead,
    "lookahead_adam": lookahead_adam,
}
