"""Why it happened, as signs on the map: critical points of a survey, events of a run, and a word for each verdict."""

from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis, Event, EventKind, Verdict
from gdviz.analysis.landscape import CriticalPoint, Survey
from gdviz.figures import style
from gdviz.figures.player_payload import Mark
from gdviz.numeral import coordinate
from gdviz.surface import Surface

EQUAL = 1e-9
"""Minima whose values differ by less than this share are equally deep."""
MOST_POINTS = 150
"""Critical points that one map shows without being covered by them."""
MOST_FLOOR = 80
"""Dots that show one valley floor."""
MOST_EVENTS = 12
"""Signs of events on one map, shared by the runs; each run may show two."""
IMPORTANCE = (
    EventKind.DIVERGENCE,
    EventKind.DOMAIN_LEFT,
    EventKind.TRAP,
    EventKind.CYCLE,
    EventKind.SADDLE_STALL,
    EventKind.MAXIMUM_STALL,
    EventKind.DEGENERATE_STALL,
    EventKind.PLATEAU_STALL,
    EventKind.SADDLE_ESCAPE,
    EventKind.MAXIMUM_ESCAPE,
    EventKind.DEGENERATE_ESCAPE,
    EventKind.BURST,
    EventKind.NOISE,
    EventKind.BASIN_LEFT,
    EventKind.ZIGZAG,
    EventKind.WINDOW_LEFT,
    EventKind.BASIN_ENTERED,
    EventKind.OVERSHOOT,
    EventKind.ASCENT,
    EventKind.CONVERGENCE,
)
WORDS: dict[Verdict, tuple[str, str, str]] = {
    Verdict.REACHED: ("global minimum", "good", "@good"),
    Verdict.LOWEST_KNOWN: ("lowest known minimum", "good", "@good"),
    Verdict.TRAPPED: ("trapped", "bad", "@" + style.ORANGE),
    Verdict.HOVERING: ("hovers near a minimum", "plain", "@" + style.GREEN),
    Verdict.DESCENDING: ("still descending", "plain", "@" + style.BLUE),
    Verdict.PLATEAU: ("on a plateau", "bad", "@muted"),
    Verdict.BORDER: ("where pieces meet", "bad", "@" + style.PURPLE),
    Verdict.HELD: ("held by weight decay", "plain", "@muted"),
    Verdict.NOISY: ("kept moving by noise", "plain", "@" + style.YELLOW),
    Verdict.SADDLE: ("at a saddle", "bad", "@" + style.PURPLE),
    Verdict.MAXIMUM: ("at a maximum", "bad", "@" + style.PURPLE),
    Verdict.DEGENERATE: ("at a degenerate point", "bad", "@" + style.PURPLE),
    Verdict.CYCLING: ("cycling", "bad", "@" + style.SKY),
    Verdict.CLIMBING: ("climbing", "bad", "@warn"),
    Verdict.DIVERGED: ("diverged", "bad", "@warn"),
    Verdict.STUCK: ("no next step", "bad", "@ink"),
    Verdict.LEFT_DOMAIN: ("left the domain", "bad", "@ink"),
    Verdict.SATURATED: ("beyond precision", "bad", "@ink"),
    Verdict.UNBOUNDED: ("unbounded below", "bad", "@ink"),
}
"""A word or two for each verdict, their tone, and its colour on charts; in the order of a legend."""


def deepest(survey: Survey, lowest: float | None = None) -> tuple[CriticalPoint, ...]:
    """The minima as deep as the deepest of the window; none if one outside (value `lowest`) or a floor is deeper."""
    minima = survey.minima
    least = min((v.value for v in survey.valleys if v.is_minimum), default=float("inf"))
    bound = min([least, *(m.value for m in minima), *([lowest] if lowest is not None else [])])
    return tuple(m for m in minima if m.value <= bound + EQUAL * max(1.0, abs(bound)))


