"""ExpressionError: the error of every typed text that cannot be read, with a sentence, a position and a hint."""


class ExpressionError(ValueError):
    """Typed text that cannot be understood or is refused.

    message: one sentence, ours, safe to show anywhere (no character of the visitor's outside [A-Za-z0-9_]).
    span: (start, end) offsets into the typed text; `position` is the start.
    hint: what to do about it, possibly empty.
    """

    def __init__(self, message: str, span: tuple[int, int] = (0, 0), hint: str = "", text: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.span = span
        self.hint = hint
        self.text = text

    @property
    def position(self) -> int:
        """Offset of the first character that the message is about."""
        return self.span[0]

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback, which is of the reader of formulas, not of the visitor's code."""
        return [
            *(f"    {line}" for line in (self.caret().split("\n") if self.text else [])),
            f"{type(self).__name__}: {self}",
        ]

    def caret(self) -> str:
        """The line the trouble is in, with carets under the span: for a code block, never for Markdown."""
        start, end = self.span
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", start)
        line = self.text[first : last if last >= 0 else len(self.text)]
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
        width = max(1, min(end, first + len(line)) - start)
        return f"{shown}\n{' ' * (start - first)}{'^' * width}"
