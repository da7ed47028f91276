"""Text in pixels, by Pillow: in the app's typeface, in a font of the system for what it lacks, never as empty boxes."""

import contextlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gdviz.export.fonts import FACES, LATIN_EXT, covers, vendor_folder
from gdviz.export.words import NotExported

if TYPE_CHECKING:
    from PIL.Image import Image

MISSING = "Pictures of pixels need Pillow: pip install 'gdviz[pictures]'. A picture .svg or a page .html needs nothing."
PAINTED = (*FACES, LATIN_EXT)
RAISED_MINUS = "⁻"
RAISED = -1
"""For the raised minus, which no face has: a minus is drawn, raised."""
MOST_FILES = 3000
FAMILIES = (
    "notosanscjk", "notosanssc", "sourcehan", "wqy", "pingfang", "msyh", "yahei", "hiragino", "malgun", "notosans",
    "dejavusans", "arialunicode", "arial", "segoeui", "liberationsans", "freesans", "unifont", "droidsansfallback",
)  # fmt: skip
"""Parts of the names of font files that hold many characters, the ones tried first."""
NO_CHARACTER = "\U0010fffe"
"""Unicode keeps this one free for ever: what a font draws for it is its box for missing characters."""
UNSEEN = ("Cc", "Cf", "Me", "Mn")
"""Categories of characters that show nothing by themselves."""


def pillow() -> Any:
    """Pillow's modules Image, ImageDraw and ImageFont; NotExported, with the command to install it, without it."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as missing:
        raise NotExported(MISSING) from missing
    return Image, ImageDraw, ImageFont


class Piece(NamedTuple):
    """Text in one font: the place of its face in PAINTED, RAISED, or the path of a font of the system."""

    face: int | str
    text: str


def write(canvas: "Image", words: Any, scale: float) -> None:
    """Words along their base line, each character in the face that has it."""
    _, draw_module, _ = pillow()
    pen = draw_module.Draw(canvas)
    size = words.size * scale
    parts = [_part(piece, size, words.bold) for piece in by_face(words.text)]
    total = sum(face.getlength(text) for text, face, _ in parts)
    x = words.x * scale - {"start": 0.0, "middle": total / 2, "end": total}[words.anchor]
    for text, face, raised in parts:
        pen.text((x, words.y * scale - raised), text, fill=words.color, font=face, anchor="ls")
        x += face.getlength(text)


def _part(piece: Piece, size: float, bold: bool) -> tuple[str, Any, float]:
    """Text, its font, and by how much it is raised."""
    if piece.face == RAISED:
        return "−" * len(piece.text), font(0, round(0.6 * size), bold), 0.38 * size
    if isinstance(piece.face, str):
        return piece.text, opened(piece.face, round(size)), 0.0
    return piece.text, font(piece.face, round(size), bold), 0.0


@lru_cache(maxsize=64)
def font(face: int, size: int, bold: bool) -> Any:
    """A face of IBM Plex Sans by its place in PAINTED; Pillow's own where it is not installed."""
    _, _, font_module = pillow()
    vendor = vendor_folder()
    if vendor is None:
        return font_module.load_default(size)
    name = FACES[3][0] if face == 2 and bold else PAINTED[face][0]
    face_font = font_module.truetype(str(vendor / name), size, layout_engine=font_module.Layout.BASIC)
    if PAINTED[face][1] == "100 700":
        face_font.set_variation_by_axes([600 if bold else 400])
    return face_font


def by_face(text: str) -> Iterator[Piece]:
    """Text in pieces, each with the font that has its characters; what no font has is described in letters."""
    placed: list[Piece] = []
    for character in unicodedata.normalize("NFC", text):
        kind, before = unicodedata.category(character), placed[-1].face if placed else 0
        if isinstance(before, str) and kind in ("Mn", "Cf", "Zs"):
            placed.append(Piece(before, character))  # it belongs to the letters before
        elif kind in UNSEEN:
            continue
        elif (face := face_of(character)) is None:
            placed += [Piece(0, letter) for letter in described(character)]
        else:
            placed.append(Piece(face, character))
    for font_of_piece, pieces in groupby(placed, key=lambda piece: piece.face):
        yield Piece(font_of_piece, "".join(piece.text for piece in pieces))


def letters_in(text: str) -> int:
    """How many letters' room a text takes, as it is drawn; without Pillow as a viewer with all fonts shows it."""
    with contextlib.suppress(NotExported):
        text = "".join(piece.text for piece in by_face(text))
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@lru_cache(maxsize=512)
def face_of(character: str) -> int | str | None:
    """The font of a character, as `Piece` names it; None where none has it."""
    if character == RAISED_MINUS:
        return RAISED
    plex = next((place for place, face in enumerate(PAINTED) if covers(face[2], ord(character))), None)
    return plex if plex is not None else font_with(character) or None


def folders() -> Iterator[Path]:
    """Where systems keep fonts."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        yield from (
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".local/share/fonts",
            home / ".fonts",
        )


@lru_cache(maxsize=1)
def files() -> tuple[str, ...]:
    """The font files of the system that are likely to hold many characters, the likeliest first."""
    seen = [file for folder in folders() if folder.is_dir() for file in _within(folder)]
    ranked = [(rank, len(name), str(file)) for file in seen if (rank := _rank(name := file.stem.lower())) is not None]
    return tuple(path for _, _, path in sorted(ranked))


def _within(folder: Path) -> Iterator[Path]:
    for count, file in enumerate(folder.rglob("*")):
        if count > MOST_FILES:
            return
        if file.suffix.lower() in (".ttf", ".otf", ".ttc"):
            yield file


def _rank(name: str) -> int | None:
    """The place of a font's family among FAMILIES; None for another, and for bold and slanted faces."""
    plain = name.replace("-", "").replace("_", "").replace(" ", "")
    if any(word in plain for word in ("bold", "italic", "oblique", "mono", "condensed", "light", "black", "thin")):
        return None
    return next((place for place, family in enumerate(FAMILIES) if plain.startswith(family)), None)


@lru_cache(maxsize=64)
def opened(path: str, size: int) -> Any:
    """A font file at a size; None if Pillow cannot read it. Letters are joined and ordered if Pillow can do so."""
    _, _, font_module = pillow()
    try:
        return font_module.truetype(path, size)
    except OSError:
        return None


@lru_cache(maxsize=2048)
def font_with(character: str) -> str:
    """The path of the first font of the system that has a character; empty where none has."""
    return next((path for path in files() if (font := opened(path, 24)) is not None and _has(font, character)), "")


def _has(font: Any, character: str) -> bool:
    """Whether a font draws a character otherwise than one that no font has."""
    drawn, nothing = (font.getmask(text) for text in (character, NO_CHARACTER))
    return drawn.getbbox() is not None and (drawn.size, bytes(drawn)) != (nothing.size, bytes(nothing))


def described(character: str) -> str:
    r"""A character in plain letters: a sign by its name, "(direct hit)", a letter by its number, "\u6d4b"."""
    if unicodedata.category(character)[0] in "SPN" and (name := unicodedata.name(character, "")):
        return f"({name.lower()})"
    return character.encode("ascii", "backslashreplace").decode()
