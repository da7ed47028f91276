"""Text in pixels, by Pillow: in the app's typeface, in a font of the system for what it lacks, never as empty boxes."""

import contextlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from gdviz.export.fonts import FACES, LATIN_EXT, covers, vendor_folder
from gdviz.export.formula import NotExported
from gdviz.export.pictures.other_fonts import UNSEEN, described, font_with, opened
from gdviz.export.pictures.pillow_modules import pillow

if TYPE_CHECKING:
    from PIL.Image import Image

PAINTED = (*FACES, LATIN_EXT)
RAISED_MINUS = "⁻"
RAISED = -1
"""For the raised minus, which no face has: a minus is drawn, raised."""


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
