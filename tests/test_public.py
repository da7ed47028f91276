"""The public names: what `import gdviz` promises."""

import numpy as np
import pytest

import gdviz


def test_a_run_explains_itself() -> None:
    run = gdviz.descend("x^2 + 10y^2", "sgd", start=(3, 2), steps=50, learning_rate=0.101)
    assert run.verdict.value == "Diverged."
    assert [event.kind.value for event in run.events] == ["Divergence", "Window left"]
    # closed form: each coordinate is multiplied by 1 - alpha*lambda at every step
    np.testing.assert_allclose(run.points[50], (3 * (1 - 0.202) ** 50, 2 * (1 - 2.02) ** 50), rtol=1e-12)


def test_a_method_explains_itself() -> None:
    run = gdviz.descend(gdviz.GALLERY["himmelblau"], "bfgs", start=(0, 0))
    assert run.verdict.value == "Reached the global minimum."
    np.testing.assert_allclose(run.points[-1], (3, 2), atol=1e-6)


def test_words_that_are_not_known_are_refused() -> None:
    with pytest.raises(gdviz.ExpressionError) as refusal:
        gdviz.descend("sine(x)", "sgd")
    assert refusal.value.position == 0
    assert "sin" in refusal.value.hint
    with pytest.raises(KeyError):
        gdviz.descend("x^2", "no such optimizer")
    with pytest.raises(TypeError):
        gdviz.descend("x^2", "sgd", no_such_knob=1)
