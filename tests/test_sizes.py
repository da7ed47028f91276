"""The sizes that keep a file and a function readable at a glance: files of 200 lines, functions of 30, pages of 40."""

import ast
import re
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
SCRIPT_FUNCTION = re.compile(
    r"( *)(?:export )?(?:default )?(?:async |static |get |set )*"
    r"(?:function\b.*|const \w+ = .*=> |(?!(?:if|for|while|switch|catch|return)\b)\w+ ?\(.*\) )\{$"
)
"""The first line of a JavaScript function, a method, or an arrow with a name; its last one begins with } as far in."""


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their lines, signature and docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def script_lengths(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a script by their first lines, with the lines between the braces."""
    lines = path.read_text(encoding="utf8").splitlines()
    for at, line in enumerate(lines):
        if head := SCRIPT_FUNCTION.match(line):
            end = next(k for k in range(at + 1, len(lines)) if lines[k].startswith(head[1] + "}"))
            yield f"{path.name}: {line.strip()}", end - at - 1


def test_files_are_short() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf8").splitlines()) for path in SOURCES}
    assert len(lines) > 480
    assert {name: count for name, count in lines.items() if count > 200} == {}


def test_functions_are_short() -> None:
    long = {name for path in SOURCES if path.suffix == ".py" for name, lines in lengths(path) if lines > 30}
    assert long == set(LONG_FUNCTIONS)
    scripts = [found for path in SOURCES if path.suffix == ".js" for found in script_lengths(path)]
    assert len(scripts) > 750
    assert [(name, lines) for name, lines in scripts if lines > 30] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_a_short_script(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert len(text.splitlines()) <= 40
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
