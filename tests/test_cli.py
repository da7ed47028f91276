"""The command line: its tables, its JSON, its sentences and its exit codes."""

import json
import os
import pty
import signal
import subprocess
import sys
import termios
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.cli import main, streams
from gdviz.cli.streams import marked

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "gdviz"]
LONG = ["sweep", "himmelblau", "nelder_mead", "--vary", "reflection=0.5..1.5:400", "--steps", "2000"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    return json.loads(printed(capsys, *arguments, "--json"))


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence on stderr of a command that is typed wrongly."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def shell(line: str, **more: object) -> subprocess.CompletedProcess[str]:
    """A line in a shell that tells the exit code of gdviz itself, whatever is behind the pipe."""
    gdviz_ = " ".join(COMMAND)
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("gdviz", gdviz_, 1)],
        capture_output=True, text=True, cwd=ROOT, timeout=120, **more,
    )  # fmt: skip


def terminal() -> tuple[int, int]:
    """Both ends of a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    return ours, theirs


def test_a_run_is_the_closed_form(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = data(capsys, "run", "x^2 + 10y^2", "sgd:0.09", "--start", "-3,2", "--steps", "20")["runs"]
    np.testing.assert_allclose(run["point"], (-3 * 0.82**20, 2 * (-0.8) ** 20), rtol=1e-12)
    assert run["evaluations"] == {"value": 0, "gradient": 20, "hessian": 0}


def test_the_table_and_the_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "run", "x^2 + y^2", "sgd:0.25", "sgd:2", "--start", "1,0", "--steps", "10")
    lines = text.splitlines()
    assert lines[:2] == ["x^2 + y^2", "from (1, 0), f = 1"]
    assert lines[3].split() == ["run", "steps", "x", "y", "f", "|grad", "f|", "gradients"]
    # 1 - 0.25*2 = 1/2, ten times; 1 - 2*2 = -3, ten times
    assert lines[4].split()[-6:] == ["10", "0.000976562", "0", f"{2.0**-20:.6g}", f"{2.0**-9:.6g}", "10"]
    assert lines[5].split()[-6:-3] == ["10", "59049", "0"]
    assert "Gradient descent · α 2: Diverged." in text


def test_optimizers_may_stand_behind_options(capsys: pytest.CaptureFixture[str]) -> None:
    runs = data(capsys, "run", "x^2", "adam", "--steps", "3", "sgd", "--rule", "theta = theta - alpha*g", "bfgs")[
        "runs"
    ]
    assert [run["optimizer"] for run in runs] == ["Adam", "Gradient descent", "BFGS", "Your rule"]


def test_knobs_parameters_schedule_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(
        capsys, "run", "a x^2 + y^2", "momentum:learning_rate=1/8,momentum=0.5", "-p", "a=2", "--start", "1,1",
        "--steps", "30", "--schedule", "step:step_size=10,gamma=0.5", "--clip-norm", "1",
        "--noise", "0.1", "--seed", "3",
    )  # fmt: skip
    run = gdviz.descend(
        gdviz.Surface("a x^2 + y^2", parameters={"a": 2}), "momentum", (1, 1), 30, learning_rate=0.125, momentum=0.5,
        schedule=("step", {"step_size": 10, "gamma": 0.5}), clip_norm=1, noise=0.1, seed=3,
    )  # fmt: skip
    assert found["surface"]["parameters"] == {"a": 2}
    assert found["runs"][0]["point"] == run.points[-1].tolist()


def test_a_surface_that_begins_with_a_minus_sign(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "run", "-x^2", "sgd:0.1", "--start", "-1,-2", "--steps", "2")
    assert found["runs"][0]["point"] == pytest.approx([-1.44, -2])


def test_a_link_is_run_as_the_app_runs_it(capsys: pytest.CaptureFixture[str]) -> None:
    query = "?surface=booth&run=adam~learning_rate~0.3&run=newton&start=1~2&steps=40"
    found = data(capsys, "open", f"https://gdviz.example/{query}")
    run = gdviz.descend(gdviz.GALLERY["booth"], "adam", (1, 2), 40, learning_rate=0.3)
    assert found["runs"][0]["point"] == run.points[-1].tolist()
    assert found["runs"][0]["verdict"] == run.verdict.value
    assert found["runs"][1]["point"] == pytest.approx([1, 3])  # Newton on a quadratic: its minimum in one step
    assert data(capsys, "open", query) == data(capsys, "open", query[1:]) == data(capsys, "run", query) == found


def test_what_a_link_cannot_say_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", "?surface=nowhere&run=adam", "--json"]) == 0
    assert "The link's surface could not be read" in capsys.readouterr().err
    assert "no link" in refused(capsys, "open", "himmelblau")
    scene = gdviz.Scene()
    data_only = replace(scene, data=replace(scene.data, runs=scene.data.runs[:1]))
    query = "&".join(f"{key}={value}" for key, values in data_only.to_query().items() for value in values)
    assert main(["open", f"?{query}", "--json"]) == 0
    assert "those of the Data page are run for an address that ends in /data" in capsys.readouterr().err
    assert main(["open", "?lesson=gradient&surface=booth&run=sgd", "--json"]) == 0
    assert "lesson" not in capsys.readouterr().err, "its scene is run, on the way back to the lesson"


def test_survey(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "survey", "x^4 - 2x^2 + y^2", "--window", "-2,2,-2,2")
    assert sorted((p["kind"], round(p["point"][0], 9)) for p in found["critical_points"]) == [
        ("minimum", -1.0),
        ("minimum", 1.0),
        ("saddle", 0.0),
    ]
    assert found["certified"] is True
    text = printed(capsys, "survey", "x^4 - 2x^2 + y^2", "--window", "-2,2,-2,2")
    assert text.splitlines()[1].split() == ["minimum", "-1", "0", "-1", "2", "8"]


def test_basins(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("basins", "x^4 - 2x^2 + y^2", "sgd:0.05", "--shape", "5x10", "--window", "-2,2,-2,2")
    found = data(capsys, *arguments)
    assert found["shares"] == [0.5, 0.5]  # each side of the saddle's ridge x = 0 goes to its own minimum
    assert np.shape(found["labels"]) == (5, 10)
    assert printed(capsys, *arguments).splitlines()[1].split()[-2:] == ["0.5", "*"]


def test_sweep(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "sweep", "x^2", "sgd", "--vary", "learning_rate=0.25,0.5,2", "--start", "1,0", "--steps", "10")
    assert found["final"] == [2.0**-20, 0, 9.0**10]
    assert found["best"] == [1]
    assert found["verdicts"][2] == "Diverged."
    text = printed(capsys, "sweep", "x^2", "sgd", "--vary", "learning_rate=0.01..1:3", "--start", "1,0", "--steps", "2")
    assert [line.split()[0] for line in text.splitlines()[1:4]] == ["0.01", "0.1", "1"]


@pytest.mark.parametrize(
    ("name", "table"),
    [("optimizers", gdviz.OPTIMIZERS), ("surfaces", gdviz.GALLERY), ("schedules", gdviz.SCHEDULES)],
)
def test_list(capsys: pytest.CaptureFixture[str], name: str, table: dict) -> None:
    assert [line.split()[0] for line in printed(capsys, "list", name).splitlines()[1:]] == list(table)
    assert [row["key"] for row in json.loads(printed(capsys, "list", name, "--json"))] == list(table)


def test_a_page_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = printed(capsys, "render", "x^2", "adam", "-o", str(tmp_path / "run.html"))
    assert said.startswith(str(tmp_path / "run.html"))
    assert (tmp_path / "run.html").read_text(encoding="utf8").startswith("<!doctype html>")


def test_numbers_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run = gdviz.descend("x^2 + 10y^2", "adam", (3, 2), 20, learning_rate=0.3)
    arguments = ("render", "x^2 + 10y^2", "adam:0.3", "--start", "3,2", "--steps", "20", "-o")
    printed(capsys, *arguments, str(tmp_path / "run.csv"))
    table = (tmp_path / "run.csv").read_text(encoding="utf8")
    assert repr(float(run.points[-1, 0])) in table
    printed(capsys, *arguments, str(tmp_path / "run.npz"))
    with np.load(tmp_path / "run.npz") as arrays:
        assert any(np.array_equal(array, run.points) for array in arrays.values())


def test_what_has_no_program_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["render", "x^2", "adam", "sgd", "--language", "numpy", "-o", str(tmp_path / "run.py")]) == 1
    assert "A program in numpy makes one run" in capsys.readouterr().err


def test_a_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def needs_pillow(*_: object, **__: object) -> str:
        raise ModuleNotFoundError("No module named 'PIL'", name="PIL")

    monkeypatch.setattr("gdviz.cli.render.save", needs_pillow)
    assert main(["render", "x^2", "adam", "-o", str(tmp_path / "run.gif")]) == 1
    assert capsys.readouterr().err == "This needs PIL. Install it: pip install 'gdviz[pictures]'.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "himelblau", "adam"), "There is no surface 'himelblau'. Did you mean himmelblau?"),
        (("run", "x^2", "adma"), "Did you mean adam"),
        (("run", "x^2", "adam:beta3=1"), "The optimizer Adam has no knob 'beta3'. Did you mean beta"),
        (("run", "x^2", "adam:beta1=3"), "beta1 is from 0 to 0.9999, not 3."),
        (("run", "x^2", "adam:beta1=q"), "This has letters, and a number stands here."),
        (("run", "x^2"), "Name from one to 8 optimizers"),
        (("run", "x^2", "adam", "--start", "1"), "--start takes 2 numbers, as --start X,Y."),
        (("run", "x^2", "adam", "--steps", "-3"), "--steps is at least 0, not −3."),
        (("run", "x^2", "adam", "--window", "1,0,0,1"), "--window is ((x low, x high), (y low, y high))"),
        (("run", "x^2", "adam", "--schedule", "cosin"), "There is no schedule 'cosin'. Did you mean cosine?"),
        (("run", "x^2", "adam", "-p", "a=2"), "The formula has no letter a."),
        (("run", "x^2", "adam", "--stop", "slope=1"), "--stop has no knob 'slope'. There are gradient, step, value."),
        (("basins", "x^2", "adam", "--shape", "9"), "--shape is rows times columns, as 101x101."),
        (("basins", "x^2", "bfgs", "--noise", "1"), "BFGS is a method"),
        (("sweep", "x^2", "adam", "--vary", "beta3=1,2"), "has no knob beta3"),
        (("render", "x^2", "adam", "-o", "run.docx"), "There is no .docx."),
    ],
)
def test_wrong_usage_is_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(capsys, *arguments)


def test_the_place_in_a_formula_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = refused(capsys, "survey", "x^2 + sine(y)").splitlines()
    assert (first, second) == ("  x^2 + sine(y)", "        ^^^^")
    assert "Did you mean sin?" in third


@pytest.mark.parametrize(
    ("text", "span", "line", "carets"),
    [
        ("ab\ncde", (4, 5), "  cde", "   ^"),
        ("x+", (2, 2), "  x+", "    ^"),
        ("積x y", (1, 2), "  積x y", "    ^"),  # two columns wide
        ("e\u0301 x", (3, 4), "  e\u0301 x", "    ^"),  # an accent of no width
        ("ab\ncd", (1, 4), "  ab", "   ^"),
    ],
)
def test_carets_stand_below_what_they_mark(text: str, span: tuple[int, int], line: str, carets: str) -> None:
    assert marked(text, span) == [line, carets]


def test_arguments_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [],
        ["run"],
        ["nonsense"],
        ["run", "x^2", "adam", "--nope"],
        ["run", "x^2", "adam", "--steps", "a"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert "usage: gdviz" in capsys.readouterr().err


def test_a_pipe_that_is_closed_early_is_no_error() -> None:
    done = shell("gdviz list optimizers --json | head -c 5")
    assert (done.returncode, done.stdout, done.stderr) == (0, '[{"ke', "")


def test_a_full_disk_is_a_sentence() -> None:
    done = shell("gdviz survey 'x^2 + y^2' > /dev/full")
    assert (done.returncode, done.stderr) == (1, "There is no room left on the device to write the output.\n")


AS_NOBODY = """
import os, sys
from gdviz.cli import main
first = main(["render", "x^2", "adam", "-o", sys.argv[1]])  # loads all that is needed
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write everywhere
sys.exit(first or main(["render", "x^2", "adam", "-o", sys.argv[2]]))
"""


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir(mode=0o555)
    path = tmp_path / "ours" / "run.html"
    command = [sys.executable, "-c", AS_NOBODY, str(tmp_path / "run.html"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stderr) == (1, f"{path}: permission denied.\n")
    done = shell(f"gdviz render x^2 adam -o {tmp_path}/none/run.html")
    assert (done.returncode, done.stderr) == (1, f"{tmp_path}/none/run.html: there is no such file or folder.\n")


def test_progress_is_for_a_terminal_and_an_interrupt_ends_it() -> None:
    ours, theirs = terminal()
    working = subprocess.Popen([*COMMAND, *LONG], stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT, text=True)
    os.close(theirs)
    said = b""
    while b"sweeping" not in said:
        said += os.read(ours, 1024)
    working.send_signal(signal.SIGINT)
    out, _ = working.communicate(timeout=60)
    try:
        while rest := os.read(ours, 1024):
            said += rest
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert working.returncode == 130
    assert out == ""
    assert b"Interrupted." in said
    assert b"Traceback" not in said


def test_stderr_is_empty_without_a_terminal() -> None:
    done = shell("gdviz basins himmelblau sgd:0.01 --shape 60x60 --steps 4000 --json")
    assert done.returncode == 0
    assert done.stderr == ""


def test_colour_is_for_a_terminal_that_wants_it() -> None:
    def on_a_terminal(**variables: str) -> bytes:
        ours, theirs = terminal()
        environment = {**os.environ, "TERM": "xterm", **variables}
        done = subprocess.Popen([*COMMAND, "list", "schedules"], stdout=theirs, cwd=ROOT, env=environment)
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:
            pass
        os.close(ours)
        assert done.wait(timeout=60) == 0
        return said

    assert b"\x1b[1mkey" in on_a_terminal()
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")


def test_a_terminal_without_the_signs_gets_others() -> None:
    done = shell("gdviz run himmelblau adam", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Himmelblau" in done.stdout
    assert "?" not in done.stdout


@pytest.mark.parametrize(
    ("signs", "letters"),
    [
        ("f = 1.203·10⁻⁹", "f = 1.203*10^-9"),
        ("(−0.6, x²)", "(-0.6, x^2)"),
        ("‖∇f‖, β₁ Δ", "|grad f|, beta1 Delta"),
        ("é 𝑥 中", "e x ?"),
    ],
)
def test_numbers_keep_their_meaning_in_plain_signs(signs: str, letters: str) -> None:
    streams.prepare()
    assert signs.encode("ascii", streams.SIGNS_ERROR).decode() == letters


@pytest.mark.parametrize("port", ["99999999", "0", "-1", "x", "²"])
def test_a_port_is_a_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["app", f"--port={port}"])
    assert ended.value.code == 2
    assert "from 1 to 65535" in capsys.readouterr().err


def test_the_app_needs_its_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("gdviz.cli.app.find_spec", lambda name: None)
    assert main(["app"]) == 1
    assert capsys.readouterr().err == "The web app needs Streamlit. Install it: pip install 'gdviz[app]'.\n"
