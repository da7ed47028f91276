"""What docs/ names is there: every file, and every function, class and constant behind it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
FOLDERS = "gdviz|pages|tests|docs|benchmarks|static"
NAMED = re.compile(rf"`((?:{FOLDERS})/[\w./-]*|[\w-]+\.(?:py|md|toml))(?::(\w+))?`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
JAVASCRIPT = r"^(?:export )?(?:default )?(?:async )?(?:function\*?|class|const|let) {}\b"


def places() -> list[tuple[Path, str, str]]:
    """Page, file, and the name in the file ("" where the page names the file alone)."""
    return [
        (page, file, name)
        for page in PAGES
        for file, name in NAMED.findall(page.read_text(encoding="utf8"))
        if file.count("/") or (ROOT / file).exists()
    ]


def defined(path: Path) -> set[str]:
    """What a Python file has at its top level, imports included."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize(("page", "file", "name"), places(), ids=lambda value: getattr(value, "name", value) or "-")
def test_what_a_page_names_is_there(page: Path, file: str, name: str) -> None:
    path = ROOT / file
    assert path.exists(), f"{page.name} names {file}"
    if name and path.suffix == ".js":
        assert re.search(JAVASCRIPT.format(name), path.read_text(encoding="utf8"), re.MULTILINE), (
            f"{file} has no {name}"
        )
    elif name:
        assert name in defined(path), f"{file} has no {name}"


def test_the_way_is_described_with_its_names() -> None:
    assert sum(bool(name) for page, _, name in places() if page.name == "how-it-works.md") > 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf8")):
        assert (page.parent / target).exists(), target
