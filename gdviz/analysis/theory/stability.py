"""How large a rate may be near a minimum: the stability thresholds of the linear rules.

On a quadratic each eigen-direction of the Hessian, eigenvalue λ, is a linear recurrence of its own, a 2×2 matrix with
trace T and determinant D. Both roots of z² − Tz + D lie within the unit circle if and only if |D| < 1 and |T| < 1 + D
(Jury 1964, Theory and Application of the z-Transform Method); for positive rates the root at z = −1 gives way first:
1 + T + D > 0 is the threshold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gdviz.settings import Settings

Knobs = Mapping[str, float]


@dataclass(frozen=True)
class Law:
    """A rule's stability on a quadratic.

    product(knobs): the largest α·λ. latex: the threshold of the rate. source: where it is found or how it follows.
    """

    latex: str
    source: str
    product: Callable[[Knobs], float]


def _per(share: float) -> float:
    return 1 / share if share > 0 else float("inf")


LAWS: Mapping[str, Law] = {
    "sgd": Law(r"\frac{2}{\lambda}", "Nesterov 2018, §1.2.3", lambda _: 2.0),
    "momentum": Law(
        r"\frac{2(1+\beta)}{(1-\tau)\lambda}",
        "Polyak 1964; Goh 2017, Why Momentum Really Works, doi:10.23915/distill.00006",
        lambda knobs: 2 * (1 + knobs["momentum"]) * _per(1 - knobs["dampening"]),
    ),
    "nesterov": Law(
        r"\frac{2(1+\beta)}{(1+2\beta)\lambda}",
        "The matrix of PyTorch's form with Jury's criterion; Lessard, Recht & Packard 2016, arXiv:1408.3595, §4.5",
        lambda knobs: 2 * (1 + knobs["momentum"]) / (1 + 2 * knobs["momentum"]),
    ),
    "qhm": Law(
        r"\frac{2(1+\beta)}{(1+\beta(1-2\nu))\lambda}",
        "The matrix of the rule with Jury's criterion; Ma & Yarats 2019, arXiv:1810.06801, §4",
        lambda knobs: 2 * (1 + knobs["momentum"]) * _per(1 + knobs["momentum"] * (1 - 2 * knobs["nu"])),
    ),
}
"""Optimizer key → law, for the rules that are linear in θ and their memory."""


def _adams(knobs: Knobs) -> float:
    return 2 * (1 + knobs["beta1"]) * _per(1 - knobs["beta1"])


FROZEN: Mapping[str, Callable[[Knobs], float]] = {
    **dict.fromkeys(("adam", "adamw", "amsgrad", "adamax", "adabelief", "yogi"), _adams),
    "rmsprop": lambda knobs: 2 * (1 + knobs["momentum"]),
    "adagrad": lambda _: 2.0,
}
"""Optimizer key → what α·λ must stay below while the running scale is frozen, λ the largest eigenvalue of the Hessian
whose rows are divided by that scale (Cohen et al. 2022, arXiv:2207.14484). The rule scales its steps anew later on, so
this is where it begins to swing, and no rate that it cannot come back from."""


def frozen_product(key: str, settings: Settings) -> float | None:
    """What α·λ of the scaled Hessian must stay below while the scale hardly changes; None where no such law is known.

    Decay apart from the gradient (AdamW's w) takes its part: α(λ + w(1 + β₁)/(1 − β₁)) is what must stay below; this is
    the number on the right.
    """
    return FROZEN[key](settings.knobs) if key in FROZEN else None


def largest_product(key: str, settings: Settings) -> float | None:
    """What α·(λ + decay) must stay below for a rule to be stable where the curvature is λ; None without a law.

    key: the optimizer's. decay: settings.options.weight_decay_l2, which adds to every eigenvalue of the Hessian.
    """
    law = LAWS.get(key)
    return None if law is None else law.product(settings.knobs)


def rate_limit(key: str, settings: Settings, sharpness: float) -> float | None:
    """The rate α below which a rule is stable where the largest eigenvalue of the Hessian is `sharpness`.

    For a page or a sentence: `rate_limit(optimizer.key, run.settings, λ)`. None where theory has no such number: no law
    for this optimizer, or no curvature to be stable in (λ + decay ≤ 0). Raises nothing.
    """
    product, curvature = largest_product(key, settings), sharpness + settings.options.weight_decay_l2
    return None if product is None or not curvature > 0 else product / curvature
