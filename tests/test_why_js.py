"""The JavaScript of charts, small maps and events under Node: its own tests, and each joined module is valid."""

from pathlib import Path

import pytest

from gdviz.ui.components.component import javascript
from tests.test_player_js import run

TESTS = Path(__file__).with_name("why.test.mjs")


def test_the_modules_hold_their_own_tests() -> None:
    result = run("--test", str(TESTS))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", ["chart", "panels"])
def test_a_joined_module_is_valid(name: str, tmp_path: Path) -> None:
    joined = tmp_path / "joined.mjs"
    joined.write_text(javascript(name), encoding="utf-8")
    result = run("--check", str(joined))
    assert result.returncode == 0, result.stderr
    assert joined.read_text().count("export ") == 1
