"""Named phenomena: scenes in which what the name says happens, each with one sentence."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qs

from gdviz.analysis.diagnosis import EventKind, Verdict
from gdviz.scene.scene import Arrival, Scene


@dataclass(frozen=True)
class Phenomenon:
    """A name, a sentence, and a scene; shows: what its runs do, each by its style.

    query: that of a link, signs and spaces as they are typed.
    """

    name: str
    sentence: str
    query: str
    shows: tuple[tuple[int, EventKind | Verdict], ...]

    @property
    def scene(self) -> Scene:
        """The scene that the query names."""
        return _read(self.query).scene

    @property
    def notices(self) -> tuple[str, ...]:
        """What of the query could not be read."""
        return _read(self.query).notices

    def shown_by(self, scene: Scene) -> Scene:
        """This scene with surface, start, window, steps and runs of the phenomenon; the view stays."""
        return replace(scene, frame=None, **{name: getattr(self.scene, name) for name in FIELDS})


FIELDS = ("surface", "text", "parameters", "window", "start", "steps", "stop", "runs")
_WELLS = "f=x^4 - 2x^2 + 0.3x&window=-1.9~1.9~-2~2&start=1.6~0"
_BOWL = "f=x^2 + 10y^2&window=-4~4~-3~3&start=3~2"
_SADDLE = "f=(x^2 - y^2)/2 + y^4/8&window=-3~3~-3~3"
_GD = "run=sgd~learning_rate~"

_PHENOMENA = (
    Phenomenon("Overshoot", "What it remembers carries it past the lowest point, and it climbs the other side.",
               "f=x^2&start=-3~0&steps=80&run=momentum~learning_rate~0.02", ((0, EventKind.OVERSHOOT),)),
    Phenomenon("Zigzag", "The rate suits the gentle direction; across the valley every step lands on the other side.",
               f"{_BOWL}&steps=60&{_GD}0.095", ((0, EventKind.ZIGZAG),)),
    Phenomenon("Crawl", "A rate far too small is safe and slow: beside it, ninety times the rate arrives.",
               f"{_BOWL}&steps=100&{_GD}0.001&{_GD}0.09~style~2", ((0, Verdict.DESCENDING), (2, Verdict.REACHED))),
    Phenomenon("Divergence", "A rate above 2/λ: every step lands further out than the last.",
               f"f=x^2&start=-1~0&steps=60&{_GD}1.1", ((0, Verdict.DIVERGED),)),
    Phenomenon("The limit 2/λ", "At exactly 2/λ the steep direction neither shrinks nor grows: y flips for ever.",
               f"{_BOWL}&steps=100&{_GD}0.1", ((0, Verdict.CYCLING),)),
    Phenomenon("Trapped", "It rolls into the nearer minimum and stays, though the other one is deeper.",
               f"{_WELLS}&steps=100&{_GD}0.02", ((0, Verdict.TRAPPED),)),
    Phenomenon("Carried out of a trap", "From the same start momentum crosses the hill; at another rate it may not.",
               f"{_WELLS}&steps=200&{_GD}0.02&run=momentum~learning_rate~0.02~style~1",
               ((0, Verdict.TRAPPED), (1, Verdict.LOWEST_KNOWN))),
    Phenomenon("Plateau", "Far out there is hardly a slope to follow; Adam steps by its rate however small the slope.",
               f"f=-exp(-(x^2 + y^2)/2)&start=4~4&steps=100&{_GD}0.1&run=adam~learning_rate~0.1~style~3",
               ((0, Verdict.PLATEAU), (3, EventKind.OVERSHOOT))),
    Phenomenon("Saddle", "It stalls where the ground is level, until a hundred-millionth has grown to a step.",
               f"{_SADDLE}&start=2~0.00000001&steps=300&{_GD}0.1",
               ((0, EventKind.SADDLE_STALL), (0, EventKind.SADDLE_ESCAPE))),
    Phenomenon("Newton on a saddle", "Newton's method looks for a level place, and takes a saddle for one.",
               f"{_SADDLE}&start=2~0.5&steps=30&run=newton&{_GD}0.1~style~1", ((0, Verdict.SADDLE),)),
    Phenomenon("Cliff", "One step on the steep wall throws it away; with its gradients clipped it stays.",
               f"surface=rosenbrock&start=-1.2~1&steps=200&{_GD}0.01&{_GD}0.02~clip_norm~1~style~2",
               ((0, Verdict.DIVERGED), (2, Verdict.DESCENDING))),
    Phenomenon("Limit cycle", "Steps of one size cannot end at the minimum: they go to and fro across it.",
               "f=x^2/2&start=1~0&window=-1.5~1.5~-1~1&steps=40&run=sign_sgd~learning_rate~0.3",
               ((0, Verdict.CYCLING),)),
    Phenomenon("Noise ball", "With noise in its gradients a constant rate never settles: it wanders about the minimum.",
               f"f=(x^2 + y^2)/2&start=-4~3&steps=400&{_GD}0.1~noise~1", ((0, Verdict.NOISY),)),
    Phenomenon("Ravine with momentum", "Tuned momentum goes along the valley while gradient descent goes across it.",
               f"f=(x^2 + 100y^2)/2&window=-12~4~-4~4&start=-10~1&steps=150&{_GD}0.0198"
               "&run=momentum~learning_rate~0.033~momentum~0.6694~style~1",
               ((0, Verdict.DESCENDING), (1, Verdict.REACHED))),
    Phenomenon("Edge of stability", "Too sharp a minimum does not hold it: it bounces on until λ is just below 2/α.",
               f"f=(1 - x^2 y^2)^2/4&window=-0.5~3~-0.5~2&start=2.5~0.45&steps=1000&{_GD}0.25",
               ((0, EventKind.ZIGZAG), (0, Verdict.REACHED))),
    Phenomenon("Adam's first step", "A slope of 6000 or of 0.004: the first step is as long as the rate in both.",
               "f=1000x^2 + 0.001y^2&start=3~2&steps=60&run=adam~learning_rate~0.1", ((0, EventKind.OVERSHOOT),)),
    Phenomenon("Not the same minimum", "A whole line is lowest, and each method has its own point of it.",
               f"f=(2x + y - 1)^2/2&window=-1~1.5~-1~1.5&start=0~0&steps=200&{_GD}0.05"
               "&run=adam~learning_rate~0.02~style~3", ((0, Verdict.REACHED), (3, Verdict.REACHED))),
    Phenomenon("No bottom", "Along y the surface falls for ever: there is no minimum to reach.",
               f"f=x^2 - y^2&start=2~0.01&steps=150&{_GD}0.05", ((0, Verdict.UNBOUNDED),)),
)  # fmt: skip
PHENOMENA: dict[str, Phenomenon] = {one.name: one for one in _PHENOMENA}
"""In menu order."""


def phenomenon_of(scene: Scene) -> Phenomenon | None:
    """The phenomenon that a scene shows as it is defined; None once anything but the view was changed."""
    return next((one for one in _PHENOMENA if one.shown_by(scene) == replace(scene, frame=None)), None)


@lru_cache(maxsize=len(_PHENOMENA))
def _read(query: str) -> Arrival:
    return Scene.from_query(parse_qs(query.replace("+", "%2B")))
