"""Surfaces with several minima: start and step size decide where a run ends."""

from math import pi

from gdviz.gallery.sources import JAMIL_YANG, MADE_HERE, SURJANOVIC, minima
from gdviz.surface import Surface

BRANIN_VALUE = 0.39788735772973816
STYBLINSKI_LOW, STYBLINSKI_HIGH = -2.903534027771177, 2.746802770990837

WELLS: dict[str, Surface] = {
    "himmelblau": Surface(
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        name="Himmelblau",
        window=((-5, 5), (-5, 5)),
        start=(-0.6, -0.6),
        minima=minima(
            0.0,
            (3.0, 2.0),
            (3.5844283403304917, -1.8481265269644036),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
        ),
        source="Himmelblau 1972, Applied Nonlinear Programming",
        shows="Four valleys, all equally deep: where you start decides where you end.",
    ),
    "double_well": Surface(
        "(x^2 - 1)^2 + 0.3x + y^2",
        name="Double well",
        window=((-2, 2), (-2, 2)),
        start=(1.7, 1.2),
        minima=minima(-0.30542848374391596, (-1.0355787140888537, 0.0))
        + minima(0.29414648102826285, (0.9601495555191055, 0.0)),
        source="textbook; the landscape of Landau's theory of phase transitions",
        shows="The nearer well is the shallower one: only a walker with enough speed crosses the ridge.",
    ),
    "three_hump_camel": Surface(
        "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
        name="Three-hump camel",
        window=((-2.5, 2.5), (-2.5, 2.5)),
        start=(-2.2, -1.5),
        minima=minima(0.0, (0.0, 0.0))
        + minima(
            0.2986384422368598,
            (1.7475523458302888, -0.8737761729151444),
            (-1.7475523458302888, 0.8737761729151444),
        ),
        source=JAMIL_YANG,
        shows="Two shallow wells guard the deep one: settle early, and you stay outside.",
    ),
    "six_hump_camel": Surface(
        "(4 - 2.1x^2 + x^4/3)x^2 + x y + (4y^2 - 4)y^2",
        name="Six-hump camel",
        window=((-2, 2), (-1.2, 1.2)),
        start=(1.3, 1.0),
        minima=minima(
            -1.0316284534898774,
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
        )
        + minima(
            -0.21546382438371764,
            (1.703606714969981, -0.7960835686726251),
            (-1.703606714969981, 0.7960835686726251),
        )
        + minima(
            2.1042503103112584,
            (1.6071047529201972, 0.5686514548841314),
            (-1.6071047529201972, -0.5686514548841314),
        ),
        source="Dixon & Szegö 1978; " + JAMIL_YANG,
        shows="Six wells in three depths: a good map on which to compare basins.",
    ),
    "branin": Surface(
        "(y - 5.1x^2/(4pi^2) + 5x/pi - 6)^2 + 10(1 - 1/(8pi))cos(x) + 10",
        name="Branin",
        window=((-5, 10), (0, 15)),
        start=(5.5, 13.0),
        minima=minima(BRANIN_VALUE, (-pi, 12.275), (pi, 2.275), (3 * pi, 2.475)),
        source="Branin 1972; " + SURJANOVIC,
        shows="Three equal minima along one curved trough: small changes of rate change the winner.",
    ),
    "styblinski_tang": Surface(
        "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
        name="Styblinski–Tang",
        window=((-5, 5), (-5, 5)),
        start=(0.4, 0.9),
        minima=minima(-78.33233140754282, (STYBLINSKI_LOW, STYBLINSKI_LOW))
        + minima(-64.19561235905536, (STYBLINSKI_LOW, STYBLINSKI_HIGH), (STYBLINSKI_HIGH, STYBLINSKI_LOW))
        + minima(-50.05889331056788, (STYBLINSKI_HIGH, STYBLINSKI_HIGH)),
        source="Styblinski & Tang 1990, doi:10.1016/0893-6080(90)90029-K",
        shows="Four wells of unequal depth, each coordinate on its own: the slope at the start leads to the worst.",
    ),
    "goldstein_price": Surface(
        "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
        " (30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))",
        name="Goldstein–Price",
        window=((-2, 2), (-2, 2)),
        start=(-0.5, 0.3),
        minima=minima(3.0, (0.0, -1.0))
        + minima(30.0, (-0.6, -0.4))
        + minima(84.0, (1.8, 0.2))
        + minima(840.0, (1.2, 0.8)),
        source="Goldstein & Price 1971, doi:10.1090/S0025-5718-1971-0312365-X",
        shows="Values from 3 to a million: only a tiny rate survives, and only a map in log levels shows the wells.",
    ),
    "mccormick": Surface(
        "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
        name="McCormick",
        window=((-1.5, 4), (-3, 4)),
        start=(3.4, 3.2),
        minima=minima(-1.9132229549810364, (-0.5471975511965977, -1.5471975511965979))
        + minima(1.2283696986087569, (2.5943951023931957, 1.5943951023931955)),
        source="McCormick 1976; " + JAMIL_YANG,
        shows="A staircase of wells down the diagonal: the deepest in this window is not the last.",
    ),
    "peaks": Surface(
        "3(1 - x)^2 exp(-x^2 - (y + 1)^2) - 10(x/5 - x^3 - y^5)exp(-x^2 - y^2) - exp(-(x + 1)^2 - y^2)/3",
        name="Peaks",
        window=((-3, 3), (-3, 3)),
        start=(0.1, 1.1),
        minima=minima(-6.551133332835837, (0.22827892055636909, -1.6255349574999964))
        + minima(-3.04984940280026, (-1.3473962443682108, 0.20451886609700518))
        + minima(-0.06493586825552689, (0.2964455538468321, 0.32019624766683435)),
        source="MATLAB's peaks",
        shows="Hills and hollows on a plain: the walker that leaves the hills finds no slope at all.",
    ),
    "sharp_and_flat": Surface(
        "(x^2 + y^2)/20 - exp(-(x + 1.5)^2/2 - y^2/2) - 1.1exp(-12(x - 1.5)^2 - 12y^2)",
        name="Sharp and flat",
        window=((-3.5, 3.5), (-2.5, 2.5)),
        start=(1.9, 0.35),
        minima=minima(-0.9992454535983717, (1.4930545206738495, 0.0))
        + minima(-0.8977711037172474, (-1.3624592478443456, 0.0)),
        source=MADE_HERE + "; after Hochreiter & Schmidhuber 1997, Flat Minima",
        shows="A large rate, noise or SAM leaves the sharp minimum, the deeper one, and rests in the flat one.",
    ),
    "bird": Surface(
        "sin(y)exp((1 - cos(x))^2) + cos(x)exp((1 - sin(y))^2) + (x - y)^2",
        name="Mishra's bird",
        window=((-10, 0), (-6.5, 0)),
        start=(-6.5, -3.4),
        minima=minima(-106.76453674926468, (-3.1302468034546562, -1.5821421769300335))
        + minima(-48.40602343067036, (-9.367560379811968, -1.6280139077523077))
        + minima(1.4870191265420762, (-5.37766660833261, -5.617907679231666)),
        source="Mishra 2006, doi:10.2139/ssrn.926132; " + JAMIL_YANG,
        shows="Deep narrow wells in rolling country: most starts end in the wrong valley.",
    ),
}
