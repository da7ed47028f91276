"""Nothing that a visitor types, links or names gets out of a comment or becomes code of its own."""

import ast
import builtins
import io
import re
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.descent import descend
from gdviz.export import NotExported
from gdviz.export.formula import latex
from gdviz.export.numbers import csv
from gdviz.export.words import TAKEN, identifier
from gdviz.expression import ExpressionError
from gdviz.knob import Knob, rate
from gdviz.optimizers import METHODS, OPTIMIZERS, Optimizer
from gdviz.rule import custom_optimizer
from gdviz.surface import Surface
from tests.export_runs import CASES, WELLS, numpy_code, pytorch_code
from tests.record_export import digest
from tests.trials import trials

WRITERS = (numpy_code, pytorch_code)
LIBRARIES = {"numpy", "torch", "scipy.optimize"}
MODULES = {"np", "torch"}
ATTRIBUTES = frozenset(
    (
        "array zeros full float64 heaviside isfinite all any max abs append tolist maximum minimum where seterr "
        "random copy default_rng standard_normal linalg norm solve LinAlgError stack nan sum sqrt exp log log2 log10 "
        "sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh arctan2 asin acos atan asinh acosh "
        "atanh "
        "atan2 hypot cbrt floor ceil sign logaddexp sigmoid pi set_default_dtype tensor as_tensor from_numpy clamp "
        "autograd grad functional hessian detach requires_grad_ clone optim lr_scheduler zero_grad backward step "
        "state values nn utils clip_grad_norm_ clip_grad_value_ next alpha factor patience threshold cooldown "
        "min_rate best bad_steps cooling x"
    ).split()
)
CLASSES = frozenset(
    "SGD ASGD Adagrad RMSprop Adadelta Adam AdamW Adamax NAdam RAdam Rprop "
    "ConstantLR StepLR MultiStepLR ExponentialLR PolynomialLR LinearLR CosineAnnealingLR OneCycleLR CyclicLR "
    "CosineAnnealingWarmRestarts ReduceLROnPlateau LambdaLR SequentialLR".split()
)
CALLED = {"abs", "all", "len", "range", "print", "float", "min", "max", "sum", "sorted", "SystemExit"}
HOSTILE = (
    "https://x/?f=1\nimport os; os.system('echo gone')",
    "a\rimport os",
    "a\x0bimport os\x0cimport os\x1cimport os\x85import os\u2028import os\u2029import os",
    "coding: utf_7 +AAo-import os+AAo-",
    "-*- coding: raw_unicode_escape -*- \\u000aimport os",
    '"""\nimport os\n"""',
    "'''\\\nimport os",
    "\ud800\u202e\x00\x1b[31m",
    "x" * 100_000,
    "% \\end{align*}\n\\input{/etc/passwd}",
)


def is_plain(program: str) -> None:
    """Every import, attribute and free name is on the list, and no name is private."""
    tree = ast.parse(program.encode("utf-8"))
    defined = {alias.asname or alias.name for node in ast.walk(tree) for alias in getattr(node, "names", ())}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= LIBRARIES
        elif isinstance(node, ast.ImportFrom):
            assert node.module in LIBRARIES
        elif isinstance(node, ast.Attribute):
            assert node.attr in ATTRIBUTES | CLASSES, node.attr
        elif isinstance(node, ast.Name):
            assert not node.id.startswith("_")
            assert node.id in defined or node.id in CALLED, node.id
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert not stored & (set(dir(builtins)) | MODULES)


@pytest.mark.parametrize("name", CASES)
def test_every_program_is_made_of_listed_words(name: str) -> None:
    for write in WRITERS:
        is_plain(write(*CASES[name]))


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_a_link_stays_in_its_comment(url: str) -> None:
    for write in WRITERS:
        program, plain = write(WELLS, "adam", url=url), write(WELLS, "adam")
        assert digest(program) == digest(plain)
        raw = program.encode("utf-8")
        assert tokenize.detect_encoding(io.BytesIO(raw).readline)[0] == "utf-8"
        assert ast.dump(ast.parse(raw)) == ast.dump(ast.parse(plain))
        assert len(program.splitlines()) == len(plain.splitlines()) + 1
    table, bare = csv(descend(WELLS, "sgd", steps=2), url=url), csv(descend(WELLS, "sgd", steps=2))
    assert table.split("\n", 1)[1] == bare
    assert table.startswith("# ")
    document = latex(WELLS, OPTIMIZERS["adam"], url=url)
    assert document.split("\n", 1)[1] == latex(WELLS, OPTIMIZERS["adam"])
    assert document.splitlines()[0].startswith("% ")


