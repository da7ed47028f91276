"""Saddles, plateaus, cliffs and kinks: surfaces whose gradient vanishes, explodes or jumps, so that methods fail."""

from math import log, pi

from gdviz.gallery.sources import JAMIL_YANG, MADE_HERE, SURJANOVIC, minima, mirrored
from gdviz.surface import Surface

TERRAIN: dict[str, Surface] = {
    "saddle": Surface(
        "x^2 - y^2",
        name="Saddle",
        window=((-2, 2), (-2, 2)),
        start=(-1.6, 0.001),
        source="textbook; see Dauphin et al. 2014, arXiv:1406.2572",
        shows="Down one way and up the other: methods linger at the flat centre before they find the way off.",
    ),
    "monkey_saddle": Surface(
        "x^3 - 3x y^2",
        name="Monkey saddle",
        window=((-2, 2), (-2, 2)),
        start=(1.5, 0.01),
        source="Hilbert & Cohn-Vossen 1952, Geometry and the Imagination, § 29",
        shows="Three ways down and a Hessian of zero in the middle: nothing at the centre tells a saddle from a plain.",
    ),
    "plateau": Surface(
        "1 - exp(-x^2/4 - y^2)",
        name="Plateau",
        window=((-5, 5), (-4, 4)),
        start=(-3.6, 1.3),
        minima=minima(0.0, (0.0, 0.0)),
        source=MADE_HERE + "; an inverted Gaussian",
        shows="Far from the well the slope vanishes: plain descent stands still where normalised steps walk on.",
    ),
    "cliff": Surface(
        "0.1y^2 - 0.5x + exp(12(x - 1))",
        name="Cliff",
        window=((-4, 2), (-3, 3)),
        start=(-3.2, 2.0),
        minima=minima((1 + log(24)) / 24 - 0.5, (1 - log(24) / 12, 0.0)),
        source=MADE_HERE + "; after Pascanu et al. 2013, arXiv:1211.5063",
        shows="A gentle slope ends at a wall: one step too far up it, and the gradient throws you out of the picture.",
    ),
    "easom": Surface(
        "-cos(x)cos(y)exp(-(x - pi)^2 - (y - pi)^2)",
        name="Easom",
        window=((-1, 7), (-1, 7)),
        start=(1.9, 4.4),
        minima=minima(-1.0, (pi, pi))
        + minima(
            -8.110223891570066e-05,
            (4.978189856741919, 4.978189856741919),
            (1.3049954504376675, 4.978189856741919),
            (4.978189856741919, 1.3049954504376675),
            (1.3049954504376675, 1.3049954504376675),
        ),
        source="Easom 1990; " + JAMIL_YANG,
        shows="A needle in a plain: the gradient is zero to many digits unless the start is already close.",
    ),
    "michalewicz": Surface(
        "-sin(x)sin(x^2/pi)^20 - sin(y)sin(2y^2/pi)^20",
        name="Michalewicz",
        window=((0, 3.1), (0, 3.1)),
        start=(1.7, 2.0),
        minima=minima(-1.8013034100985525, (2.2029055201726093, pi / 2)),
        source="Michalewicz 1992; " + JAMIL_YANG,
        shows="Narrow canyons cross in the deepest point, and between the canyons the ground is level.",
    ),
}

KINKS: dict[str, Surface] = {
    "folded": Surface(
        "|x| + 5|y|",
        name="Folded valley",
        window=((-3, 3), (-3, 3)),
        start=(-2.6, 1.3),
        minima=minima(0.0, (0.0, 0.0)),
        source=MADE_HERE + "; the weighted L1 norm",
        shows="As steep next to the minimum as far from it: a constant rate rattles for ever, a falling one lands.",
    ),
    "bukin6": Surface(
        # On the fold y = x²/100 the slope is infinite on both sides: 0 by the subgradient there.
        "100sqrt(|y - 0.01x^2|) + 0.01|x + 10|",
        name="Bukin 6",
        window=((-15, -5), (-3, 4)),
        start=(-7.0, 2.5),
        minima=minima(0.0, (-10.0, 1.0)),
        source=JAMIL_YANG,
        shows="A knife-edge fold whose slope grows without bound: every method is thrown from side to side.",
    ),
    "cross_in_tray": Surface(
        # Folded along both axes, where the slope of the tenth root jumps; smooth at the minima.
        "-0.0001(|sin(x)sin(y)exp(|100 - sqrt(x^2 + y^2)/pi|)| + 1)^0.1",
        name="Cross-in-tray",
        window=((-5, 5), (-5, 5)),
        start=(-0.6, 3.4),
        minima=mirrored(-2.062611870822737, 1.3494066171539107, 1.3494066171539107),
        source="Mishra 2006; " + SURJANOVIC,
        shows="A tray crossed by sharp ridges: four equal minima, and no way from one to the next.",
    ),
    "holder_table": Surface(
        # |1 − r/π| folds along the circle r = π, the sines along lines; smooth at the minima.
        "-|sin(x)cos(y)exp(|1 - sqrt(x^2 + y^2)/pi|)|",
        name="Hölder table",
        window=((-10, 10), (-10, 10)),
        start=(6.2, 7.9),
        minima=mirrored(-19.208502567886732, 8.055023475736563, 9.664590019241272),
        source="Mishra 2006; " + SURJANOVIC,
        shows="The four legs stand at the rim of this window, and each further cell outwards is deeper still.",
    ),
}
