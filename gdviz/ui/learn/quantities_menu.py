"""What a task may ask of the runs of a scene, in words, with the terms of `gdviz.lessons` that they stand for."""

from gdviz.figures import labels
from gdviz.lessons.case import run_names, shown_runs
from gdviz.scene import Scene

QUANTITIES = {
    "point": (("{run}.end", "where {label} ends"), ("{run}.point(1)", "where {label} is after its first step")),
    "arrow": (("{run}.first_step", "the first step of {label}"),),
    "number": (
        ("{run}.steps_below(1e-6)", "how many steps {label} takes to arrive (f a millionth above the deepest minimum)"),
        ("{run}.value", "f where {label} ends"),
        ("{run}.end.x", "the first coordinate of the end of {label}"),
        ("{run}.rises", "how often f rises on the way of {label}"),
    ),
}
OF_THE_SURFACE = {
    "point": (("minimum", "the deepest minimum"),),
    "arrow": (("-gradient(start)", "straight downhill from the start"),),
    "number": (("limit", "the largest learning rate of gradient descent, 2/λ"), ("kappa", "the condition number κ")),
}
ORDERS = (("steps_below(1e-6)", "the steps they take to arrive"), ("value", "f at their ends"))


def named(scene: Scene, page: str) -> list[tuple[str, str]]:
    """The name in terms and the label of every run that is shown."""
    runs = shown_runs(scene, page)
    written = labels(runs)
    return [(name, written[run.style]) for name, run in zip(run_names(runs), runs, strict=True)]


def answers(scene: Scene, kind: str, page: str) -> dict[str, str]:
    """Term → words, for every run, then for the surface."""
    runs = named(scene, page)
    of_runs = {t.format(run=run): words.format(label=label) for t, words in QUANTITIES[kind] for run, label in runs}
    return of_runs | dict(OF_THE_SURFACE[kind])


def orders(scene: Scene, page: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Words → labels and terms of the runs that are put in this order."""
    runs = named(scene, page)
    return {
        words: (tuple(label for _, label in runs), tuple(f"{run}.{term}" for run, _ in runs)) for term, words in ORDERS
    }
