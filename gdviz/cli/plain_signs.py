"""Signs that a terminal's encoding lacks, in letters and signs of ASCII: 1.2·10⁻⁹ is written 1.2*10^-9."""

import codecs
import re
import unicodedata

NAME = "gdviz-plain-signs"
SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "·": "*",
        "×": "x",
        "‖": "|",
        "∇": "grad ",
        "√": "sqrt",
        "∞": "infinity",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "…": "...",
        "“": '"',
        "”": '"',
        "’": "'",
    }
)
RAISED, LOWERED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
DIGITS = str.maketrans(RAISED + LOWERED, "+-0123456789" + "0123456789")
GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)$")


def register() -> None:
    """Make NAME an error handler for streams."""
    codecs.register_error(NAME, _replaced)


def plain(text: str) -> str:
    """The text in ASCII; ? for a letter that has no other."""
    text = re.sub(f"[{RAISED}]+", lambda power: "^" + power[0], text).translate(DIGITS).translate(SIGNS)
    spelled = "".join(map(_letter, text))
    return spelled.encode("ascii", "replace").decode("ascii")


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if greek := GREEK.match(unicodedata.name(letter, "")):
        return greek[2].lower() if greek[1] == "SMALL" else greek[2].capitalize()
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return bare or "?"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """What stands for a run of signs that could not be encoded (PEP 293)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end
