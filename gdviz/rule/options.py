"""Changes of the gradient before a rule uses it (noise, clipping, weight decay), as lines of the rule language."""

from gdviz.rule.program import Program, program
from gdviz.settings import OPTIONS


def option_lines(names: frozenset[str]) -> Program | None:
    """The lines of these options as a program to run before a rule's, or None for none."""
    text = "\n".join(option.line for name, option in OPTIONS.items() if name in names)
    return program(f"{text}\ntheta = theta") if text else None
