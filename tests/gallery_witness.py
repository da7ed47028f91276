"""The gallery's formulas once more, written for NumPy and mpmath alike: an independent witness to the typed texts."""

from collections.abc import Callable
from typing import Any

Formula = Callable[[Any, Any, Any], Any]


def goldstein_price(x: Any, y: Any, m: Any) -> Any:
    left = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    right = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return left * right


def ackley(x: Any, y: Any, m: Any) -> Any:
    hump = m.exp((m.cos(2 * m.pi * x) + m.cos(2 * m.pi * y)) / 2)
    return -20 * m.exp(-m.sqrt((x**2 + y**2) / 2) / 5) - hump + m.exp(1) + 20


def levy13(x: Any, y: Any, m: Any) -> Any:
    tail = (y - 1) ** 2 * (1 + m.sin(2 * m.pi * y) ** 2)
    return m.sin(3 * m.pi * x) ** 2 + (x - 1) ** 2 * (1 + m.sin(3 * m.pi * y) ** 2) + tail


def cross_in_tray(x: Any, y: Any, m: Any) -> Any:
    inner = abs(m.sin(x) * m.sin(y) * m.exp(abs(100 - m.sqrt(x**2 + y**2) / m.pi)))
    return -((inner + 1) ** (1 / (m.exp(0) * 10))) / 10000


def eggholder(x: Any, y: Any, m: Any) -> Any:
    return -(y + 47) * m.sin(m.sqrt(abs(x / 2 + y + 47))) - x * m.sin(m.sqrt(abs(x - y - 47)))


def drop_wave(x: Any, y: Any, m: Any) -> Any:
    return -2 * (1 + m.cos(12 * m.sqrt(x**2 + y**2))) / (x**2 + y**2 + 4)


def schaffer2(x: Any, y: Any, m: Any) -> Any:
    return (m.sin(x**2 - y**2) ** 2 - m.exp(0) / 2) / (1 + (x**2 + y**2) / 1000) ** 2 + m.exp(0) / 2


def schaffer4(x: Any, y: Any, m: Any) -> Any:
    return (m.cos(m.sin(abs(x**2 - y**2))) ** 2 - m.exp(0) / 2) / (1 + (x**2 + y**2) / 1000) ** 2 + m.exp(0) / 2


def branin(x: Any, y: Any, m: Any) -> Any:
    tenth = m.exp(0) / 10
    valley = y - 51 * tenth * x**2 / (4 * m.pi**2) + 5 * x / m.pi - 6
    return valley**2 + 10 * (1 - 1 / (8 * m.pi)) * m.cos(x) + 10


def bohachevsky(x: Any, y: Any, m: Any) -> Any:
    return x**2 + 2 * y**2 + (7 - 3 * m.cos(3 * m.pi * x) - 4 * m.cos(4 * m.pi * y)) / 10


def bird(x: Any, y: Any, m: Any) -> Any:
    return m.sin(y) * m.exp((1 - m.cos(x)) ** 2) + m.cos(x) * m.exp((1 - m.sin(y)) ** 2) + (x - y) ** 2


def peaks(x: Any, y: Any, m: Any) -> Any:
    main = 3 * (1 - x) ** 2 * m.exp(-(x**2) - (y + 1) ** 2)
    middle = 10 * (x / 5 - x**3 - y**5) * m.exp(-(x**2) - y**2)
    return main - middle - m.exp(-((x + 1) ** 2) - y**2) / 3


def michalewicz(x: Any, y: Any, m: Any) -> Any:
    return -m.sin(x) * m.sin(x**2 / m.pi) ** 20 - m.sin(y) * m.sin(2 * y**2 / m.pi) ** 20


def cliff(x: Any, y: Any, m: Any) -> Any:
    return y**2 / 10 - x / 2 + m.exp(12 * (x - 1))


