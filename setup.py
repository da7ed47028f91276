"""Puts the app's pages, and the files that a browser loads, into the built package, where `gdviz app` starts them."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

WEB = ("app.py", "pages", "static", ".streamlit")
"""What the repository has beside the package; `gdviz.web_files` finds it in either place."""


class BuildWithPages(build_py):
    """The package, with a folder `web` that holds the files beside it; an editable install needs no copy."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "gdviz" / "web"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in WEB:
            if Path(name).is_dir():
                shutil.copytree(name, target / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
            else:
                shutil.copy(name, target / name)


setup(cmdclass={"build_py": BuildWithPages})
