"""Large components are files that a browser takes once; Streamlit sends a few lines for them, whatever runs."""

import os
from pathlib import Path

import pytest

from gdviz import web_files
from gdviz.ui.components import component as door
from gdviz.ui.components.component import LARGE, sent, static_path, vendor_path, written
from tests.test_player_js import run

MODULE = "export default () => {};\n" + "// a long module\n" * LARGE


@pytest.fixture
def static(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The static folder of an app that stands in a folder of its own."""
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(door, "web_folder", lambda: tmp_path)
    return tmp_path / "static"


def test_a_large_module_is_a_file_and_its_loader_is_short(static: Path) -> None:
    loader = sent("player", MODULE)
    (file,) = (static / "built").iterdir()
    assert file.read_text(encoding="utf-8") == MODULE
    assert len(loader) < 800
    assert f"built/{file.name}" in loader
    assert static_path() in loader
    assert run("--check", "--input-type=module", "-", text=loader).returncode == 0


def test_a_small_module_is_sent_as_it_is(static: Path) -> None:
    assert sent("menu", "export default 1;\n") == "export default 1;\n"
    assert list(static.iterdir()) == []


def test_a_server_without_static_files_sends_the_module(static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda name: name != "server.enableStaticServing")
    assert sent("player", MODULE) == MODULE
    assert list(static.iterdir()) == []


def test_a_server_that_may_not_write_sends_the_module(static: Path) -> None:
    (static / "built").write_text("a file where the folder would be", encoding="utf-8")
    assert sent("player", MODULE) == MODULE


def test_a_changed_module_has_another_name_and_the_old_one_goes_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    first = written(folder, "player", "export default 1;")
    assert written(folder, "player", "export default 1;") == first
    other = written(folder, "playground", "export default 1;")
    second = written(folder, "player", "export default 2;")
    assert {path.name for path in folder.iterdir()} == {first, other, second}, "a server may be running with the first"
    for name in (first, other):
        os.utime(folder / name, (0, 0))
    written(folder, "playground", "export default 1;")
    written(folder, "player", "export default 2;")
    assert {path.name for path in folder.iterdir()} == {other, second}


def test_the_paths_follow_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    assert static_path() == "/app/static/"
    monkeypatch.setattr("streamlit.get_option", lambda name: "/teaching/gdviz/")
    assert static_path() == "/teaching/gdviz/app/static/"
    assert vendor_path() == "/teaching/gdviz/app/static/vendor/"


def test_the_player_of_the_app_is_a_file() -> None:
    text = sent("player", door.javascript("player"))
    assert len(text) < 800
    assert (web_files.web_folder() / "static" / "built").is_dir()
