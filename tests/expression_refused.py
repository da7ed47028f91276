"""What must be refused: text beside a word or two of the sentence, and the span where one is worth fixing."""

SPANS: list[tuple[str, str, tuple[int, int] | None, str]] = [
    # (text, part of the message, span, part of the hint)
    ("foo(x)", "do not know the name “foo”", (0, 3), ""),
    ("x^2 + foo(y)", "“foo”", (6, 9), "floor"),
    ("sine(x)", "“sine”", (0, 4), "Did you mean sin?"),
    ("cosinus(x)", "“cosinus”", (0, 7), "Did you mean cos"),
    ("sqroot(x)", "“sqroot”", (0, 6), "sqrt"),
    ("thetta + x", "“thetta”", (0, 6), "theta"),
    ("velocity+x", "“velocity”", (0, 8), "*"),
    ("х²+y²", "cyrillic small letter ha", (0, 1), "looks like a Latin letter"),
    ("x 2", "operator is missing", (2, 3), "x^2"),
    ("(x+1)2", "operator is missing", (5, 6), "x*2"),
    ("x2 + y2", "x2 is not one of the variables", (0, 2), "Did you mean x^2?"),
    ("x^2 + y3", "y3", (6, 8), "y^3"),
    ("w2 + b2", "w2", (0, 2), "w^2"),
    ("2x4", "x4", (1, 3), "x^4"),
    ("0,5x+y", "expected an operator", (1, 2), "decimals with a point"),
    ("x+1)", "bracket", (3, 4), ""),
    ("(x+1", "not closed", (0, 1), "closing bracket"),
    ("(x+1]", "not closed", (0, 1), ""),
    ("|x+y", "bar is not closed", (0, 1), "closing bar"),
    ("sin", "sin needs something in brackets", (0, 3), ""),
    ("max", "max needs something in brackets, as in max(x, y)", (0, 3), ""),
    ("9^9^9", "too large", (0, 5), ""),
    ("x + 9^9^9", "too large", (4, 9), ""),
    ("log(-2)x", "not a real number", (0, 7), ""),
    ("x + (-8)^(1/3)", "not a real number", (4, 14), ""),
    ("asin(2) + x", "not a real number", (0, 7), ""),
    ("exp(exp(exp(10)))x", "too large", None, ""),
    ("x^500", "Exponents above 100", (2, 5), ""),
    ("x^-101", "Exponents above 100", (2, 6), ""),
    ("x/0", "divides by zero", (2, 3), ""),
    ("1/0", "divides by zero", None, ""),
    ("x/(2-2)", "divides by zero", (2, 7), ""),
    ("x/(x-x)", "divides by zero", None, ""),
    ("(123456789x)^99 (987654321y)^99", "numbers in this part grow too long", None, ""),
    ("velocityvelocityvelocity", "do not know the name “…”", (0, 24), ""),
    ("x = y^2", "equation", (2, 3), "right-hand side"),
    ("y = x^2", "equation", (2, 3), "right-hand side"),
    ("x^2 + y^2 = 1", "equation", (10, 11), "right-hand side"),
    ("x == y", "equation", None, ""),
    ("z = z + x", "equation", (4, 5), ""),
    ("sin(x) = y", "equation", None, ""),
    ("x!", "exclamation mark", (1, 2), "Factorials"),
    ("x.__class__", "number was expected", (1, 2), "Names with dots"),
    ("i*x", "Complex numbers are not supported", (0, 1), ""),
    ("x + I", "Complex numbers are not supported", (4, 5), ""),
    ("2j + x", "Complex numbers are not supported", (1, 2), ""),
    ("nan + x", "not a number", (0, 3), ""),
    ("inf*x", "not a number", (0, 3), ""),
    ("oo + x", "not a number", (0, 2), ""),
    ("zoo", "not a number", (0, 3), ""),
    ("∞ x", "infinity", (0, 1), ""),
    ("gamma(x)", "gamma is not a function", (0, 5), "product"),
    ("zeta(x)", "zeta is not a function", (0, 4), ""),
    ("f(x)", "f is not a function", (0, 1), ""),
    ("J(x)", "J is not a function", None, ""),
    ("sigma(x)", "sigma is not a function", (0, 5), "sigmoid"),
    ("σ(x)", "sigma is not a function", (0, 1), "sigmoid"),
    ("erf(x)", "not offered", (0, 3), ""),
    ("factorial(10^6)x", "not offered", (0, 9), ""),
    ("diff(x^2, x)", "not offered", (0, 4), ""),
    ("k + c", "cannot tell which letters", (0, 1), "f(k, c) ="),
    ("X + y", "capital X", (0, 1), "Did you mean x?"),
    ("a b c d k m n x y", "too many letters", None, "6"),
    (r"\x41", "LaTeX command “x”", (0, 2), ""),
    (r"\href{a}{b}", "LaTeX command “href”", (0, 5), ""),
    (r"\infty x", "LaTeX command “infty”", (0, 6), "Infinity"),
    ("x_12345", "subscript", None, ""),
    ("x_{max}", "subscript", (1, 2), ""),
    ("x > 2", "condition", (0, 5), "where(x ≥ 0, a, b)"),
    ("x ≤ y", "condition", (0, 5), "where(x ≥ 0, a, b)"),
    ("sin()", "number, a letter or a bracket", (4, 5), ""),
    ("x +", "ends too early", (2, 3), ""),
    ("x + * y", "number, a letter or a bracket", (4, 5), ""),
    ("max(x)", "max takes 2 to 4 arguments", None, "has 1"),
    ("sin(x, y)", "sin takes 1 argument", None, "has 2"),
    ("hypot(x, y, 1)", "hypot takes 2 arguments", None, ""),
    ("(-2)^x", "not a real number", None, "positive"),
    ("0^x", "not a real number", None, ""),
    ("sin 2(x+y)", "cannot tell where the argument", None, "brackets"),
    ("exp^-1(x)", "inverse of exp", None, ""),
    ("1e13 x", "too large or too small", (0, 4), ""),
    ("1e-13 x", "too large or too small", (0, 5), ""),
    ("f(x,y,z) = x", "One or two letters", None, ""),
    ("f(x,x) = x", "cannot be the two variables", None, ""),
    ("f(pi,x) = x", "cannot be the two variables", None, ""),
    ("ex", "“ex”", (0, 2), ""),
    ("sinc(x)", "“sinc”", (0, 4), "sin"),
    ("x\ny", "behind the end", (1, 2), "one line"),
    ("", "no formula", None, ""),
    ("   ", "no formula", None, ""),
    ("$$", "not used", None, ""),
]

