"""The bounds of a scene's numbers, and the choices of its words; the first choice is the default."""

from gdviz.knob import Knob
from gdviz.settings import OPTIONS

MOST_RUNS = 8
STEPS = Knob(150, 1, 2000, "T", "How many steps every run takes.", log=True, integer=True)
SEED = Knob(0, 0, 999_999, "s", "The seed of the random start, and of the noise.", integer=True)
RATE = Knob(0.01, 1e-9, 1e6, "\\alpha", "A learning rate.", log=True)
MOST_STUDIED, MOST_RATES = 2, 3
ESCAPES = {
    "trials": Knob(100, 10, 500, "n", "Seeded trials of each way of escape.", integer=True),
    "spread": Knob(1, 0, 20, r"\sigma_0", "How far the starts are scattered, % of the window's diagonal."),
    "noise": Knob(0, 0, 1e4, r"\sigma", "Standard deviation of the noise; 0: the window's median slope."),
    "momentum": Knob(0.9, 0, 0.999, r"\beta", "Momentum of the run that rolls out."),
    "restarts": Knob(10, 2, 100, "k", "Starts that share the steps of one trial.", integer=True),
    "larger_rate": Knob(3, 1, 100, r"\times", "How many times larger the larger rate is."),
}
BASINS = ("auto", "which", "trapped")
"""What the colours of a map of basins mean: the minimum reached, or if it is a trap; auto: the first for few minima."""
TRIED = {name: Knob(0, 0, 1, "", "") for name in ("momentum", "beta1", "beta2", "rho")}
"""Knobs that the learning-rate page may vary beside the rate, in its own runs only."""
TOLERANCES = {
    "gradient": Knob(0, 0, 1e3, r"\lVert\nabla f\rVert", "Stop when the gradient is shorter than this; 0: never."),
    "step": Knob(0, 0, 1e3, r"\lVert\Delta\theta\rVert", "Stop when a step is shorter than this; 0: never."),
    "value": Knob(0, 0, 1e3, r"|\Delta f|", "Stop when the value changes by less than this; 0: never."),
}
VIEW: dict[str, tuple[str, ...]] = {  # the first choice is the default
    "levels": ("log", "quantile", "linear"),
    "arrows": ("on", "off"),
    "loss": ("value", "gradient"),
    "loss_log": ("on", "off"),
    "space": ("off", "on"),
    "speed": ("1", "0.1", "0.25", "0.5", "2", "4", "8", "16"),
    "loop": ("off", "on"),
    "pause": ("off", "on"),  # at events
    "step": ("made", "next"),  # the one that is taken apart at a frame
    "inside": ("off", *(str(style) for style in range(MOST_RUNS))),  # the style of the run that is looked into
}
OPTION_KNOBS = {name: option.knob for name, option in OPTIONS.items()}
LONGEST_TEXT = 2000
"""Far above the parser's limit, so that the parser refuses and nothing is cut silently."""
STYLE = Knob(0, 0, MOST_RUNS - 1, "", "Which colour and line.", integer=True)
FRAME = Knob(0, 0, STEPS.high, "t", "The step that is shown.", integer=True)
MOST_PARAMETERS, NARROWEST = 6, 1e-6
MOST_SNAPSHOTS, LONGEST_SNAPSHOTS = 8, 6000
"""Snapshots in a link, and the characters that all of them may take there: a link of 8 kB still travels by mail."""
