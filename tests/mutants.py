"""A mutation run: `python -m tests.mutants 29 200` judges 200 mutants of analysis/ and descent/ drawn by the seed 29.

Cosmic Ray's operators make them (`pip install cosmic-ray==8.7.0`, needed for this alone). Each package has a share by
its lines; within it places are drawn, then one mutation of each, but for what only raises TypeError (bits of floats),
type hints and caches. A mutant that its package's tests let live is printed: it is equivalent, or a test is missing.
"""

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = {  # the quickest first
    "theory": "theory",
    "race": "race",
    "sweep": "choice opening sweep tuning",
    "descent": "descent methods optimizers points_loop settings",
    "basins": "suitable_rate basins escape basin_map trap_words",
    "diagnosis": "diagnosis_parts flow next_step line diagnosis_words diagnosis_truth diagnosis",
    "landscape": "landscape_parts interval landscape_flat landscape_valleys landscape_floor landscape landscape_work",
}
ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}
SECONDS = 300  # of a mutant's tests; an endless loop is found, too
Place = tuple[str, tuple[int, int]]  # file, and line and column


def package(path: Path) -> str:
    return next((part for part in path.parts if part in TESTS), "")


def sensible(operator: str) -> bool:
    """Not one that only raises TypeError, that compares by identity, or that needs names to be chosen."""
    kind, *pair = operator.removeprefix("core/").split("_")
    if kind == "ReplaceBinaryOperator":
        return len(ARITHMETIC & set(pair)) != 1 and not {"LShift", "RShift"} & set(pair)
    return not kind.startswith("Variable") and len({"Is", "IsNot"} & set(pair)) != 1


def left_out(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where type hints, and decorators (with their @) that cache or make records, begin and end: (line, column)."""
    nodes = list(ast.walk(ast.parse(source)))
    hints = [part for node in nodes for name in ("annotation", "returns") if (part := getattr(node, name, None))]
    above = [one for node in nodes for one in getattr(node, "decorator_list", [])]
    marks = [one for one in above if any(word in ast.unparse(one) for word in ("cache", "dataclass"))]
    return [
        ((one.lineno, one.col_offset - (one in marks)), (one.end_lineno, one.end_col_offset)) for one in hints + marks
    ]


def places(path: Path, operators: dict) -> dict[Place, list[tuple[str, int]]]:
    """Where something can be changed → its mutations: operator, and which of that operator's in the file."""
    from cosmic_ray.ast import ast_nodes, get_ast

    source = path.read_text(encoding="utf8")
    nodes, skipped = list(ast_nodes(get_ast(source))), left_out(source)
    found = defaultdict(list)
    for name, operator in operators.items():
        positions = (begin for node in nodes for begin, _ in operator.mutation_positions(node))
        for number, begin in enumerate(positions):
            if not any(first <= tuple(begin) <= last for first, last in skipped):
                found[str(path), tuple(begin)].append((name, number))
    return found


def drawn(seed: int, count: int) -> Iterator[tuple[Path, str, str]]:
    """(file, its source with one change, the operator) of about so many mutants."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    operators = {name: get_operator(name)() for name in operator_names() if sensible(name)}
    files = sorted(path for part in ("analysis", "descent") for path in (ROOT / "gdviz" / part).rglob("*.py"))
    lines = Counter(package(path) for path in files for _ in path.open(encoding="utf8"))
    chance = random.Random(seed)
    for name in TESTS:
        found = {k: v for path in files if package(path) == name for k, v in places(path, operators).items()}
        for place in chance.sample(sorted(found), round(count * lines[name] / lines.total())):
            path, (operator, number) = Path(place[0]), chance.choice(found[place])
            yield path, mutate_code(path.read_text(encoding="utf8"), operators[operator], number), operator


def survives(tree: Path, path: Path, mutant: str) -> bool:
    """Do all tests of the file's package pass with this text in its place, in a copy of the repository?"""
    place = tree / path.relative_to(ROOT)
    original = place.read_text(encoding="utf8")
    place.write_text(mutant, encoding="utf8")
    tests = [f"tests/test_{name}.py" for name in TESTS[package(path)].split()]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return not subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=SECONDS).returncode
    except subprocess.TimeoutExpired:
        return False
    finally:
        place.write_text(original, encoding="utf8")


def main(seed: int, count: int) -> None:
    """Judge the mutants one by one; print those that live, and how many of each package there were."""
    judged, living = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(
            shutil.copytree(ROOT, Path(folder) / "tree", ignore=shutil.ignore_patterns(".*", "build", "__pycache__"))
        )
        for path, mutant, operator in drawn(seed, count):
            judged[package(path)] += 1
            if survives(tree, path, mutant):
                living[package(path)] += 1
                pairs = zip(path.read_text(encoding="utf8").splitlines(), mutant.splitlines(), strict=False)
                number, (old, new) = next((k, pair) for k, pair in enumerate(pairs, 1) if pair[0] != pair[1])
                place = f"{path.relative_to(ROOT)}:{number} {operator}"
                print(place, old.strip(), new.strip(), sep="\n  ", flush=True)
    for name in TESTS:
        print(f"{name}: {living[name]} of {judged[name]} live")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
