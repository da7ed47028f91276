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


def test_the_contract_of_names() -> None:
    """DESIGN §3, as it is written there."""
    s = gdviz.Surface("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    assert gdviz.Surface("a x^2 + y^2", parameters={"a": 2}).parameters == {"a": 2}
    assert s.variables == ("x", "y")
    assert s.smooth
    found = gdviz.survey(s, ((-5, 5), (-5, 5)))
    assert found.certified
    assert len(found.critical_points) == 9
    assert found.global_minimum is not None
    ends = gdviz.basins(s, "sgd", window=((-5, 5), (-5, 5)), shape=(11, 13), steps=2000, learning_rate=0.01)
    assert ends.labels.shape == ends.steps.shape == (11, 13)
    rates = np.array([0.001, 0.01])
    swept = gdviz.sweep(s, "momentum", start=(0, 0), steps=50, learning_rate=rates, momentum=0.5)
    run = gdviz.descend(s, "momentum", start=(0, 0), steps=50, learning_rate=0.01, momentum=0.5)
    assert swept.final.shape == (2,)
    assert swept.final[1] == pytest.approx(run.values[-1], rel=1e-12)
    line = gdviz.data_surface("(w*x + b - y)^2", parameters=("w", "b"), data={"x": [0.0, 1, 2], "y": [1.0, 3, 5]})
    assert line.value(2, 1) == 0
    assert line.value(0, 0) == pytest.approx((1 + 9 + 25) / 3)
    assert gdviz.Scene.from_query(gdviz.Scene().to_query()).scene == gdviz.Scene()


def test_a_race_is_fair_and_ranked() -> None:
    race = gdviz.race("x^2 + 10y^2", [gdviz.Entry("sgd", {"learning_rate": 0.05}), "newton"], starts=(3, 2), budget=40)
    assert race.budget == 40
    # closed form: 40 gradients make x 3·0.9⁴⁰, and y 0 in the first step; Newton needs one step
    assert race.results[0].value == pytest.approx(9 * 0.9**80, rel=1e-9)
    assert [result.depth for result in race.results] == [2, 1]
    assert race.results[1].to_tolerance is not None
