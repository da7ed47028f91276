"""The menu "Take away": what a page shows as a web page, picture, animation, table, program or notebook."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from gdviz.export import FORMS, Contents, NotExported, contents_of, size_words, written
from gdviz.figures import DrawnRun, Played
from gdviz.scene import Scene
from gdviz.surface import Surface
from gdviz.ui import work
from gdviz.ui.components.save import File, film_button, pressed, save_button
from gdviz.ui.stage import results


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
        "WebP": Choice(
            "webp", {"size": 720}, "The map: at most 150 frames of 720 × 720 pixels, for browsers of today."
        ),
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
"""Form → word → what is written."""


SHOWN = ("py", "tex")
"""Texts that are shown, to be copied."""


def contents_of_page(
    surface: Surface, scene: Scene, runs: Sequence[DrawnRun], reasons: results.Reasons, **changes: Any
) -> Contents:
    """What a page shows of a scene, without working anything out again; changes: fields that differ there."""
    shown = Played(scene, surface, [run for run in runs if run.on], reasons.survey, reasons.diagnoses)
    return replace(contents_of(shown, address(scene)), **changes)


def address(scene: Scene) -> str:
    """The link of the scene, from the address at which the page is visited."""
    query = urlencode(scene.to_query(), doseq=True)
    place = str(st.context.url or "").split("?")[0].rstrip("/")
    return f"{place}/?{query}" if query else f"{place}/"


@st.fragment
def menu(contents: Contents, key: str) -> None:
    """Folded away until it is opened; key: of the page. Only the menu reruns while something is chosen or made."""
    if not contents.runs:
        return
    folded = st.expander("Take away", key=f"{key}-takeaway-open", on_change="rerun", icon=":material/download:")
    if folded.open:
        with folded, st.container(key=f"{key}-takeaway", gap="xsmall"):
            _opened(contents, key)


def _opened(contents: Contents, key: str) -> None:
    form = _picked("Form", list(MENU), f"{key}-takeaway-form")
    choices = MENU[form]
    word = _picked(form, list(choices), f"{key}-takeaway-{form}") if len(choices) > 1 else next(iter(choices))
    choice = choices[word]
    if choice.options.get("language") and len(contents.runs) > 1:
        labels = [run.label for run in contents.runs]
        label = _picked("Run", labels, f"{key}-takeaway-run")
        contents = replace(contents, runs=(contents.runs[labels.index(label)],))
    if choice.is_film:
        st.caption(choice.about)
        name = name_of(contents, choice).removesuffix(f".{choice.suffix}")
        film_button(f"{key}-takeaway-film", contents.payload(), choice.suffix, name, contents.title, contents.formula)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        place = st.container(width="content")
        st.caption(choice.about, width="content")
    said = st.container()
    with place:
        _saving(contents, choice, f"{key}-takeaway-save", said)
    if choice.suffix in SHOWN:
        with said:
            _preview(contents, choice)


def _picked(label: str, options: list[str], key: str) -> str:
    """One of some words."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    picked = st.segmented_control(label, options, required=True, key=key, label_visibility="collapsed")
    return picked if picked in options else options[0]


def _saving(contents: Contents, choice: Choice, key: str, said: Any) -> None:
    """The button, and the file once it has been pressed."""
    number = pressed(key)
    if number is None:
        save_button(key, "Save")
        return
    content = _made(contents, choice, said)
    file = File(name_of(contents, choice), FORMS[choice.suffix].mime, content) if content is not None else None
    save_button(key, "Save", number, file)
    if content is not None:
        said.caption(f"{size_words(len(content))}, made here and now; nothing of it stays on the server.")


def _made(contents: Contents, choice: Choice, said: Any) -> bytes | None:
    """The file, with progress while it is slow; None where it cannot be had, which is said.

    Its frames are checkpoints: others go first, and Cancel, a newer request, ends the work there.
    """
    options = dict(choice.options)
    with said:
        bar = st.empty()
        if "progress" in FORMS[choice.suffix].options:
            options["progress"] = partial(_advance, bar)
        try:
            with work.counted():  # frames and pixels are bounded
                content = written(contents, choice.suffix, **options)
        except NotExported as refused:
            content = None
            if choice.suffix not in SHOWN:  # where the text is shown, the sentence stands in its place
                _refusal(refused)
        bar.empty()
    return content


def _advance(bar: Any, share: float) -> None:
    """Every tenth of the way is shown."""
    if share < 1 and int(10 * share) > int(10 * (share - 0.02)):
        bar.progress(share, "Drawing the frames …")


def _preview(contents: Contents, choice: Choice) -> None:
    try:
        text = written(contents, choice.suffix, **choice.options).decode("utf-8", "replace")
    except NotExported as refused:
        _refusal(refused)
        return
    st.code(text, language="latex" if choice.suffix == "tex" else "python", height=360)


def _refusal(refused: NotExported) -> None:
    st.html(f'<p class="gdviz-sentence" role="status">{html.escape(str(refused))}</p>', width="content")


def name_of(contents: Contents, choice: Choice) -> str:
    """A file name of letters, digits and hyphens: "gdviz-himmelblau-curves.svg"."""
    words = [contents.surface.name, choice.options.get("what", ""), choice.options.get("language", "")]
    plain = [re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")[:40] for word in words]
    return "-".join(["gdviz", *filter(None, plain)]) + f".{choice.suffix}"
