"""Numbers as people read them: one look, held to a table that the player's JavaScript is held to as well."""

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdviz
from gdviz.numeral import apart, coordinates, numeral, percent, rounded
from tests.trials import trials
from tests.written_numbers import read

ROOT = Path(__file__).parent.parent
TABLE = json.loads((Path(__file__).parent / "numerals.json").read_text(encoding="utf8"))
MACHINES = {  # where a number is written for a program, a link, a file or LaTeX, or printed at a prompt
    "numeral.py", "window.py", "scene/texts.py", "expression/from_sympy.py", "rule/latex.py", "trajectory.py",
    "analysis/sweep/rate_sweep.py", "analysis/basins/basin_map.py", "analysis/race/results.py",
    "cli/basins.py", "cli/output.py", "export/pictures/films.py", "export/pictures/svg.py",
    "learning/data/models.py", "lessons/another.py", "lessons/result_code.py", "lessons/results.py",
    "lessons/task.py", "lessons/term_latex.py", "ui/learn/answering.py",
}  # fmt: skip
SIGNIFICANT = re.compile(r"[,.\d]*[gGeE]")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['value']} to {row['digits']}")
def test_python_writes_what_the_table_says(row: dict) -> None:
    """player.test.mjs asks shortNumber for the same texts."""
    assert numeral(float(row["value"]), row["digits"]) == row["text"]


@trials(200)
@given(st.floats(-1e307, 1e307), st.integers(2, 9))
def test_a_numeral_is_its_number_to_the_last_digit(value: float, digits: int) -> None:
    back = read(numeral(value, digits))
    assert abs(back - value) <= 0.5000001 * 10.0 ** (1 - digits) * abs(value) or abs(value) < 1e-300


@trials(200)
@given(st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-12))
def test_a_numeral_can_be_pasted_into_a_formula(value: float) -> None:
    surface = gdviz.Surface(f"{numeral(value)} + x + y")
    assert surface.value(0.0, 0.0) == pytest.approx(read(numeral(value)), rel=1e-12)


def test_points_shares_and_neighbours() -> None:
    assert coordinates((1e-17, -3.28318)) == "(0, −3.283)"
    assert [percent(share) for share in (0, 0.0004, 0.25, 1)] == ["–", "< 0.1 %", "25.0 %", "100.0 %"]
    assert apart(2.00004, 2.0) == ("2.00004", "2")
    assert (rounded(0.123456), rounded(-8.76543e-7, 2)) == (0.1235, -8.8e-7)


def pattern(spec: ast.JoinedStr) -> str:
    """A format after its colon; what is filled in later counts as 1."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in spec.values)


def formats(path: Path) -> list[int]:
    """Lines with a number written by Python's own g or e."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf8")))
    specs = [node.format_spec for node in nodes if isinstance(node, ast.FormattedValue) and node.format_spec]
    return [spec.lineno for spec in specs if SIGNIFICANT.fullmatch(pattern(spec))]


def test_no_sentence_writes_numbers_in_a_way_of_its_own() -> None:
    for path in sorted((ROOT / "gdviz").rglob("*.py")):
        name = str(path.relative_to(ROOT / "gdviz"))
        assert name in MACHINES or not formats(path), f"{name}: use numeral or rounded, lines {formats(path)}"
