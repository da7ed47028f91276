"""Bowls and valleys: one minimum, and the ways in which even one can be hard to reach."""

from math import pi

from gdviz.gallery.sources import JAMIL_YANG, MADE_HERE, SURJANOVIC, minima
from gdviz.surface import Surface

TEXTBOOK = "textbook quadratic; see Goh 2017, Why Momentum Really Works"

VALLEYS: dict[str, Surface] = {
    "bowl": Surface(
        "(x^2 + y^2)/2",
        name="Round bowl",
        window=((-3, 3), (-3, 3)),
        start=(-2.4, 1.6),
        minima=minima(0.0, (0.0, 0.0)),
        source=TEXTBOOK,
        shows="Condition number 1: the gradient points straight at the minimum; a rate of 1 gets there in one step.",
    ),
    "bowl_10": Surface(
        "(x^2 + 10y^2)/2",
        name="Oval bowl (condition 10)",
        window=((-3, 3), (-3, 3)),
        start=(-2.6, 1.4),
        minima=minima(0.0, (0.0, 0.0)),
        source=TEXTBOOK,
        shows="Ten times steeper one way than the other: steps zigzag across while they creep along.",
    ),
    "bowl_100": Surface(
        "(x^2 + 100y^2)/2",
        name="Long bowl (condition 100)",
        window=((-3, 3), (-3, 3)),
        start=(-2.6, 0.7),
        minima=minima(0.0, (0.0, 0.0)),
        source=TEXTBOOK,
        shows="The steep way caps the rate at 2/100, so the flat way takes hundreds of steps: what momentum is for.",
    ),
    "tilted_bowl": Surface(
        "2.525x^2 + 4.95x y + 2.525y^2",
        name="Tilted bowl (condition 100)",
        window=((-3, 3), (-3, 3)),
        start=(-2.5, 1.4),
        minima=minima(0.0, (0.0, 0.0)),
        source=TEXTBOOK,
        shows="The long axis lies between the coordinates, so a rate for each coordinate cannot undo the stretching.",
    ),
    "ravine": Surface(
        "(x - pi)^2/20 + 5(y - sin(x))^2",
        name="Narrow ravine",
        window=((-4, 5), (-3, 3)),
        start=(-3.2, 2.0),
        minima=minima(0.0, (pi, 0.0)),
        source=MADE_HERE,
        shows="Walls everywhere and a floor that winds: a fast walker must keep turning.",
    ),
    "spiral_valley": Surface(
        "(x^2 + y^2)/10 + (y cos((x^2 + y^2)/2) - x sin((x^2 + y^2)/2))^2",
        name="Spiral valley",
        window=((-3, 3), (-3, 3)),
        start=(2.5, 0.4),
        minima=minima(0.0, (0.0, 0.0)),
        source=MADE_HERE,
        shows="The way down never points at the goal: following the floor means going round.",
    ),
    "rosenbrock": Surface(
        "(1 - x)^2 + 100(y - x^2)^2",
        name="Rosenbrock's banana",
        window=((-2, 2), (-1, 3)),
        start=(-1.2, 1.0),
        minima=minima(0.0, (1.0, 1.0)),
        source="Rosenbrock 1960, doi:10.1093/comjnl/3.3.175",
        shows="Finding the curved valley takes a step, following its almost flat floor takes thousands.",
    ),
    "beale": Surface(
        "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        name="Beale",
        window=((-4.5, 4.5), (-4.5, 4.5)),
        start=(1.0, 1.5),
        minima=minima(0.0, (3.0, 0.5)),
        source="Beale 1958; " + JAMIL_YANG,
        shows="A flat cross between steep corners: one rate is too large in the corners and too small in the cross.",
    ),
    "booth": Surface(
        "(x + 2y - 7)^2 + (2x + y - 5)^2",
        name="Booth",
        window=((-10, 10), (-10, 10)),
        start=(-8.0, -5.0),
        minima=minima(0.0, (1.0, 3.0)),
        source=JAMIL_YANG,
        shows="A tilted quadratic bowl, well behaved: every method should arrive, and the race is about how directly.",
    ),
    "matyas": Surface(
        "0.26(x^2 + y^2) - 0.48x y",
        name="Matyas",
        window=((-10, 10), (-10, 10)),
        start=(-3.0, 8.0),
        minima=minima(0.0, (0.0, 0.0)),
        source=JAMIL_YANG,
        shows="A trough along the diagonal: the fall into it is quick, the walk along it slow.",
    ),
    "zakharov": Surface(
        "x^2 + y^2 + (x/2 + y)^2 + (x/2 + y)^4",
        name="Zakharov",
        window=((-5, 5), (-5, 5)),
        start=(-4.0, -3.0),
        minima=minima(0.0, (0.0, 0.0)),
        source=SURJANOVIC,
        shows="Quartic walls round a quadratic floor: a rate that suits the floor is thrown back by the walls.",
    ),
}
