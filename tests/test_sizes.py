"""The sizes that keep a file and a function readable at a glance: files of 200 lines, functions of 30, pages of 40."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = [
    path
    for path in sorted([*(ROOT / "gdviz").rglob("*"), *(ROOT / "benchmarks").glob("*"), ROOT / "app.py"])
    if path.suffix in (".py", ".js", ".css")
]
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
LONG_FUNCTIONS = {"torch_steps": "closures over one PyTorch optimizer, which torch calls back"}
"""Python functions over the limit, each with the reason why it is better whole."""


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their lines, signature and docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_are_short() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf8").splitlines()) for path in SOURCES}
    assert len(lines) > 600
    assert {name: count for name, count in lines.items() if count > 200} == {}


def test_functions_are_short() -> None:
    long = {name for path in SOURCES if path.suffix == ".py" for name, lines in lengths(path) if lines > 30}
    assert long == set(LONG_FUNCTIONS)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_a_short_script(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= 40
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
