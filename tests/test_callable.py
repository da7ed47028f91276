"""Surfaces of Python functions: derivatives against closed forms, by differences (PyTorch, JAX: compare_frameworks)."""

import contextlib
import math

import numpy as np
import pytest

import gdviz
from gdviz.kernel.autodiff import functions_of

POINTS = np.random.default_rng(5).uniform(-3, 3, (2, 400))


def f(x, y):
    return np.sin(x) * np.exp(y / 3) + x**2 * y


def gradient(x, y):
    return np.cos(x) * np.exp(y / 3) + 2 * x * y, np.sin(x) * np.exp(y / 3) / 3 + x**2


def hessian(x, y):
    return -np.sin(x) * np.exp(y / 3) + 2 * y, np.cos(x) * np.exp(y / 3) / 3 + 2 * x, np.sin(x) * np.exp(y / 3) / 9


def off(surface: gdviz.Surface) -> tuple[float, float, float]:
    """How far value, gradient and Hessian are from the closed forms, at worst."""
    x, y = POINTS
    exact = (f(x, y), gradient(x, y), hessian(x, y))
    found = (surface.value(x, y), surface.gradient(x, y), surface.hessian(x, y))
    return tuple(float(np.abs(np.array(a) - np.array(b)).max()) for a, b in zip(found, exact, strict=True))


def test_by_differences_as_accurately_as_the_note_says() -> None:
    surface = gdviz.Surface.from_callable(f, window=((-3, 3), (-3, 3)))
    value, slope, bend = off(surface)
    size = np.abs(f(*POINTS)).max()
    assert value == 0
    assert slope < 1e-11 * size
    assert bend < 1e-9 * size
    (note,) = surface.notes
    assert "central differences of five points" in note
    assert "11 digits" in note
    assert "about 9" in note


def test_a_gradient_that_is_given_is_used() -> None:
    surface = gdviz.Surface.from_callable(f, gradient)
    value, slope, bend = off(surface)
    assert (value, slope) == (0, 0)
    assert bend < 1e-10
    assert surface.notes == (
        "Its Hessian is the central difference of the gradient at five points, to about 11 digits.",
    )
    surface = gdviz.Surface.from_callable(f, gradient, hessian)
    assert off(surface) == (0, 0, 0)
    assert surface.notes == ()


def test_it_is_a_surface_like_any_other() -> None:
    def bowl(x, y):
        return (x - 1) ** 2 + 10 * (y + 2) ** 2

    surface = gdviz.Surface.from_callable(bowl)
    assert surface(1, -2) == 0
    np.testing.assert_array_equal(surface([0, 1], [0, 0]), [41, 40])
    run = gdviz.descend(surface, "sgd", (0, 0), 30, learning_rate=0.04)
    np.testing.assert_allclose(run.points[-1], (1 - 0.92**30, -2 + 2 * 0.2**30), rtol=1e-8)
    assert run.verdict in (gdviz.Verdict.DESCENDING, gdviz.Verdict.REACHED, gdviz.Verdict.LOWEST_KNOWN)
    (point,) = gdviz.survey(surface).critical_points
    np.testing.assert_allclose(point.point, (1, -2), atol=1e-8)
    ends = gdviz.descend_many(surface, "sgd", [(0, 0), (3, 3)], 500, learning_rate=0.04)
    np.testing.assert_allclose(ends.points, [(1, -2)] * 2, atol=1e-4)
    assert surface.name == "bowl"
    assert surface == gdviz.Surface.from_callable(bowl)
    assert surface != gdviz.Surface.from_callable(lambda x, y: x * y, name="bowl")


def test_functions_of_single_numbers() -> None:
    surface = gdviz.Surface.from_callable(lambda x, y: math.sqrt(x) + y**2 if x > -1 else 3.0)
    np.testing.assert_array_equal(surface([4, -2, 9], [1, 0, 0]), [3, 3, 3])
    assert math.isnan(surface(-0.5, 1))
    assert surface.notes[0] == "The function takes single numbers only, so points are evaluated one at a time."


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ((3,), TypeError, "f is a function of x and y, not int."),
        ((f, 3), TypeError, "gradient is a function of x and y, not int."),
        ((lambda x: x,), ValueError, "f cannot be evaluated on arrays of numbers: "),
        ((lambda x, y: (x + y).sum(),), ValueError, "it works point by point."),
        ((lambda x, y: "a",), ValueError, "f cannot be evaluated"),
        ((f, lambda x, y: x), ValueError, "gradient cannot be evaluated"),
        (
            (f, lambda x, y: (x, y, x)),
            ValueError,
            "gradient cannot be evaluated on arrays of numbers: it returns 3 parts, where 2 are expected.",
        ),
        ((f, gradient, gradient), ValueError, "it returns 2 parts, where 3 are expected."),
    ],
)
def test_what_is_no_surface_is_a_sentence(arguments: tuple, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        gdviz.Surface.from_callable(*arguments)
    assert sentence in str(refusal.value)
    with pytest.raises(ValueError, match="each low below its high"):
        gdviz.Surface.from_callable(f, window=((1, 0), (0, 1)))


class ArraysByAnotherLibrary:
    """What of JAX is asked for, on NumPy's arrays: its `Array`, its mappings, and the derivatives of x² + 3y²."""

    Array = np.ndarray

    @staticmethod
    def jit(function):
        return function

    vmap = jit

    @staticmethod
    def enable_x64(on):
        return contextlib.nullcontext(on)

    @staticmethod
    def grad(function, argnums):
        return lambda x, y: (2 * x, 6 * y)

    @staticmethod
    def hessian(function, argnums):
        return lambda x, y: ((2 + 0 * x, 0 * x), (0 * x, 6 + 0 * y))


def test_a_function_of_jax_has_jax_derivatives() -> None:
    exact = functions_of(lambda x, y: x**2 + 3 * y**2, POINTS, {"jax": ArraysByAnotherLibrary})
    assert exact is not None
    assert exact.library == "JAX"
    np.testing.assert_allclose(exact.value(POINTS), POINTS[0] ** 2 + 3 * POINTS[1] ** 2)
    np.testing.assert_allclose(exact.gradient(POINTS), [2 * POINTS[0], 6 * POINTS[1]])
