"""No door but the parser: the sources of gdviz and its pages evaluate no text."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "gdviz").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *ROOT.glob("app.py")])
FORBIDDEN = {"eval", "exec", "compile", "sympify", "parse_expr", "symbols", "lambdify", "__import__", "S"}
ALLOWED = {("gdviz/kernel/source.py", "exec"), ("gdviz/kernel/source.py", "compile")}  # our own generated source
METHODS = {"compile"}  # re.compile


def called(tree: ast.AST) -> set[str]:
    """Names of functions that are called, as plain names or attributes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.add(node.func.id)
            elif isinstance(node.func, ast.Attribute) and node.func.attr not in METHODS:
                found.add(node.func.attr)
    return found


def test_no_source_evaluates_text():
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT).as_posix()
        found = {(where, name) for name in called(ast.parse(text)) & FORBIDDEN}
        assert found <= ALLOWED
        assert "unsafe_allow_html" not in text, where


def test_the_scan_can_fail():
    for text in ("eval(x)", "builtins.exec(x)", "sympy.sympify(x)", "compile(x)", "sympy.symbols('x')", "S(x)"):
        assert called(ast.parse(text)) & FORBIDDEN
    assert not called(ast.parse("re.compile('x')")) & FORBIDDEN


def test_all_sources_are_scanned():
    names = {path.name for path in SOURCES}
    assert {"parser.py", "tokens.py", "symbolic.py", "source.py"} <= names
