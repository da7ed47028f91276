"""The standard streams of the command line: formulas from stdin, and streams that are closed, full or not Unicode."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gdviz.cli import main, output, streams
from tests.test_cli import ROOT, shell

pytestmark = pytest.mark.long


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes, *arguments: str) -> int:
    """A command with these bytes on stdin."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    return main(arguments)


def test_a_formula_from_stdin_is_the_formula_as_an_argument(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ["run", "", "sgd:0.09", "--start", "3,2", "--steps", "4"],
        ["survey", ""],
        ["basins", "", "sgd:0.05", "--shape", "3x3"],
        ["sweep", "", "sgd", "--steps", "5"],
        ["open", ""],
    ):
        text = "?f=x%5E2+%2B+y%5E2&run=sgd" if command[0] == "open" else "-x^2 + 10y^2"
        assert piped(monkeypatch, f"\ufeff{text}\r\n".encode(), command[0], "-", *command[2:], "--json") == 0
        from_stdin = capsys.readouterr().out
        assert main([command[0], text, *command[2:], "--json"]) == 0
        assert from_stdin == capsys.readouterr().out


def test_each_line_of_stdin_has_its_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # (1 - 2α)^t x and (1 - 2aα)^t x by hand
    content = b"x^2\n\n3x^2\n"
    arguments = ("run", "-", "sgd:0.25", "--start", "1,0", "--steps", "3", "--json")
    assert piped(monkeypatch, content, *arguments) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["runs"][0]["point"][0] for one in found] == [0.125, -0.125]
    assert piped(monkeypatch, b"x^2\nsine y\nx^2\n", *arguments) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.startswith("Line 2 of standard input:\n  sine y\n  ^^^^\n")
    assert piped(monkeypatch, content, "render", "-", "sgd", "-o", str(tmp_path / "run.csv")) == 2
    assert "Standard input has 2 lines" in capsys.readouterr().err
    assert piped(monkeypatch, b"x^2\n", "render", "-", "sgd", "-o", str(tmp_path / "run.csv")) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Standard input has no formula."),
        (b" \n\r\n\t", "Standard input has no formula."),
        (b"x+" * 500_000 + b"x", "Standard input has more than 100 kB"),
        (b"x^2 + \xff", "no text in UTF-8: byte 7"),
        (b"\x00", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_is_no_formula_on_stdin_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, sentence: str
) -> None:
    assert piped(monkeypatch, content, "run", "-", "sgd") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err


def test_closed_and_full_streams() -> None:
    done = shell("gdviz list schedules --json >&-")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The standard output is closed: there is nowhere to write the result.\n"
    done = shell("gdviz run himelblau adam 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    done = shell("gdviz open '?surface=nowhere&steps=2' --json 2>/dev/full")
    assert (done.returncode, done.stdout[:10]) == (0, '{"surface"')
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for environment in (plain, plain | {"PYTHONUNBUFFERED": "1"}):
        for command in ("--version", "--help", "run --help"):
            done = shell(f"gdviz {command} > /dev/full", env=environment)
            assert (done.returncode, done.stderr) == (1, "There is no room left on the device to write the output.\n")


def test_a_closed_stdin_is_empty(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert main(["run", "-", "sgd"]) == 2
    assert capsys.readouterr().err.startswith("Standard input has no formula.")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_json_is_json_in_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    streams.prepare()
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding, errors=streams.SIGNS_ERROR))
    value = {"sentence": "“α” − 中 é"}
    output.document(value)
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == value


def test_what_cannot_be_written_is_said_before_anything_is_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("gdviz.cli.render.worked_out", lambda scene: pytest.fail("it was run"))
    for name in ("run", "run.xyz", "run.", ""):
        assert main(["render", "x^2", "sgd", "-o", name]) == 2
        assert "The ending of the file says its form" in capsys.readouterr().err
    assert main(["render", "x^2", "sgd", "--space", "-o", "run.csv"]) == 2
    assert "has no option space" in capsys.readouterr().err


def test_a_folder_and_a_full_disk_are_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "run.csv").mkdir()
    assert main(["render", "x^2", "sgd", "--steps", "2", "-o", str(tmp_path / "run.csv")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'run.csv'} is a folder: name a file in it.\n"
    (tmp_path / "full.csv").symlink_to("/dev/full")
    assert main(["render", "x^2", "sgd", "--steps", "2", "-o", str(tmp_path / "full.csv")]) == 1
    assert capsys.readouterr().err == f"There is no room left on the device to write {tmp_path / 'full.csv'}.\n"


def test_the_version_needs_no_library() -> None:
    code = "import sys; from gdviz.cli import main\ntry: main(['--version'])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0
    assert not {"numpy", "sympy", "streamlit", "tqdm"} & set(done.stdout.split())
