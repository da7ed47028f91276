"""The typeface of the app as CSS with its files inside, where they are at hand."""

import base64
from functools import lru_cache
from pathlib import Path

from gdviz.web_files import web_folder

SIGNS = "U+2070,U+2074-2079,U+2080-2089,U+221E,U+2248,U+2260,U+2264-2265,U+2713"

FACES = (
    ("ibm-plex-sans-latin-wght-normal.woff2", "100 700",
     "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,"
     "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"),
    ("ibm-plex-sans-greek-wght-normal.woff2", "100 700",
     "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF"),
    ("ibm-plex-sans-pi-400-normal.woff2", "400", SIGNS),
    ("ibm-plex-sans-pi-600-normal.woff2", "600", SIGNS),
)  # fmt: skip
"""File, weights and characters of each face."""
LATIN_EXT = ("ibm-plex-sans-latin-ext-wght-normal.woff2", "100 700", "U+0100-02BA,U+02BD-02FF,U+1E00-1EFF,U+2C60-2C7F")
"""The face with the other Latin letters, for pictures: too large for each page."""


def font_faces() -> str:
    """`@font-face` rules of IBM Plex Sans with the fonts as data; empty where the files are not installed."""
    return "".join(map(font_face, FACES))


def font_faces_of(text: str) -> str:
    """The rules of those faces alone that have a character of a text."""
    codes = set(map(ord, text))
    return "".join(font_face(face) for face in (*FACES, LATIN_EXT) if any(covers(face[2], code) for code in codes))


@lru_cache(maxsize=len(FACES) + 1)
def font_face(face: tuple[str, str, str]) -> str:
    """The rule of one face; empty where its file is not installed."""
    name, weights, characters = face
    vendor = vendor_folder()
    if vendor is None or not (vendor / name).is_file():
        return ""
    data = base64.b64encode((vendor / name).read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"IBM Plex Sans";font-weight:{weights};unicode-range:{characters};'
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
    )


def covers(ranges: str, code: int) -> bool:
    """Whether a list of ranges, as CSS writes them, holds a character."""
    for part in ranges.split(","):
        low, _, high = part.removeprefix("U+").partition("-")
        if int(low, 16) <= code <= int(high or low, 16):
            return True
    return False


def vendor_folder() -> Path | None:
    """Where the fonts and Plotly.js are; None where the app is not installed."""
    try:
        return web_folder() / "static" / "vendor"
    except FileNotFoundError:
        return None
