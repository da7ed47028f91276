"""The player's JavaScript: its DOM-free modules under Node, and the one module that Streamlit is given."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gdviz.ui import player

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))
JS = Path(player.__file__).parent / "js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)


def node() -> str:
    """Node from the PATH, else the one that Playwright carries."""
    found = shutil.which("node")
    if found:
        return found
    playwright = pytest.importorskip("playwright._impl._driver", reason="neither Node nor Playwright is installed")
    return str(playwright.compute_driver_executable()[0])


def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([node(), *arguments], input=text, capture_output=True, text=True, timeout=60, check=False)


def test_the_modules_without_dom_hold_their_own_tests() -> None:
    result = run("--test", *map(str, TESTS))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "\n# pass 0" not in result.stdout


def test_the_joined_module_is_one_valid_module(tmp_path: Path) -> None:
    """A name declared in two modules, or an import left behind, is an error here and not on the visitor's screen."""
    joined = tmp_path / "player.mjs"
    joined.write_text(player.javascript(), encoding="utf-8")
    result = run("--check", str(joined))
    assert result.returncode == 0, result.stderr
    assert not re.search(r"^\s*import\b", joined.read_text(), re.MULTILINE)
    assert len(re.findall(r"^export ", joined.read_text(), re.MULTILINE)) == 1
    assert "export default function mount" in joined.read_text()


def test_every_module_is_joined_after_what_it_imports() -> None:
    assert set(player.MODULES) == {path.stem for path in JS.glob("*.js")}
    exported: dict[str, set[str]] = {}
    for name in player.MODULES:
        text = (JS / f"{name}.js").read_text(encoding="utf-8")
        for names, source in IMPORT.findall(text):
            assert source in exported, f"{name} stands before {source}"
            wanted = {word.strip() for word in names.split(",")}
            assert wanted <= exported[source], f"{name} asks {source} for {wanted - exported[source]}"
            body = IMPORT.sub("", text)
            assert all(re.search(rf"\b{word}\b", body) for word in wanted), f"{name} imports what it does not use"
        exported[name] = set(EXPORT.findall(text))


def test_the_root_says_that_it_is_not_ready_before_the_script_runs() -> None:
    assert 'class="gdviz-player" data-ready="0"' in player.HTML
    assert "\n" in player.HTML
