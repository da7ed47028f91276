"""What may be done to the gradient before any rule sees it, in the rule's own language."""

from collections.abc import Mapping

from gdviz.rule.program import Program, program

OPTIONS: Mapping[str, str] = {
    "noise": "g = g + noise*xi",
    "clip_value": "g = min(max(g, -clip_value), clip_value)",
    "clip_norm": "g = min(1, clip_norm/(norm(g) + 1e-6))*g",
    "weight_decay_l2": "g = g + weight_decay_l2*theta",
}
"""In the order they are done. clip_norm is PyTorch's clip_grad_norm_, its 1e-6 included; xi is standard normal."""


SYMBOLS: Mapping[str, str] = {
    "noise": r"\sigma",
    "clip_value": r"c_{\max}",
    "clip_norm": r"c",
    "weight_decay_l2": r"\lambda_2",
}


def option_lines(names: frozenset[str]) -> Program | None:
    """The lines of these options as a program to run before a rule's, or None for none."""
    text = "\n".join(line for name, line in OPTIONS.items() if name in names)
    return program(f"{text}\ntheta = theta") if text else None
