"""The record of an optimizer: its equations, knobs, states and source; and one made of a typed rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gdviz.expression import Binary, Call, ExpressionError, Name, Number, walk
from gdviz.knob import Adjustable, Knob, rate
from gdviz.lazy import lazy_property
from gdviz.rule.latex import rule_latex, symbol
from gdviz.rule.program import Program, placed, program
from gdviz.settings import OPTIONS


@dataclass(frozen=True, eq=False, repr=False)
class Optimizer(Adjustable):
    """One first-order optimizer, written once as the equations of a textbook.

    key: its name in links and tables. name: its name for people.
    rule: one assignment a line (see `gdviz.rule.program`); knobs: the letters of the rule that a person may turn;
    `learning_rate` is the base of `alpha`. remembers: state → sentence. begins: state → expression at the start
    (0 when absent). source: paper, then the library whose convention is followed. family: heading in the menu.
    torch: how torch.optim makes it, after the rate, if it has it: `Adam(betas=(beta1, beta2), eps=eps)`.
    """

    key: str
    name: str
    rule: str
    knobs: Mapping[str, Knob]
    remembers: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    family: str = ""
    note: str = ""
    torch: str = ""

    @property
    def program(self) -> Program:
        """The rule, read and understood; raises ExpressionError when it cannot be."""
        return program(self.rule, tuple(sorted(self.begins.items())))

    @lazy_property
    def latex(self) -> tuple[str, ...]:
        """The rule as LaTeX, one aligned line (`left &= right`) for each line of text."""
        symbols = {name: knob.symbol for name, knob in self.knobs.items()}
        return rule_latex(self.program, symbols)


MAX_KNOBS = 8
MAX_STATES = 12
MAX_LOOKS = 6
"""Every look elsewhere puts the whole formula into the compiled step once more."""
TAKEN = frozenset(OPTIONS) | frozenset(
    """
    surface optimizer start starts steps schedule batches stop seed bound retire threads rule style settings survey
    window shape preview strategy spread strength seeds budget tolerance minimum aside
    """.split()
)
"""Arguments of the functions that take a rule's letters by name."""
SHARES = ("beta", "mu", "rho", "mom", "gamma", "decay", "alpha_share")
"""Names that begin so are usually decay rates: the share of a mean that stays in each step."""


def custom_optimizer(text: str, name: str = "Your rule", knobs: Mapping[str, Knob] | None = None) -> Optimizer:
    """The optimizer that a rule describes; `knobs` override the guesses of what its letters may be.

    Raises ExpressionError with a position in the text for everything that is not a rule, TypeError for what is no text.
    """
    if not isinstance(text, str):
        raise TypeError(f"A rule is text, as 'theta = theta - alpha*g', not {type(text).__name__}.")
    rule = program(text)
    try:
        _check(rule)
    except ExpressionError as error:
        raise placed(error, text) from None
    chosen = {"learning_rate": rate(0.1)} if rule.uses("alpha") else {}
    small, shares = _small(rule), _shares(rule)
    chosen |= {letter: _guess(letter, letter in small, letter in shares) for letter in rule.knobs}
    chosen |= {letter: knob for letter, knob in (knobs or {}).items() if letter in chosen}
    for letter, value in rule.defaults.items():
        name_of = "learning_rate" if letter == "alpha" else letter
        if name_of in chosen:
            chosen[name_of] = _beginning(chosen[name_of], value)
    remembers = dict.fromkeys(rule.states, "your memory")
    note = " ".join(rule.notes)
    return Optimizer("typed", name, text, chosen, remembers, source="typed", family="Typed", note=note)


def _check(rule: Program) -> None:
    """Refuse what would collide, or grow without bound."""
    nodes = [node for line in rule.lines for node in walk(line.tree)]
    for node in nodes:
        if isinstance(node, Name) and (node.name == "xi" or (node.name == "noise" and node.name in rule.knobs)):
            hint = "Take it out, and turn up the noise of the gradient among the options of the run."
            raise ExpressionError(f"A rule draws no noise of its own: {node.name} cannot be used.", node.span, hint)
        if isinstance(node, Name) and node.name in TAKEN and node.name in rule.knobs:
            raise ExpressionError(f"The name {node.name} is used for something else.", node.span, "Choose another.")
    looks = [node for node in nodes if isinstance(node, Call) and node.function in ("grad", "value", "hess")]
    if len(looks) > MAX_LOOKS:
        raise ExpressionError(
            "This rule looks elsewhere too often.", looks[MAX_LOOKS].span, f"At most {MAX_LOOKS} times."
        )
    if len(rule.knobs) > MAX_KNOBS:
        raise ExpressionError("This rule has too many letters that nothing defines.", hint=f"At most {MAX_KNOBS}.")
    if len(rule.states) > MAX_STATES:
        raise ExpressionError("This rule remembers too much.", hint=f"At most {MAX_STATES} memories.")


def _beginning(knob: Knob, value: float) -> Knob:
    """The knob with the number that the text gives it, and bounds that hold it."""
    low, high = min(knob.low, value), max(knob.high, value)
    return replace(knob, default=value, low=low, high=high)


def _small(rule: Program) -> set[str]:
    """Letters that keep a denominator from zero: added to a root or a length, or under a root, below a fraction."""
    nodes = [node for line in rule.lines for node in walk(line.tree)]
    below = [part for node in nodes if isinstance(node, Binary) and node.operator == "/" for part in walk(node.right)]
    rooted = {id(part) for node in below if isinstance(node, Call) and node.function == "sqrt" for part in walk(node)}
    names: set[str] = set()
    for node in below:
        if isinstance(node, Binary) and node.operator == "+":
            for one, other in ((node.left, node.right), (node.right, node.left)):
                sized = isinstance(other, Call) and other.function in ("sqrt", "norm", "abs")
                if isinstance(one, Name) and (sized or id(node) in rooted):
                    names.add(one.name)
    return names


def _shares(rule: Program) -> set[str]:
    """Letters that stand in 1 - letter."""
    nodes = [node for line in rule.lines for node in walk(line.tree) if isinstance(node, Binary)]
    return {n.right.name for n in nodes if n.operator == "-" and n.left == Number(1) and isinstance(n.right, Name)}


def _guess(letter: str, small: bool, share: bool) -> Knob:
    """A knob for a letter: its name, whether it keeps a denominator from zero, whether it is a share."""
    sign, help = symbol(letter), "A letter of your rule."
    if letter == "learning_rate":
        return rate(0.1)
    if letter.startswith("eps") or small:
        return Knob(1e-8, 0.0, 1.0, sign, help, log=True)
    if letter.startswith(SHARES) or share:
        return Knob(0.999 if letter.endswith("2") else 0.9, 0.0, 1.0, sign, help)
    if letter.startswith(("lambda", "weight")) or letter == "wd":
        return Knob(0.01, 0.0, 10.0, sign, help, log=True)
    return Knob(1.0, -10.0, 10.0, sign, help)
