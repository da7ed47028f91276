"""The runs whose exported programs are tested and recorded: every rule, options, schedules, typed rules, formulas."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gdviz import export
from gdviz.descent import Stop, descend
from gdviz.export.recipe import Recipe, recipe_of
from gdviz.optimizers import OPTIMIZERS, RULES, Method, Optimizer
from gdviz.rule import custom_optimizer
from gdviz.schedule import SCHEDULES
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

STEPS = 60
WELLS = Surface("(x^2 + y - 11)^2/30 + (x + y^2 - 7)^2/30", start=(0.3, 1.1))
LETTERS = Surface(
    "lambda x^2/2 + (y - b)^2/3 + softplus(x y)/4 + sin(2x) cos(y)/5 + 0.1234567890123",
    parameters={"lambda": 0.7, "b": -1.25},
    start=(1.3, 0.4),
)
WEIGHTS = Surface("f(w, b) = (w - 1)^2/sqrt(1 + (w - 1)^2) + tanh(b - w)^2 + |b - 1|^3/3", start=(-1.1, 0.8))
SURFACES = {"wells": WELLS, "letters": LETTERS, "weights": WEIGHTS}

OPTIONS: Mapping[str, Mapping[str, float]] = {
    "noisy": {"noise": 0.3, "seed": 5},
    "clipped": {"clip_norm": 0.9, "clip_value": 0.7},
    "all": {"noise": 0.1, "clip_norm": 0.9, "clip_value": 0.7, "weight_decay_l2": 0.05, "seed": 2},
}
WARM = {"warm_up": 7, "warm_up_start": 0.25}
PLANS: Mapping[str, Any] = {
    **{key: (key, {}) for key in SCHEDULES},
    **{f"{key} warm": (key, WARM) for key in SCHEDULES},
    "cosine_restarts longer": ("cosine_restarts", {"period": 8, "period_factor": 2, "min_rate": 0.01}),
    "one_cycle straight": ("one_cycle", {"linear": 1, "pct_start": 0.4}),
    "one_cycle short": ("one_cycle", {"total": 30}),
    "cyclic uneven": ("cyclic", {"step_size_up": 6, "step_size_down": 11, "low_factor": 0.2}),
    "multi_step unsorted": ("multi_step", {"milestone1": 40, "milestone2": 12, "milestone3": 0, "gamma": 0.5}),
    "plateau busy": ("reduce_on_plateau", {"factor": 0.5, "patience": 1, "threshold": 0.05, "cooldown": 2}),
    "plateau busy warm": ("reduce_on_plateau", {"factor": 0.5, "patience": 1, "threshold": 0.05, **WARM}),
    "rates": [0.02 + 0.001 * n for n in range(STEPS)],
}
TYPED = {
    "hard words": custom_optimizer(
        "np = beta*np + (1 - beta)*g\nlambda = max(min(lambda, 3, t), 0.1)\n"
        "path = where(norm(np) > 1, np/norm(np), np)\nprint = sum(abs(path)) + sqrt(lambda)*0\n"
        "theta = theta - alpha*path*where(print < 2, 1, 1/2) - 0*where(g < 0, g, 1)*dot(g, np)*exp(-t)"
    ),
    "newton-like": custom_optimizer(
        "H = hess(theta)\nd = solve(H, g)\ndown = dot(d, g)\np = where(down > 0, d, g)\n"
        "noise = value(theta - p) < f\ntheta = theta - alpha*p*1".replace("noise = value(theta - p) < f\n", "")
    ),
    "looking": custom_optimizer(
        "h = grad(theta - alpha*m)\nm = mu*m + h\ntheta = theta - alpha*min(max(m, -2), 2)*log(1 + t)/t"
    ),
    "infinite": custom_optimizer("k = 1/(t - 1)\ns = min(k, 2)\ntheta = theta - alpha*s*g*k^0"),
}
FORMULAS = (
    "cbrt(x - 2) + x^2/9 + atan2(y, x + 9)^2 + hypot(x, y, )".replace(", )", ")"),
    "log(x^2 + 1) + log2(y^2 + 1)/3 + log10(x^2 + y^2 + 1) + exp(-x^2 - y^2) + 2^(x/4) + e^(y/5)",
    "sinh(x)/9 + cosh(y)/9 + asinh(x y) + sech(x) + sigmoid(x) + relu(y) + min(x^2, y^2, 4) + sec(x/9) + cot(y + 4)/99",
    "acos(x/9) + asin(y/9) + atan x + atanh(y/9) + acosh(x^2 + 2) + floor(x)/9 + sign(y)/9 + ceil(y) + (x^2 + y^2)^1.5",
    "coth(x + 9) + csch(y + 9) + csc(x + 20) + tan(x/9) + x^3 y^-2/50 + (x^2 + 1)^-0.5 + y^2/3 + pi x^2/7 + 1e-3 x",
)


class Case(NamedTuple):
    """One run: what is exported and what is descended are the same words."""

    surface: Surface
    optimizer: Optimizer | Method
    start: tuple[float, float] | None = None
    steps: int = STEPS
    knobs: Mapping[str, float] = {}
    options: Mapping[str, float] = {}
    schedule: Any = None
    url: str | None = None
    stop: Stop | None = None


def numpy_code(*case: Any, **more: Any) -> str:
    """The program in NumPy of a case, given as `Case` is."""
    return export.numpy_code(_recipe(Case(*case, **more)))


def pytorch_code(*case: Any, **more: Any) -> str:
    """The program in PyTorch of a case, given as `Case` is."""
    return export.pytorch_code(_recipe(Case(*case, **more)))


def _recipe(case: Case) -> Recipe:
    surface, optimizer, start, steps, knobs, options, schedule, url, stop = case
    changes = {**options, **knobs} | ({} if schedule is None else {"schedule": schedule})
    return recipe_of(surface, optimizer, start, steps, url=url, stop=stop, **changes)


def described(case: Case) -> Trajectory:
    """The run itself."""
    surface, optimizer, start, steps, knobs, options, schedule, _, stop = case
    changes: dict[str, Any] = dict(options)
    return descend(surface, optimizer, start, steps, schedule=schedule, stop=stop, **changes, **knobs)


def rule(key: str) -> Optimizer:
    found = OPTIMIZERS[key]
    assert isinstance(found, Optimizer)
    return found


CASES: dict[str, Case] = {
    **{f"{one.key} on {name}": Case(surface, one) for one in RULES for name, surface in SURFACES.items()},
    **{
        f"{key}, {name}": Case(LETTERS, rule(key), options=options)
        for key in ("sgd", "adam", "adamw", "rprop", "asgd", "lion", "adagrad")
        for name, options in OPTIONS.items()
    },
    **{
        f"{key}, {name}": Case(WELLS, rule(key), schedule=plan)
        for key in ("sgd", "lion")
        for name, plan in PLANS.items()
    },
    "adam, cosine warm": Case(LETTERS, rule("adam"), schedule=("cosine", WARM)),
    "rprop, one_cycle": Case(LETTERS, rule("rprop"), schedule="one_cycle"),
    "asgd, cosine": Case(LETTERS, rule("asgd"), schedule="cosine", knobs={"lambd": 0.5}),
    "asgd knobs": Case(LETTERS, rule("asgd"), knobs={"lambd": 0.5, "t0": 3}),
    "adagrad knobs": Case(LETTERS, rule("adagrad"), knobs={"lr_decay": 0.1, "initial_accumulator": 2}),
    "rmsprop knobs": Case(LETTERS, rule("rmsprop"), knobs={"centered": 1, "momentum": 0.5}),
    "momentum dampened": Case(LETTERS, rule("momentum"), knobs={"dampening": 0.4}),
    "momentum none": Case(LETTERS, rule("momentum"), knobs={"momentum": 0, "dampening": 0.4}),
    "nesterov none": Case(LETTERS, rule("nesterov"), knobs={"momentum": 0}),
    "rprop level": Case(LETTERS, rule("rprop"), knobs={"eta_plus": 1.0}),
    "adam decayed": Case(LETTERS, rule("adam"), knobs={"weight_decay": 0.1}),
    "sgd gone": Case(WELLS, rule("sgd"), knobs={"learning_rate": 1.0}),
    "adam gone": Case(Surface("-exp(x^2 + y)"), rule("adam"), (3.0, 1.0), knobs={"learning_rate": 5.0}),
    "sgd off the edge": Case(Surface("sqrt(x) + y^2"), rule("sgd"), (0.5, 1.0), knobs={"learning_rate": 0.3}),
    "sgd beyond": Case(
        Surface("-x^2 - y^2"), rule("sgd"), (1.0, 0.5), options={"bound": 50.0}, knobs={"learning_rate": 0.3}
    ),
    "sgd, flat enough": Case(WELLS, rule("sgd"), knobs={"learning_rate": 0.1}, stop=Stop(gradient=0.05)),
    "adam, short steps": Case(LETTERS, rule("adam"), stop=Stop(step=0.05)),
    "lion, settled": Case(LETTERS, rule("lion"), stop=Stop(value=0.02, gradient=1e-6)),
    "lion, there": Case(Surface("x^2 + y^2"), rule("lion"), (0.0, 0.0), stop=Stop(gradient=0.1)),
    "adam, there": Case(Surface("x^2 + y^2"), rule("adam"), (0.0, 0.0), stop=Stop(gradient=0.1)),
    **{f"typed {name}": Case(WELLS, one, knobs={"learning_rate": 0.05}) for name, one in TYPED.items()},
    **{f"formula {n}": Case(Surface(text), rule("sgd"), (0.6, -0.7)) for n, text in enumerate(FORMULAS)},
}
