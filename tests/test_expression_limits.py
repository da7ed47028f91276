"""Limits are counted: whatever is accepted stays small, under little stack, from many threads, after any mutation."""

import pickle
import random
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.core.parameters import distribute

from gdviz.expression import ExpressionError, differentiate, read, read_rule
from gdviz.expression.functions import ALL
from gdviz.expression.limits import MAX_COST, check
from gdviz.expression.steady import steady
from gdviz.expression.symbolic import build
from tests.expression_refused import REFUSED
from tests.expression_understood import UNDERSTOOD
from tests.pasted_formulas import PASTED
from tests.test_expression_refused import assert_harmless
from tests.trials import trials

MOST_NODES = 3 * MAX_COST  # of value, gradient and Hessian together, each written out without sharing


def nested(opening: str, inner: str, closing: str = ")"):
    return lambda n: opening * n + inner + closing * n


FAMILIES = {
    "nested sine": nested("sin(", "x y"),
    "nested tangent": nested("tan(", "x y"),
    "nested exponential": nested("exp(-", "x y"),
    "nested sigmoid": nested("sigmoid(", "x y"),
    "nested cotangent": nested("cot(", "x y"),
    "nested secant": nested("sec(", "x y"),
    "nested coth": nested("coth(", "x y"),
    "nested softplus": nested("softplus(", "x y"),
    "nested absolute value": nested("abs(", "x", "-y)"),
    "nested root": nested("sqrt(", "x", "+y)"),
    "nested maximum": nested("max(", "x", ",y)"),
    "maximum of four": nested("max(", "x", ",y,x y,x-y)"),
    "nested hypot": nested("hypot(", "x", ",y)"),
    "nested angle": nested("atan2(", "x", ",y)"),
    "continued fraction": nested("x+1/(y+", "x"),
    "continued fraction of products": nested("1/(1+x y+", "x"),
    "nested squares": nested("(", "x+y", "+1)^2"),
    "nested cubes": nested("(", "x y", "+x)^3"),
    "nested quotients": nested("(", "x", "/(x+y))^3"),
    "Horner": nested("x(1+y ", "x"),
    "sine of Horner": nested("sin(x+y(1+", "x", "))"),
    "linear factors": lambda n: "".join(f"(x+{k}y)" for k in range(1, n + 1)),
    "affine factors": lambda n: "".join(f"({k}x+{k + 1}y+{k + 2})" for k in range(1, n + 1)),
    "sine factors": lambda n: "*".join(f"sin({k}x y)" for k in range(1, n + 1)),
    "quotient chain": lambda n: "/".join(f"(x+{k}y)" for k in range(1, n + 1)),
    "power factors": lambda n: "*".join(f"(x+{k}y)^{100 - k}" for k in range(1, n + 1)),
    "variable powers": lambda n: "*".join(f"(x+{k})^(y+{k})" for k in range(1, n + 1)),
    "tower": lambda n: "^".join(["x", "y"] * n),
    "sum of sines": lambda n: "+".join(f"sin({k}x y)" for k in range(1, n + 1)),
    "sum of powers": lambda n: "+".join(f"{k}x^{k}y^{k}" for k in range(1, n + 1)),
    "square of a sum of squares": lambda n: "(" + "+".join(f"({k}x-y)^2" for k in range(1, n + 1)) + ")^2",
    "bells": lambda n: "+".join(f"exp(-((x-{k})^2+(y-{k})^2))" for k in range(1, n + 1)),
    "thirds": lambda n: "(" * n + "x/3" + ")^9" * n,
}


def longest_accepted(family):
    accepted = None
    for n in range(1, 150):
        try:
            accepted = read(family(n))
        except ExpressionError as error:
            assert_harmless(error, family(n))
            return accepted
    raise AssertionError("This family is never refused.")


def nodes(expression) -> int:
    return sum(1 for _ in sympy.preorder_traversal(expression))


@pytest.mark.parametrize("name", FAMILIES)
def test_growing_families_are_refused_before_they_are_large(name):
    reading = longest_accepted(FAMILIES[name])
    symbolic = differentiate(reading)
    written_out = (symbolic.value, *symbolic.gradient, *symbolic.hessian)
    assert sum(map(nodes, written_out)) < MOST_NODES
    assert check(reading.tree).cost <= MAX_COST
    with distribute(False):  # as it was built
        assert pickle.loads(pickle.dumps(symbolic)).value == symbolic.value


