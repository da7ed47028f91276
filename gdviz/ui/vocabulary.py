"""The words of the two languages, with examples: what a typed formula and a typed rule may be made of."""

import html
from typing import NamedTuple

import streamlit as st


class Words(NamedTuple):
    """Words of one kind, one text that uses them, and what they are."""

    names: str
    example: str
    meaning: str


FORMULA = (
    Words("", "2x y + x^2/3 - (y - 1)^4", "sums, products (the sign may be left out), powers, brackets"),
    Words("", "a x^2 + b y^2", "other letters become sliders"),
    Words("", "pi x + e^y + 2e-3", "constants"),
    Words("sqrt cbrt pow square", "sqrt(x^2 + y^2)", "roots and powers; √x and x² too"),
    Words("exp exp2 expm1", "exp(-x^2 - y^2)", "exponentials"),
    Words("log log2 log10 log1p", "log(1 + x^2) + y^2", "logarithms; log and ln are natural, log(x, b) is to base b"),
    Words("sin cos tan sec csc cot", "sin x cos y", "in radians"),
    Words("asin acos atan atan2", "atan2(y, x)", "their inverses"),
    Words("sinh cosh tanh sech csch coth asinh acosh atanh", "tanh(x) + y^2", "hyperbolic"),
    Words("abs sign floor ceil round mod", "|x| + mod(y, 2)", "kinks and steps"),
    Words("max min hypot", "max(x^2, y) + hypot(x, y)", "of two to four, hypot of two"),
    Words("where", "where(0 < x < 1, x^2, y)", "choices; x > 0 ? x : y, x if x > 0 else y, cases, Piecewise too"),
    Words("sigmoid softplus relu", "softplus(x) + relu(y)^2", "of neural networks"),
)
RULE = (
    Words("", "theta = theta - alpha*g", "theta is the point, g the gradient there, alpha the rate"),
    Words("", "m = beta*m + g\ntheta = theta - alpha*m", "read before assigned: memory, 0 at first; else a knob"),
    Words("", "theta = theta - alpha/t*f*g", "t counts the steps from 1; f is the value"),
    Words("sqrt cbrt square pow abs sign", "theta = theta - alpha*sign(g)", "of each coordinate"),
    Words("exp log log2 log10", "theta = theta - alpha*exp(-t)*g", "of each coordinate"),
    Words("sin cos atan sinh cosh tanh sigmoid softplus relu", "theta = theta - alpha*tanh(g)", "of each coordinate"),
    Words("floor ceil max min clip", "theta = theta - alpha*clip(g, -1, 1)", "clip(v, low, high)"),
    Words("where", "theta = theta - alpha*where(t < 10, g, 2*g)", "where(condition, then, else)"),
    Words("norm dot sum", "theta = theta - alpha*g/norm(g)", "one number of both coordinates"),
    Words("grad value", "theta = theta - alpha*grad(theta - alpha*g)", "gradient and value at another point"),
    Words("hess solve", "theta = theta - alpha*solve(hess(theta), g)", "the Hessian, and H⁻¹v"),
)  # fmt: skip


def popover(words: tuple[Words, ...], label: str, key: str, icon: str) -> None:
    """A button that opens the list."""
    folded = st.popover(label, icon=icon, key=key, on_change="rerun", help=label)
    if folded.open:
        folded.html(table(words))


def table(words: tuple[Words, ...]) -> str:
    """The list as HTML, one row a kind."""
    rows = (
        f"<tr><td><code>{html.escape(one.names)}</code></td>"
        f"<td><code>{html.escape(one.example)}</code></td><td>{html.escape(one.meaning)}</td></tr>"
        for one in words
    )
    head = "<tr><th>Words</th><th>Example</th><td></td></tr>"
    return f'<table class="gdviz-words"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'
