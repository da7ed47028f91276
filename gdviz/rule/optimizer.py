"""The record of an optimizer: its equations, knobs, states and source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gdviz.knob import Knob, named_defaults, with_defaults
from gdviz.lazy import lazy_property
from gdviz.rule.latex import rule_latex
from gdviz.rule.program import Program, program


@dataclass(frozen=True, eq=False, repr=False)
class Optimizer:
    """One first-order optimizer, written once as the equations of a textbook.

    key: its name in links and tables. name: its name for people.
    rule: one assignment a line (see `gdviz.rule.program`); knobs: the letters of the rule that a person may turn;
    `learning_rate` is the base of `alpha`. remembers: state → sentence. begins: state → expression at the start
    (0 when absent). source: paper, then the library whose convention is followed. family: heading in the menu.
    torch: how torch.optim makes it, after the rate, if it has it: `Adam(betas=(beta1, beta2), eps=eps)`.
    """

    key: str
    name: str
    rule: str
    knobs: Mapping[str, Knob]
    remembers: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    family: str = ""
    note: str = ""
    torch: str = ""

    def __repr__(self) -> str:
        return named_defaults(self.name, self.knobs)

    @property
    def program(self) -> Program:
        """The rule, read and understood; raises ExpressionError when it cannot be."""
        return program(self.rule, tuple(sorted(self.begins.items())))

    @lazy_property
    def latex(self) -> tuple[str, ...]:
        """The rule as LaTeX, one aligned line (`left &= right`) for each line of text."""
        symbols = {name: knob.symbol for name, knob in self.knobs.items()}
        return rule_latex(self.program, symbols)

    def settings(self, **knobs: Any) -> dict[str, Any]:
        """All knobs with their values, defaults where none is given; TypeError for a knob this optimizer lacks."""
        return with_defaults(self.name, self.knobs, knobs)
