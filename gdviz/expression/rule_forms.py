"""Notations of gradients, values and norms in papers and code, rewritten as calls of the rule language."""

import re
from collections.abc import Collection, Sequence

from gdviz.expression.brackets import closing, lengths, parted
from gdviz.expression.refusals import no_random
from gdviz.expression.rule_draft import decoded
from gdviz.expression.syntax import Token

POINTS = (
    "theta", "w", "W", "x", "X", "p", "params", "param", "parameters", "weights", "weight", "position", "pos",
)  # fmt: skip
"""Usual names of the point, likeliest first."""
_GRADIENT = re.compile(
    r"(?:\w+_)?(?:grad|gradient|gradients|grads|nabla|jac|jacobian|fprime|f_prime|deriv|derivative)(?:_\w+)?"
    r"|grad[fFJL]|d[fJLE](?:_?d[a-zA-Z]+)?|dloss|dcost",
    re.ASCII,
)
_VALUE = frozenset("f F J L E C Q loss cost objective fun func loss_fn value ell energy".split())
_HESSIAN = frozenset({"H", "hessian", "hess"})
_BARE = {"grad": "g", "value": "f", "hess": "H"}
"""What these words are without brackets: at the point."""


def standard_forms(tokens: list[Token], targets: Collection[str]) -> list[Token]:
    """The tokens of a statement with calls for what is written otherwise; targets: names that the rule assigns."""
    points = {*POINTS, *targets}
    return _called(_nablas(lengths(_steps(tokens), rule=True)), points)


def _steps(tokens: list[Token]) -> list[Token]:
    """m_t-1 typed without a space: the step before, not one less."""
    output: list[Token] = []
    for token in tokens:
        if len(output) > 1 and token.kind == "number" and token.value in (1, 2):
            name, sign = output[-2:]
            index = decoded(str(name.value))
            close = name.end == sign.start and sign.end == token.start
            first = len(output) == 2
            if index.offset == 0 and sign.says("operator", "-", "+") and (close or first):
                size = int(token.value) if sign.value == "+" else -int(token.value)
                moved = index._replace(offset=size).coded
                output[-2:] = [Token("name", moved, name.start, token.end)]
                continue
        output.append(token)
    return output


def _nablas(tokens: list[Token]) -> list[Token]:
    """∇J(θ), ∇f, ∇²f(x): the letter of the function says nothing; without a bracket it is taken at the point."""
    output: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.kind != "nabla":
            output.append(token)
            continue
        if tokens[at].kind == "name" and decoded(str(tokens[at].value)).base.split("_")[0] in (*_VALUE, "l"):
            at += 1
        span = (token.start, tokens[at - 1].end)
        if tokens[at].says("open"):
            output.append(Token("function", "grad" if token.value == 1 else "hess", *span))
        elif token.value == 1:
            output.append(Token("name", "g", *span))
        else:
            output += _call("hess", "theta", span)
    return output


def _call(function: str, name: str, span: tuple[int, int]) -> list[Token]:
    return [Token("function", function, *span), Token("open", "(", *span), Token("name", name, *span),
            Token("close", ")", *span)]  # fmt: skip


def _called(tokens: Sequence[Token], points: Collection[str]) -> list[Token]:
    """grad_f(x), f(x_k), J(θ; data): the word of the language, with the one argument that is a point."""
    output: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        word = _word(tokens, at, points)
        if token.says("name", "N") and [one.kind for one in tokens[at + 1 : at + 4]] == ["open", "number", "comma"]:
            raise no_random(token.span)
        if not word:
            bare = token.says("function", "grad", "value", "hess") and not tokens[at + 1].says("open")
            output.append(Token("name", _BARE[str(token.value)], *token.span) if bare else token)
            at += 1
            continue
        stop = closing(tokens, at + 1)
        inner = tokens[at + 2 : stop]
        chosen = _argument(inner, points) if word != "value" or token.kind == "name" else inner
        output += [Token("function", word, *token.span), tokens[at + 1], *_called(chosen, points)]
        at = stop
    return output


def _word(tokens: Sequence[Token], at: int, points: Collection[str]) -> str:
    """The word of the language that is called here by another name; empty if none is."""
    token = tokens[at]
    if not tokens[min(at + 1, len(tokens) - 1)].says("open", "(") or token.kind not in ("name", "function"):
        return ""
    base = decoded(str(token.value)).base
    if token.kind == "function":
        return base if base in ("grad", "hess", "value") else ""
    if _GRADIENT.fullmatch(base):
        return "grad"
    inner = tokens[at + 2 : closing(tokens, at + 1)]
    at_point = any(one.kind == "name" and decoded(str(one.value)).base in points for one in inner)
    if not at_point or base in points:
        return ""
    return "value" if base in _VALUE else "hess" if base in _HESSIAN else "grad" if base in ("g", "G") else ""


def _same_point(parts: list[Sequence[Token]]) -> list[Token]:
    """J(θ_0, θ_1): the point by its coordinates; empty if the arguments are something else."""
    stems = {
        re.sub(r"_?[0-9]$", "", decoded(str(part[0].value)).base) if len(part) == 1 and part[0].kind == "name" else ""
        for part in parts
    }
    (stem, *others) = stems
    if others or stem not in POINTS:
        return []
    return [Token("name", stem, parts[0][0].start, parts[-1][0].end)]


def _argument(inner: Sequence[Token], points: Collection[str]) -> Sequence[Token]:
    """Of several arguments the one with the point in it: gradient(X, y, theta)."""
    parts = parted(inner)
    if len(parts) == 1:
        return inner
    if coordinates := _same_point(parts):
        return coordinates
    usual = [name for name in POINTS if name not in ("X",)]
    for names in (usual, points):
        for part in parts:
            if any(one.kind == "name" and decoded(str(one.value)).base in names for one in part):
                return part
    return parts[0]