def sharp_and_flat(x: Any, y: Any, m: Any) -> Any:
    tenth = m.exp(0) / 10
    flat = m.exp(-((x + 1 + 5 * tenth) ** 2) / 2 - y**2 / 2)
    sharp = (1 + tenth) * m.exp(-12 * (x - 1 - 5 * tenth) ** 2 - 12 * y**2)
    return (x**2 + y**2) / 20 - flat - sharp


def spiral_valley(x: Any, y: Any, m: Any) -> Any:
    angle = (x**2 + y**2) / 2
    return (x**2 + y**2) / 10 + (y * m.cos(angle) - x * m.sin(angle)) ** 2


WITNESSES: dict[str, Formula] = {
    "bowl": lambda x, y, m: (x**2 + y**2) / 2,
    "bowl_10": lambda x, y, m: (x**2 + 10 * y**2) / 2,
    "bowl_100": lambda x, y, m: (x**2 + 100 * y**2) / 2,
    "tilted_bowl": lambda x, y, m: (505 * x**2 + 990 * x * y + 505 * y**2) / 200,
    "ravine": lambda x, y, m: (x - m.pi) ** 2 / 20 + 5 * (y - m.sin(x)) ** 2,
    "rosenbrock": lambda x, y, m: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y, m: (
        ((12 - 8 * x + 8 * x * y) ** 2 + (18 - 8 * x + 8 * x * y**2) ** 2 + (21 - 8 * x + 8 * x * y**3) ** 2) / 64
    ),
    "booth": lambda x, y, m: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "matyas": lambda x, y, m: (26 * (x**2 + y**2) - 48 * x * y) / 100,
    "spiral_valley": spiral_valley,
    "goldstein_price": goldstein_price,
    "himmelblau": lambda x, y, m: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "double_well": lambda x, y, m: (x**2 - 1) ** 2 + 3 * x / 10 + y**2,
    "three_hump_camel": lambda x, y, m: 2 * x**2 - 21 * x**4 / 20 + x**6 / 6 + x * y + y**2,
    "six_hump_camel": lambda x, y, m: 4 * x**2 - 21 * x**4 / 10 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4,
    "branin": branin,
    "styblinski_tang": lambda x, y, m: (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
    "mccormick": lambda x, y, m: m.sin(x + y) + (x - y) ** 2 + (5 * y - 3 * x) / 2 + 1,
    "peaks": peaks,
    "sharp_and_flat": sharp_and_flat,
    "bird": bird,
    "zakharov": lambda x, y, m: x**2 + y**2 + (x / 2 + y) ** 2 + (x / 2 + y) ** 4,
    "saddle": lambda x, y, m: x**2 - y**2,
    "monkey_saddle": lambda x, y, m: x**3 - 3 * x * y**2,
    "plateau": lambda x, y, m: 1 - m.exp(-(x**2) / 4 - y**2),
    "cliff": cliff,
    "easom": lambda x, y, m: -m.cos(x) * m.cos(y) * m.exp(-((x - m.pi) ** 2) - (y - m.pi) ** 2),
    "michalewicz": michalewicz,
    "ackley": ackley,
    "rastrigin": lambda x, y, m: 20 + x**2 + y**2 - 10 * m.cos(2 * m.pi * x) - 10 * m.cos(2 * m.pi * y),
    "griewank": lambda x, y, m: 1 + (x**2 + y**2) / 4000 - m.cos(x) * m.cos(y / m.sqrt(2)),
    "levy13": levy13,
    "bohachevsky": bohachevsky,
    "drop_wave": drop_wave,
    "schaffer2": schaffer2,
    "schaffer4": schaffer4,
    "eggholder": eggholder,
    "folded": lambda x, y, m: abs(x) + 5 * abs(y),
    "bukin6": lambda x, y, m: 100 * m.sqrt(abs(y - x**2 / 100)) + abs(x + 10) / 100,
    "cross_in_tray": cross_in_tray,
    "holder_table": lambda x, y, m: -abs(m.sin(x) * m.cos(y) * m.exp(abs(1 - m.sqrt(x**2 + y**2) / m.pi))),
}
