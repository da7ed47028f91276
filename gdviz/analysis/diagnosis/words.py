"""What a diagnosis says: kinds of event, verdicts whose values are the sentences shown."""

from dataclasses import dataclass
from enum import Enum

from gdviz.numeral import count_word


class EventKind(Enum):
    """What may happen on a path; the value is the heading shown."""

    OVERSHOOT = "Overshoot"
    ZIGZAG = "Zigzag"
    CYCLE = "Cycle"
    ASCENT = "Climb"
    PLATEAU_STALL = "Stall on a plateau"
    SADDLE_STALL = "Stall at a saddle"
    SADDLE_ESCAPE = "Escape from a saddle"
    MAXIMUM_STALL = "Stall at a maximum"
    MAXIMUM_ESCAPE = "Escape from a maximum"
    DEGENERATE_STALL = "Stall at a degenerate point"
    DEGENERATE_ESCAPE = "Escape from a degenerate point"
    BASIN_LEFT = "Basin left"
    BASIN_ENTERED = "Basin entered"
    TRAP = "Trap"
    DIVERGENCE = "Divergence"
    DOMAIN_LEFT = "Domain left"
    WINDOW_LEFT = "Window left"
    CONVERGENCE = "Convergence"
    BURST = "Burst"
    NOISE = "Noise"


PHRASES = {
    EventKind.PLATEAU_STALL: "stalls on a plateau",
    EventKind.SADDLE_STALL: "stalls at a saddle",
    EventKind.SADDLE_ESCAPE: "escapes from the saddle",
    EventKind.MAXIMUM_STALL: "stalls at a maximum",
    EventKind.MAXIMUM_ESCAPE: "escapes from the maximum",
    EventKind.DEGENERATE_STALL: "stalls, nearly flat",
    EventKind.DEGENERATE_ESCAPE: "escapes the degenerate point",
    EventKind.BASIN_LEFT: "leaves its basin",
    EventKind.BASIN_ENTERED: "enters a basin",
    EventKind.DIVERGENCE: "diverges",
    EventKind.DOMAIN_LEFT: "leaves the domain",
    EventKind.WINDOW_LEFT: "leaves the window",
    EventKind.CONVERGENCE: "settles here",
    EventKind.NOISE: "moved about by noise",
}
"""What an event is called while it plays, where no number of the run belongs to it."""


class Verdict(Enum):
    """How a run ended; the value is the sentence shown."""

    REACHED = "Reached the global minimum."
    LOWEST_KNOWN = "Reached the lowest minimum known."
    TRAPPED = "Trapped in a local minimum."
    HOVERING = "Hovers near a minimum."
    SADDLE = "Stalled at a saddle."
    MAXIMUM = "Stalled at a maximum."
    DEGENERATE = "Stalled at a degenerate point."
    PLATEAU = "Stalled on a plateau."
    BORDER = "Stopped where pieces of f meet."
    HELD = "Held by weight decay."
    DESCENDING = "Still descending."
    CLIMBING = "Climbing."
    CYCLING = "Cycling."
    NOISY = "Kept moving by noise."
    DIVERGED = "Diverged."
    STUCK = "Stopped: there is no next step."
    LEFT_DOMAIN = "Left the domain."
    SATURATED = "Beyond the precision of the numbers."
    UNBOUNDED = "Unbounded below: there is no minimum to reach."


ARRIVED = frozenset({Verdict.REACHED, Verdict.LOWEST_KNOWN, Verdict.TRAPPED})
"""Verdicts of a run that came to rest at a minimum."""
LOWEST = frozenset({Verdict.REACHED, Verdict.LOWEST_KNOWN})
"""Verdicts of a run that came to rest at the lowest minimum there is, as far as known."""


@dataclass(frozen=True, repr=False)
class Event:
    """Something that happened at a step (from 1; the frame after it), up to step `until`, with its cause in numbers.

    phrase: the same in at most four words, to be read while the run moves on.
    """

    kind: EventKind
    step: int
    point: tuple[float, float]
    sentence: str
    until: int
    phrase: str = ""

    def __repr__(self) -> str:
        return f"<{self.kind.value} at step {self.step}: {self.sentence}>"


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What happened and how it ended.

    events by step; none on a smooth, well-tuned descent. arrival: the step from which the run stays at the minimum it
    reached, None if it reached none; it is a mark, but nothing that went wrong. sentence: the verdict with its cause.
    """

    events: tuple[Event, ...]
    verdict: Verdict
    sentence: str
    arrival: Event | None = None

    def __repr__(self) -> str:
        return f"<{self.sentence} {count_word(len(self.events), 'event')}.>"

    @property
    def marks(self) -> tuple[Event, ...]:
        """Events and arrival by step: what the next and previous buttons visit."""
        extra = (self.arrival,) if self.arrival else ()
        return tuple(sorted((*self.events, *extra), key=lambda event: event.step))


def steps_word(first: int, last: int) -> str:
    """ "Step 7", "Steps 7 and 8" or "Steps 7 to 31"."""
    if last <= first + 1:
        return f"Step {first}" if first == last else f"Steps {first} and {last}"
    return f"Steps {first} to {last}"
