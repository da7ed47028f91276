"""The command line: `gdviz` and `python -m gdviz`. Results go to stdout, progress and sentences to stderr."""

from gdviz.cli.command_line import main as main
