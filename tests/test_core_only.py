"""What needs no extra works without any, and what needs one says which: the fast half of `make wheel`."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent


def test_the_core_works_without_the_extras() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.core_only"], cwd=ROOT, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert "the core needs no extra" in done.stdout
