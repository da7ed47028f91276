"""The schedules, in menu order, with their knobs, formulas and sources."""

from gdviz.argument import Table
from gdviz.knob import Knob
from gdviz.schedule.schedule import Plateau, Schedule

TOTAL = Knob(0, 0, 10_000, "T", "Steps from beginning to end; 0: the whole run.", integer=True)
MIN_RATE = Knob(0.0, 0.0, 1.0, r"\eta", "The lowest rate.", log=True)


def count(default: int, symbol: str, help: str, low: int = 1) -> Knob:
    """A number of steps."""
    return Knob(default, low, 10_000, symbol, help, integer=True)


def part(default: float, symbol: str, help: str, low: float = 0.0) -> Knob:
    """A part of 1."""
    return Knob(default, low, 1.0, symbol, help)


CONSTANT = Schedule("constant", "Constant", {}, "rate = alpha", "no schedule", "The same rate all along.")
STEP = Schedule(
    "step",
    "Steps",
    {
        "step_size": count(50, "s", "Steps between two drops."),
        "gamma": part(0.5, r"\gamma", "A drop multiplies by it."),
    },
    "rate = alpha*gamma^floor(n/step_size)",
    "PyTorch StepLR",
    "Coarse first, fine later, in equal stairs.",
)
MULTI_STEP = Schedule(
    "multi_step",
    "Chosen steps",
    {
        "milestone1": count(60, "m_1", "The first drop, after so many steps; 0: none.", low=0),
        "milestone2": count(120, "m_2", "The second drop; 0: none.", low=0),
        "milestone3": count(160, "m_3", "The third drop; 0: none.", low=0),
        "gamma": part(0.2, r"\gamma", "A drop multiplies by it."),
    },
    """
    k = min(1, floor(n/milestone1)) + min(1, floor(n/milestone2)) + min(1, floor(n/milestone3))
    rate = alpha*gamma^k
    """,
    "PyTorch MultiStepLR",
    "The stairs of the image networks of the 2010s.",
)
EXPONENTIAL = Schedule(
    "exponential",
    "Exponential",
    {"gamma": part(0.98, r"\gamma", "Every step multiplies by it.")},
    "rate = alpha*gamma^n",
    "PyTorch ExponentialLR",
    "All the way it can ever go is α γⁿ summed: too small a γ stops short of the minimum.",
)
POLYNOMIAL = Schedule(
    "polynomial",
    "Polynomial",
    {"total": TOTAL, "power": Knob(1.0, 0.1, 5.0, "p", "1 is a straight line; more falls earlier.")},
    "rate = alpha*(1 - min(n, total)/total)^power",
    "PyTorch PolynomialLR",
    "Reaches zero exactly at the end.",
)
LINEAR = Schedule(
    "linear",
    "Linear",
    {
        "start_factor": part(1.0, "a", "The part of the rate at the beginning.", low=1e-3),
        "end_factor": part(0.1, "b", "The part of the rate at the end."),
        "total": TOTAL,
    },
    "rate = alpha*(start_factor + (end_factor - start_factor)*min(n, total)/total)",
    "PyTorch LinearLR",
    "A straight line between two rates.",
)
COSINE = Schedule(
    "cosine",
    "Cosine",
    {"total": TOTAL, "min_rate": MIN_RATE},
    "rate = min_rate + (alpha - min_rate)*(1 + cos(pi*n/total))/2",
    "PyTorch CosineAnnealingLR; Loshchilov & Hutter 2017, arXiv:1608.03983",
    "Stays high for long, then lands softly; after T steps it rises again.",
)
COSINE_RESTARTS = Schedule(
    "cosine_restarts",
    "Cosine with restarts",
    {
        "period": count(50, "T_0", "Steps of the first period."),
        "period_factor": Knob(1, 1, 5, "m", "Each period is so many times longer than the last.", integer=True),
        "min_rate": MIN_RATE,
    },
    """
    z = 1 + (period_factor - 1)*(n + 1/2)/period
    i = where(period_factor > 1, floor(log(z)/log(period_factor)), floor(n/period))
    first = where(period_factor > 1, period*(period_factor^i - 1)/(period_factor - 1), period*i)
    rate = min_rate + (alpha - min_rate)*(1 + cos(pi*(n - first)/(period*period_factor^i)))/2
    """,
    "PyTorch CosineAnnealingWarmRestarts; Loshchilov & Hutter 2017, arXiv:1608.03983",
    "Each restart can throw the point out of a shallow basin.",
)
ONE_CYCLE = Schedule(
    "one_cycle",
    "One cycle",
    {
        "total": TOTAL,
        "pct_start": part(0.3, "r", "The part of the run that climbs."),
        "div_factor": Knob(25.0, 1.0, 1000.0, "d", "The first rate is the highest divided by this.", log=True),
        "final_div_factor": Knob(1e4, 1.0, 1e6, "e", "The last rate is the first divided by this.", log=True),
        "linear": Knob(0, 0, 1, "s", "0: cosine flanks; 1: straight ones.", integer=True),
    },
    """
    p = pct_start*total - 1
    u = where(n < p, n/p, where(n <= p, 1, where(n < total - 1, (total - 1 - n)/(total - 1 - max(p, 0)), 0)))
    h = where(linear > 0, u, (1 - cos(pi*u))/2)
    low = where(n <= p, alpha/div_factor, alpha/(div_factor*final_div_factor))
    rate = low + (alpha - low)*h
    """,
    "PyTorch OneCycleLR; Smith & Topin 2018, arXiv:1708.07120",
    "The rate is the peak. Only the rate cycles here; PyTorch's also turns the momentum, unless told not to.",
)
CYCLIC = Schedule(
    "cyclic",
    "Cyclic (triangular)",
    {
        "step_size_up": count(25, "u", "Steps of climbing."),
        "step_size_down": count(25, "d", "Steps of falling."),
        "low_factor": part(0.1, "b", "The lowest rate, as a part of the highest."),
    },
    """
    k = n - (step_size_up + step_size_down)*floor(n/(step_size_up + step_size_down))
    h = where(k < step_size_up, k/step_size_up, 1 - (k - step_size_up)/step_size_down)
    rate = low_factor*alpha + (alpha - low_factor*alpha)*h
    """,
    "PyTorch CyclicLR (triangular); Smith 2017, arXiv:1506.01186",
    "The rate is the peak (PyTorch's max_lr); up and down for ever.",
)
REDUCE_ON_PLATEAU = Schedule(
    "reduce_on_plateau",
    "Reduce on plateau",
    {
        "factor": Knob(0.1, 0.01, 0.99, r"\gamma", "A reduction multiplies the rate by it."),
        "patience": count(10, "p", "So many steps without improvement are borne.", low=0),
        "threshold": Knob(
            1e-4, 0.0, 0.5, r"\delta", "An improvement is at least this part of the best loss.", log=True
        ),
        "cooldown": count(0, "c", "Steps after a reduction in which nothing is counted.", low=0),
        "min_rate": MIN_RATE,
    },
    "",
    "PyTorch ReduceLROnPlateau (mode min, relative threshold)",
    "Listens to the loss. The threshold is relative: below zero, any loss near the best counts as better.",
    Plateau,
    (
        r"\text{better: } f < (1 - \delta)\, f_{\text{best}}",
        r"\alpha_{t+1} = \max(\gamma\, \alpha_t, \eta) \text{ after more than } p \text{ steps that were no better}",
    ),
)
INVERSE_SQRT = Schedule(
    "inverse_sqrt",
    "Inverse square root",
    {"peak": count(20, "w", "The step at which the rate is highest.")},
    "rate = alpha*min((n + 1)/peak, sqrt(peak/(n + 1)))",
    "Vaswani et al. 2017, arXiv:1706.03762, §5.3, with its peak at α (PyTorch LambdaLR)",
    "Falls slowly enough to reach any distance, fast enough to calm the noise.",
)

TABLE = (
    *(CONSTANT, STEP, MULTI_STEP, EXPONENTIAL, POLYNOMIAL, LINEAR, COSINE, COSINE_RESTARTS),
    *(ONE_CYCLE, CYCLIC, REDUCE_ON_PLATEAU, INVERSE_SQRT),
)
SCHEDULES = Table("schedule", {schedule.key: schedule for schedule in TABLE})
