"""The arguments of every command; nothing is imported for them but argparse, so that --version and --help are quick."""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

import gdviz

DESCRIPTION = "See gradient descent: how optimizers move on a 2-D loss surface, and why."


def read(arguments: Sequence[str]) -> Namespace:
    """The command and its arguments; `module` names the module of gdviz.cli that performs it.

    Raises SystemExit(2) for arguments that are none.
    """
    return parser().parse_args(arguments)


def parser() -> ArgumentParser:
    """All commands."""
    whole = ArgumentParser("gdviz", description=DESCRIPTION, formatter_class=RawDescriptionHelpFormatter)
    whole.add_argument("--version", action="version", version=f"gdviz {gdviz.__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    app = commands.add_parser("app", help="start the web app", description="Start the web app on this machine.")
    app.add_argument("--port", type=int, default=8501, help="where it listens (default: 8501)")
    app.add_argument("--browser", action="store_true", help="open it in a browser")
    app.set_defaults(module="app")
    return whole
