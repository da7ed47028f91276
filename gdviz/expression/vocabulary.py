"""The closed vocabulary of formulas and rules: every word, sign and look-alike, and the limits of a text's length."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from gdviz.expression.library_calls import LIBRARY_FUNCTIONS

# canonical function → (fewest, most) arguments
FORMULA_FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys("sin cos tan sec csc cot asin acos atan".split(), (1, 1)),
    **dict.fromkeys("sinh cosh tanh sech csch coth asinh acosh atanh".split(), (1, 1)),
    **dict.fromkeys("exp log10 log2 sqrt cbrt abs sign floor ceil sigmoid relu softplus square".split(), (1, 1)),
    **dict.fromkeys("log1p expm1 exp2 round".split(), (1, 1)),
    "mod": (2, 2),
    "log": (1, 2),
    "pow": (2, 2),
    "hypot": (2, 2),
    "atan2": (2, 2),
    "max": (2, 4),
    "min": (2, 4),
    "where": (3, 3),
}  # fmt: skip

RULE_FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys("sqrt abs sign exp log norm sum grad value hess square".split(), (1, 1)),
    **dict.fromkeys("tanh sinh cosh sin cos atan sigmoid relu softplus log2 log10 cbrt floor ceil".split(), (1, 1)),
    **dict.fromkeys("dot solve pow".split(), (2, 2)),
    "clip": (3, 3),
    "max": (2, 4),
    "min": (2, 4),
    "where": (3, 3),
}

ALIASES: dict[str, str] = {
    "ln": "log", "tg": "tan", "sen": "sin", "ctg": "cot", "cotg": "cot", "cosec": "csc", "sgn": "sign", "fabs": "abs",
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan", "arctan2": "atan2", "ceiling": "ceil",
    "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh",
    "powf": "pow", "powi": "pow", "fmax": "max", "fmin": "min", "sinf": "sin", "cosf": "cos",
    "expf": "exp", "sqrtf": "sqrt", "logf": "log", "fabsf": "abs", "absolute": "abs", "lg": "log10", "pown": "pow",
    "sh": "sinh", "ch": "cosh", "th": "tanh", "power": "pow", "maximum": "max", "minimum": "min", "clamp": "clip",
    "expit": "sigmoid", "logistic": "sigmoid", "swish": "silu", "step": "heaviside", "unitstep": "heaviside",
    "heavisidetheta": "heaviside", "fix": "trunc", "mul": "multiply", "sub": "subtract", "div": "divide",
    "arcsec": "asec", "arccsc": "acsc", "arccot": "acot", "arcsech": "asech", "arccsch": "acsch", "arccoth": "acoth",
    "sqr": "square", "deg2rad": "radians",
}  # fmt: skip

INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh"}

CONSTANTS = frozenset({"pi", "e"})

GREEK_VARIANTS = {"varphi": "phi", "vartheta": "theta", "varepsilon": "epsilon", "varrho": "rho", "varsigma": "sigma"}

GREEK_LETTERS: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon", "ϱ": "rho", "ς": "sigma",
}  # fmt: skip
GREEK_WORDS = frozenset(GREEK_LETTERS.values()) - {"pi"}

# single characters that stand for an ASCII sign
SIGNS: dict[str, str] = {
    **dict.fromkeys("−–‒‐‑﹣", "-"),
    **dict.fromkeys("·⋅∙•×∗✕", "*"),
    **dict.fromkeys("÷⁄∕", "/"),
    **dict.fromkeys("ˆ", "^"),
    **dict.fromkeys("∣│", "|"),
    "≤": "<=",
    "≥": ">=",
    "⩽": "<=",
    "⩾": ">=",
}

SPACES = frozenset(
    " \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # of no width
)

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

VULGAR_FRACTIONS: dict[str, Fraction] = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip

ROUNDING = {"⌊": ("open", "floor"), "⌋": ("close", "floor"), "⌈": ("open", "ceil"), "⌉": ("close", "ceil")}

RADICALS = {"√": 2, "∛": 3, "∜": 4}

# LaTeX commands that mean nothing, a sign, or a bracket; functions and Greek words are commands as well
LATEX_SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr quad qquad displaystyle textstyle".split()
) | frozenset(",;:! ")
LATEX_SIGNS: dict[str, str] = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "vert": "|", "mid": "|", "{": "{", "}": "}",
    "lbrack": "[", "rbrack": "]", "lbrace": "{", "rbrace": "}", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
    "lt": "<", "gt": ">", "leqslant": "<=", "geqslant": ">=",
}  # fmt: skip
LATEX_PAIRS = {  # opening and closing commands of one kind of bracket
    "lvert": ("bar", "open"), "rvert": ("bar", "close"),
    "lfloor": ("open", "floor"), "rfloor": ("close", "floor"),
    "lceil": ("open", "ceil"), "rceil": ("close", "ceil"),
}  # fmt: skip
LATEX_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
LATEX_WRAPPERS = frozenset({"operatorname", "mathrm", "text", "mathit", "mathbf", "textrm"})

IMAGINARY = frozenset({"i", "I", "j"})
NOT_FINITE = frozenset({"nan", "inf", "infinity", "oo", "zoo", "infty"})
NOT_CALLED = frozenset({"f", "g", "h", "J", "L", "gamma", "zeta", "beta", "sigma", "eta"})

# the variables, when neither x nor y occurs: the first of these pairs that occurs
PAIRS: tuple[tuple[str, str], ...] = (
    ("x", "y"),
    ("x_1", "x_2"), ("x_0", "x_1"), ("theta_0", "theta_1"), ("theta_1", "theta_2"), ("w", "b"), ("w_0", "w_1"),
    ("w_1", "w_2"), ("beta_0", "beta_1"), ("m", "b"), ("m", "c"), ("u", "v"), ("s", "t"), ("p", "q"), ("a", "b"),
    ("alpha", "beta"), ("theta", "phi"), ("X", "Y"),
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """functions: canonical name → (fewest, most) arguments.

    implicit_products: whether `xy` is a product of two letters (formulas) or one name (rules).
    declared: typed name → canonical name, declared before the formula (`f(w, b) = …`, columns of data); these win.
    indices: letters that count in a sum. vectors: names of which `x(1)` is a part. spreadsheet: log is to base 10.
    """

    functions: Mapping[str, tuple[int, int]]
    implicit_products: bool = True
    declared: Mapping[str, str] = field(default_factory=dict)
    indices: frozenset[str] = frozenset()
    vectors: frozenset[str] = frozenset()
    spreadsheet: bool = False


FORMULA = Dialect({**FORMULA_FUNCTIONS, **LIBRARY_FUNCTIONS})
RULE = Dialect(RULE_FUNCTIONS, implicit_products=False)

MAX_FORMULA = 1_000  # characters
MAX_RULE = 4_000
MAX_RULE_LINES = 40
MAX_TOKENS = 300  # in a formula or a line of a rule
MAX_RULE_TOKENS = 3_000

_SAFE = re.compile(r"[A-Za-z0-9_]{1,20}", re.ASCII)


def quoted(word: str) -> str:
    """“word” if it is harmless to repeat, else “…”."""
    return f"“{word}”" if _SAFE.fullmatch(word) else "“…”"


def canonical(word: str) -> str:
    """x1 and x_1 as x_1, longer words as they are."""
    numbered = re.fullmatch(r"([A-Za-z]+?)_?([0-9]{1,2})", word, re.ASCII)
    if numbered and (len(numbered.group(1)) == 1 or numbered.group(1) in GREEK_WORDS):
        return f"{numbered.group(1)}_{int(numbered.group(2))}"
    return word
