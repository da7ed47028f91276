"""The order of layers: a module imports only from its left, and each library is imported by one layer."""

import ast
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINE = (
    "numeral argument symmetric checkpoint lazy recent web_files window knob expression kernel surface gallery "
    "schedule settings trajectory rule optimizers data descent landscape basins theory diagnosis watching sweep race "
    "training scene figures lessons player export public cli ui"
).split()
WINGS = ("analysis", "learning")
"""Folders that only hold layers."""
DOORS = {
    "sympy": {"expression"},
    "plotly": {"figures"},
    "streamlit": {"ui"},
}
IMPORTS = {
    "argument": "numeral",
    "knob": "argument",
    "expression": "numeral checkpoint",
    "kernel": "numeral checkpoint lazy window expression",
    "surface": "argument window kernel",
    "gallery": "argument expression surface",
    "schedule": "argument knob expression kernel",
    "settings": "argument lazy knob schedule",
    "trajectory": "surface settings",
    "rule": "numeral checkpoint lazy knob expression kernel surface schedule settings trajectory",
    "optimizers": "argument checkpoint knob settings trajectory rule",
    "data": "numeral argument symmetric checkpoint window knob expression kernel surface settings trajectory "
    "optimizers",
    "descent": "argument expression kernel surface gallery schedule settings trajectory rule optimizers data",
    "landscape": "numeral argument symmetric checkpoint lazy window expression kernel surface descent",
    "basins": "numeral argument checkpoint lazy kernel surface schedule settings trajectory rule optimizers descent "
    "landscape",
    "theory": "numeral argument symmetric surface settings optimizers descent basins",
    "diagnosis": "numeral symmetric checkpoint lazy expression kernel surface schedule settings trajectory rule "
    "optimizers descent landscape theory",
    "watching": "argument kernel surface settings trajectory optimizers descent diagnosis",
    "sweep": "numeral argument knob surface settings trajectory optimizers descent landscape basins theory "
    "diagnosis",
    "race": "numeral argument surface settings trajectory optimizers descent landscape basins",
    "training": "checkpoint surface schedule settings trajectory rule optimizers data",
    "scene": "numeral argument knob expression surface gallery schedule settings trajectory rule optimizers data "
    "descent landscape basins theory diagnosis sweep training",
    "figures": "numeral recent expression kernel surface schedule settings trajectory rule "
    "optimizers data landscape basins theory diagnosis sweep training scene",
    "lessons": "numeral lazy expression surface gallery trajectory data descent landscape basins "
    "theory diagnosis scene figures",
    "export": "numeral argument checkpoint web_files expression kernel surface gallery schedule settings "
    "trajectory rule optimizers data descent landscape diagnosis race scene figures player",
    "public": "argument knob expression surface gallery schedule settings trajectory rule optimizers data descent "
    "landscape basins theory diagnosis watching sweep race scene export",
    "cli": "numeral argument checkpoint web_files knob expression surface gallery schedule optimizers landscape "
    "basins diagnosis sweep training scene figures lessons export",
    "ui": "numeral checkpoint recent web_files knob expression surface gallery schedule settings trajectory "
    "rule optimizers data descent landscape basins theory diagnosis sweep training scene figures lessons "
    "player export",
}  # fmt: skip
"""Layer → the layers that it imports; a new arrow is a line that changes here."""


def layer(path: Path) -> str:
    return on_the_line(path.relative_to(ROOT / "gdviz").with_suffix("").parts)


def on_the_line(parts: Sequence[str]) -> str:
    """The name on the line of a module's dotted parts below gdviz."""
    return parts[1] if parts[0] in WINGS and parts[1:] and parts[1] != "__init__" else parts[0]


def imported(path: Path) -> list[str]:
    """Absolute dotted names of everything that the file imports, at any depth."""
    package = ["gdviz", *path.relative_to(ROOT / "gdviz").parts[:-1]]
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names += [stem] if stem.count(".") else [f"{stem}.{alias.name}" for alias in node.names]
    return names


MODULES = [p for p in sorted((ROOT / "gdviz").rglob("*.py")) if layer(p) in LINE]


