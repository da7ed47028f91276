"""Lists, records and HTML tables as programs write them, `x = [1, 2]`, `1 & 2 \\\\`, as lines of cells and tabs."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from gdviz.learning.data.decoding import TableError

_BEGINS = re.compile(r"\s*(?:(?:const|let|var)\s+)?(?:[A-Za-z_]\w*\s*=\s*)?(?=[\[{])", re.ASCII)
_KEY = re.compile(r"(?<=[{,])(\s*)([A-Za-z_]\w*)\s*:", re.ASCII)
_WORDS = {"None": "null", "True": "true", "False": "false", "undefined": "null", "NaN": "null"}
_WORD = re.compile(rf"(?<![\w\"'])(?:{'|'.join(_WORDS)})(?![\w\"'])")


def as_records(text: str) -> str:
    """The table in a text that is nothing but records, or columns, of JSON and its kin; empty for anything else."""
    begin = _BEGINS.match(text)
    if not begin:
        return ""
    rows = _rows(_parsed(text[begin.end() :].strip().rstrip(";")))
    return "\n".join("\t".join(_cell(cell) for cell in row) for row in rows) if len(rows) > 1 else ""


def _parsed(text: str) -> Any:
    """The value of the text, as it stands, with the quotes that programs leave out, or a record a line."""
    quoted = _KEY.sub(r'\1"\2":', _WORD.sub(lambda match: _WORDS[match.group()], text.replace("'", '"')))
    for attempt in (text, quoted, f"[{','.join(text.splitlines())}]"):
        try:
            return json.loads(attempt, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            continue
    return None


def _rows(value: Any) -> list[list[Any]]:
    """The headings and the rows below; empty for a value that is no table."""
    if isinstance(value, dict) and set(value) >= {"columns", "data"}:
        value = [dict(zip(value["columns"], row, strict=False)) for row in value["data"] if isinstance(row, list)]
    if isinstance(value, dict):
        value = _turned(value)
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        return []
    keys = list(dict.fromkeys(key for one in value for key in one))
    rows = [[one.get(key) for key in keys] for one in value]
    flat = not any(isinstance(cell, (dict, list)) for row in rows for cell in row)
    return [keys, *rows] if flat and len(keys) > 1 else []


def _turned(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Records of lists by column, or of dictionaries by column and row as pandas writes them."""
    lists = [list(one.values()) if isinstance(one, dict) else one for one in columns.values()]
    if not all(isinstance(one, list) for one in lists) or len({len(one) for one in lists}) != 1:
        return []
    return [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]


def _cell(value: Any) -> str:
    """One entry without what would part cells or rows."""
    word = {None: "", True: "true", False: "false"}.get(value, value) if not isinstance(value, str) else value
    return re.sub(r"\s", " ", str(word)).replace('"', "'")


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
