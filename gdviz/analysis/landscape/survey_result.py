"""What a survey of a window says: the points, their count, and what is known about the completeness of the list."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from gdviz.analysis.landscape.critical import CriticalPoint, Kind
from gdviz.analysis.landscape.valley import Valley, number
from gdviz.numeral import coordinate, count_word
from gdviz.window import Window

NAMED = 3  # valleys, and places where f falls without bound, that the sentence describes


class Certificate(Enum):
    """What is known about the list of critical points; the value is the sentence shown."""

    PROVED = "Certified: interval arithmetic proves that there is no other critical point in the window."
    APART = (
        "Certified: interval arithmetic proves that there is no other critical point in the window, except perhaps "
        "within a hundredth of it from a degenerate point or a point without gradient."
    )
    COUNTED = (
        "Certified by counting: the gradient turns as often along the window's edge, and round every cell of a fine "
        "grid, as the points found require; only a pair that cancels within one cell could be missing."
    )
    NONE = "Possibly incomplete"


@dataclass(frozen=True, eq=False, repr=False)
class Survey:
    """The critical points of a surface in a window.

    critical_points: the isolated ones, minima first, each kind by value. valleys: the others, in connected sets.
    global_minimum: the lowest minimum found inside (a point of a valley, if that is lowest); None if there is none.
    winding: turns of ∇f along the window's edge, None if it vanishes or is undefined there. index_sum: what the points
    found add up to, None if an index is unknown. lowest_edge: lowest sampled point of the edge with its value.
    poles: where f falls without bound, one point of each connected set; falls: the same in words.
    doubts: why the list may be incomplete, as sentences; empty when certified.
    """

    window: Window
    critical_points: tuple[CriticalPoint, ...]
    valleys: tuple[Valley, ...]
    global_minimum: CriticalPoint | None
    winding: int | None
    index_sum: int | None
    lowest_edge: tuple[tuple[float, float], float]
    poles: tuple[tuple[float, float], ...]
    falls: tuple[str, ...] = ()
    certificate: Certificate = Certificate.NONE
    doubts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        complete = "certified" if self.certified else "possibly incomplete"
        sets = f", {len(self.valleys)} connected" if self.valleys else ""
        return f"<Survey: {counted(self.critical_points)}{sets}, {complete}>"

    @property
    def certified(self) -> bool:
        return self.certificate is not Certificate.NONE

    @property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The isolated minima, deepest first."""
        return tuple(sorted((p for p in self.critical_points if p.is_minimum), key=lambda p: p.value))

    @property
    def sentence(self) -> str:
        """What was found and what is known of its completeness."""
        text = f"{counted(self.critical_points)}."
        for floor in self.valleys[:NAMED]:
            text += f" {floor.sentence}"
        if len(self.valleys) > NAMED:
            text += f" There are {len(self.valleys) - NAMED} more such sets of critical points."
        best, (place, height) = self.global_minimum, self.lowest_edge
        near = f"{coordinate(height, 6, noise=1e-15)} near ({number(place[0])}, {number(place[1])})"
        if best is None and not self.valleys and not self.falls and math.isfinite(height):
            text += f" On the window's edge f goes down to {near}."
        elif best is not None and height < best.value - 1e-9 * max(1.0, abs(best.value)):
            text += f" On the window's edge f is lower still: {near}."
        if self.falls:
            text += f" {falling(self.falls)}"
        if self.certified:
            return f"{text} {self.certificate.value}"
        return f"{text} {self.certificate.value}: {'; '.join(self.doubts)}."


def counted(points: tuple[CriticalPoint, ...]) -> str:
    """ "4 minima, 4 saddles and 1 maximum"."""
    plurals = {Kind.MINIMUM: "minima", Kind.SADDLE: "saddles", Kind.MAXIMUM: "maxima"}
    count = Counter(p.kind for p in points)
    words = [f"{count[kind]} {plural if count[kind] != 1 else kind}" for kind, plural in plurals.items() if count[kind]]
    if count[Kind.DEGENERATE]:
        words.append(count_word(count[Kind.DEGENERATE], "degenerate critical point"))
    if not words:
        return "No isolated critical point in the window"
    return listed(words)


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b" or "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def falling(words: tuple[str, ...]) -> str:
    """ "f falls without bound along x = 0, along y = 0 and in 2 more places."."""
    more = len(words) - NAMED
    rest = [f"in {count_word(more, 'more place')}"] if more > 0 else []
    return f"f falls without bound {listed([*words[:NAMED], *rest])}."
