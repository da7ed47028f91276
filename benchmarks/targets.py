"""Targets and what was measured: one line each, met or missed."""

from dataclasses import dataclass

from benchmarks.timing import table


@dataclass(frozen=True)
class Target:
    """A number, and the two bounds between which it should be."""

    what: str
    found: float
    low: float = 0.0
    high: float = float("inf")

    @property
    def met(self) -> bool:
        """Is it?"""
        return self.low <= self.found <= self.high

    @property
    def word(self) -> str:
        """Met or missed."""
        return "" if self.wanted == "no target" else "met" if self.met else "MISSED"

    @property
    def wanted(self) -> str:
        """The bounds in words."""
        if self.high == float("inf"):
            if self.low == 0.0:
                return "no target"
            return f"at least {self.low:g}"
        return f"at most {self.high:g}" if self.low == 0.0 else f"{self.low:g} to {self.high:g}"


def at_least(what: str, found: float, low: float) -> Target:
    """The larger the better."""
    return Target(what, found, low=low)


def at_most(what: str, found: float, high: float) -> Target:
    """The smaller the better."""
    return Target(what, found, high=high)


def shown(targets: list[Target]) -> str:
    """The table, and how many are met."""
    rows = [[t.what, f"{t.found:.3g}", t.wanted, t.word] for t in targets]
    words = [target.word for target in targets if target.word]
    return f"{table(['target', 'measured', 'wanted', ''], rows)}\n{words.count('met')} of {len(words)} met"
