"""The player's JavaScript: its DOM-free modules under Node, and the modules that pages are given."""

import re
import shutil
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from gdviz import player
from gdviz.player.bundle import declarations, imports, joined, order
from gdviz.ui.components.component import FOLDER, javascript

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))
MODULES = sorted(player.JS.rglob("*.js"))
IMPORTED = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+\.js)";$', re.MULTILINE)
EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)


def node() -> str:
    """Node from the PATH, else the one that Playwright carries."""
    if on_path := shutil.which("node"):
        return on_path
    playwright = pytest.importorskip("playwright._impl._driver", reason="neither Node nor Playwright is installed")
    return str(playwright.compute_driver_executable()[0])


def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([node(), *arguments], input=text, capture_output=True, text=True, timeout=180, check=False)


def test_the_modules_without_dom_hold_their_own_tests() -> None:
    result = run("--test", *map(str, TESTS))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "\n# pass 0" not in result.stdout


@pytest.mark.parametrize(
    ("text", "export"),
    [
        (player.module(), "export function mount("),
        (javascript("player"), "export default mountOnce("),
    ],
    ids=["the player", "its Streamlit host"],
)
def test_a_joined_module_is_one_valid_module(text: str, export: str, tmp_path: Path) -> None:
    path = tmp_path / "joined.mjs"
    path.write_text(text, encoding="utf-8")
    result = run("--check", str(path))
    assert result.returncode == 0, result.stderr
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert re.findall(r"^export .*?\(", text, re.MULTILINE) == [export]
    assert "--gdviz-paper" in text, "the style sheet comes with the module"


def test_every_module_is_joined_after_what_it_imports() -> None:
    modules = order(player.JS / "mount.js")
    assert set(modules) == set(MODULES), "every module of the folder is reached from the door"
    for place, module in enumerate(modules):
        assert {path for path in imports(module) if path.suffix == ".js"} <= set(modules[:place])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_imports_what_there_is_and_what_it_uses(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    body = IMPORTED.sub("", text)
    for names, source in IMPORTED.findall(text):
        exported = set(EXPORTED.findall((module.parent / source).resolve().read_text(encoding="utf-8")))
        wanted = {word.strip() for word in names.split(",")}
        assert wanted <= exported, f"{source} does not export {wanted - exported}"
        assert all(re.search(rf"\b{word}\b", body) for word in wanted), f"{source}: imported and not used"
    assert len(text.splitlines()) <= 200


def test_folders_stand_on_floors() -> None:
    """No folder imports, even by way of others, from one that imports from it."""
    arrows: dict[str, set[str]] = {}
    for module in MODULES:
        others = {path.parent.name for path in imports(module) if path.suffix == ".js"}
        arrows.setdefault(module.parent.name, set()).update(others - {module.parent.name})
    floors = list(TopologicalSorter(arrows).static_order())
    assert floors[0] == "base"
    assert floors[-1] == "js"


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "first.js"


def test_modules_that_declare_one_name_are_refused(tmp_path: Path) -> None:
    first = written(
        tmp_path,
        first='import { b } from "./second.js";\nconst [SIZE, OTHER] = [1, 2];\nexport default b + SIZE + OTHER;\n',
        second="const SIZE = 2;\nexport const b = SIZE;\n",
    )
    with pytest.raises(ValueError, match=r"second\.js and first\.js both declare SIZE"):
        joined(first)


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    first = written(
        tmp_path,
        first='import { b } from "./second.js";\nexport const a = 1;\n',
        second='import { a } from "./first.js";\n',
    )
    with pytest.raises(ValueError, match=r"in a circle: \w+\.js imports"):
        joined(first)


@pytest.mark.parametrize(
    "line",
    [
        'import { a as b } from "./second.js";',
        'import * as all from "./second.js";',
        'import "plotly";',
        'import { x }\nfrom "y";',
    ],
)
def test_imports_that_cannot_be_joined_are_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"first\.js (renames|has an import that cannot be joined)"):
        joined(written(tmp_path, first=line + "\n", second="export const a = 1;\n"))


def test_declarations_of_every_kind_are_seen() -> None:
    text = "export async function a() {\n  const hidden = 1;\n}\nexport class B {}\nconst [c, d] = [1, 2];\n"
    text += "let { e, f: g } = {};\n"
    assert list(declarations(text)) == ["a", "B", "c", "d", "e", "g"]


def test_the_player_knows_no_host() -> None:
    for path in [*MODULES, *player.JS.parent.glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        for word in ("--st-", "stApp", "Streamlit", "setStateValue", "window.Plotly", "document.querySelector"):
            assert word not in text, f"{path.name} speaks of {word}"


def test_the_root_says_that_it_is_not_ready_before_the_script_runs() -> None:
    html = (FOLDER / "player" / "player.html").read_text(encoding="utf-8")
    assert 'class="gdviz-player" data-ready="0"' in html
    assert "\n" in html
