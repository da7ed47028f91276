"""A rule as lines of a program: its knobs, its memory at the start, and one step."""

from collections.abc import Iterator

from gdviz.export.formula import INDENT
from gdviz.export.names import comment, floating, identifier, literal
from gdviz.export.printer import Printer
from gdviz.export.recipe import Recipe
from gdviz.export.words import Words
from gdviz.expression import Call, names_in, walk
from gdviz.rule.kinds import SCALAR, VECTOR, Kind
from gdviz.rule.program import CONSTANTS, PREDEFINED, Program, RuleLine, option_lines
from gdviz.settings import OPTIONS

SOLVE = """\
def solve(matrix, vector):
    (xx, xy), (yx, yy), (u, v) = matrix[0], matrix[1], vector
    determinant = xx*yy - xy*xy
    if abs(determinant) > 1e-15*(abs(xx*yy) + xy*xy):
        return stack([yy*u - xy*v, xx*v - xy*u])/determinant
    if not vector.any():
        return 0*vector
    square = (xx + yy)**2  # a singular matrix: the shortest solution, or none, which ends the run
    missed = abs(matrix @ (matrix @ vector) - square*vector).sum()
    return matrix @ vector/square if missed <= 1e-9*square*abs(vector).sum() else vector/0

"""
"""The solution of a symmetric system as `gdviz.rule.to_graph` has it."""
ENDING = 'print(len(path) - 1, "steps, to", *path[-1].tolist(), "where f =", float(loss(path[-1])))'
"""What is printed: the last point, in full."""
_KINDS: dict[str, Kind] = {**PREDEFINED, **dict.fromkeys(CONSTANTS, SCALAR)}


def knob_lines(recipe: Recipe, number: str) -> Iterator[str]:
    """Every knob with its value and what it does; `number` makes the array scalar of a visitor's knob."""
    form = "{}" if recipe.listed else number
    for name, value in recipe.knobs.items():
        about = comment(recipe.optimizer.knobs[name].help)
        yield f"{identifier(name)} = {form.format(_knob(recipe, name, value))}  {about}"
    for name, value in recipe.options.items():
        yield f"{option_names(recipe)[name]} = {literal(value)}  {comment(OPTIONS[name].knob.help)}"


def option_names(recipe: Recipe) -> dict[str, str]:
    """The options as Python names, out of the way of a rule that uses the word for something else."""
    return {name: f"{name}_" if name in recipe.rule.program.kinds else name for name in recipe.options}


def _knob(recipe: Recipe, name: str, value: float) -> str:
    """Whole numbers without a point where the knob counts, with one elsewhere."""
    return literal(value) if recipe.optimizer.knobs[name].integer and recipe.listed else floating(value)


def function_names(program: Program) -> frozenset[str]:
    """The functions a rule uses."""
    trees = [*(line.tree for line in program.lines), *program.begins.values()]
    return frozenset(node.function for tree in trees for node in walk(tree) if isinstance(node, Call))


def memory_lines(recipe: Recipe, words: Words, number: str) -> Iterator[str]:
    """The states as they begin, each with what it is; `number` makes the array scalar of a visitor's state."""
    rule = recipe.rule.program
    reads = {name for tree in rule.begins.values() for name in names_in(tree)}
    yield from ("g = gradient(theta)",) if "g" in reads else ()
    yield from ("f = loss(theta)",) if "f" in reads else ()
    for name in rule.states:
        about = recipe.optimizer.remembers.get(name)
        value = _begin(rule, name, words, "{}" if recipe.listed else number)
        yield f"{identifier(name)} = {value}" + (f"  {comment(about)}" if about else "")


def _begin(rule: Program, name: str, words: Words, number: str) -> str:
    """A state's first value: zero if nothing is said."""
    wide, tree = rule.states[name] is VECTOR, rule.begins.get(name)
    if tree is None:
        return words.zeros if wide else number.format("0.0")
    printer = Printer(words, kinds=_KINDS | dict.fromkeys(rule.knobs, SCALAR))
    if printer.kind(tree) is VECTOR:
        return printer.text(tree)
    return (words.full if wide else number).format(printer.text(tree))


def step_lines(recipe: Recipe, words: Words) -> Iterator[str]:
    """The lines of one step: those of the options, then those of the rule."""
    rule, options = recipe.rule.program, option_lines(frozenset(recipe.options))
    kinds = _KINDS | dict.fromkeys((*rule.knobs, *recipe.options), SCALAR) | dict(rule.states)
    first: list[RuleLine] = list(options.lines[:-1]) if options else []
    for place, line in enumerate((*first, *rule.lines)):
        printer = Printer(words, option_names(recipe) if place < len(first) else {}, kinds)
        text, kind = printer.text(line.tree), printer.kind(line.tree)
        wide = line.target in ("theta", "g") or rule.states.get(line.target, SCALAR) is VECTOR
        if wide and kind is SCALAR:
            text, kind = words.full.format(text), VECTOR
        kinds[line.target] = kind
        yield f"{identifier(line.target)} = {text}"


def helpers(recipe: Recipe, library: str) -> Iterator[str]:
    """Functions that the loop needs beside the surface's: finite, and solve where the rule asks for it."""
    if "solve" in function_names(recipe.rule.program):
        yield from SOLVE.replace("stack", "np.array" if library == "np" else "torch.stack").split("\n")
    yield "def finite(*numbers):"
    inside = "np.isfinite(number)" if library == "np" else "torch.isfinite(torch.as_tensor(number))"
    yield f"{INDENT}return all({inside}.all() for number in numbers)"


def stop_lines(recipe: Recipe, library: str, far: str) -> Iterator[str]:
    """What ends the run after a step that was kept."""
    stop, length = recipe.stop, f"{library}.linalg.norm"
    endings = [(f"{far} > bound", "diverged")]
    if stop.gradient is not None:
        endings.append((f"{length}(gradient(theta)) < {literal(stop.gradient)}", "the gradient is small"))
    if stop.step is not None:
        endings.append((f"{length}(path[-1] - path[-2]) < {literal(stop.step)}", "the step is small"))
    if stop.value is not None:
        endings.append((f"abs(loss(path[-1]) - loss(path[-2])) < {literal(stop.value)}", "the value has settled"))
    for condition, about in endings:
        yield f"{INDENT}if {condition}:"
        yield f"{INDENT}{INDENT}break  {comment(about)}"


def begin_lines(recipe: Recipe, library: str) -> Iterator[str]:
    """The head of the loop; no step is taken where the start is as good as asked for."""
    if recipe.stop.gradient is not None:
        yield f"if {library}.linalg.norm(gradient(theta)) < {literal(recipe.stop.gradient)}:"
        yield f"{INDENT}steps = 0"
    yield "for t in range(1, steps + 1):"


def states_of(recipe: Recipe) -> str:
    """The states as further arguments of `finite`."""
    return "".join(f", {identifier(name)}" for name in recipe.rule.program.states)
