"""Whitelist check of SymPy expressions before code is generated from them (defence in depth)."""

from typing import Any

import sympy

from gdviz.checkpoint import checkpoint
from gdviz.expression.errors import ExpressionError
from gdviz.expression.functions import ALL
from gdviz.expression.tree import Span

_ALLOWED = frozenset({sympy.Add, sympy.Mul, sympy.Pow, sympy.Symbol, *ALL})
_LARGEST = 1e300
_LARGEST_EXACT = 2**53


def checked(expression: Any, span: Span) -> Any:
    """The same expression with numbers beyond 2^53 as floats; raises ExpressionError for anything unexpected."""
    checkpoint()
    long = {}
    for node in sympy.preorder_traversal(expression):
        if node.is_Rational or node.is_Float or node is sympy.pi:
            if not abs(node) < _LARGEST:
                raise ExpressionError("The numbers in this formula grow too large.", span, "Use lower powers.")
            if node.is_Rational and max(abs(node.p), node.q) > _LARGEST_EXACT:
                long[node] = sympy.Float(node, 17)
        elif node.func not in _ALLOWED or (node.is_Pow and not node.exp.is_Integer):
            raise ExpressionError("This formula is not real everywhere it should be.", span)
    return expression.xreplace(long) if long else expression
