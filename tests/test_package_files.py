"""What an installed package consists of: every file that the app reads is in the wheel."""

import tomllib
from pathlib import Path, PurePath

import pytest

from gdviz.ui import frame

ROOT = Path(__file__).parent.parent
PATTERNS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["gdviz"]
FILES = [path.relative_to(ROOT / "gdviz") for path in (ROOT / "gdviz").rglob("*") if path.is_file()]


def packed(path: PurePath) -> bool:
    """Is a file, given relative to the package, of a kind that pyproject.toml lists? `**/` may stand for no folder."""
    return any(path.match(pattern.removeprefix("**/")) for pattern in PATTERNS)


DATA = [path for path in FILES if "__pycache__" not in path.parts and path.suffix != ".py"]


@pytest.mark.parametrize("path", DATA, ids=str)
def test_every_file_is_in_the_wheel(path: Path) -> None:
    assert packed(path)


def test_a_kind_that_is_not_listed_is_missed() -> None:
    assert not packed(PurePath("ui/styles/theme.scss"))


def test_the_icon_and_the_styles_are_in_the_package() -> None:
    package = Path(frame.__file__).parent.parent
    assert (frame.STYLES / "favicon.svg").is_file()
    assert frame.STYLES.is_relative_to(package)
