"""Kinks: folds where the gradient jumps, so that it never fades and no rate is small enough."""

from gdviz.gallery.sources import JAMIL_YANG, MADE_HERE, SURJANOVIC, minima, mirrored
from gdviz.surface import Surface

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
