"""Run every exported PyTorch program and record its path: python -m tests.record_export (needs torch, not in tests).

Two files: references/export/programs.json holds the library's version and the hash of each program's text, so that a
recorded path is known to belong to the program of today; paths.npz the paths (cases, steps + 1, 2), NaN after their
ends.
"""

import contextlib
import hashlib
import io
import json
import tokenize
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.export_runs import CASES, STEPS, pytorch_code

HERE = Path(__file__).parent / "references" / "export"
TEXTS, PATHS = HERE / "programs.json", HERE / "paths.npz"


def digest(program: str) -> str:
    """The hash by which a program is known again, whatever its comments say."""
    tokens = tokenize.generate_tokens(io.StringIO(program).readline)
    code = [token.string for token in tokens if token.type not in (tokenize.COMMENT, tokenize.NL)]
    return hashlib.sha256("\0".join(code).encode("utf-8")).hexdigest()


def points_of(program: str) -> NDArray[np.float64]:
    """Run one of our own programs."""
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "<exported>", "exec"), space)
    return np.array([point.tolist() for point in space["path"]])  # type: ignore[attr-defined]


def main() -> None:
    """Write both files; print how far each program is from its run, which the test will ask for again."""
    from tests.export_runs import described

    programs = {name: pytorch_code(*case) for name, case in CASES.items()}
    paths = np.full((len(CASES), STEPS + 1, 2), np.nan)
    for place, (name, text) in enumerate(programs.items()):
        try:
            found = points_of(text)
        except Exception as error:
            print(f"{name:32} FAILED {type(error).__name__}: {error}")
            continue
        paths[place, : len(found)] = found
        points = described(CASES[name]).points
        same = points.shape == found.shape
        error = np.abs(points - found).max() if same else np.inf
        if not error < 1e-9:
            print(f"{name:32} {error:.0e} {points.shape} {found.shape}")
    np.savez_compressed(PATHS, paths=paths)
    told = {"torch": version("torch"), "programs": {name: digest(text) for name, text in programs.items()}}
    TEXTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
