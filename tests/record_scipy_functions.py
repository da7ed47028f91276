"""Record SciPy's benchmark functions of two variables: LaTeX, code, values at random points, published minimum.

python -m tests.record_scipy_functions FOLDER, where FOLDER holds SciPy's `benchmarks/go_benchmark_functions` (BSD).
"""

import importlib.util
import inspect
import json
import re
import sys
import textwrap
import types
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).parent / "references" / "scipy_functions.jsonl"
FORMULA = re.compile(r"\.\. math::\s*\n\s*\n((?:[ \t]+\S.*\n)+)")


def benchmarks(folder: Path) -> list[type]:
    """Every class of the folder, by name."""
    parent, common, package = types.ModuleType("up"), types.ModuleType("up.common"), types.ModuleType("up.go")
    parent.__path__, package.__path__ = [], [str(folder)]
    common.safe_import = nullcontext  # type: ignore[attr-defined]
    sys.modules |= {"up": parent, "up.common": common, "up.go": package}
    found = {}
    for path in sorted(folder.glob("go_*.py")):
        if path.stem == "go_funcs_univariate":
            continue
        spec = importlib.util.spec_from_file_location(f"up.go.{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[f"up.go.{path.stem}"] = module
        spec.loader.exec_module(module)
        base = sys.modules["up.go.go_benchmark"].Benchmark
        for name, thing in vars(module).items():
            if inspect.isclass(thing) and issubclass(thing, base) and thing is not base:
                found[name] = thing
    return [found[name] for name in sorted(found)]


def code_of(kind: Any) -> str:
    """The method as a function that somebody would copy: without self and its counter of calls."""
    lines = textwrap.dedent(inspect.getsource(kind.fun)).splitlines()
    kept = [line for line in lines if "self.nfev" not in line]
    text = "\n".join(kept).replace("def fun(self, x, *args):", "def fun(x):").replace("self.N", "len(x)")
    return re.sub(r"\n\s*\n+", "\n", text).strip()


def record(kind: Any, chance: np.random.Generator) -> dict[str, Any] | None:
    """One line of the file; None for a function that is not of two variables."""
    problem = kind()
    if problem.N != 2:
        return None
    latex = FORMULA.search(textwrap.dedent(kind.__doc__ or "") + "\n")
    bounds = np.array([tuple(map(float, side)) for side in problem.bounds])
    points = chance.uniform(bounds[:, 0], bounds[:, 1], (20, 2)).round(3)
    values = [[*map(float, point), float(problem.fun(point))] for point in points]
    optimum = [list(map(float, point)) for point in problem.global_optimum if len(point) == 2]
    return {
        "name": kind.__name__,
        "latex": re.sub(r"\s+", " ", latex.group(1)).strip() if latex else "",
        "code": code_of(kind),
        "values": values,
        "optimum": optimum,
        "lowest": float(problem.fglob),
        "at_optimum": [float(problem.fun(np.array(point))) for point in optimum],
    }


def main() -> None:
    """Write the file."""
    chance = np.random.default_rng(8)
    with np.errstate(all="ignore"):
        lines = [json.dumps(found) for kind in benchmarks(Path(sys.argv[1])) if (found := record(kind, chance))]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "functions")


if __name__ == "__main__":
    main()
