"""The closed vocabulary: every word, sign and look-alike that a typed text may be made of."""

from fractions import Fraction


def listed(words: str) -> list[str]:
    """The words of a sentence, for tables that read better without commas."""
    return words.split()


# canonical function → (fewest, most) arguments
FORMULA_FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(listed("sin cos tan sec csc cot asin acos atan"), (1, 1)),
    **dict.fromkeys(listed("sinh cosh tanh sech csch coth asinh acosh atanh"), (1, 1)),
    **dict.fromkeys(listed("exp log10 log2 sqrt cbrt abs sign floor ceil sigmoid relu softplus square"), (1, 1)),
    **dict.fromkeys(listed("log1p expm1 exp2 round"), (1, 1)),
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
    **dict.fromkeys(listed("sqrt abs sign exp log norm sum grad value hess square"), (1, 1)),
    **dict.fromkeys(listed("tanh sinh cosh sin cos atan sigmoid relu softplus log2 log10 cbrt floor ceil"), (1, 1)),
    **dict.fromkeys(listed("dot solve pow"), (2, 2)),
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

KINKED = frozenset({"abs", "max", "min", "relu", "sign", "floor", "ceil", "where"})

CONSTANTS = frozenset({"pi", "e"})

GREEK_WORDS = frozenset(
    listed("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu")
    + listed("nu xi rho sigma tau upsilon phi chi psi omega")
)
GREEK_VARIANTS = {"varphi": "phi", "vartheta": "theta", "varepsilon": "epsilon", "varrho": "rho", "varsigma": "sigma"}

GREEK_LETTERS: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon", "ϱ": "rho", "ς": "sigma",
}  # fmt: skip

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
    listed("left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr quad qquad displaystyle textstyle")
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
NOT_FINITE = frozenset({"nan", "NaN", "inf", "infinity", "oo", "zoo", "infty"})
NOT_CALLED = frozenset({"f", "g", "h", "J", "L", "gamma", "zeta", "beta", "sigma", "eta"})
NOT_OFFERED = frozenset(
    listed("factorial gamma binomial piecewise sum integral integrate diff derivative solve erf erfc limit prod")
    + listed("product arg conjugate besselj lambertw dirac where if else random rand randn sumsq")
    + listed("elif ifelse iif select ifthenelse sinc leaky leakyrelu gelu elu selu huber logsumexp dnorm normpdf")
)

# the variables, when neither x nor y occurs: the first of these pairs that occurs
PAIRS: tuple[tuple[str, str], ...] = (
    ("x", "y"),
    ("x_1", "x_2"), ("x_0", "x_1"), ("theta_0", "theta_1"), ("theta_1", "theta_2"), ("w", "b"), ("w_0", "w_1"),
    ("w_1", "w_2"), ("beta_0", "beta_1"), ("m", "b"), ("m", "c"), ("u", "v"), ("s", "t"), ("p", "q"), ("a", "b"),
    ("alpha", "beta"), ("theta", "phi"), ("X", "Y"),
)  # fmt: skip
