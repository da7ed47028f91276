"""The steps of a gradient transformation of optax, or of anything with its init and update."""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import numpy as np

from gdviz.kernel.autodiff import double_precision
from gdviz.optimizers import Oracle
from gdviz.watching.stepper import Stepped, Stepper, pair, remembered


def optax_steps(transformation: Any) -> Stepper:
    """The steps theta + update. Raises TypeError for what has no init and update."""
    if not callable(getattr(transformation, "init", None)) or not callable(getattr(transformation, "update", None)):
        raise TypeError(
            f"optax is a gradient transformation, as optax.adam(0.1), not {type(transformation).__name__}."
        )  # fmt: skip
    jax = sys.modules.get("jax")  # whoever has a transformation of optax has loaded it
    parameters = inspect.signature(transformation.update).parameters.values()
    wants_more = any(one.kind is one.VAR_KEYWORD for one in parameters)

    def array(value: object) -> Any:
        return np.asarray(value, np.float64) if jax is None else jax.numpy.asarray(value, jax.numpy.float64)

    def precision() -> Any:
        return nullcontext() if jax is None else double_precision(jax)

    def steps(oracle: Oracle, start: np.ndarray) -> Iterator[Stepped]:
        with precision():
            point, loss = array(start), value_function(jax, oracle)
            state = transformation.init(point)
        while True:
            with precision():
                at = np.asarray(point)
                more, slope = {}, array(oracle.gradient(at))
                if wants_more:
                    more = {"value": array(oracle.value(at)), "grad": slope, "value_fn": loss}
                update, state = transformation.update(slope, state, point, **more)
                point = array(pair(np.asarray(point) + np.asarray(update)))
            yield Stepped(np.asarray(point), _rate(state), remembered(state))

    return Stepper("optax", steps)


def _rate(state: Any) -> float:
    """The learning rate that optax.inject_hyperparams shows in the state, NaN without it."""
    shown = getattr(state, "hyperparams", {})
    return float(shown["learning_rate"]) if "learning_rate" in shown else float("nan")


def value_function(jax: Any, oracle: Oracle) -> Callable[[Any], Any]:
    """point → f, which JAX can trace and differentiate: for transformations that search along a line."""
    if jax is None:
        return lambda point: oracle.value(np.asarray(point))

    def called(question: Callable[[np.ndarray], Any], shape: tuple[int, ...], point: Any) -> Any:
        result = jax.ShapeDtypeStruct(shape, jax.numpy.float64)
        return jax.pure_callback(lambda at: np.asarray(question(np.asarray(at)), np.float64), result, point)

    def value(point: Any) -> Any:
        return called(oracle.value, (), point)

    traced = jax.custom_vjp(value)
    traced.defvjp(
        lambda point: (value(point), point), lambda point, outer: (outer * called(oracle.gradient, (2,), point),)
    )
    value_and_rule: Callable[[Any], Any] = traced
    return value_and_rule