PYTHON = """
__import__('os').system('ls')|__import__("os")|eval("1")|exec("x=1")|open('/etc/passwd')|os.system('x')|import os
(lambda: 1)()|[x for x in y]|{x: y}|{x for x in y}|x if y else 0|x and y|x or y|not x|x is y|x in y
x := 3|f"{x}"|x[0:1]|x.__class__.__bases__|().__class__|x;y|x:y|x @ y|x // |~x|x & y|x ^ ^ y
x << |x >> 2|x\\|@x|?x|x?|globals()|locals()|vars()|dir()|getattr(x, y)|setattr(x)|compile(x)|type(x)|print(x)
input()|range(9)|list(x)|str(x)|int(x)|bool(x)|None|True|False|self|cls|yield x|await x|async|del x
pass|raise x|while|for|try|global x|np.load(x)|np.random.rand()|numpy|np|np.|math.|math.factorial(5)|sympy
sympify(x)|Symbol('x')|Integer(3)|Rational(1,2)|x.diff(y)|x.subs(y,1)|x.evalf()|x.func|Function|Derivative(x)
Integral(x)|Piecewise((x,y))|Lambda(x)|Matrix|RootOf(x)|subs(x)|__|_|__x__|x__y|_x|x_|x_y|x_y_z|x__1|0x41|0b11
0o7|1__0|1.2.3|..5|1..2|1e+|e1|1e5e5|.e5|e5|pi2|pi_2|e_1
"""

NUMBERS = """
1e999999999x|1e-99999999999x|1e400|1e-400x|99999999999999999999x|9999999999999999999999999999999999999x
0.0000000000000000001x|9^9^9^9|2^2^2^2^2^2|10^100x|1e12*1e12 x|x^1e5|x^99999999|x^(10^9)|(x^100)^100|((x^50)^50)^50
((((2x)^50)^50)^50)^50|(((3x)^90)^9)^9|floor(exp(exp(20)))x|exp(100)x|exp(1000)|cosh(999)x|(1/3)^(-99)x|x/(1-1)
x/sin(0)|log(0)x|ln(0)|sqrt(-1)x|√-1|(-1)^0.5x|(-1)^(1/3)|acos(3)|acosh(0)x|atanh(1)x|tan(1)^99999|0^-1|0^0^-1
log(x,1)|log_1 x|log_0 x|log(x, -2)|x^x^200|(-x)^200|5/(3-3)|1/(x-x)|x/(x-x)|(x/0)^-2|atanh(2)|log10(-1)+x|log2(0)x
x^(1/0)|(0/0)x|100!|100!!|gamma(100)|10^13|-10^13x|1e12^2
"""

STRANGE = [
    "x\u202ey",
    "x\x00y",
    "\x00",
    "x\x1b[31m",
    "x\x7f",
    "\ud800x",
    "x\udfff",
    "x\u2028y",
    "х + у",
    "ο + x",
    "x + ı",
    "Σ x",
    "∑x",
    "∫x dx",
    "∂x",
    "∇f",
    "x ∈ y",
    "x → y",
    "x′",
    "x'",
    "x″",
    "x°",
    "x%",
    "x€",
    "#x",
    "x#y",
    "x~y",
    "x&y",
    "x→y",
    "x≠y",
    "x≈y",
    "x±y",
    "x∓y",
    "⟨x⟩",
    "⌊x⌉",
    "x…",
    "x...y",
    "😀",
    "x + 😀",
    "١٢x",
    "x²²²²",
    "x⁻",
    "x⁻⁻²",
    "⁵",
    "²x",
    "ⁿ",
    "xⁿ",
    "x₁₂₃",
    "₁x",
    "㎏",
    "ﬁ",
    "ℵ",
    "ℝ",
    "x\ry",
    "x\n\ny",
    "x\vy",
    "x\fy",
    "a\u0301x",
    "ŷ + x",
    "ñ",
    "ß",
    "ſin x",
    "\u212a x",
    "Å x",
    "x\u00ad",
    "x\u034f",
    "λ: x",
    "⁄",
    "½½",
    "x½",
    "2½",
]