def test_long_texts_are_refused_by_their_length_alone():
    with pytest.raises(ExpressionError, match="too long"):
        read("(" * 50_000_000)


@pytest.mark.parametrize("opening", ["-", "2^-", "sin ", "sin -", "√", "1/(", "-(", "|", "sin^2(", "2(", "e^(", "γ*("])
def test_printing_looks_once_at_each_level(opening):
    closing = ")" if "(" in opening else "|" if opening == "|" else ""
    lengths = []
    for levels in range(1, 25):
        try:
            lengths.append(len(read(opening * levels + "x" + closing * levels).latex))
        except ExpressionError:
            break
    assert len(lengths) > 5
    assert lengths[-1] - lengths[-2] < 60


def test_no_number_in_a_derivative_is_a_long_integer():
    symbolic = differentiate(read("(x/3)^100 + (3x + y)^99 + 1000000000000x^9"))
    for expression in (symbolic.value, *symbolic.gradient, *symbolic.hessian):
        for node in sympy.preorder_traversal(expression):
            assert not node.is_Rational or max(abs(node.p), node.q) <= 2**53


TRAPS = [  # inputs on which SymPy's own functions, or functions not known to be real, work for minutes
    "tanh((1/(1+exp(-100x(x+y))))^10)",
    "cosh((x-y)^100) - exp(1/y^100)",
    "csc((hypot(relu(x),3)^100)^(1/3))",
    "(log10(y))^100 + x",
    "hypot(1000000000000, 3) x + y",
    "sin(1000000000 pi x) + cos(10^9 pi)",
    "|x^2 + y^2 + |x - y|^3|^9",
]


@pytest.mark.parametrize("text", TRAPS)
def test_sympy_is_never_asked_to_look_into_a_function(text):
    symbolic = differentiate(read(text))
    assert sum(map(nodes, (symbolic.value, *symbolic.gradient, *symbolic.hessian))) < 3000


@pytest.mark.parametrize("function", ALL, ids=lambda function: function.__name__)
def test_functions_are_real_and_stay_as_they_are(function):
    for argument in (sympy.Integer(0), sympy.Integer(-1), sympy.pi, sympy.Symbol("x", real=True)):
        kept = function(*[argument] * min(function.nargs))
        assert type(kept) is function
        assert kept.is_real


def test_symbols_are_real_and_only_ours():
    for text, _ in UNDERSTOOD:
        reading = read(text)
        symbolic = differentiate(reading)
        names = {symbol.name for symbol in symbolic.value.free_symbols}
        assert names <= {*reading.variables, *reading.parameters}
        assert all(symbol.is_real for symbol in symbolic.value.free_symbols)


LOW_STACK = """
import sys
import sympy
from gdviz.expression import ExpressionError, differentiate, read
from tests.expression_refused import REFUSED
from tests.expression_understood import UNDERSTOOD
from tests.pasted_formulas import PASTED
sys.setrecursionlimit(450)
for text, _ in (*UNDERSTOOD, *PASTED):
    differentiate(read(text)).hessian_latex()
read("+".join(["x"] * 145))
for text in REFUSED:
    try:
        differentiate(read(text))
    except ExpressionError:
        continue
    raise SystemExit(ascii(text))
"""


