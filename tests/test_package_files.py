"""What an installed package consists of: every file that the app reads is in the wheel."""

import ast
import re
import tomllib
from pathlib import Path, PurePath

import pytest

from gdviz import web_files
from gdviz.ui import frame

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
PROJECT = PYPROJECT["project"]
PATTERNS = PYPROJECT["tool"]["setuptools"]["package-data"]["gdviz"]
WEB = next(
    ast.literal_eval(node.value)
    for node in ast.parse((ROOT / "setup.py").read_text(encoding="utf8")).body
    if isinstance(node, ast.Assign)
)
"""What setup.py copies into the package."""
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


def test_the_pages_are_beside_the_package() -> None:
    folder = web_files.web_folder()
    assert folder == ROOT
    assert all((folder / name).exists() for name in WEB)


def test_an_installation_without_pages_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(web_files, "PACKAGE", tmp_path / "gdviz")
    with pytest.raises(FileNotFoundError, match=r"^The app's pages are missing .*\.$"):
        web_files.web_folder()


def test_the_pages_of_a_wheel_are_inside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "web" / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "web" / "app.py").touch()
    monkeypatch.setattr(web_files, "PACKAGE", tmp_path)
    assert web_files.web_folder() == tmp_path / "web"


def test_what_every_page_reads_is_copied_into_the_wheel() -> None:
    scripts = {PurePath(script).parts[0] for script, _ in frame.PAGES}
    assert scripts | {"static", ".streamlit"} == set(WEB)


def test_the_core_needs_no_extra() -> None:
    names = {re.split(r"[><=;\[ ]", line)[0] for line in PROJECT["dependencies"]}
    assert names == {"numpy", "sympy", "mpmath", "tqdm"}
    assert set(PROJECT["optional-dependencies"]) == {"app", "plot", "notebook", "pictures", "dev"}
