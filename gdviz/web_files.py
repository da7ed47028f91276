"""Where the files beside the package are (app.py, pages/, static/, .streamlit/), in a repository or an installation."""

from pathlib import Path

PACKAGE = Path(__file__).parent
LIBRARIES = {"plotly": "plotly-gl3d.min.js", "mediabunny": "mediabunny.min.js", "gifenc": "gifenc.esm.js"}
"""What a browser is given when it is wanted: surfaces in space, films as MP4 and WebM, films as GIF."""


def web_folder() -> Path:
    """The folder that holds app.py: `gdviz/web` of an installed wheel, else the repository.

    Raises FileNotFoundError, with a sentence, where neither has it.
    """
    for folder in (PACKAGE / "web", PACKAGE.parent):
        if (folder / "app.py").is_file() and (folder / "static" / "vendor").is_dir():
            return folder
    raise FileNotFoundError("The app's pages are missing from this installation of gdviz. Install its wheel again.")


def library_text(name: str) -> str:
    """A library of LIBRARIES, as served; raises FileNotFoundError, with a sentence, where it is not installed."""
    return (web_folder() / "static" / "vendor" / LIBRARIES[name]).read_text(encoding="utf-8")
