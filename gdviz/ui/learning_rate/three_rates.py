"""The three rates of the learning-rate page: one of them moved, and all three played anew."""

from gdviz.ui import session

PLAY = "play"


def moved(rates: tuple[float, ...], rate: float, place: int | None = None) -> tuple[float, ...]:
    """The three rates, ascending, with the one in this place (that which is nearest, if None) moved to a rate."""
    nearest = min(range(len(rates)), key=lambda k: abs(rates[k] - rate) / (rates[k] + rate))
    changed = list(rates)
    changed[nearest if place is None else place] = rate
    return tuple(sorted(changed))


def play(**changes: object) -> None:
    """Change the scene, and let what is shown then play from its start."""
    session.keep(**changes)
    memory = session.memory("rates")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = str(memory["count"])