def test_a_module_imports_only_from_its_left() -> None:
    for path in MODULES:
        imports_from_its_left(path)


def imports_from_its_left(path: Path) -> None:
    here = LINE.index(layer(path))
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "gdviz" and len(parts) > 1:
            assert on_the_line(parts[1:]) in LINE, f"{name} is not on the line"
            assert LINE.index(on_the_line(parts[1:])) <= here, f"{path.name} reaches right, to {name}"
        if parts[0] in DOORS:
            assert layer(path) in DOORS[parts[0]], f"{path.name}: {parts[0]} has another door"


def test_a_layer_imports_what_the_table_says_and_nothing_else() -> None:
    imports: dict[str, set[str]] = {}
    for path in MODULES:
        names = [name.split(".")[1:] for name in imported(path) if name.startswith("gdviz.")]
        imports.setdefault(layer(path), set()).update(map(on_the_line, names))
    found = {name: layers - {name} for name, layers in imports.items() if layers - {name}}
    assert found == {name: set(layers.split()) for name, layers in IMPORTS.items()}


def test_every_door_is_used() -> None:
    for library, doors in DOORS.items():
        assert {layer(p) for p in MODULES if library in {name.split(".")[0] for name in imported(p)}} == doors


def test_every_module_is_on_the_line() -> None:
    found = {layer(p) for p in (ROOT / "gdviz").rglob("*.py")} - {"__init__", "__main__"}
    assert found == set(LINE) | set(WINGS)


UI_LINE = (
    "streamlit_fixes work address session cache readable_runs vocabulary widgets components frame stage rail "
    "learning_rate traps data learn"
).split()
UI_PAGES = {"learning_rate", "traps", "data", "learn"}
UI_MODULES = sorted(p for p in (ROOT / "gdviz" / "ui").rglob("*.py") if p.parent.name != "ui" or p.stem != "__init__")


def ui_part(path: Path) -> str:
    return path.relative_to(ROOT / "gdviz" / "ui").with_suffix("").parts[0]


@pytest.mark.parametrize("path", UI_MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_part_of_ui_imports_only_from_its_left(path: Path) -> None:
    here = ui_part(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[:2] == ["gdviz", "ui"] and parts[2:] and parts[2] != here:
            assert UI_LINE.index(parts[2]) < UI_LINE.index(here), f"{path.name} reaches right, to {name}"
            assert not {here, parts[2]} <= UI_PAGES, f"the page {here} takes {name} from another page"


CODE = re.compile(r"<script|=>\s*\{|\bfunction\s*\w*\(|\{[^{}]*[a-z-]+:\s[^{}]*;\s[^{}]*\}")


@pytest.mark.parametrize(
    "text", ["<script>", "const f = (x) => { };", "function (a) {}", ".a { color: red; margin: 0; }"]
)
def test_code_is_recognised(text: str) -> None:
    assert CODE.search(text)


@pytest.mark.parametrize("path", UI_MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_styles_and_scripts_are_files(path: Path) -> None:
    texts = [
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))) if isinstance(node, ast.Constant)
    ]
    assert not [text for text in texts if isinstance(text, str) and CODE.search(text)]


def test_nobody_imports_the_pages() -> None:
    for path in (ROOT / "gdviz").rglob("*.py"):
        assert not {"app", "pages"} & {name.split(".")[0] for name in imported(path)}, path


def test_import_is_light() -> None:
    code = "import sys, gdviz; gdviz.descend; print(sorted({'sympy', 'streamlit', 'plotly'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_no_name_needs_is_not_loaded() -> None:
    code = "import sys, gdviz.cli; print(sorted({'numpy', 'gdviz.public', 'gdviz.surface'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_name_hides_a_module() -> None:
    code = """
import importlib, pkgutil, sys, types, gdviz
for module in pkgutil.walk_packages(gdviz.__path__, "gdviz."):
    importlib.import_module(module.name)
names = [name for name in sys.modules if name.startswith("gdviz.")]
parts = [name.rpartition(".") for name in names]
print([f"{package}.{leaf}" for package, _, leaf in parts
       if not isinstance(getattr(sys.modules[package], leaf), types.ModuleType)])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
