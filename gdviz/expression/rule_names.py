"""Name resolution in a rule: which names are the point, the gradient, and their values one step before."""

import re

from gdviz.expression.refusals import RANDOM, no_random
from gdviz.expression.rule_draft import Draft, Indexed, decoded, looks_elsewhere, names_read, summands
from gdviz.expression.rule_forms import POINTS
from gdviz.expression.syntax import Binary, ExpressionError, Name

_MARKS = ("_prev", "_old", "_last", "_previous")
_FRONT = ("prev_", "old_", "last_")
MEMORIES = frozenset("m v u s h velocity momentum_buffer cache exp_avg exp_avg_sq".split())
"""Usual names of what a rule remembers."""
RESERVED = frozenset("theta g xi t alpha f pi".split())
SETTINGS = frozenset("alpha eta lr learning_rate step_size beta beta1 beta2 rho gamma mu lambda momentum".split())
"""Names of numbers that stay the same: what has an index as well is made from them."""
ONLY_POINTS = ("theta", "x", "w", "W", "X", "params", "param", "weights")
_GRADIENT = re.compile(
    r"g|gt|nabla|grads?|gradients?|d_?(?:theta|x|w|W|p|params?|weights?|X|p|J|L|f|loss)|d_?[A-Za-z]\d?_d\w+|d[fJLEC]d\w{1,8}"
    r"|(?:grad|gradient|nabla|g)_\w+|\w+_(?:grad|gradient)",
    re.ASCII,
)
_MARKS_OF_GRADIENT = ("d", "d_", "g_", "grad_", *(f"d{f}{gap}d" for f in "fJLE" for gap in ("", "_")))
_ESTIMATES = frozenset({"g_hat", "g_tilde", "g_bar", "grad_hat"})
_NO_GRADIENT = re.compile(r"(?:prev|old|last)_.*|.*_(?:prev|old|last|max|min|norm|clip|sum|hat|bar|sq)", re.ASCII)
_NEW = re.compile(r"(\w+?)_(?:new|next|plus|updated)|new_(\w+)", re.ASCII)


def resolve_point(draft: Draft) -> None:
    """The name that the rule moves becomes theta."""
    if "theta" not in draft.bases():
        _new_names(draft)
    moved = _assigned_point(draft)
    if not moved:
        return
    if moved != "theta":
        if free := draft.free().get("theta"):
            raise _two_points(moved, "theta", free)
        draft.rename(moved, "theta")
        draft.moved = moved
        draft.readings.append(f"{moved} as the point")
    for name, node in draft.free().items():
        if name in ONLY_POINTS:
            raise _two_points(moved, name, node)


def _two_points(moved: str, other: str, node: Name) -> ExpressionError:
    hint = "Use one name for the point."
    return ExpressionError(f"This rule moves {moved} and reads {other}, which no line assigns.", node.span, hint)


def _new_names(draft: Draft) -> None:
    """theta_new = theta - …: the line that moves theta, if nothing else does."""
    for base in dict.fromkeys(draft.bases()):
        match = _NEW.fullmatch(base)
        stem = match and (match.group(1) or match.group(2))
        if stem in POINTS and stem not in draft.bases():
            draft.rename(base, str(stem))


def _assigned_point(draft: Draft) -> str:
    """The assigned name that is the point; empty if none is."""
    bases = draft.bases()
    if "theta" in bases:
        return "theta"
    usual = [name for name in POINTS if name in bases]
    own = [base for base in usual if any(line.base == base and base in names_read(line) for line in draft.lines)]
    if usual := own or usual:
        return bases[-1] if bases[-1] in usual else usual[0]
    if not bases:
        return ""
    last, base = draft.lines[-1], bases[-1]
    alone = [part for part in summands(last.tree) if isinstance(part, Name) and decoded(part.name).base == base]
    falls = isinstance(last.tree, Binary) and last.tree.operator == "-"
    moved = falls or (len(draft.lines) > 1 and base not in MEMORIES)
    return base if alone and moved and base not in RESERVED else ""