@trials(20)
@given(some.text(max_size=80))
def test_any_link_at_all(url: str) -> None:
    assert digest(numpy_code(WELLS, "sgd", url=url)) == digest(numpy_code(WELLS, "sgd"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_and_notes_of_an_optimizer_stay_in_comments(text: str) -> None:
    def made(note: str) -> Optimizer:
        knobs = {"learning_rate": rate(0.1, help=note), "mu": Knob(0.5, 0, 1, "m", note)}
        rule = "m = mu*m + g\ntheta = theta - alpha*m"
        return Optimizer("mine", note, rule, knobs, remembers={"m": note}, source=note, torch=f"SGD({note})")

    for write in WRITERS:
        assert digest(write(WELLS, made(text))) == digest(write(WELLS, made("plain")))
    assert "\\input" not in "".join(line for line in latex(WELLS, made(text)).splitlines() if line[0] != "%")


REFUSED_FORMULAS = (
    "x^2\u2028+ y^2",
    "__import__('os')",
    "x.real",
    "x^2; y",
    "x'",
    "os.system(x)",
    "def f(x, y):\n    import os\n    os.system(x)\n    return x",
    "f = lambda x, y: eval(x)",
    "f(os, sys) = 2",
    "__class__ = 3; x^2 + __class__",
)
READ_FORMULAS = (  # their words stay out of the program, or are only names in it
    "x^2 + y^2\n; import os",
    "x^2 + y^2 # coding: utf_7",
    "x^2 + y^2  # \u2028import os",
    "x^2 + y^2 // import os; os.system('x')",
    "/* import os */ x^2 + y^2",
    '"""import os""" x^2 + y^2',
    "import os\nx^2 + y^2",
    "from os import system\nreturn x^2 + y^2",
    "def system(x, y):\n    return x^2 + y^2",
    "os = 3; exec_ = os*x; exec_ + y^2",
    "def f(os, sys): return os^2 + sys^2",
    "def f(np, torch): return np^2 + torch^2",
    "lambda print, loss: print^2 + loss^2",
    "f_{\\text{import os}}(x, y) = x^2 + y^2",
    "x^2 + y^2 \\label{import os} \\tag{os.system}",
    "a x^2 + b y^2 + e^(c x)",
    "f(lambda, mu) = lambda^2 + mu^2",
)


@pytest.mark.parametrize("text", REFUSED_FORMULAS, ids=range(len(REFUSED_FORMULAS)))
def test_a_hostile_formula_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        Surface(text)


@pytest.mark.parametrize("text", READ_FORMULAS, ids=range(len(READ_FORMULAS)))
def test_a_formula_becomes_a_program_of_its_own_words(text: str) -> None:
    surface = Surface(text)
    surface.value(0.5, 0.25), surface.gradient(0.5, 0.25), surface.hessian(0.5, 0.25)
    for write in WRITERS:
        program = write(surface, "adam")
        is_plain(program)
        raw = program.encode("utf-8")
        assert tokenize.detect_encoding(io.BytesIO(raw).readline)[0] == "utf-8"
        assert not re.search(r"\b(?:import os|system|exec|eval|utf_7)\b", ast.unparse(ast.parse(raw)))


PYTHONS_NAMES = sorted(name for name in TAKEN if name[0] != "_" and len(name) <= 20)


@pytest.mark.parametrize("part", range(8))
def test_a_rule_may_use_pythons_words_for_itself(part: int) -> None:
    for name in PYTHONS_NAMES[part::8]:
        try:
            rule = custom_optimizer(f"{name} = 0.5*{name} + g\ntheta = theta - alpha*{name}")
        except ExpressionError:
            continue
        for write in WRITERS:
            is_plain(write(WELLS, rule))


@pytest.mark.parametrize("name", ["x; import os", "__class__", "a.b", "x\ny", "", "é", "a__b", "_a", "a_", "1a"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="A name in a program"):
        identifier(name)
    hostile = Optimizer("mine", "Mine", "theta = theta - alpha*g", {"learning_rate": rate(0.1), name: rate(0.1)})
    for write in WRITERS:
        with pytest.raises(ValueError, match="A name in a program"):
            write(WELLS, hostile)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), -0.0, 1e308, 5e-324])
def test_extreme_numbers_read_back(value: float) -> None:
    program = numpy_code(WELLS, "sgd", knobs={"learning_rate": value})
    (found,) = (line.split("#")[0].split("=")[1] for line in program.splitlines() if line.startswith("learning_rate ="))
    assert repr(eval(found, {"float": float})) == repr(value)  # our own line
    is_plain(program)


def test_numbers_are_numbers() -> None:
    with pytest.raises(TypeError, match="learning_rate is a number, not the text"):
        numpy_code(WELLS, "sgd", knobs={"learning_rate": "__import__('os')"})
    with pytest.raises(ValueError, match="learning_rate is a number, not nan"):
        numpy_code(WELLS, "sgd", knobs={"learning_rate": float("nan")})
    with pytest.raises(TypeError, match="no knob"):
        numpy_code(WELLS, "sgd", options={"noize": 1.0})
    with pytest.raises(TypeError, match="no knob"):
        numpy_code(WELLS, "sgd", knobs={"beta": 1.0})


def test_what_has_no_program_says_so() -> None:
    data = Surface.of_functions("data", lambda p: p[0], lambda p: 0 * p + 1, lambda p: 0 * p[[0, 0, 0]])
    for write in WRITERS:
        with pytest.raises(NotExported, match="made of data"):
            write(data, "adam", (0.0, 0.0))
    for key in ("damped_newton", "line_search"):
        with pytest.raises(NotExported, match="no twin in SciPy"):
            numpy_code(WELLS, key)
    with pytest.raises(NotExported, match="only the usual moves"):
        numpy_code(WELLS, "nelder_mead", knobs={"expansion": 3})
    with pytest.raises(NotExported, match="without regular restarts"):
        numpy_code(WELLS, "conjugate_gradient", knobs={"formula": 0})
    for key in METHODS:
        with pytest.raises(TypeError, match="is a method"):
            numpy_code(WELLS, key, schedule="cosine")
