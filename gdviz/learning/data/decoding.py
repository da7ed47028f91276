"""Bytes of a file that should be a table: the text in them, or one sentence why there is none."""

import re

MOST_BYTES = 10_000_000
MOST_LINES = 200_000
LONGEST_LINE = 400_000
"""Thousands of columns; only the first ones are used."""


class TableError(ValueError):
    """A table that cannot be used; the message is one or two sentences of ours, and repeats nothing of the file."""


_SPREADSHEET = "This is a spreadsheet file. Save it as CSV and try again."
_PICTURE = "This is a picture, not a table."
_SIGNATURES = {
    b"PK\x03\x04": _SPREADSHEET,
    b"\xd0\xcf\x11\xe0": _SPREADSHEET,
    b"%PDF": "This is a PDF document. Copy the table out of it and paste it as text.",
    b"\x1f\x8b": "This file is compressed. Unpack it and try again.",
    b"BZh": "This file is compressed. Unpack it and try again.",
    b"7z\xbc\xaf": "This file is compressed. Unpack it and try again.",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"PAR1": "This is a Parquet file. Save it as CSV and try again.",
    b"SQLite": "This is a database. Save a table of it as CSV and try again.",
}
_BINARY = "This is not a text file in UTF-8. Save the table as CSV in UTF-8 and try again."
GARBLED = "The headings are in an encoding that cannot be told from the file: save it in UTF-8 to see them."
ASSUMED = (
    "The file is not in UTF-8: its headings are read as Western European. "
    "Where their letters are wrong, save it in UTF-8."
)
_SIGN = "¢-©¬®¯±¶¸»-¿‰†‡ˆ˜„‚‹›™ƒ"
_BROKEN = re.compile(
    rf"(?<=[^\W\d_])[{_SIGN}¡«´¹”“…](?=[^\W\d_])|[{_SIGN}¹]{{2}}(?=[^\W\d_])|[‰‡†ˆƒ‚](?=[a-z])"
    r"|(?<=[a-zß-ÿ])[ŠŽŒ]|(?<=[^\W\d_])[ŠŽŒ](?=[a-zß-ÿ])"
)
"""Signs and capitals within a word: Größe as a Mac writes it, Łąka in the Central European encoding."""
_LATIN_1 = frozenset(map(chr, range(0x80, 0x100))) | frozenset("ŠšŽžŒœŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™")
LEAST_STRANGE = 4
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def encoding_notes(content: bytes | str, headings: list[str], readable: list[str]) -> list[str]:
    """What is said of the headings of a file that is not in UTF-8; readable: those that are shown."""
    if readable != headings:
        return [GARBLED]
    accented = any(not heading.isascii() for heading in headings)
    return [ASSUMED] if accented and isinstance(content, bytes) and not _is_unicode(content) else []


def without_garbled(headings: list[str]) -> list[str]:
    """The headings, or "" for each that came out as accents and signs, as those in Cyrillic or Chinese encodings do."""
    headings = ["" if _BROKEN.search(heading) else heading for heading in headings]
    strange = [sum(map(_LATIN_1.__contains__, heading)) for heading in headings]
    plain = [sum(c.isascii() and c.isalpha() for c in heading) for heading in headings]
    if sum(strange) < LEAST_STRANGE or sum(strange) <= sum(plain):
        return headings
    return ["" if s > p else heading for s, p, heading in zip(strange, plain, headings, strict=True)]


def decoded(content: bytes | str) -> str:
    """The text, without byte-order mark, lines ended by \\n. Raises TableError."""
    if len(content) > MOST_BYTES:
        raise TableError(f"This is too large. At most {MOST_BYTES // 1_000_000} MB can be read.")
    text = content if isinstance(content, str) else _text(content)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise TableError(f"This is too long. At most {MOST_LINES:,} rows can be read.")
    if not text.strip():
        raise TableError("There is nothing in it.")
    if _CONTROL.search(text):
        raise TableError(_BINARY)
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise TableError("A line of it is too long for a table. Save the table as CSV and try again.")
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<svg")):
        raise TableError("This is a web page, not a table. Save the table as CSV and try again.")
    return text


def _text(content: bytes) -> str:
    for beginning, sentence in _SIGNATURES.items():
        if content.startswith(beginning):
            raise TableError(sentence)
    encoding = next((name for mark, name in _ENCODINGS.items() if content.startswith(mark)), None) or _halves(content)
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(attempt)
        except UnicodeDecodeError:
            continue
    raise TableError(_BINARY)


def _is_unicode(content: bytes) -> bool:
    if content.startswith(tuple(_ENCODINGS)) or _halves(content):
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _halves(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    start = content[:400]
    half = len(start) // 2
    if half < 4 or start.count(0) < 0.8 * half:
        return None
    if start[1::2].count(0) >= 0.8 * half and not start[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) >= 0.8 * half and not start[1::2].count(0) else None
