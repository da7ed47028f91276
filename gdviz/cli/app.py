"""`gdviz app`: the web app, from a repository or from an installed wheel."""

import runpy
import sys
from argparse import Namespace
from importlib.util import find_spec

from gdviz.cli.streams import Failure
from gdviz.web_files import web_folder


def perform(chosen: Namespace) -> None:
    """Serve the app in this process until it is interrupted. Raises Failure without Streamlit."""
    if find_spec("streamlit") is None:
        raise Failure("The web app needs Streamlit. Install it: pip install 'gdviz[app]'.")
    options = [f"--server.port={chosen.port}", f"--server.headless={'false' if chosen.browser else 'true'}"]
    sys.argv = ["streamlit", "run", str(web_folder() / "app.py"), *options]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