def resolve_gradient(draft: Draft) -> None:
    """Names of the gradient that no line assigns become g."""
    owners = {f"{mark}{base}": base for base in draft.bases() for mark in _MARKS_OF_GRADIENT}
    owners |= {f"d{draft.moved}": "theta", f"d_{draft.moved}": "theta", f"g_{draft.moved}": "theta"}
    for name, node in draft.free().items():
        estimate = name in _ESTIMATES
        if not estimate:
            _refuse_undefined(name, node)
        usual = estimate or (_GRADIENT.fullmatch(name) and not _NO_GRADIENT.fullmatch(name))
        if name == "g" or not (usual or name in owners):
            continue
        if owners.get(name, "theta") != "theta":
            hint = f"A rule moves all coordinates at once: keep the lines of {draft.moved} alone."
            raise ExpressionError(f"{name} is the gradient of another variable than the point.", node.span, hint)
        draft.rename(name, "g")
        draft.readings.append(f"{name} as the gradient there")
    for line in draft.lines:
        if line.base == "g" and looks_elsewhere(line.tree) and any(node.name == "g" for node, _ in line.read()):
            hint = "Give the memory another name, such as m."
            raise ExpressionError("g is the gradient of each step, not a memory.", line.span, hint)


def _refuse_undefined(name: str, node: Name) -> None:
    """Refuse a name that is unlikely to be a knob: random noise, a Hessian, an unassigned `m_hat`."""
    hints = {
        "H": "Write H = hess(theta), and solve(H, g) for its inverse times g.",
        "G": "For the sum of Adagrad write G = G + g^2 before it; the gradient is g.",
        "m_hat": "Write m_hat = m/(1 - beta1^t) before it.",
        "v_hat": "Write v_hat = v/(1 - beta2^t) before it.",
    }
    hints["hessian"] = hints["H"]
    if name in RANDOM:
        raise no_random(node.span)
    if name in hints or name.endswith("_hat"):
        hint = hints.get(name, "Write a line for it before this one.")
        raise ExpressionError(f"No line assigns {name}.", node.span, hint)


def resolve_previous(draft: Draft) -> None:
    """theta_prev, unless the rule assigns it: theta with the index of one step before."""
    for name, node in draft.free().items():
        stem = next((name.removesuffix(mark) for mark in _MARKS if name.endswith(mark)), "")
        stem = stem or next((name.removeprefix(mark) for mark in _FRONT if name.startswith(mark)), "")
        stem = "theta" if stem == draft.moved else "g" if stem in ("grad", "gradient") else stem
        if stem and stem not in (*draft.bases(), "g"):
            raise ExpressionError(f"No line assigns {name}.", node.span, "Write a line for it, such as m_old = m.")
        if stem in (*draft.bases(), "g"):
            before = (draft.index_of(stem) or 0) - 1
            before -= any(index.base == stem and index.offset == before for _, index in draft.read())
            _replace(draft, name, Indexed(stem, before, "t"))


def _replace(draft: Draft, name: str, by: Indexed) -> None:
    draft.change(name, lambda _: by)


def split_indexed_names(draft: Draft) -> None:
    """Code that assigns both m and m_t has two names, and so has α_t = α/√t."""
    for base in dict.fromkeys(draft.bases()):
        targets = {decoded(line.target).offset for line in draft.lines if line.base == base}
        plain = any(index.base == base and index.offset is None for _, index in draft.read())
        setting = base in SETTINGS and targets == {0} and (plain or base == "alpha")
        if not setting and (len(targets) < 2 or None not in targets):
            continue

        def whole(index: Indexed, base: str = base) -> Indexed:
            return Indexed(f"{base}_{index.letter}") if index.offset == 0 else index

        draft.change(base, whole)
        if setting:
            _before_its_readers(draft, next(name for name in draft.bases() if name.startswith(f"{base}_")))


def _before_its_readers(draft: Draft, base: str) -> None:
    """A line such as η_t = η/√t that follows the line which reads η_t, before it: it reads nothing that is assigned."""
    place = draft.bases().index(base)
    early = next((k for k in range(place) if base in names_read(draft.lines[k])), None)
    if early is not None and not names_read(draft.lines[place]) & set(draft.bases()):
        draft.lines.insert(early, draft.lines.pop(place))
