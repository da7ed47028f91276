"""Records of JSON, JavaScript and Python, `[{"x": 1, "y": 2}, …]`, as lines of cells parted by tabs."""

import json
import re
from typing import Any

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
