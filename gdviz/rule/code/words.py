"""The words of formulas and rules in NumPy and in PyTorch."""

from gdviz.rule.code.printer import Words

SAME = (
    "sqrt",
    "abs",
    "sign",
    "exp",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "log",
    "log2",
    "log10",
    "floor",
    "ceil",
)
SHARED = {
    "sec": "(1/{m}.cos({{0}}))",
    "csc": "(1/{m}.sin({{0}}))",
    "cot": "(1/{m}.tan({{0}}))",
    "sech": "(1/{m}.cosh({{0}}))",
    "csch": "(1/{m}.sinh({{0}}))",
    "coth": "(1/{m}.tanh({{0}}))",
    "square": "({{0}})**2",
    "dot": "({{held[0]}} @ {{held[1]}})",
    "value": "surface({{0}})",
    "grad": "gradient({{0}})",
    "hess": "hessian({{0}})",
    "sum": "{m}.sum({{0}})",
    "norm": "{m}.linalg.norm({{0}})",
    "solve": "{m}.linalg.solve({{0}}, {{1}})",
    "where": "{m}.where({{0}}, {{1}}, {{2}})",
    "hypot": "{m}.hypot({{0}}, {{1}})",
}


def _calls(module: str) -> dict[str, str]:
    return {word: f"{module}.{word}({{0}})" for word in SAME} | {w: t.format(m=module) for w, t in SHARED.items()}


NUMPY = Words(
    calls=_calls("np"),
    pairs={"max": "np.maximum({0}, {1})", "min": "np.minimum({0}, {1})"},
)
TORCH = Words(
    calls=_calls("torch")
    | {word: f"torch.{word}({{0}})" for word in ("asin", "acos", "atan", "asinh", "acosh", "atanh", "relu", "sigmoid")}
    | {
        "cbrt": "torch.sign({0})*torch.abs({0})**(1/3)",
        "softplus": "torch.nn.functional.softplus({0})",
        "atan2": "torch.atan2({0}, {1})",
        "pow": "({0})**({1})",
    },
    pairs={
        "max": "torch.maximum(torch.as_tensor({0}), torch.as_tensor({1}))",
        "min": "torch.minimum(torch.as_tensor({0}), torch.as_tensor({1}))",
    },
    constant="torch.tensor(float({0}))",
)
