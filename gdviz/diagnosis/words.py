"""What a diagnosis says: kinds of event, verdicts whose values are the sentences shown, numbers as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class EventKind(Enum):
    """What may happen on a path; the value is the heading shown."""

    OVERSHOOT = "Overshoot"
    ZIGZAG = "Zigzag"
    CYCLE = "Cycle"
    ASCENT = "Climb"
    PLATEAU_STALL = "Stall on a plateau"
    SADDLE_STALL = "Stall at a saddle"
    SADDLE_ESCAPE = "Escape from a saddle"
    BASIN_LEFT = "Basin left"
    BASIN_ENTERED = "Basin entered"
    TRAP = "Trap"
    DIVERGENCE = "Divergence"
    DOMAIN_LEFT = "Domain left"
    WINDOW_LEFT = "Window left"
    CONVERGENCE = "Convergence"


class Verdict(Enum):
    """How a run ended; the value is the sentence shown."""

    REACHED = "Reached the global minimum."
    TRAPPED = "Trapped in a local minimum."
    SADDLE = "Stalled at a saddle."
    PLATEAU = "Stalled on a plateau."
    DESCENDING = "Still descending."
    CYCLING = "Cycling."
    DIVERGED = "Diverged."
    LEFT_DOMAIN = "Left the domain."
    UNBOUNDED = "Unbounded below: there is no minimum to reach."


ON_TOP = "Stalled at a maximum."


def headline(verdict: Verdict, sentence: str) -> str:
    """The verdict's sentence; a run may be held where all ways lead down, as its cause then says."""
    return ON_TOP if verdict is Verdict.SADDLE and " at the maximum (" in sentence else verdict.value


@dataclass(frozen=True)
class Event:
    """Something that happened at a step (from 1; the frame after it), up to step `until`, with its cause in numbers."""

    kind: EventKind
    step: int
    point: tuple[float, float]
    sentence: str
    until: int


@dataclass(frozen=True)
class Diagnosis:
    """What happened and how it ended.

    events by step; none on a smooth, well-tuned descent. arrival: the step from which the run stays at the minimum it
    reached, None if it reached none; it is a mark, but nothing that went wrong. sentence: the verdict with its cause.
    """

    events: tuple[Event, ...]
    verdict: Verdict
    sentence: str
    arrival: Event | None = None

    @property
    def marks(self) -> tuple[Event, ...]:
        """Events and arrival by step: what the next and previous buttons visit."""
        extra = (self.arrival,) if self.arrival else ()
        return tuple(sorted((*self.events, *extra), key=lambda event: event.step))


def say(value: float) -> str:
    """A number to four significant digits."""
    return f"{value:.4g}"


def place(point: Iterable[float]) -> str:
    """A point as (x, y), with what is nearly 0 as 0."""
    x, y = (float(k) for k in point)
    return f"({say(0.0 if abs(x) < 1e-9 else x)}, {say(0.0 if abs(y) < 1e-9 else y)})"


def steps_word(first: int, last: int) -> str:
    """ "Step 7" or "Steps 7 to 31"."""
    return f"Step {first}" if first == last else f"Steps {first} to {last}"
