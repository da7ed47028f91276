"""The scene that the arguments of a command name, or that a link shows."""

from argparse import Namespace

from gdviz import argument
from gdviz.cli import typed
from gdviz.cli.failures import WrongUsage
from gdviz.cli.linked_scene import Reached, reached
from gdviz.cli.streams import say
from gdviz.optimizers import Method
from gdviz.scene import MOST_RUNS, STEADY, TOLERANCES, TYPED, Parameter, Run, Scene, is_link


def scene_of(chosen: Namespace) -> Reached:
    """The scene and its page. Raises ExpressionError, UnknownKey, ValueError and Failure for what cannot be meant."""
    text = chosen.surface.strip()
    if chosen.command == "open" or is_link(text):
        return reached(text)
    surface, key = typed.surface_of(chosen), typed.gallery_key(text)
    runs = [*map(_listed, chosen.optimizers), *(Run(TYPED, rule=rule) for rule in chosen.rules)]
    if not 1 <= len(runs) <= MOST_RUNS:
        raise WrongUsage(f"Name from one to {MOST_RUNS} optimizers, as {chosen.command} {text!r} sgd adam:0.1.")
    start, window = typed.start_of(chosen), typed.window_of(chosen)
    stop = typed.named_numbers(chosen.stop or "", TOLERANCES, "--stop")
    scene = Scene(
        surface=key or Scene().surface,
        text=None if key else text,
        parameters=tuple(Parameter(name, value) for name, value in surface.parameters.items()),
        window=window,
        start=start,
        steps=argument.count(chosen.steps, "--steps"),
        seed=argument.count(chosen.seed, "--seed"),
        stop=tuple(stop.items()),
        runs=tuple(_composed(chosen, run, style) for style, run in enumerate(runs)),
    )
    return Reached(scene)


def _listed(text: str) -> Run:
    key, _, knobs = typed.optimizer_and_knobs(text)
    return Run(key, tuple(knobs.items()))


def _composed(chosen: Namespace, run: Run, style: int) -> Run:
    """The run with the schedule and the options of the command; a method takes none, which is said."""
    options = typed.options(chosen)
    plan, knobs = typed.schedule(chosen.schedule) if chosen.schedule else (STEADY, {})
    if isinstance(run.chosen, Method):
        if options or chosen.schedule:
            say(f"{run.name} is a method: it takes no schedule, noise, clipping or weight decay.")
        return Run(run.optimizer, run.knobs, style=style)
    return Run(
        run.optimizer, run.knobs, True, style, run.rule, plan, tuple(knobs.items()), tuple(options.items())
    )  # fmt: skip
