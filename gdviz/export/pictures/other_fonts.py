"""Fonts of the system for characters that IBM Plex Sans lacks, and what is written where no font has them."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from gdviz.export.pictures.pillow_modules import pillow

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
