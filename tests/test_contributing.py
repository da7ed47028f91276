"""CONTRIBUTING's recipes do what they say: each is followed word for word in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
PARTS = ("gdviz", "pages", "tests", "static", ".streamlit", "app.py", "pyproject.toml")
_, *SECTIONS = re.split(r"^## ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8"), flags=re.MULTILINE)
RECIPES = {text.split("\n", 1)[0]: text for text in SECTIONS if text.startswith("Add ")}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^print\(.*\)  # (.*)$", re.MULTILINE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, to be changed at will."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "references"))
        else:
            shutil.copy(ROOT / part, tmp_path / part)
    return tmp_path


def edit(copy: Path, block: str) -> None:
    """Bring the lines of a block into the file that it names: `-` goes, `+` comes, the others stand there already."""
    name, *lines = block.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    file = copy / name
    if not before:
        assert not file.exists(), f"{name} is there already"
        file.write_text(after, encoding="utf8")
        return
    text = file.read_text(encoding="utf8")
    assert text.count(before) == 1, f"{name} has {text.count(before)} places that read\n{before}"
    file.write_text(text.replace(before, after), encoding="utf8")


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A Python command in the copy, which is the gdviz that it imports."""
    variables = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, *command], cwd=copy, env=variables, capture_output=True, text=True, timeout=300
    )


def test_there_are_five_recipes() -> None:
    assert list(RECIPES) == ["Add an optimizer", "Add a surface", "Add an event", "Add a lesson", "Add a page"]
    assert all("```diff" in text and ("```python" in text or "```sh" in text) for text in RECIPES.values())


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_does_what_it_says(copy: Path, title: str) -> None:
    for kind, block in BLOCK.findall(RECIPES[title]):
        if kind == "diff":
            edit(copy, block)
        elif kind == "python":
            expected = OUTPUT.findall(block)
            assert expected
            done = run(copy, "-c", block)
            assert done.stdout.splitlines() == expected, done.stderr
        else:  # pytest ends with 5 where it finds no test
            done = run(copy, "-m", *block.split(), "-q", "-p", "no:cacheprovider")
            assert done.returncode == 0, done.stdout[-3000:]
