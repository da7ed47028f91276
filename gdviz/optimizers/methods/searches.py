"""The knobs and lines that every method with a strong Wolfe search shares."""

from gdviz.knob import Knob


def search_knobs(c2: float, learning_rate: float = 1.0) -> dict[str, Knob]:
    """First trial, descent and curvature constants; c2 is small for a nearly exact search, 0.9 for a loose one."""
    return {
        "learning_rate": Knob(
            learning_rate, 1e-4, 10.0, r"\alpha", "The multiple of the direction that is tried first.", log=True
        ),
        "c1": Knob(1e-4, 1e-6, 0.5, r"c_1", "The part of the promised descent that a step must keep.", log=True),
        "c2": Knob(c2, 1e-10, 0.999, r"c_2", "The part of the slope that may remain; near 0 is exact.", log=True),
    }


ARMIJO_LINE = r"f(\theta + a p) \le f(\theta) + c_1 a\, p^\top \nabla f(\theta)"
WOLFE_LINE = r"|p^\top \nabla f(\theta + a p)| \le c_2\, |p^\top \nabla f(\theta)|"
STEP_LINE = r"\theta \leftarrow \theta + a\, p"
