"""Programs to take away: they run without gdviz and repeat the run."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.expression.vocabulary import FORMULA_FUNCTIONS, RULE_FUNCTIONS
from gdviz.optimizers import RULES, Optimizer
from gdviz.rule.code import numpy_code, torch_code
from gdviz.rule.code.words import NUMPY, TORCH
from gdviz.surface import Surface
from tests.record_exports import OPTIONED, SURFACE, TYPED, points_of


@pytest.mark.parametrize("options", [{}, OPTIONED], ids=["plain", "optioned"])
@pytest.mark.parametrize("rule", [*RULES, TYPED], ids=lambda rule: rule.key)
def test_the_numpy_program_repeats_the_run(rule: Optimizer, options: dict[str, object]) -> None:
    run = descend(SURFACE, rule, (0.5, 1.0), 30, learning_rate=0.01, **options)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(points_of(numpy_code(SURFACE, rule, run)), run.points, atol=1e-10)
    compile(torch_code(SURFACE, rule, run), "<exported>", "exec")


def test_a_program_stands_alone(tmp_path: Path) -> None:
    run = descend(SURFACE, "adam", (0.5, 1.0), 5)
    program = tmp_path / "run.py"
    program.write_text(numpy_code(SURFACE, RULES[[rule.key for rule in RULES].index("adam")], run))
    told = subprocess.run(
        [sys.executable, "-I", str(program)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    np.testing.assert_allclose([float(word) for word in told.stdout.strip(" []\n").split()], run.points[-1], rtol=1e-6)


def test_torch_programs_use_the_library_where_it_has_the_optimizer() -> None:
    rules = {rule.key: rule for rule in RULES}
    run = descend(SURFACE, "nesterov", (0.5, 1.0), 3, learning_rate=0.01, weight_decay=0.1)
    text = torch_code(SURFACE, rules["nesterov"], run)
    assert "torch.optim.SGD([theta], lr=0.01, momentum=0.9, nesterov=True)" in text
    assert "theta.grad += 0.1*theta.detach()" in text
    lion = torch_code(SURFACE, rules["lion"], descend(SURFACE, "lion", (0.5, 1.0), 3))
    assert "torch.optim" not in lion
    assert "u = torch.sign(beta1*m + (1 - beta1)*g)" in lion


def test_a_surface_of_data_has_no_program() -> None:
    data = Surface.of_functions("data", lambda p: p[0], lambda p: 0 * p + 1, lambda p: np.zeros((3, p.shape[1])))
    run = descend(data, "sgd", (0, 0), 2)
    for write in (numpy_code, torch_code):
        with pytest.raises(TypeError, match="no formula"):
            write(data, RULES[0], run)


def test_every_word_of_both_languages_can_be_said() -> None:
    assert set(FORMULA_FUNCTIONS) | set(RULE_FUNCTIONS) <= set(TORCH.calls) | set(TORCH.pairs)
    assert set(RULE_FUNCTIONS) <= set(NUMPY.calls) | set(NUMPY.pairs)
