"""The arguments of every command; nothing is imported for them but argparse, so that --version and --help are quick."""

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

import gdviz

DESCRIPTION = "See gradient descent: how optimizers move on a 2-D loss surface, and why."
EXAMPLES = """examples:
  gdviz run "x^2 + 10y^2" sgd:0.09 adam:learning_rate=0.5,beta1=0.8 --start 3,2
  gdviz survey himmelblau
  gdviz render himmelblau sgd adam -o run.html
  echo "x^2 + 10y^2" | gdviz run - sgd --json
  gdviz open "https://…?surface=himmelblau&run=adam" --json

exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted"""
SURFACE = "a formula in x and y, or a key of `gdviz list surfaces`; - reads formulas from stdin, one a line"
OPTIMIZER = "a key of `gdviz list optimizers`, alone, with its rate (adam:0.1) or knobs (adam:beta1=0.8,eps=1e-6)"
FLAGS = ("-h", "-o", "-p")
"""What may begin with one hyphen; anything else that does is a number or a formula."""


def read(arguments: Sequence[str]) -> Namespace:
    """The command and its arguments; `module` names the module of gdviz.cli that performs it.

    Raises SystemExit(2) for arguments that are none.
    """
    whole = parser()
    chosen, further = whole.parse_known_args([_positional(argument) for argument in arguments])
    if further and ("optimizers" not in chosen or any(argument.startswith("-") for argument in further)):
        whole.error(f"unrecognized arguments: {' '.join(further)}")
    if further:  # optimizers that stand behind an option: argparse takes those before it for all of them
        chosen.optimizers = [*chosen.optimizers, *further]
    return chosen


def _positional(argument: str) -> str:
    """A formula or a point that begins with a minus sign; argparse takes no text with a space for a flag."""
    plain = argument.startswith("-") and not argument.startswith(("--", *FLAGS)) and argument != "-"
    return f" {argument}" if plain else argument


class _Parser(ArgumentParser):
    """A parser that fails where --help cannot be written: argparse's own goes on."""

    def print_help(self, file: Any = None) -> None:
        print(self.format_help(), end="", file=file)


class _Version(Action):
    """Prints the version; fails where it cannot be written."""

    def __call__(self, parser: ArgumentParser, chosen: Namespace, values: Any, option: str | None = None) -> None:
        print(f"gdviz {gdviz.__version__}")
        parser.exit()


def parser() -> ArgumentParser:
    """All commands."""
    whole = _Parser("gdviz", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter)
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version, and exit")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, help: str, module: str = "") -> ArgumentParser:
        made = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        made.set_defaults(module=module or name, command=name)
        return made

    _runs(_json(command("run", "run optimizers on a surface: a table, and a verdict for each")))
    _link(_json(command("open", "run what a link of the app shows; the numbers are the app's", "run")))
    _render(command("render", "write runs as a file: page, picture, animation, table, data or notebook"))
    _surface(_json(command("survey", "list the critical points of a surface in a window")))
    _basins(_json(command("basins", "which minimum each start of a window reaches")))
    _sweep(_json(command("sweep", "where each value of a knob ends, and how soon")))
    listing = _json(command("list", "list the optimizers, surfaces or schedules", "listing"))
    listing.add_argument("table", choices=("optimizers", "surfaces", "schedules"))
    results = command("results", "tabulate the result codes of a class as CSV")
    results.add_argument("files", nargs="+", metavar="FILE", help="texts with a code a line; - is stdin")
    results.add_argument("--key", action="append", default=[], metavar="LINK", help="your link of a task, with its key")
    app = command("app", "start the web app on this machine")
    app.add_argument("--port", type=_port, default=8501, help="where it listens (default: 8501)")
    app.add_argument("--browser", action="store_true", help="open it in a browser")
    return whole


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 65535:
        raise ArgumentTypeError(f"a port is a whole number from 1 to 65535, not {text!r}")
    return number


def _json(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    return command


def _surface(command: ArgumentParser) -> None:
    command.add_argument("surface", metavar="SURFACE", help=SURFACE)
    command.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="A=2", help="a letter of the formula"
    )
    command.add_argument("--window", metavar="X0,X1,Y0,Y1", help="what is looked at (default: the surface's own)")


def _link(command: ArgumentParser) -> None:
    command.add_argument(
        "surface", metavar="LINK", help="the address, or all of it after the question mark; - is stdin"
    )
    command.add_argument("--events", action="store_true", help="list what happened on the way")


class _Rule(Action):
    """A typed rule takes its place among the optimizers."""

    def __call__(self, parser: ArgumentParser, chosen: Namespace, values: Any, option: str | None = None) -> None:
        chosen.rules = [*chosen.rules, values]


def _conditions(command: ArgumentParser, steps: int) -> None:
    command.add_argument("--start", metavar="X,Y", help="where it begins (default: the surface's own start)")
    command.add_argument("--steps", type=int, default=steps, help=f"how many at most (default: {steps})")
    _options(command)


def _options(command: ArgumentParser) -> None:
    command.add_argument("--schedule", metavar="KEY", help="of `gdviz list schedules`, with knobs after a colon")
    command.add_argument("--noise", metavar="S", help="standard deviation of the noise of the gradient")
    command.add_argument("--clip-norm", metavar="C", help="the longest gradient; 0: no bound")
    command.add_argument("--clip-value", metavar="C", help="the largest part of a gradient; 0: no bound")
    command.add_argument("--weight-decay", metavar="W", help="so much of the point is added to the gradient")
    command.add_argument("--seed", type=int, default=0, help="of the noise (default: 0)")


def _runs(command: ArgumentParser) -> None:
    _surface(command)
    command.add_argument("optimizers", metavar="OPTIMIZER", nargs="*", help=OPTIMIZER)
    command.add_argument(
        "--rule", dest="rules", action=_Rule, default=[], metavar="TEXT", help='a rule, as "theta = theta - alpha*g"'
    )
    command.add_argument("--stop", metavar="gradient=1e-6", help="tolerances of gradient, step or value")
    _conditions(command, 200)
    command.add_argument("--events", action="store_true", help="list what happened on the way")


def _render(command: ArgumentParser) -> None:
    _runs(command)
    command.add_argument("-o", "--output", required=True, metavar="FILE", help="its ending says what is written")
    command.add_argument("--space", action="store_true", help="of a page: with the view in 3-D inside")
    command.add_argument("--language", choices=("gdviz", "numpy", "pytorch"), help="of a program")


def _basins(command: ArgumentParser) -> None:
    _surface(command)
    command.add_argument("optimizer", metavar="OPTIMIZER", help=OPTIMIZER)
    command.add_argument("--shape", default="101x101", metavar="NYxNX", help="starts (default: 101x101)")
    command.add_argument("--steps", type=int, default=2000, help="of every start (default: 2000)")
    _options(command)


def _sweep(command: ArgumentParser) -> None:
    _surface(command)
    command.add_argument("optimizer", metavar="OPTIMIZER", help=OPTIMIZER)
    command.add_argument(
        "--vary", action="append", default=[], metavar="learning_rate=0.001..1:25",
        help="25 values from 0.001 to 1, each as many times the one before; or a list: 0.01,0.1,1",
    )  # fmt: skip
    command.add_argument("--tolerance", metavar="T", default="0.001", help="share of the slope at the start")
    _conditions(command, 500)
