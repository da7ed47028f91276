"""The files of the menu "Take away": form → word → what is written, and a sentence on it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

WEBP = {"size": 720}


class Choice(NamedTuple):
    """One file: the ending that says its form, the options with which it is written, and a sentence on it.

    is_film: it is made in the browser, by the player.
    """

    suffix: str
    options: Mapping[str, Any] = {}
    about: str = ""
    is_film: bool = False


MENU: Mapping[str, Mapping[str, Choice]] = {
    "Web page": {
        "Map": Choice("html", {}, "Plays without a network, in any browser or course page."),
        "Map and 3-D": Choice("html", {"space": True}, "The same with the view in 3-D, about 0.7 MB larger."),
    },
    "Picture": {
        "Map, PNG": Choice("png", {}, "1800 × 1800 pixels."),
        "Map, SVG": Choice("svg", {}, "Lines stay sharp at any size."),
        "Curves, PNG": Choice("png", {"what": "curves"}, "1800 × 1000 pixels."),
        "Curves, SVG": Choice("svg", {"what": "curves"}, "Lines stay sharp at any size."),
    },
    "Animation": {
        "MP4": Choice("mp4", {}, "Made by your browser, with the loss chart.", is_film=True),
        "WebM": Choice("webm", {}, "Made by your browser; free of patents.", is_film=True),
        "GIF": Choice("gif", {}, "Made by your browser; plays wherever pictures are shown.", is_film=True),
        "WebP": Choice("webp", WEBP, "The map: at most 150 frames of 720 × 720 pixels, for browsers of today."),
    },
    "Table": {"CSV": Choice("csv", {}, "A row for each step of each run, every digit.")},
    "Numbers": {
        "JSON": Choice("json", {}, "Surface, runs and their memories, every digit."),
        "NumPy": Choice("npz", {}, "For numpy.load: points, values, gradients, rates and memories."),
    },
    "Code": {
        "gdviz": Choice("py", {}, "All runs, by the library."),
        "NumPy": Choice("py", {"language": "numpy"}, "The run line by line, nothing but NumPy."),
        "PyTorch": Choice("py", {"language": "pytorch"}, "The run by torch.optim."),
    },
    "Notebook": {"Jupyter": Choice("ipynb", {}, "Makes the runs again and plays them; needs gdviz.")},
    "LaTeX": {"Formulas": Choice("tex", {}, "Surface, gradient and equations.")},
}