def test_little_stack_is_enough():
    done = subprocess.run([sys.executable, "-c", LOW_STACK], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_reading_does_not_load_sympy():
    probe = (
        "import sys; from gdviz.expression import read, read_rule; read('x^2 + sin y'); print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_eight_threads_agree():
    texts = [text for text, _ in UNDERSTOOD]
    expected = [differentiate(read(text)).gradient for text in texts]
    found: list[list] = [[] for _ in range(8)]

    def work(index: int) -> None:
        from gdviz.expression import symbolic

        for text in texts[index % 4 :: 4]:
            reading = read(text)
            found[index].append(symbolic._differentiate.__wrapped__(steady(reading.tree), reading.variables).gradient)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index in range(8):
        assert found[index] == expected[index % 4 :: 4]


PIECES = [
    *"xyzabewθπ0123456789+-*/^()[]{}|,.=<>_\\ '\"#;:!?@~`$%&\n\x00²√·−",
    "sin ",
    "exp(",
    r"\frac",
    "__",
    "1e9",
    "^9^9",
    "\\sum_{i=1}^n ",
    "lambda x, y: ",
    "return ",
    "sum(",
    "x[0]",
    "a = ",
    "|x||",
]


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 3) :]
        elif kind == 2:
            text = text[:at] + text[at : at + 9] * 2 + text[at + 9 :]
        else:
            other = chance.choice(UNDERSTOOD)[0]
            text = text[:at] + other[chance.randrange(len(other)) :]
    return text


def refusal(action: Callable[[], object]) -> ExpressionError | None:
    """What an action is refused with, if it is."""
    try:
        action()
    except ExpressionError as error:
        return error
    return None


@pytest.mark.parametrize("seed", range(4))
def test_mutated_texts_are_understood_or_refused(seed):
    chance = random.Random(seed)
    sources = [text for text, _ in (*UNDERSTOOD, *PASTED)] + [text for text in REFUSED if len(text) < 200]
    for _ in range(1500):
        text = mutated(chance.choice(sources), chance)
        if error := refusal(lambda text=text: read(text)):
            assert error.text == text
            assert_harmless(error, text)
            continue
        reading = read(text)
        assert len(reading.parameters) <= 6
        printed = refusal(lambda reading=reading: read(reading.latex, variables=reading.variables))
        if printed:  # only beyond a limit that the shorter text was not
            assert "nested" in printed.message or "too long" in printed.message
        else:
            assert read(reading.latex, variables=reading.variables).latex == reading.latex
        if chance.random() < 0.02 and (late := refusal(lambda reading=reading: differentiate(reading))):
            assert_harmless(late, text)


@trials(150)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_any_text_at_all_is_understood_or_refused(text):
    for reader in (read, read_rule):
        error = refusal(lambda reader=reader: reader(text))
        if error:
            assert_harmless(error, text)


def exact_bits(text: str) -> int:
    """Of the longest numerator and denominator in what SymPy makes of a text, before anything becomes a float."""
    numbers = [n for n in sympy.preorder_traversal(build(read(text).tree)) if n.is_Rational]
    return max((abs(n.p).bit_length() + (n.q - 1).bit_length() for n in numbers), default=0)


LINEAR = st.builds("({}x {} y/{} {} {})".format, *[st.integers(1, 999), st.sampled_from("+-")] * 2, st.integers(1, 999))


@trials(40)
@given(st.lists(LINEAR, min_size=1, max_size=4), st.integers(1, 9), st.integers(1, 9))
def test_the_count_of_bits_bounds_sympy_s_numbers(parts, inner, outer):
    for text in (
        "+".join(f"{p}^{inner}" for p in parts),
        f"({'*'.join(parts)})^{outer}",
        f"({parts[0]}-{parts[0]}/7)^9",
    ):
        assert exact_bits(text) <= sum(check(read(text).tree).bits)


SHORT = [  # no power is high, and none of these numbers is a fraction that could grow
    "(0.5w + b - 1.2)^2 + (1.1w + b - 2.3)^2 + (1.7w + b - 3.1)^2 + (2.4w + b - 4.2)^2 + (3.3w + b - 5.9)^2"
    " + (4.1w + b - 7.2)^2 + (5.2w + b - 8.8)^2 + (6.3w + b - 10.1)^2",
    " - ".join(
        f"1.{k}2exp(-((0.83(x-1.2{k})+0.56(y+0.47))^2+(0.56(x-1.2{k})-0.83(y+0.47))^2)/0.3{k})" for k in range(4)
    ),
    "(0.6x + 0.8y - 0.2)^9 + (0.8x - 0.6y + 0.1)^9",
    "+".join(f"({k}23456x + {k}54321)^2" for k in range(1, 10)),
]


@pytest.mark.parametrize("text", SHORT)
def test_long_decimals_and_long_sums_are_no_high_powers(text):
    assert read(text)
    assert exact_bits(text) < 64
