"""The rows of an HTML table as lines of cells parted by tabs."""

from html.parser import HTMLParser

MOST = 200_000
"""Characters: the parser of the standard library is slow on what is no HTML."""


class _Rows(HTMLParser):
    """The texts of the cells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.within = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        self.within = tag in ("td", "th") or (self.within and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        """A cell ends."""
        self.within = self.within and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        """Text, which belongs to the last cell."""
        if self.within and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def as_html_rows(text: str) -> str:
    """The rows of a text that begins with a table of HTML; empty for anything else."""
    if len(text) > MOST or not text.lstrip()[:6].lower().startswith("<table"):
        return ""
    parser = _Rows()
    parser.feed(text)
    rows = [[" ".join(cell.split()) for cell in row] for row in parser.rows if row]
    return "\n".join("\t".join(row) for row in rows)
