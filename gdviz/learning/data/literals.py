"""Lists as programs write them, `x = [1, 2]`, `[[1, 2], [3, 4]]`, `1 & 2 \\\\`, as lines of cells parted by tabs."""

import re

from gdviz.learning.data.decoding import TableError
from gdviz.learning.data.html_rows import as_html_rows
from gdviz.learning.data.records import as_records

MOST = 200_000
"""Characters of a text that is looked through for lists."""
_NAMED = re.compile(
    r"[\"']?(?<!\w)(?P<name>[^\W\d]\w*)[\"']?\s*(?:=|<-|:)\s*(?:[\w.]+\s*)?(?:\(\s*)?[\[(](?P<cells>[^\[\](){}=;&]*)[\])]"
    r"(?:\s*,\s*dtype\s*=\s*[\w.]+)?\s*\)?"
)
_ROW = re.compile(r"[\[(](?P<cells>[^\[\](){}=:]*)[\])]")
_FRAME = re.compile(
    r"(?:[\w.]+\s*=\s*)?(?:[\w.]*(?:array|tensor|DataFrame|matrix|frame|tibble|table|list)\s*\()?[\s\[\](){},;.]*",
    re.ASCII,
)
_RULE = re.compile(
    r"\\(?:[hc]line|toprule|midrule|bottomrule)(?:\{[^{}]*\})?|\\(?:begin|end)\{tabular\}(?:\{[^{}]*\})?"
)
_BRACES = re.compile(r"\s*\{\s*\{[\s{}\d.,eE+-]+\}\s*\}[\s;]*", re.ASCII)
_IMPORT = re.compile(r"^\s*(?:import|from)\s.*$", re.MULTILINE)


def as_lines(text: str) -> str:
    """The text itself, or the same cells line by line if it is lists of a program or rows of LaTeX.

    Raises TableError for other JSON.
    """
    if records := as_records(text) or as_html_rows(text):
        return records
    if len(text) > MOST:
        return text
    text = _latex(text)
    if _BRACES.fullmatch(text):
        text = text.translate(str.maketrans("{}", "[]"))  # of Mathematica
    return _listed(_IMPORT.sub("", text)) or _no_json(text)


def _listed(text: str) -> str:
    """Named lists as columns, or lists as rows; empty if there is anything else."""
    columns = {match["name"]: _cells(match["cells"]) for match in _NAMED.finditer(text)}
    lengths = {len(cells) for cells in columns.values()}
    if len(columns) > 1 and len(lengths) == 1 and _FRAME.fullmatch(_NAMED.sub("", text)):
        return "\n".join("\t".join(row) for row in [tuple(columns), *zip(*columns.values(), strict=True)])
    rows = [_cells(match["cells"]) for match in _ROW.finditer(text)]
    widths = {len(row) for row in rows}
    if len(rows) > 1 and len(widths) == 1 and min(widths) > 1 and _FRAME.fullmatch(_ROW.sub("", text)):
        return "\n".join("\t".join(row) for row in rows)
    return ""


def _no_json(text: str) -> str:
    if re.match(r"\s*(?:\{|\[\s*[\[{])", text):
        raise TableError("This is JSON, not a table. Save it as CSV and try again.")
    return text


def _cells(text: str) -> list[str]:
    """The entries of one list, without their quotes."""
    parts = text.split(",") if "," in text else text.split()
    return [part.strip().strip("\"'") for part in parts if part.strip()]


def _latex(text: str) -> str:
    """Rows parted by &, if every line with an entry has one."""
    if "\\\\" not in text or "&" not in text:
        return text
    plain = _RULE.sub("", text)
    rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?|\n(?!\s*&)", plain) if row.strip()]
    if len(rows) < 2 or not all("&" in row for row in rows):
        return text
    return "\n".join("\t".join(cell.strip().strip("$") for cell in row.split("&")) for row in rows)
