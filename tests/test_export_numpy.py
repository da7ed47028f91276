"""Exported NumPy programs, run without gdviz in a process of their own, take the steps of `descend`."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.export_runs import CASES, described, numpy_code

DRIVER = """
import contextlib, io, json, runpy, sys
sys.modules["gdviz"] = None  # an import of it would fail
found = {}
for name, program in json.load(sys.stdin).items():
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        space = runpy.run_path(program)
    found[name] = [[point.tolist() for point in space["path"]], told.getvalue()]
json.dump(found, sys.stdout)
"""


def ran(programs: dict[str, str], folder: Path) -> dict[str, tuple[np.ndarray, str]]:
    """The path and the printed line of each program."""
    files = {}
    for number, (name, text) in enumerate(programs.items()):
        files[name] = str(folder / f"program{number}.py")
        Path(files[name]).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", DRIVER],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {name: (np.array(path), told) for name, (path, told) in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[np.ndarray, str]]:
    return ran({name: numpy_code(*case) for name, case in CASES.items()}, tmp_path_factory.mktemp("programs"))


@pytest.mark.parametrize("name", CASES)
def test_the_program_takes_the_steps_of_the_run(name: str, found: dict[str, tuple[np.ndarray, str]]) -> None:
    path, told = found[name]
    run = described(CASES[name])
    assert path.shape == run.points.shape
    assert np.abs(path - run.points).max() < 1e-9
    words = told.split()
    assert int(words[0]) == run.steps
    assert [float(words[3]), float(words[4])] == path[-1].tolist()
