"""A number typed as an expression: 1/3, pi, 2e-3, -sqrt(2)."""

from gdviz.expression.constants import constant
from gdviz.expression.errors import ExpressionError
from gdviz.expression.reading import read

LONGEST = 60
EXAMPLES = "Try 0.5, 1/3, pi or 2e-3."


def typed_number(text: str) -> float:
    """The number; raises ExpressionError for a text with other letters than e and pi, or that cannot be read."""
    if not text.strip() or len(text) > LONGEST:
        raise ExpressionError("A number stands here.", (0, len(text)), EXAMPLES, text[:LONGEST])
    try:
        value = constant(read(text).tree)
    except ExpressionError as error:
        raise ExpressionError(error.message, error.span, EXAMPLES, text) from None
    if value is None:
        raise ExpressionError("This has letters, and a number stands here.", (0, len(text)), EXAMPLES, text)
    return value
