"""Surfaces with many minima: the slope at a point says little about the surface as a whole."""

from gdviz.gallery.sources import JAMIL_YANG, SURJANOVIC, minima
from gdviz.surface import Surface

RIPPLES: dict[str, Surface] = {
    "rastrigin": Surface(
        "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)",
        name="Rastrigin",
        window=((-5.12, 5.12), (-5.12, 5.12)),
        start=(2.3, -1.7),
        minima=minima(0.0, (0.0, 0.0)),
        source="Rastrigin 1974; " + SURJANOVIC,
        shows="A regular egg-box in a bowl: small steps fall into the nearest hole, large ones see the bowl.",
    ),
    "ackley": Surface(
        "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi x) + cos(2pi y))/2) + e + 20",
        name="Ackley",
        window=((-5, 5), (-5, 5)),
        start=(3.4, 2.6),
        minima=minima(0.0, (0.0, 0.0)),
        source="Ackley 1987; " + SURJANOVIC,
        shows="A rippled plain round a funnel with a kink at its bottom: the slope does not fade near the goal.",
    ),
    "griewank": Surface(
        "1 + (x^2 + y^2)/4000 - cos(x)cos(y/sqrt(2))",
        name="Griewank",
        window=((-10, 10), (-10, 10)),
        start=(-8.0, 6.0),
        minima=minima(0.0, (0.0, 0.0)),
        source="Griewank 1981, doi:10.1007/BF00933356",
        shows="The bowl is there, but a thousand times weaker than the ripples on it.",
    ),
    "levy13": Surface(
        "sin(3pi x)^2 + (x - 1)^2 (1 + sin(3pi y)^2) + (y - 1)^2 (1 + sin(2pi y)^2)",
        name="Levy 13",
        window=((-1, 3), (-1, 3)),
        start=(-0.65, 2.7),
        minima=minima(0.0, (1.0, 1.0)),
        source="Lévy & Montalvo 1985; " + SURJANOVIC,
        shows="Ripples that run along one axis only near the goal: progress in y, traps in x.",
    ),
    "bohachevsky": Surface(
        "x^2 + 2y^2 - 0.3cos(3pi x) - 0.4cos(4pi y) + 0.7",
        name="Bohachevsky",
        window=((-2, 2), (-2, 2)),
        start=(-1.7, 1.3),
        minima=minima(0.0, (0.0, 0.0)),
        source="Bohachevsky et al. 1986, doi:10.1080/00401706.1986.10488128",
        shows="A bowl with dimples: a little momentum rolls over them, plain descent stops in the first.",
    ),
    "drop_wave": Surface(
        # The square root makes the gradient 0/0 at the minimum itself, though f is smooth there.
        "-(1 + cos(12sqrt(x^2 + y^2)))/(0.5(x^2 + y^2) + 2)",
        name="Drop wave",
        window=((-2, 2), (-2, 2)),
        start=(1.3, 0.9),
        minima=minima(-1.0, (0.0, 0.0)),
        source=SURJANOVIC,
        shows="Rings within rings: the trough you fall into is a circle, and along it nothing points inwards.",
    ),
    "schaffer2": Surface(
        "0.5 + (sin(x^2 - y^2)^2 - 0.5)/(1 + 0.001(x^2 + y^2))^2",
        name="Schaffer 2",
        window=((-4, 4), (-4, 4)),
        start=(2.4, -0.7),
        minima=minima(0.0, (0.0, 0.0)),
        source="Schaffer 1984; " + SURJANOVIC,
        shows="Four long troughs meet in the minimum: easy to enter, hardly any slope to follow inside.",
    ),
    "schaffer4": Surface(
        # |x² − y²| in the usual formula; sin is odd and cos even, so the bars change nothing but smoothness.
        "0.5 + (cos(sin(x^2 - y^2))^2 - 0.5)/(1 + 0.001(x^2 + y^2))^2",
        name="Schaffer 4",
        window=((-4, 4), (-4, 4)),
        start=(2.9, 1.6),
        minima=minima(
            0.29257863203598056,
            (0.0, 1.2531318314637332),
            (0.0, -1.2531318314637332),
            (1.2531318314637332, 0.0),
            (-1.2531318314637332, 0.0),
        ),
        source="Schaffer 1984; " + SURJANOVIC,
        shows="Rings of almost equal depth: the four best points win by the third decimal only.",
    ),
    "eggholder": Surface(
        "-(y + 47)sin(sqrt(|x/2 + y + 47|)) - x sin(sqrt(|x - (y + 47)|))",
        name="Eggholder",
        window=((-512, 512), (-512, 512)),
        start=(180.0, 230.0),
        minima=minima(-956.9182316246655, (482.3533104647884, 432.87899894548343)),
        source="Whitley et al. 1996; " + JAMIL_YANG,
        shows="Its famous −959.6407 lies on the edge, where descent walks out; marked is the deepest minimum inside.",
    ),
}
