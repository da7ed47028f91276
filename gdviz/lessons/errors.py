"""LessonError: the error of every text of a lesson that cannot be read, as a sentence with its line."""

import difflib
from collections.abc import Iterable


class LessonError(ValueError):
    """A text of a lesson or a task that cannot be read or worked out.

    message: one sentence for people; what it repeats of the text is shortened and holds no markup.
    line: the line in the file, counted from 1; 0 where there is none.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.message = message
        self.line = line

    def at(self, line: int) -> "LessonError":
        """The same with a line, if it has none."""
        return self if self.line else LessonError(self.message, line)


def quoted(text: str, longest: int = 40) -> str:
    """The text between quotation marks, harmless and short enough to be repeated in a sentence."""
    plain = "".join(sign if sign.isalnum() or sign in " .,_+-*/^()=!~" else "·" for sign in text[: longest + 1])
    return f"“{plain if len(plain) <= longest else plain[:longest] + '…'}”"


def nearest(name: str, names: Iterable[str]) -> str:
    """ " Did you mean …?" with the most similar name, or nothing."""
    near = difflib.get_close_matches(name[:40], sorted(names), n=1, cutoff=0.5)
    return f" Did you mean {near[0]}?" if near else ""
