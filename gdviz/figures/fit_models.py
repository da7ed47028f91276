"""The models of rows as programs for the browser: a formula of two weights, a polynomial, or a small network."""

from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.expression import read
from gdviz.figures.program import program
from gdviz.learning.data import row_formula
from gdviz.learning.training import Network, Polynomial


def formula_model(
    prediction: str,
    row_loss: str,
    weights: tuple[str, str],
    columns: tuple[str, ...],
    values: Mapping[str, float],
    *,
    classes: bool,
    link: str = "",
    places: Sequence[float] = (),
) -> dict[str, Any]:
    """A model of two weights; columns: inputs, then the target. Raises ExpressionError as `read` does.

    link: how the chance of the second class follows from the prediction, for drawing: "logistic" (1/(1 + e^−p)),
    "shifted" (p + 1/2), or "" where the prediction itself is drawn. places: the only values of its one input, at which
    the prediction is drawn as a bar.
    """
    said = read(prediction, weights, columns)
    lost = row_formula(row_loss, weights, columns).reading
    names = (*weights, *columns)
    letters = dict(values)
    return {
        "kind": "formula",
        "weights": list(weights),
        "classes": classes,
        "link": link,
        "places": list(map(float, places)),
        "prediction": program(said.tree, names, {n: letters.get(n, 1.0) for n in said.parameters}),
        "loss": program(lost.tree, names, {n: letters.get(n, 1.0) for n in lost.parameters}),
    }


def polynomial_model(features: Polynomial) -> dict[str, Any]:
    """A polynomial whose powers were brought to standard units."""
    scaled = {"means": features.means.tolist(), "spreads": features.spreads.tolist()}
    return {"kind": "polynomial", "classes": False, **scaled}


def network_model(network: Network) -> dict[str, Any]:
    """One hidden layer; its output's sign is the class."""
    return {"kind": "network", "classes": True, "hidden": network.hidden, "activation": network.activation}
