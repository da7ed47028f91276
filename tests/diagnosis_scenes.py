"""Runs with known outcomes: verdict and kinds of events, from theory or plain to see on the map."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis, Verdict, diagnose
from gdviz.descent import Stop, descend
from gdviz.surface import Surface

FIVE = ((-5.0, 5.0), (-5.0, 5.0))
THREE = ((-3.0, 3.0), (-3.0, 3.0))
TWO = ((-2.0, 2.0), (-2.0, 2.0))
TEN = ((-10.0, 10.0), (-10.0, 10.0))
BOWL, ELLIPSE = "x^2 + y^2", "x^2 + 10y^2"
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
ROSENBROCK, ROSEN = "(1-x)^2 + 100(y-x^2)^2", ((-2.0, 2.0), (-1.0, 3.0))
DOUBLE, TILTED = "(x^2-1)^2 + y^2", "(x^2-1)^2 + y^2 + 0.3x"
CAMEL = "(4 - 2.1x^2 + x^4/3) x^2 + x y + (4y^2 - 4) y^2"
RASTRIGIN = "20 + x^2 - 10cos(2 pi x) + y^2 - 10cos(2 pi y)"
ACKLEY = "-20exp(-0.2sqrt((x^2+y^2)/2)) - exp((cos(2 pi x)+cos(2 pi y))/2) + 20 + e"
WELL, EASOM = "-exp(-x^2-y^2)", "-cos(x) cos(y) exp(-(x-pi)^2-(y-pi)^2)"
THREE_WELLS = "-3exp(-4(x+1.5)^2) - 2exp(-4x^2) - exp(-4(x-1.2)^2) + 0.05x^2 + y^2"
STYBLINSKI = "(x^4-16x^2+5x+y^4-16y^2+5y)/2"
WAVES = "cos(x) - 0.2x + 0.05y^2"


Window = tuple[tuple[float, float], tuple[float, float]]


class Scene(NamedTuple):
    """One run, its verdict, and the kinds of its events, each once."""

    text: str
    window: Window
    optimizer: str
    start: tuple[float, float]
    steps: int
    knobs: dict
    verdict: Verdict
    kinds: str = ""


R, D, C = Verdict.REACHED, Verdict.DESCENDING, Verdict.CYCLING
SCENES = {
    # Smooth and well tuned: no events at all
    "bowl": Scene(BOWL, FIVE, "sgd", (4, 3), 100, {"learning_rate": 0.1}, R),
    "bowl in one step": Scene(BOWL, FIVE, "sgd", (4, 3), 100, {"learning_rate": 0.5}, R),
    "ellipse": Scene(ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.04}, R),
    "ellipse, half steps": Scene(ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.025}, R),
    "ellipse, momentum": Scene(ELLIPSE, FIVE, "momentum", (4, 3), 300, {"learning_rate": 0.005, "momentum": 0.5}, R),
    "bowl, adam": Scene(BOWL, FIVE, "adam", (4, 3), 500, {"learning_rate": 0.05}, R),
    "bowl, adagrad": Scene(BOWL, FIVE, "adagrad", (4, 3), 500, {}, R),
    "bowl, rmsprop": Scene(BOWL, FIVE, "rmsprop", (4, 3), 500, {}, R),
    "bowl, decayed weights": Scene(BOWL, FIVE, "sgd", (4, 3), 60, {"learning_rate": 0.1, "weight_decay": 0.1}, R),
    "himmelblau": Scene(HIMMELBLAU, FIVE, "sgd", (0, 0), 200, {"learning_rate": 0.01}, R),
    "himmelblau from a corner": Scene(HIMMELBLAU, FIVE, "sgd", (4, 4), 200, {"learning_rate": 0.005}, R),
    "himmelblau, rmsprop": Scene(HIMMELBLAU, FIVE, "rmsprop", (0, 0), 300, {}, R),
    "himmelblau, bfgs": Scene(HIMMELBLAU, FIVE, "lbfgs", (0, 0), 50, {}, R),
    "himmelblau, simplex": Scene(HIMMELBLAU, FIVE, "nelder_mead", (0, 0), 100, {}, R),
    "himmelblau, trust region": Scene(HIMMELBLAU, FIVE, "trust_region", (0, 0), 50, {}, R),
    "rosenbrock": Scene(ROSENBROCK, ROSEN, "sgd", (-1.2, 1), 20000, {"learning_rate": 0.001}, R),
    "rosenbrock, bfgs": Scene(ROSENBROCK, ROSEN, "bfgs", (-1.2, 1), 50, {}, R),
    "rosenbrock, conjugate": Scene(ROSENBROCK, ROSEN, "conjugate_gradient", (-1.2, 1), 100, {}, R),
    "quartic": Scene("x^4 + y^4", TWO, "sgd", (1.5, 1), 5000, {"learning_rate": 0.05}, R),
    "egg box": Scene("sin(x) sin(y)", ((-4, 4), (-4, 4)), "sgd", (-1, 0.5), 300, {"learning_rate": 0.1}, R),
    "circle": Scene("(x^2+y^2-1)^2", TWO, "sgd", (1.8, 0.5), 300, {"learning_rate": 0.02}, R),
    "valley": Scene("x^2", FIVE, "sgd", (3, 2), 100, {"learning_rate": 0.1}, R),
    "tilted, right side": Scene(TILTED, TWO, "sgd", (-1.5, 1), 200, {"learning_rate": 0.05}, R),
    "at the minimum": Scene(BOWL, FIVE, "sgd", (0, 0), 50, {}, R),
    "constant": Scene("0x + 3", FIVE, "sgd", (1, 1), 50, {}, R),
    "relu's floor": Scene("max(x,0)^2 + max(y,0)^2", FIVE, "sgd", (-3, -2), 100, {"learning_rate": 0.1}, R),
    # Too slow, but nothing else
    "ellipse, slow": Scene(ELLIPSE, FIVE, "sgd", (4, 3), 50, {"learning_rate": 0.002}, D),
    "bowl, tiny": Scene(BOWL, FIVE, "sgd", (4, 3), 100, {"learning_rate": 1e-5}, D),
    "bowl, adadelta": Scene(BOWL, FIVE, "adadelta", (4, 3), 500, {}, D),
    "himmelblau, tiny": Scene(HIMMELBLAU, FIVE, "sgd", (0, 0), 100, {"learning_rate": 1e-6}, D),
    "tiny beside the top": Scene(HIMMELBLAU, FIVE, "sgd", (-0.3, -1), 100, {"learning_rate": 1e-6}, D),
    "rosenbrock, short": Scene(ROSENBROCK, ROSEN, "sgd", (-1.2, 1), 500, {"learning_rate": 0.001}, D),
    # Too far
    "zigzag": Scene(ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.095}, R, "ZIGZAG"),
    "zigzag, decayed": Scene(
        ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.095, "weight_decay": 0.01}, R, "ZIGZAG"
    ),
    "bowl, back and forth": Scene(BOWL, FIVE, "sgd", (4, 3), 100, {"learning_rate": 0.8}, R, "ZIGZAG"),
    "rastrigin, one step over": Scene(
        RASTRIGIN, FIVE, "sgd", (3.3, -2.2), 300, {"learning_rate": 0.006}, C, "OVERSHOOT CYCLE"
    ),
    "himmelblau, adam": Scene(HIMMELBLAU, FIVE, "adam", (0, 0), 300, {}, R, "OVERSHOOT"),
    "himmelblau, adam, fast": Scene(
        HIMMELBLAU, FIVE, "adam", (0, 0), 300, {"learning_rate": 1.0}, R, "OVERSHOOT ASCENT"
    ),
    "ellipse, heavy": Scene(ELLIPSE, FIVE, "momentum", (4, 3), 300, {"learning_rate": 0.01}, R, "OVERSHOOT ASCENT"),
    "bowl, adam, fast": Scene(BOWL, FIVE, "adam", (4, 3), 500, {"learning_rate": 0.5}, R, "OVERSHOOT ASCENT"),
    "rosenbrock, momentum": Scene(
        ROSENBROCK, ROSEN, "momentum", (-1.2, 1), 1000, {"learning_rate": 0.0005}, D, "OVERSHOOT ASCENT"
    ),
    "rosenbrock, newton": Scene(ROSENBROCK, ROSEN, "newton", (-1.2, 1), 20, {}, R, "OVERSHOOT WINDOW_LEFT"),
    "out and back": Scene(
        "x - log(x) + y^2", ((0.01, 5), (-5, 5)), "sgd", (0.05, 1), 300, {"learning_rate": 0.5}, R,
        "OVERSHOOT WINDOW_LEFT",
    ),
    # Round and round
    "period 2": Scene(ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.1}, C, "ZIGZAG CYCLE"),
    "edge of stability": Scene(HIMMELBLAU, FIVE, "sgd", (0, 0), 300, {"learning_rate": 0.0255}, C, "ZIGZAG CYCLE"),
    "kink": Scene("abs(x) + abs(y)", FIVE, "sgd", (3.03, 2.02), 300, {"learning_rate": 0.3}, C, "CYCLE"),
    "signs": Scene(BOWL, FIVE, "rmsprop", (4.03, 3.1), 100, {"learning_rate": 0.5, "rho": 0.0}, C, "CYCLE"),
    "momentum at its threshold": Scene(
        ELLIPSE, FIVE, "momentum", (4, 3), 200, {"learning_rate": 0.19}, C, "ZIGZAG CYCLE WINDOW_LEFT"
    ),
    "decayed": Scene(
        "(x-2)^2 + 3y^2", FIVE, "sgd", (1, 1), 400, {"learning_rate": 0.1, "weight_decay_l2": 0.5}, Verdict.HELD
    ),
    "decayed apart": Scene("(x-2)^2 + 3y^2", FIVE, "adamw", (1, 1), 400, {"weight_decay": 0.5}, Verdict.HELD),
    "noise": Scene(BOWL, FIVE, "sgd", (4, 3), 300, {"learning_rate": 0.1, "noise": 2.0}, Verdict.NOISY, "NOISE"),
    "rosenbrock, chaos": Scene(
        ROSENBROCK, ROSEN, "sgd", (-1.2, 1), 500, {"learning_rate": 0.005}, C, "ZIGZAG CYCLE"
    ),
    # Away
    "diverging": Scene(
        ELLIPSE, FIVE, "sgd", (4, 3), 200, {"learning_rate": 0.102}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "diverging, still near": Scene(
        ELLIPSE, FIVE, "sgd", (4, 3), 30, {"learning_rate": 0.102}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "heavy ball diverging": Scene(
        ELLIPSE, FIVE, "momentum", (4, 3), 300, {"learning_rate": 0.2}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "nesterov diverging": Scene(
        ELLIPSE, FIVE, "nesterov", (4, 3), 300, {"learning_rate": 0.08}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "quartic blows up": Scene(
        "x^4 + y^4", FIVE, "sgd", (4, 4), 30, {"learning_rate": 1.0}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "far wall": Scene(
        "(x^2-1)^2 + 0.1y^2", TWO, "sgd", (0.3, 1), 30, {"learning_rate": 3.0}, Verdict.DIVERGED,
        "DIVERGENCE WINDOW_LEFT",
    ),
    "newton runs away": Scene(
        "sqrt(1+x^2) + y^2", FIVE, "newton", (1.5, 1), 30, {}, Verdict.DIVERGED, "DIVERGENCE WINDOW_LEFT"
    ),
    "too large to hold": Scene(
        "exp(x^2) + y^2", ((-30, 30), (-30, 30)), "sgd", (26, 1), 30, {"learning_rate": 1.0}, Verdict.DIVERGED,
        "DIVERGENCE",
    ),
    "slope": Scene("x + 2y", FIVE, "sgd", (0, 0), 300, {"learning_rate": 0.1}, Verdict.UNBOUNDED, "WINDOW_LEFT"),
    "off a saddle": Scene(
        "x^2 - y^2", FIVE, "sgd", (3, 0.1), 300, {"learning_rate": 0.1}, Verdict.UNBOUNDED, "WINDOW_LEFT"
    ),
    "down a cubic": Scene(
        "x^3 + y^2", FIVE, "sgd", (-1, 1), 300, {"learning_rate": 0.1}, Verdict.UNBOUNDED, "WINDOW_LEFT"
    ),
    "down an exponential": Scene(
        "-exp(x) + y^2", FIVE, "sgd", (0, 1), 300, {"learning_rate": 0.1}, Verdict.UNBOUNDED, "WINDOW_LEFT"
    ),
    "over a ridge and down": Scene(
        "x^3 - 3x + (y^2-1)^2", THREE, "momentum", (2.9, 0.9), 200, {"learning_rate": 0.01}, Verdict.UNBOUNDED,
        "OVERSHOOT BASIN_LEFT WINDOW_LEFT",
    ),
    "square root's end": Scene(
        "sqrt(x) + y^2", ((0, 5), (-5, 5)), "sgd", (1, 1), 300, {"learning_rate": 0.5}, Verdict.LEFT_DOMAIN,
        "DOMAIN_LEFT",
    ),
    "starts outside": Scene("log(x) + y^2", FIVE, "sgd", (-1, 1), 10, {}, Verdict.LEFT_DOMAIN, "DOMAIN_LEFT"),
    "minimum out of view": Scene("(x-8)^2 + y^2", FIVE, "sgd", (0, 1), 100, {"learning_rate": 0.1}, R, "WINDOW_LEFT"),
    # Stuck
    "on the ridge": Scene(
        DOUBLE, TWO, "sgd", (0, 1.5), 200, {"learning_rate": 0.1}, Verdict.SADDLE, "SADDLE_STALL"
    ),
    "monkey saddle": Scene(
        "x^3 - 3x y^2", TWO, "sgd", (1, 0), 300, {"learning_rate": 0.1}, Verdict.DEGENERATE, "DEGENERATE_STALL"
    ),
    "cubic's shelf": Scene(
        "x^3 + y^2", FIVE, "sgd", (1, 1), 300, {"learning_rate": 0.1}, Verdict.DEGENERATE, "DEGENERATE_STALL"
    ),
    "off a shelf": Scene(
        "x^3 + x^4 + y^2", TWO, "sgd", (-0.01, 1), 800, {"learning_rate": 0.1}, R, "DEGENERATE_STALL DEGENERATE_ESCAPE"
    ),
    "newton finds a saddle": Scene(HIMMELBLAU, FIVE, "newton", (0.2, 2.7), 20, {}, Verdict.SADDLE, "SADDLE_STALL"),
    "newton finds the top": Scene(HIMMELBLAU, FIVE, "newton", (-0.3, -1), 20, {}, Verdict.MAXIMUM, "MAXIMUM_STALL"),
    "on the top": Scene("-x^2 - y^2", FIVE, "sgd", (0, 0), 50, {}, Verdict.MAXIMUM, "MAXIMUM_STALL"),
    "on a saddle, briefly": Scene("x^2 - y^2", FIVE, "sgd", (0, 0), 5, {}, Verdict.SADDLE),
    "plateau": Scene(WELL, FIVE, "sgd", (3, 3), 300, {"learning_rate": 0.1}, Verdict.PLATEAU, "PLATEAU_STALL"),
    "easom": Scene(EASOM, TEN, "sgd", (-4, -4), 300, {"learning_rate": 0.1}, Verdict.PLATEAU, "PLATEAU_STALL"),
    "plateau, briefly": Scene(WELL, FIVE, "sgd", (4, 4), 5, {}, Verdict.PLATEAU),
    "slips off the ridge": Scene(
        DOUBLE, TWO, "sgd", (1e-6, 1.5), 200, {"learning_rate": 0.05}, R, "SADDLE_STALL SADDLE_ESCAPE"
    ),
    "slips off the top": Scene(
        HIMMELBLAU, FIVE, "sgd", (-0.270845, -0.923039), 50, {"learning_rate": 0.01}, R, "MAXIMUM_STALL MAXIMUM_ESCAPE"
    ),
    "slips off by momentum": Scene(
        "x^4/4 - x^2/2 + y^2/2", TWO, "momentum", (1e-5, 1.5), 300, {"learning_rate": 0.02}, R,
        "OVERSHOOT ASCENT SADDLE_STALL SADDLE_ESCAPE",
    ),
    # Trapped, and out of traps
    "tilted, wrong side": Scene(TILTED, TWO, "sgd", (1.5, 1), 200, {"learning_rate": 0.05}, Verdict.TRAPPED, "TRAP"),
    "camel": Scene(CAMEL, THREE, "sgd", (-1.8, 0.5), 300, {"learning_rate": 0.01}, Verdict.TRAPPED, "TRAP"),
    "rastrigin": Scene(RASTRIGIN, FIVE, "sgd", (3.3, -2.2), 300, {"learning_rate": 0.002}, Verdict.TRAPPED, "TRAP"),
    "styblinski-tang": Scene(STYBLINSKI, FIVE, "sgd", (1, 1), 200, {"learning_rate": 0.01}, Verdict.TRAPPED, "TRAP"),
    "ackley": Scene(ACKLEY, FIVE, "adam", (3, 2), 300, {}, Verdict.TRAPPED, "TRAP"),
    "three wells": Scene(THREE_WELLS, THREE, "sgd", (1.4, 1), 200, {"learning_rate": 0.1}, Verdict.TRAPPED, "TRAP"),
    "no pass between": Scene(
        "(x^2-1)^2 + (x^2 y - x - 1)^2 + 0.1x", THREE, "sgd", (1.2, 1.9), 400, {"learning_rate": 0.02},
        Verdict.TRAPPED, "TRAP",
    ),
    "rolls out": Scene(
        TILTED, TWO, "momentum", (1.9, 1), 300, {"learning_rate": 0.01}, R, "OVERSHOOT ASCENT BASIN_LEFT"
    ),
    "jumps out": Scene(TILTED, TWO, "sgd", (1.9, 1), 100, {"learning_rate": 0.15}, R, "BASIN_LEFT"),
    "rolls across": Scene(
        HIMMELBLAU, FIVE, "momentum", (0, 0), 300, {"learning_rate": 0.01}, R, "OVERSHOOT ASCENT BASIN_LEFT"
    ),
    "rolls in and on": Scene(
        WAVES, ((0, 14), (-5, 5)), "momentum", (-6, 1), 60, {"learning_rate": 0.05, "momentum": 0.97}, D,
        "OVERSHOOT ASCENT BASIN_ENTERED BASIN_LEFT",
    ),
}  # fmt: skip


@lru_cache(maxsize=256)
def diagnosed(name: str) -> Diagnosis:
    scene = SCENES[name]
    return run(scene.text, scene.window, scene.optimizer, scene.start, scene.steps, **scene.knobs)


def run(
    text: str,
    window: Window,
    optimizer: str,
    start: tuple[float, float],
    steps: int,
    schedule: np.ndarray | None = None,
    stop: Stop | None = None,
    **knobs: float,
) -> Diagnosis:
    surface = Surface(text, window=window)
    trajectory = descend(surface, optimizer, start, steps, schedule=schedule, stop=stop, **knobs)
    return diagnose(surface, optimizer, trajectory, knobs=knobs)
