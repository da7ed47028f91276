"""The part of a surface that describes it: text, LaTeX and notes of its formula, or of the functions it is made of."""

from gdviz.kernel.functions import Evaluator


class Described:
    """The parts of an evaluator that its surface shows as its own."""

    evaluator: Evaluator

    @property
    def variables(self) -> tuple[str, str]:
        """The canonical names of the two coordinates."""
        return self.evaluator.variables

    @property
    def symbolic(self) -> bool:
        """Whether there is a formula behind it, so that `instantiate` works."""
        return self.evaluator.symbolic

    @property
    def latex(self) -> str:
        """How the formula was read."""
        return self.evaluator.latex

    @property
    def gradient_latex(self) -> tuple[str, ...]:
        """LaTeX of the two partial derivatives."""
        return self.evaluator.gradient_latex()

    @property
    def hessian_latex(self) -> tuple[str, ...]:
        """LaTeX of the second derivatives xx, xy, yy."""
        return self.evaluator.hessian_latex()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on how the text was understood."""
        return self.evaluator.notes

    @property
    def readings(self) -> tuple[str, ...]:
        """The notes on a choice between two common readings of the text, and how to get the other."""
        return self.evaluator.readings

    @property
    def smooth(self) -> bool:
        """Without kinks and jumps; otherwise the gradient is a subgradient and the Hessian that of the smooth parts."""
        return self.evaluator.smooth

    @property
    def one_variable(self) -> bool:
        """Only one of the variables occurs: a valley."""
        return self.evaluator.one_variable
