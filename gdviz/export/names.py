"""Names, numbers and comments of a generated program, escaped so that no text of a visitor becomes code."""

import builtins
import keyword
import math
import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
LONGEST_COMMENT = 2000
LARGEST_WHOLE = 1e15

OWN = frozenset(
    (
        *(
            "np",
            "torch",
            "scipy",
            "minimize",
            "point",
            "loss",
            "gradient",
            "hessian",
            "solve",
            "finite",
            "rate",
            "rates",
        ),
        *("plateau", "Plateau", "steps", "path", "draws", "bound", "optimizer", "scheduler", "result"),
        *("warming", "planned"),
    )
)
"""Words the programs use themselves."""
TAKEN = OWN | frozenset(dir(builtins)) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)


def identifier(name: str) -> str:
    """A name of a formula or rule as a Python name; taken ones get an underscore, which no typed name ends with.

    Raises ValueError for anything that is not a plain word.
    """
    if not _NAME.fullmatch(name) or "__" in name or name.endswith("_"):
        raise ValueError("A name in a program is letters, digits and single underscores.")
    return f"{name}_" if name in TAKEN else name


def literal(value: float) -> str:
    """A number that reads back exactly, whole ones without a point."""
    number = float(value)
    whole = number.is_integer() and abs(number) < LARGEST_WHOLE and repr(number) != "-0.0"
    return str(int(number)) if whole else floating(number)


def floating(value: float) -> str:
    """A number that reads back exactly, and as a float."""
    number = float(value)
    return repr(number) if math.isfinite(number) else f'float("{number}")'


def comment(text: str, mark: str = "#") -> str:
    """One line of comment: every kind of line break, and whatever cannot be seen, is left out."""
    words = " ".join(text.split())[:LONGEST_COMMENT]
    return f"{mark} {''.join(c for c in words if c.isprintable())}"


def stamp(url: str | None, mark: str = "#") -> list[str]:
    """The line that says where the run can be seen again."""
    return [comment(url, mark)] if url else []


CODING = "# coding: utf-8"
"""Always the first line of a program: Python looks no further for a coding, such as one hidden in a link."""