MARKUP = """
<script>alert(1)</script>|<b>x</b>|<img src=x onerror=alert(1)>|x<y>z|&lt;|&amp;x|](http://a)|[x](http://a)
![x](http://a)|__x__|# x|> x|$x$y$|$$x|$x|x$|\\$x|\\href{x}{y}|\\url{x}|\\input{x}|\\def\\x{y}
\\newcommand{x}|\\write18{ls}|\\begin{matrix}x\\end{matrix}|\\includegraphics{x}|\\color{red}x|\\text{hello world}
\\text{<b>}|\\mathrm{}|\\mathrm|\\operatorname{os}|\\operatorname{__import__}|\\|\\\\|x\\\\y|\\left|\\left(
\\left.x\\right|x\\right)|\\frac|\\frac{x}|\\frac{}{}|\\frac{x}{}|\\sqrt|\\sqrt{}|\\sqrt[x]{y}|\\sqrt[0]{x}
\\sqrt[99]{x}|\\sqrt[3{x}|\\lvert x|x\\rvert|\\lfloor x|\\lfloor x\\rceil|\\int x|\\lim x
\\partial x|\\nabla|\\infty|\\x41|\\u0041x|\\N{BULLET}|\\0|\\n|\\'|\\_|\\%x|\\&|\\#|\\^x|\\begin x|\\hat{x}
\\bar x|\\dot x|javascript:x|data:text/html,x|http://x.y|{{x}}x{{|${x}|{x}{|{%x%}|<%x%>|{x|x}|[x|x]|((x)|x)(|)(|()
[]|{}|x()|(x)()|( )|(,)|,|x,|,x|x,y
"""

STRUCTURE = """
+|-|*|/|^|**|x*|x/|x^|x**|*x|/x|^x|x*/y|x^*y|x^^y|x***y|x + |x - - |x ^ |( x|x )|[x)|{x]|(x}|max(x|max x|max(x,)
max(,x)|max()|min(x,,y)|pow(x)|pow|atan2(x)|hypot(x)|log(x,y,2)|log()|log_x y|log_ x|sin^|sin^2|sin^x|sin^(|sin + x
sin*x|sin/2|sin)|cos,|√|√+x|√)|∛|sqrt|sqrt+||f(x,y)|f(x,y) =|f(x|f(x,y = x|f() = x|f(2,3) = x|f(x+y) = x
f(i,j) = x|f(x)(y) = x|f = g = x|f(x,y) == x|x, y = 1|a = b = x|z=
"""


def _split(block: str) -> list[str]:
    return [text for line in block.strip("\n").split("\n") for text in line.split("|") if text.strip()]


BARS = [
    "|",
    "||",
    "|||",
    "|x||",
    "||x|",
    "|x|y||",
    "|x+|",
    "+|",
    "|x|x|)",
    "(|x)|",
    "|(x|)",
    "|)|",
    "|x",
    "x|",
    "sin|x",
]
GROWN = [
    "(" * 25 + "x" + ")" * 25, "(" * 200 + "x" + ")" * 200, "[" * 400, "-" * 30 + "x", "-" * 499 + "x", "+" * 300 + "x",
    "^".join(["x"] * 40), "2^" * 40 + "x", "sin " * 40 + "x", "sin(" * 40 + "x" + ")" * 40, "√" * 40 + "x", "|" * 100,
    "|" * 30 + "x" + "|" * 30, r"\frac{" * 30 + "x", r"\frac" * 90, r"\sqrt" * 60 + "x", "x" * 501, "x" * 60_000,
    "x+" * 249 + "x", "x y " * 124, "1" * 31 + "x", "0." + "1" * 40 + "x", "(" * 10_000_000, "x^2+" * 20_000,
    "*".join(f"(x+{k}y)" for k in range(60)), "*".join(f"sin({k}x y)" for k in range(1, 45)),
    "exp(" * 12 + "x y" + ")" * 12 + "*(x+y)^9*sin(x y)^9*tan(x y)^9*x^y^x^y",
    "tan(" * 22 + "x y" + ")" * 22, "x^y^x^y^x^y^x^y^x^y^x^y^x^y^x^y", "max(" * 23 + "x" + ",y)" * 23,
    "hypot(" * 20 + "x" + ",y)" * 20, "1/(1+" * 22 + "tan(x y)" + ")" * 22, "9" * 500, "." * 500, "x_" * 200, "{" * 500,
]  # fmt: skip

REFUSED: list[str] = list(
    dict.fromkeys(
        [text for text, *_ in SPANS]
        + [text for block in (PYTHON, NUMBERS, MARKUP, STRUCTURE) for text in _split(block)]
        + STRANGE + BARS + GROWN
    )
)  # fmt: skip
