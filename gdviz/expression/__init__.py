"""Parser of typed formulas and update rules: tokens, syntax tree, limits, SymPy; every error is a sentence."""

from typing import TYPE_CHECKING

from gdviz.expression.reading import Reading, read, typed_number
from gdviz.expression.rule_draft import RuleLine
from gdviz.expression.rule_lines import read_rule
from gdviz.expression.rule_reading import translate_rule
from gdviz.expression.syntax import Binary, Call, ExpressionError, Name, Negative, Node, Number, names_in, renamed, walk
from gdviz.expression.to_latex import latex, name_latex, name_plain, number_latex

if TYPE_CHECKING:
    from gdviz.expression.symbolic import Symbolic


def differentiate(reading: Reading) -> "Symbolic":
    """Exact gradient and Hessian of a reading; SymPy is loaded at the first call."""
    from gdviz.expression import symbolic

    return symbolic.differentiate(reading)
