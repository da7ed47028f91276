"""Eigenvalues of symmetric 2×2 matrices against mpmath, graded and large ones too."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.symmetric import eigenvalues, larger_eigenvector
from tests.trials import trials

ENTRIES = st.floats(-10, 10).map(lambda k: round(k, 3)) | st.sampled_from([0.0, 1e-9, -1e6, 1e200, -1e-200, 1e300])


def exact(a: float, b: float, c: float) -> list[float]:
    with mpmath.workdps(700):
        middle, radius = (mpmath.mpf(a) + c) / 2, mpmath.sqrt((mpmath.mpf(a) - c) ** 2 / 4 + mpmath.mpf(b) ** 2)
        return [float(middle - radius), float(middle + radius)]


@trials(200)
@given(ENTRIES, ENTRIES, ENTRIES)
def test_both_eigenvalues_to_rounding_of_the_larger(a: float, b: float, c: float) -> None:
    size = max(map(abs, (a, b, c)))
    assert eigenvalues((a, b, c)) == pytest.approx(exact(a, b, c), rel=1e-14, abs=4e-16 * size)


@pytest.mark.parametrize("diagonal", [(1e6, 1e-6), (-1e-9, 1e9), (3.0, 0.0), (0.0, 0.0), (-2e-300, -1e-300)])
def test_a_small_one_is_not_lost_in_the_large(diagonal: tuple[float, float]) -> None:
    a, c = diagonal
    assert eigenvalues((a, 0.0, c)) == pytest.approx(sorted(diagonal), rel=1e-15, abs=0.0)


def test_many_at_once_with_one_that_is_not_finite() -> None:
    h = np.array([[2.0, np.nan, 0.0], [1.0, 0.0, 3.0], [2.0, 1.0, 0.0]])
    values, vectors = eigenvalues(h), larger_eigenvector(h)
    assert values[:, 0] == pytest.approx([1.0, 3.0])
    assert values[:, 2] == pytest.approx([-3.0, 3.0])
    assert np.isnan(values[:, 1]).all()
    for k in (0, 2):
        matrix = np.array([[h[0, k], h[1, k]], [h[1, k], h[2, k]]])
        assert matrix @ vectors[:, k] == pytest.approx(values[1, k] * vectors[:, k])
