"""Every property is tried as `trials` says: on the same examples in every ordinary run, and never by the clock."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("test_*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_property_says_how_often_it_is_tried(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
            given = any(one.startswith(("given(", "hypothesis.given(")) for one in decorators)
            assert not given or any("trials(" in one for one in decorators), node.name
