"""What went wrong, as a sentence for stderr, with its exit code; of a formula the place is marked."""

import unicodedata
from errno import ENOSPC

FAILED, USAGE, INTERRUPTED = 1, 2, 130


class Failure(Exception):  # noqa: N818 -- the sentence is all of it
    """A command cannot do what its arguments say; its text is the sentence."""


class WrongUsage(Failure):
    """The arguments cannot be meant."""


def explained(failure: Exception) -> tuple[str, int] | None:
    """Sentence and exit code of an expected failure: 2 for what was typed wrongly; None for a bug of ours."""
    if isinstance(failure, OSError):
        return _file_sentence(failure), FAILED
    if isinstance(failure, Failure):
        return str(failure), USAGE if isinstance(failure, WrongUsage) else FAILED
    if isinstance(failure, ImportError):
        return _extra_sentence(failure), FAILED
    from gdviz.argument import UnknownKey
    from gdviz.export import NotExported
    from gdviz.expression import ExpressionError

    if isinstance(failure, ExpressionError):
        return "\n".join([*marked(failure.text, failure.span), str(failure)]), USAGE
    if isinstance(failure, NotExported):
        return str(failure), FAILED
    if isinstance(failure, UnknownKey | ValueError | TypeError):
        return str(failure), USAGE
    return None


def _extra_sentence(failure: ImportError) -> str:
    """Which extra has the package that is missing; a sentence of the library's own stands as it is."""
    extras = {"PIL": "pictures", "plotly": "plot", "anywidget": "notebook", "streamlit": "app"}
    extra = extras.get((failure.name or "").split(".")[0])
    return f"This needs {failure.name}. Install it: pip install 'gdviz[{extra}]'." if extra else str(failure)


def _file_sentence(failure: OSError) -> str:
    what = failure.filename or "the output"
    if failure.errno == ENOSPC:
        return f"There is no room left on the device to write {what}."
    if isinstance(failure, PermissionError):
        return f"{what}: permission denied."
    if isinstance(failure, IsADirectoryError):
        return f"{what} is a folder: name a file in it."
    if isinstance(failure, FileNotFoundError) and failure.filename:
        return f"{what}: there is no such file or folder."
    return f"{what}: {failure.strerror}." if failure.strerror else str(failure)


def marked(text: str, span: tuple[int, int]) -> list[str]:
    """The line of a text that the span (start, end) begins in, with carets below the span; nothing for no text."""
    if not text:
        return []
    start, end = span
    first = text.rfind("\n", 0, start) + 1
    line = text[first:].split("\n", 1)[0]
    before, below = line[: start - first], line[start - first : max(end, start + 1) - first]
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return [f"  {shown}", f"  {' ' * columns(before)}{'^' * max(1, columns(below))}"]


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