def landscape_marks(survey: Survey, lowest: float | None = None) -> list[Mark]:
    """A sign for every critical point: floors first, so that the isolated points are drawn upon them."""
    stars = set(map(id, deepest(survey, lowest)))
    marks = []
    for floor in (valley for valley in survey.valleys if valley.is_minimum):
        stride = max(1, -(-len(floor.points) // MOST_FLOOR))
        marks += [Mark("floor", (float(x), float(y)), floor.sentence, floor.value) for x, y in floor.points[::stride]]
    for point in shown_points(survey):
        kind = "global" if id(point) in stars else str(point.kind)
        marks.append(Mark(kind, point.point, hover(point, kind), point.value))
    return marks


def shown_points(survey: Survey) -> tuple[CriticalPoint, ...]:
    """All critical points, or as many as the map has room for: of the minima, then of the others, those most apart."""
    points = survey.critical_points
    if len(points) <= MOST_POINTS:
        return points
    (left, right), (bottom, top) = survey.window
    places = np.array([p.point for p in points]) / (right - left, top - bottom)
    lowest = np.array([p.is_minimum for p in points])
    shown: list[int] = []
    for group in (np.flatnonzero(lowest), np.flatnonzero(~lowest)):
        shown += group[most_apart(places[group], MOST_POINTS - len(shown))].tolist()
    return tuple(points[k] for k in sorted(shown))


def most_apart(places: np.ndarray, count: int) -> list[int]:
    """Indices of `count` of some places (n, 2), each the farthest from those before it (Gonzalez 1985)."""
    chosen: list[int] = []
    distance = np.full(len(places), np.inf)
    for _ in range(min(count, len(places))):
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, np.hypot(*(places - places[chosen[-1]]).T))
    return chosen


def shown_of(survey: Survey) -> str:
    """How many of the critical points the map shows, as a sentence; empty where it shows all."""
    count = len(survey.critical_points)
    if count <= MOST_POINTS:
        return ""
    first = f"The map shows at most {MOST_POINTS} of {count:,} points at a time, the most apart"
    return f"{first}; in a wider or closer view it looks for others, and may miss some."


def hover(point: CriticalPoint, kind: str) -> str:
    """ "saddle (0.0867, 2.884) · f = 67.72 · curvatures −37.2 and 79.7"."""
    name = {"global": "lowest minimum", "degenerate": "degenerate point"}.get(kind, kind)
    x, y = point.point
    text = f"{name} ({number(x)}, {number(y)}) · f = {number(point.value)}"
    if point.kink:
        return f"{text} · a kink: no curvature"
    low, high = point.eigenvalues
    return f"{text} · curvatures {number(low)} and {number(high)}"


def event_marks(diagnoses: Mapping[str, Diagnosis]) -> list[Mark]:
    """A sign for the most important events of each run (id → diagnosis), by step; the arrival is one of them."""
    share = max(2, MOST_EVENTS // max(1, len(diagnoses)))
    return [
        Mark(
            "arrival" if event.kind is EventKind.CONVERGENCE else "event",
            event.point,
            event_words(event),
            None,
            event.step,
            run,
            event.phrase,
        )
        for run, diagnosis in diagnoses.items()
        for event in foremost(diagnosis.marks, share)
    ]


def foremost(events: Sequence[Event], count: int) -> list[Event]:
    """The `count` most important events, earlier ones first among equals, in the order of their steps."""
    ranked = sorted(events, key=lambda event: (IMPORTANCE.index(event.kind), event.step))
    return sorted(ranked[:count], key=lambda event: event.step)


def event_words(event: Event) -> str:
    """What the map says at an event."""
    return f"{event.kind.value}. {event.sentence}"


def number(value: float) -> str:
    """Six significant digits, rounding noise as 0."""
    return coordinate(value, 6, noise=1e-12)


def marks_of(surface: Surface, survey: Survey | None, diagnoses: Mapping[str, Diagnosis] | None = None) -> list[Mark]:
    """All signs of a map; without a survey the listed minima, of which the deepest are global."""
    lowest = deepest_known(surface)
    if survey is not None:
        return [*landscape_marks(survey, lowest), *event_marks(diagnoses or {})]
    marks = []
    for (x, y), value in ((minimum.point, minimum.value) for minimum in surface.minima):
        kind = "global" if value <= (lowest or 0.0) + EQUAL * (1 + abs(lowest or 0.0)) else "minimum"
        marks.append(Mark(kind, (x, y), f"f({number(x)}, {number(y)}) = {number(value)}", value))
    return marks


def fates(diagnoses: Mapping[str, Diagnosis]) -> dict[str, dict[str, str]]:
    """Id of a run → how it ended: word, tone and the sentence with the cause."""
    return {
        run: {"word": WORDS[one.verdict][0], "tone": WORDS[one.verdict][1], "sentence": one.sentence}
        for run, one in diagnoses.items()
    }


def deepest_known(surface: Surface) -> float | None:
    """The value of the deepest listed minimum; None where none is listed."""
    return min((minimum.value for minimum in surface.minima), default=None)
