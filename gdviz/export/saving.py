"""The door to every form: runs written to a file, whose ending says in which."""

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from gdviz.export.contents import contents_of
from gdviz.export.forms import FILMS, FORMS, film_words

Form = TypeVar("Form")


def save(shown: object, path: str | os.PathLike[str], *, link: str = "", **options: Any) -> str:
    """Write runs to a file and return a sentence on it: its name, what it holds and its size.

    shown: a run of `gdviz.descend`, several of them (a list, or by label), a `Scene`, or a scene worked out. path: its
    ending is the form: html, csv, json, npz, py, ipynb, tex, svg, png, gif, webp or mp4. link: where the runs can be
    seen again, put into the file. options: `space` (html: with the view in 3-D); `language` (py: gdviz, numpy or
    pytorch); `what` (svg, png: map or curves), `width`, `height` in pixels, `dark`, `scale` (png: pixels for each);
    `frames` and `size` (gif, webp, mp4: at most so many, up to 300, of so many pixels each way, up to 1400), `dark`,
    `progress` (called with the share that is done; it may raise to stop).
    Raises ValueError for another ending, TypeError for an option that the form does not take, NotExported for what
    cannot be had in this form, OSError where the file cannot be written; a new file that fails half-way is taken away.
    """
    file = file_of(path)
    contents, suffix = contents_of(shown, link), suffix_of(file)
    content = written(contents, suffix, **options)
    words = [*([film_words(contents, **options)] if suffix in FILMS else []), size_words(len(content))]
    is_new = not file.exists()
    try:
        file.write_bytes(content)
    except OSError as error:
        error.filename = error.filename or str(file)  # a full disk is met in writing, where Python names no file
        with contextlib.suppress(OSError):
            if is_new:
                file.unlink()
        raise
    return f"{file}: {', '.join(words)}."


def written(shown: object, suffix: str, *, link: str = "", **options: Any) -> bytes:
    """The content of the file with this ending; arguments and errors as `save`."""
    check(suffix, options)
    return bytes_of(FORMS[suffix].write(contents_of(shown, link), **options))


def suffix_of(path: str | os.PathLike[str]) -> str:
    """The ending of a file's name, in small letters and without its point."""
    return file_of(path).suffix.removeprefix(".").lower()


def file_of(path: str | os.PathLike[str]) -> Path:
    """The file that is named; TypeError, with a sentence, for what is no name."""
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"path is the name of a file, as 'run.html', not {type(path).__name__}.")
    return Path(path)


def check(suffix: str, options: Iterable[str]) -> None:
    """ValueError and TypeError, as `save`, for an ending or the names of options that cannot be."""
    form = form_of(FORMS, suffix)
    unknown = sorted(set(options) - set(form.options))
    if unknown:
        takes = f"it takes {', '.join(form.options)}" if form.options else "it takes none"
        raise TypeError(f"A file .{suffix} has no option {', '.join(unknown)}; {takes}.")


def form_of(forms: Mapping[str, Form], suffix: str) -> Form:
    """The form of a file with this ending; ValueError where there is none."""
    if suffix not in forms:
        endings, missing = ", ".join(f".{ending}" for ending in forms), f" There is no .{suffix}." if suffix else ""
        raise ValueError(f"The ending of the file says its form: {endings}.{missing}")
    return forms[suffix]


def bytes_of(content: str | bytes) -> bytes:
    """What is written to a file."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content


def size_words(size: int) -> str:
    """A number of bytes for people: 512 bytes, 12 kB, 1.4 MB."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"
